"""The graph of a model, scores of its edges, discovery and evaluation of circuits."""

from cutaway.circuits._ablation import Ablation
from cutaway.circuits._acdc import acdc
from cutaway.circuits._circuit import Circuit, top_components, top_edges
from cutaway.circuits._compare import CircuitComparison, compare_circuits
from cutaway.circuits._curve import ENOUGH, SHARES, Curve, curves, evaluate_scores
from cutaway.circuits._describe import CircuitDescription, Composed, DescribedHead, DescribedMLP, describe_circuit
from cutaway.circuits._discover import threshold
from cutaway.circuits._evaluate import CircuitEvaluation, evaluate_circuit
from cutaway.circuits._find import find_circuit
from cutaway.circuits._graph import AT, Graph
from cutaway.circuits._methods import SCORE_METHODS, resampled, score_edges
from cutaway.circuits._prune import PruneTraining, prune
from cutaway.circuits._run import CircuitRunner
from cutaway.circuits._scores import EdgeScores
from cutaway.circuits._spans import span_graph
from cutaway.circuits._split import split_key_values
from cutaway.circuits._stability import BAR, CircuitStability, stability, stability_of

__all__ = [
    "AT",
    "BAR",
    "ENOUGH",
    "SCORE_METHODS",
    "SHARES",
    "Ablation",
    "Circuit",
    "CircuitComparison",
    "CircuitDescription",
    "CircuitEvaluation",
    "CircuitRunner",
    "CircuitStability",
    "Composed",
    "Curve",
    "DescribedHead",
    "DescribedMLP",
    "EdgeScores",
    "Graph",
    "PruneTraining",
    "acdc",
    "compare_circuits",
    "curves",
    "describe_circuit",
    "evaluate_circuit",
    "evaluate_scores",
    "find_circuit",
    "prune",
    "resampled",
    "score_edges",
    "span_graph",
    "split_key_values",
    "stability",
    "stability_of",
    "threshold",
    "top_components",
    "top_edges",
]
