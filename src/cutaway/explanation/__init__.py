"""One prompt explained: which methods are called on it, what they are compared with, and what they amount to."""

from cutaway.explanation._explain import explain
from cutaway.explanation._explanation import Explanation, HeadPattern

__all__ = ["Explanation", "HeadPattern", "explain"]
