"""The graph of a model, scores of its edges, discovery and evaluation of circuits."""

from cutaway.circuits._ablation import Ablation
from cutaway.circuits._circuit import Circuit, top_edges
from cutaway.circuits._graph import Graph
from cutaway.circuits._scores import EdgeScores

__all__ = ["Ablation", "Circuit", "EdgeScores", "Graph", "top_edges"]
