"""Edge pruning: its distribution is the one in its formulas, it learns, it keeps just as many edges, and it resumes."""

import pytest
import torch

from cutaway.circuits import CircuitRunner, PruneTraining, prune
from cutaway.circuits._prune import BETA, GAMMA, ZETA, hard_concrete, kept_probability
from cutaway.errors import DataError
from cutaway.tasks import METRICS
from made import PAIRS, lm

QUICK = PruneTraining(steps=40, batch_pairs=2, learning_rate=0.3)


@pytest.mark.parametrize("alpha", [-3.0, -0.5, 0.0, 2.0])
def test_masks_are_drawn_as_the_formulas_say(alpha):
    noise = torch.rand(200_000, generator=torch.Generator().manual_seed(0)).clamp(1e-6, 1 - 1e-6)
    z = hard_concrete(torch.full_like(noise, alpha), noise)
    assert float((z > 0).float().mean()) == pytest.approx(float(kept_probability(torch.tensor(alpha))), abs=0.005)
    # P(z = 1) from the same inequality at the other end: s < (1 - γ) / (ζ - γ)
    whole = torch.sigmoid(torch.tensor(alpha) - BETA * torch.log(torch.tensor((1 - GAMMA) / (ZETA - 1))))
    assert float((z == 1).float().mean()) == pytest.approx(float(whole), abs=0.005)
    assert bool(((z >= 0) & (z <= 1)).all())


@pytest.fixture(scope="module")
def learned():
    return prune(lm(), PAIRS, 60, training=QUICK)


def test_just_as_many_edges_are_kept_as_were_asked_for(learned):
    assert learned.requested == learned.chosen == 60 and "kept" in learned.to_json()
    # the expected number came down with the target, so that cutting off at the end changes little
    assert 30 < learned.provenance["expected_edges"] < 120


def test_what_is_learned_is_closer_to_the_model_than_random_circuits_of_that_size_and_its_layers(learned):
    runner = CircuitRunner(lm(), PAIRS, metric="kl")
    own = float(runner.values([learned.edges]).mean())
    random = [float(runner.values([learned.graph.random_like(learned.edges, seed)]).mean()) for seed in range(10)]
    assert own < min(random)


def test_an_interrupted_training_ends_with_the_same_masks(tmp_path, learned):
    class StoppedError(Exception):
        pass

    def stop(label, done, total):
        if done == 20:
            raise StoppedError

    path = tmp_path / "state.safetensors"
    with pytest.raises(StoppedError):
        prune(lm(), PAIRS, 60, training=QUICK, checkpoint=path, progress=stop)
    again = prune(lm(), PAIRS, 60, training=QUICK, checkpoint=path)
    torch.testing.assert_close(again.scores, learned.scores)
    with pytest.raises(DataError, match="another search"):
        prune(lm(), PAIRS, 61, training=QUICK, checkpoint=path)


def test_what_cannot_be_learned_is_refused():
    with pytest.raises(DataError, match="no gradient"):
        prune(lm(), PAIRS, 10, metric=METRICS["rank"])
    with pytest.raises(DataError, match="a circuit of 0 edges"):
        prune(lm(), PAIRS, 0)
    with pytest.raises(DataError, match="steps=0"):
        PruneTraining(steps=0)
