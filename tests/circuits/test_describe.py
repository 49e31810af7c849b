"""A circuit in words: who is in it, the strongest way through it, what its heads do and look at."""

from dataclasses import replace

import pytest
import torch

from cutaway.circuits import Circuit, Graph, describe_circuit
from cutaway.errors import DataError
from cutaway.model import LanguageModel
from cutaway.observe import composition_scores, head_roles
from cutaway.tasks import Pair, Task
from families import tiny
from made import lm

SCORED = {
    "embed->mlp_in.0": 3.0,
    "mlp_out.0->v.1.1": 2.0,
    "head_out.1.2->q.2.0": -4.0,
    "head_out.2.0->logits": 5.0,
    "embed->q.1.2": 0.5,
    "embed->logits": 1.0,
}
PAIR = Pair(
    clean="w3 w4 w5 w6 w7 w8",
    corrupted="w3 w4 w9 w6 w7 w8",
    answer="w10",
    wrong="w11",
    spans={"thing": (6, 8), "place": (9, 11)},
)


@pytest.fixture(scope="module")
def circuit():
    graph = Graph.of(lm())
    scores = torch.zeros(graph.shape)
    for edge, score in SCORED.items():
        scores[graph.edge(edge)] = score
    return Circuit(
        graph=graph, edges=graph.select(SCORED), requested=9, method="by hand", task="made up", scores=scores
    )


@pytest.fixture(scope="module")
def roles():
    found = head_roles(lm(), roles=["previous_token", "attention_sink"], n=2, length=10, checked=False)
    return replace(found, holders={"previous_token": ((1, 2),), "attention_sink": ()})


@pytest.fixture(scope="module")
def described(circuit, roles):
    return describe_circuit(lm(), circuit, Task(name="made up", pairs=(PAIR,) * 2), roles=roles)


def test_the_parts_hear_and_tell_what_the_edges_say(described):
    assert [head.name for head in described.heads] == ["1.2", "2.0"] and [mlp.layer for mlp in described.mlps] == [0]
    head = described.heads[0]
    assert head.hears == (("mlp_out.0", "v.1.1", 2.0), ("embed", "q.1.2", 0.5))
    assert head.tells == (("head_out.1.2", "q.2.0", -4.0),) and head.strength == 6.5


def test_the_strongest_way_is_the_one_whose_weakest_edge_is_strongest(described):
    assert [link[:2] for link in described.path] == [
        ("embed", "mlp_in.0"),
        ("mlp_out.0", "v.1.1"),
        ("head_out.1.2", "q.2.0"),
        ("head_out.2.0", "logits"),
    ]


def test_the_text_says_both_sizes_the_roles_and_the_way(described):
    text = described.text
    assert f"keeps 6 of the model's {described.circuit.graph.n_edges:,} connections" in text
    assert "(9 were asked for)" in text and "previous token" in text and "1.2" in text
    assert "resample" in text and "head 2.0 (+5.00)" in text
    assert described.groups() == {"previous_token": (described.heads[0],)}


def test_looks_are_the_models_attention_between_the_slots(described):
    run = lm().run([PAIR.clean], read=["pattern.1.2", "pattern.2.0"])
    for head in described.heads:
        pattern = run[f"pattern.{head.layer}.{head.head}"][0]
        for query, key, value in head.looks:
            at = {"thing": 2, "place": 3, "end": 5}
            assert value == pytest.approx(float(pattern[at[query], at[key]]), abs=1e-5) and at[key] < at[query]


def test_composition_is_that_of_the_weights(described):
    whole = composition_scores(lm())
    (one,) = described.composition
    assert (one.source, one.destination) == ("head_out.1.2", "q.2.0")
    assert one.composition == pytest.approx(float(whole.scores[whole.kinds.index("q"), 1, 2, 2, 0]))
    assert [finding.grade for finding in described.findings()] == ["observed"]


def test_a_circuit_that_leads_nowhere_is_said_to_and_another_models_is_refused(circuit, roles):
    stray = replace(circuit, edges=circuit.graph.select(["embed->q.1.2"]))
    found = describe_circuit(lm(), stray, roles=roles)
    assert found.path == () and "cannot do the task" in found.text
    with pytest.raises(DataError, match="not in"):
        describe_circuit(LanguageModel(tiny("gpt2")), circuit)
