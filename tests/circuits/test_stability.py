"""Stability: what is the same in all prompts is found each time, noise is not, and neither is taken for the other."""

from dataclasses import replace

import pytest
import torch

from cutaway.circuits import EdgeScores, Graph, score_edges, stability, stability_of, top_edges
from cutaway.errors import DataError
from made import PAIRS, lm

GRAPH = Graph.of_shape(3, 3, 1)


def scored(n, signal, noise, seed=0):
    """Scores of n pairs: a part that is the same in all, and a part that is not."""
    generator = torch.Generator().manual_seed(seed)
    own = torch.randn(GRAPH.shape, generator=generator) * GRAPH.valid
    each = signal * own + noise * torch.randn(n, *GRAPH.shape, generator=generator) * GRAPH.valid
    return EdgeScores(graph=GRAPH, values=each.mean(0), per_pair=each, method="eap", task="made up")


def test_scores_that_every_prompt_agrees_on_give_one_circuit():
    result = stability_of(scored(10, 1.0, 0.0), (5, 40), draws=12)
    assert result.edges.tolist() == result.halves.tolist() == result.nodes.tolist() == [1.0, 1.0]
    assert result.stable(5) and len(result.core(40)) == 40
    assert all(finding.grade == "observed" for finding in result.findings())


def test_noise_is_not_stable_though_the_bootstrap_alone_flatters_it():
    result = stability_of(scored(12, 0.0, 1.0), 20, draws=30)
    assert not result.stable(20)
    assert float(result.edges[0]) > 1.3 * float(result.halves[0])  # samples share blocks, halves do not
    assert float(result.floor[0]) < float(result.edges[0])
    assert "not stable" in result.findings()[0].claim


def test_the_floor_is_what_noise_of_that_spread_gives():
    strong = stability_of(scored(12, 3.0, 1.0), 20, draws=30)
    assert float(strong.edges[0]) > 0.7 > 0.4 > float(strong.floor[0])
    assert float(strong.floor[0]) < float(strong.halves[0]) <= float(strong.edges[0]) + 0.05


def test_jaccard_and_frequency_are_those_of_the_sets_that_were_drawn():
    scores = scored(6, 1.0, 1.0, seed=3)
    result = stability_of(scores, 15, draws=7, seed=5)
    generator = torch.Generator().manual_seed(5)
    sets = []
    for picked in torch.randint(6, (7, 6), generator=generator):
        mean = scores.per_pair[picked].mean(0)
        sets.append(set(GRAPH.texts(top_edges(replace(scores, values=mean), 15).edges)))
    index = [len(a & b) / len(a | b) for i, a in enumerate(sets) for b in sets[:i]]
    assert float(result.edges[0]) == pytest.approx(sum(index) / len(index), abs=1e-6)
    edge = sorted(sets[0])[0]
    assert float(result.frequency[0][GRAPH.edge(edge)]) == pytest.approx(sum(edge in one for one in sets) / 7)


def test_what_cannot_be_resampled_is_refused():
    with pytest.raises(DataError, match="at least 4 pairs"):
        stability_of(scored(3, 1.0, 0.0), 5)
    with pytest.raises(DataError, match="numbers of edges from 1"):
        stability_of(scored(5, 1.0, 0.0), GRAPH.n_edges + 1)
    with pytest.raises(DataError, match="do not look at the prompts"):
        stability(lm(), PAIRS, 5, method="random")
    with pytest.raises(DataError, match="keep_pairs"):
        stability_of(replace(scored(5, 1.0, 0.0), per_pair=None), 5)


def test_a_models_stability_is_that_of_its_own_scores():
    result = stability(lm(), PAIRS * 2, 30, method="eap", draws=6)
    assert result.n == 4 and result.model == "tiny" and 0 < float(result.edges[0]) <= 1
    scores = score_edges(lm(), PAIRS * 2, method="eap", keep_pairs=True)
    assert stability_of(scores, 30, draws=6).to_json() == result.to_json()
