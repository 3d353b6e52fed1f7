"""Packs: their manifest and tables read with every fault at once, and one generator for what is made up."""
