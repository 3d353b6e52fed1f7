"""
A second opinion: the same questions answered over the CSV files themselves, with networkx and no line of orgraph.

It is slow and simple on purpose. Where it and orgraph disagree, one of the two misread the rules.
"""

from .audits import Oracle
from .whistles import Able, Ruling
from .world import Audited

__all__ = ["Able", "Audited", "Oracle", "Ruling"]
