"""What becomes of a matter: routing, lifecycle, limits, ladders, findings."""
