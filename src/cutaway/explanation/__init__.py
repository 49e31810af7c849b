"""One prompt explained: which methods are called on it, what they are compared with, and what they amount to."""

from cutaway.explanation._circuit import PromptCircuit, prompt_circuit
from cutaway.explanation._counterpart import Counterpart, find_counterpart
from cutaway.explanation._explain import explain
from cutaway.explanation._explanation import Explanation, HeadPattern
from cutaway.explanation._unrelated import unrelated

__all__ = [
    "Counterpart",
    "Explanation",
    "HeadPattern",
    "PromptCircuit",
    "explain",
    "find_counterpart",
    "prompt_circuit",
    "unrelated",
]
