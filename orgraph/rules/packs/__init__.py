"""Packs: rows as the graph will hold them, and what an import has to write."""
