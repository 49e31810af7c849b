"""Comparing circuits: overlap beside chance, by edges and by nodes, and never taken for proof."""

from dataclasses import replace

import pytest
import torch

from cutaway.circuits import Circuit, Graph, compare_circuits
from cutaway.errors import DataError

GRAPH = Graph.of_shape(3, 3, 1)


def circuit(edges, graph=GRAPH):
    mask = graph.select(edges) if not isinstance(edges, torch.Tensor) else edges
    return Circuit(graph=graph, edges=mask, requested=int(mask.sum()), method="by hand")


CHAIN = ["embed->q.1.0", "head_out.1.0->mlp_in.1", "mlp_out.1->logits"]
OTHER = ["embed->v.1.0", "head_out.1.0->mlp_in.1", "mlp_out.1->logits", "embed->mlp_in.1"]


def test_edges_and_nodes_are_counted_by_hand():
    result = compare_circuits({"a": circuit(CHAIN), "b": circuit(OTHER)})
    assert set(result.shared) == {"head_out.1.0->mlp_in.1", "mlp_out.1->logits"}
    assert float(result.edges[0, 1]) == pytest.approx(2 / 5) and float(result.edges[0, 0]) == 1.0
    assert result.only == {"a": ("embed->q.1.0",), "b": ("embed->v.1.0", "embed->mlp_in.1")}
    assert float(result.nodes[0, 1]) == 1.0 and result.shared_nodes == ("embed", "head_out.1.0", "mlp_out.1", "logits")


def test_edges_that_lead_nowhere_do_not_count_as_common():
    stray = ["embed->q.2.1"]
    result = compare_circuits({"a": circuit([*CHAIN, *stray]), "b": circuit([*CHAIN, *stray])})
    assert set(result.shared) == set(CHAIN)


def test_chance_is_what_random_circuits_with_the_same_layers_share():
    one = (torch.rand(GRAPH.shape, generator=torch.Generator().manual_seed(1)) < 0.4) & GRAPH.valid
    one[:, -1] |= GRAPH.valid[:, -1]  # all connected, so that what is counted is what was drawn
    one[0] |= GRAPH.valid[0]
    result = compare_circuits({"a": circuit(one), "b": circuit(one)})
    drawn = []
    for seed in range(200):
        a, b = GRAPH.random_like(one, 2 * seed), GRAPH.random_like(one, 2 * seed + 1)
        drawn.append(float((a & b).sum()) / float((a | b).sum()))
    assert float(result.chance[0, 1]) == pytest.approx(sum(drawn) / len(drawn), abs=0.01)
    assert float(result.chance[0, 1]) > 0.4  # same layers alone share much: an index of .5 is no agreement here


def test_overlap_is_never_more_than_observed_even_of_a_circuit_with_every_node_of_another():
    """Every component of a circuit, wired otherwise."""
    true = ["embed->v.1.0", "head_out.1.0->mlp_in.1", "mlp_out.1->q.2.0", "head_out.2.0->logits"]
    wired = ["embed->q.1.0", "embed->mlp_in.1", "mlp_out.1->v.2.0", "head_out.1.0->v.2.0", "head_out.2.0->logits"]
    result = compare_circuits({"true": circuit(true), "wired": circuit(wired)})
    assert float(result.nodes[0, 1]) == 1.0 and float(result.edges[0, 1]) < 0.2
    assert [finding.grade for finding in result.findings()] == ["observed"]
    assert "random ones" in result.findings()[0].claim


def test_two_circuits_that_lead_nowhere_have_nothing_in_common():
    stray = circuit(["mlp_out.1->logits"])
    assert float(compare_circuits({"a": stray, "b": stray}).edges[0, 1]) == 0.0


def test_models_of_other_shapes_are_refused_and_of_one_shape_are_not():
    other = Graph.of_shape(2, 3, 1)
    with pytest.raises(DataError, match="different shape"):
        compare_circuits({"a": circuit(CHAIN), "b": circuit(["embed->logits"], other)})
    with pytest.raises(DataError, match="at least two"):
        compare_circuits({"a": circuit(CHAIN)})
    theirs = replace(circuit(CHAIN), model="another", fingerprint="x")
    assert float(compare_circuits({"a": circuit(CHAIN), "b": theirs}).edges[0, 1]) == 1.0
