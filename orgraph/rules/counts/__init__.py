"""What is counted at places in a period: ways up, sums, what is missing; pure rules."""
