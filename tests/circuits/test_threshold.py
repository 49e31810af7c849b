"""Threshold: the edges whose score passes, no more and no fewer."""

from dataclasses import replace

import pytest
import torch

from cutaway.circuits import EdgeScores, Graph, threshold
from cutaway.errors import DataError

GRAPH = Graph.of_shape(3, 3, 1)
VALUES = torch.randn(GRAPH.shape, generator=torch.Generator().manual_seed(0)) * GRAPH.valid
SCORES = EdgeScores(graph=GRAPH, values=VALUES, method="eap", task="made up")


@pytest.mark.parametrize("absolute", [True, False])
def test_what_passes_is_chosen_and_counted(absolute):
    circuit = threshold(SCORES, 1.0, absolute=absolute)
    expected = ((VALUES.abs() if absolute else VALUES) >= 1.0) & GRAPH.valid
    assert torch.equal(circuit.edges, expected)
    assert circuit.requested == circuit.chosen == int(expected.sum()) and circuit.kept <= circuit.chosen
    assert circuit.method == f"eap, {'|score|' if absolute else 'score'} ≥ 1" and circuit.provenance["tau"] == 1.0


def test_equal_scores_pass_together():
    ties = replace(SCORES, values=GRAPH.valid.float() * 0.5)
    assert threshold(ties, 0.5).chosen == GRAPH.n_edges


def test_a_threshold_that_says_nothing_is_refused():
    with pytest.raises(DataError, match="above 0"):
        threshold(SCORES, 0.0)
    with pytest.raises(DataError, match="lower the threshold"):
        threshold(SCORES, 100.0)
