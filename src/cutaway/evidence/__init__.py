"""Findings, the statistics behind them, and the ledger that keeps them."""

from cutaway.evidence._finding import Finding, Grade, grade_causal, graded
from cutaway.evidence._ledger import Entry, Ledger
from cutaway.evidence._provenance import provenance
from cutaway.evidence._statistics import (
    Interval,
    bootstrap,
    bootstrap_difference,
    permutation_test,
    spearman,
    wilson,
)

__all__ = [
    "Entry",
    "Finding",
    "Grade",
    "Interval",
    "Ledger",
    "bootstrap",
    "bootstrap_difference",
    "grade_causal",
    "graded",
    "permutation_test",
    "provenance",
    "spearman",
    "wilson",
]
