"""Answers as lines for people: pure, from domain values and a Speech to text."""
