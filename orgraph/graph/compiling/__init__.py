"""Statements that are compiled from what a definition demands; all pass the one gate."""
