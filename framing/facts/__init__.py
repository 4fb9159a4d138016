"""What each outlet states, leaves out and contradicts: the fact x outlet matrix, omissions, conflicts."""

from framing.facts.consensus import Consensus, consensus
from framing.facts.sheet import FactSheet, build

__all__ = ["Consensus", "FactSheet", "build", "consensus"]
