"""Checks and questions on whole graphs, with networkx."""
