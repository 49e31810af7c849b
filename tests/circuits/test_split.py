"""Splitting keys and values changes nothing but the graph, and its edges' scores are parts of the shared ones'."""

import pytest
import torch
from test_runner import model, pairs

from cutaway.circuits import CircuitRunner, Graph, score_edges, split_key_values
from cutaway.errors import UnsupportedModelError


@pytest.mark.parametrize("family", ["llama", "gemma2"])
def test_the_split_model_is_the_same_function_with_more_edges(family):
    lm, setting = model(family), pairs()
    split = split_key_values(lm)
    torch.testing.assert_close(split.run(setting.clean).logits, lm.run(setting.clean).logits, atol=1e-5, rtol=1e-4)
    graph = CircuitRunner(split, setting).graph
    assert graph.same_as(Graph.of(lm, split_kv=True)) and graph.n_edges > Graph.of(lm).n_edges
    shared, apart = (score_edges(one, setting, method="eap") for one in (lm, split))
    for layer in range(3):
        for letter in "kv":
            for g in range(2):
                whole = shared.values[:, shared.graph.destination(f"{letter}.{layer}.{g}")]
                parts = sum(apart.values[:, graph.destination(f"{letter}.{layer}.{h}")] for h in (2 * g, 2 * g + 1))
                torch.testing.assert_close(parts, whole, atol=1e-4, rtol=1e-3)


def test_a_fused_projection_is_refused():
    with pytest.raises(UnsupportedModelError, match="of their own"):
        split_key_values(model("phi3"))
