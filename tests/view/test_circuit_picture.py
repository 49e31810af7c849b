"""The picture of a large circuit: its strongest connected edges, between few enough rows to be read."""

from dataclasses import replace

import torch

from cutaway.circuits import EdgeScores, Graph, top_edges
from cutaway.view.results._discovery import DRAWN, ROWS, circuit_graph, skeleton

GRAPH = Graph.of_shape(20, 4, 2)
VALUES = torch.randn(GRAPH.shape, generator=torch.Generator().manual_seed(0)) * GRAPH.valid


def test_a_large_circuit_is_drawn_by_its_strongest_connected_edges_in_few_rows():
    circuit = top_edges(EdgeScores(graph=GRAPH, values=VALUES, method="eap"), 900)
    small = skeleton(circuit)
    assert 6 <= small.kept == small.chosen <= DRAWN and bool((small.edges & ~circuit.connected).sum() == 0)
    part = circuit_graph(small)
    assert len({(node["kind"], node["layer"]) for node in part.nodes}) <= ROWS
    assert {"embed", "logits"} <= {node["id"] for node in part.nodes}


def test_what_fits_is_drawn_whole_and_so_is_what_has_no_scores():
    shallow = Graph.of_shape(2, 2, 1)
    circuit = top_edges(EdgeScores(graph=shallow, values=shallow.valid.float(), method="eap"), 12)
    assert skeleton(circuit).kept == circuit.kept
    bare = replace(top_edges(EdgeScores(graph=GRAPH, values=VALUES, method="eap"), 900), scores=None)
    assert skeleton(bare) is bare
