"""Time: working days, limits, what is due when, and who is told when it has passed."""
