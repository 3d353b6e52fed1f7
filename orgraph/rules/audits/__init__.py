"""Audits: what a place must have, how that stood over time, whether a round has ended."""
