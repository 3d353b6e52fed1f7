"""orgraph: grassroots governance as a graph; who covers a place, who must come, where the gaps are."""

__version__ = "0.1.0"
