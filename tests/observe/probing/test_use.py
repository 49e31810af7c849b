"""The use test beside edited runs one by one, on directions of which it is known whether they are used."""

import json

import pytest
import torch

from cutaway.errors import DataError
from cutaway.model import apply
from cutaway.observe import PROBE_SETS, Behaviour, Labelled, Probe, probe, use_test
from cutaway.tasks import Pair, Task

RIGHT, WRONG = 11, 60


def planted(lm, site, weight, **options) -> Probe:
    return Probe(
        site=site,
        kind="logistic",
        classes=("no", "yes"),
        weights=(weight[None].float(),),
        biases=(torch.zeros(1),),
        model=lm.name,
        fingerprint=lm.fingerprint,
        **options,
    )


@pytest.fixture(scope="module")
def behaviour(lm):
    """Prompts, each with the answer that the model prefers."""
    prompts = [f"{a}{b} {c}" for a in "abcdef" for b in "xyz" for c in "klm"]
    logits = lm.run(prompts, logits="last").last_logits
    likes = (logits[:, RIGHT] > logits[:, WRONG]).tolist()
    right, wrong = ([r if like else w for like in likes] for r, w in ((RIGHT, WRONG), (WRONG, RIGHT)))
    return Behaviour(name="b", prompts=tuple(prompts), right=tuple(right), wrong=tuple(wrong), positive=tuple(likes))


@pytest.fixture(scope="module")
def writes(lm) -> torch.Tensor:
    """What the answer's logit difference reads of the last residual stream (an RMS norm has no offset)."""
    return (lm.W_U[RIGHT] - lm.W_U[WRONG]) * lm.hf.model.norm.weight


def difference(lm, behaviour, edits=()):
    logits = lm.run(list(behaviour.prompts), edits=edits, logits="last").last_logits
    rows = torch.arange(len(logits))
    return logits[rows, torch.tensor(behaviour.right)] - logits[rows, torch.tensor(behaviour.wrong)]


def test_a_direction_that_is_all_there_is_to_the_answer(lm, behaviour, writes):
    found = use_test(lm, planted(lm, "resid_post.2", writes, gap=float(writes.norm()) * 2), behaviour, draws=4)
    assert torch.allclose(found.plain, difference(lm, behaviour), atol=1e-4)
    assert found.erased.abs().max() < 1e-4 * found.plain.abs().max() + 1e-4
    assert found.does_it and found.accuracy == 1.0 and found.passed
    erasing, adding = found.findings()
    assert erasing.grade == adding.grade == "causal"
    assert erasing.effect == pytest.approx(float(found.plain.mean()), rel=1e-3) and "takes 100%" in erasing.claim
    assert abs(erasing.control) < 0.5 * erasing.effect and adding.effect > 0


def test_a_direction_that_nothing_reads(lm, behaviour, writes):
    g = torch.Generator().manual_seed(0)
    idle = torch.randn(lm.d_model, generator=g)
    idle -= idle @ writes / (writes @ writes) * writes
    found = use_test(lm, planted(lm, "resid_post.2", idle), behaviour, draws=4)
    assert not found.passed and found.findings()[0].grade == "observed"
    untouched = use_test(
        lm, planted(lm, "resid_post.2", writes), behaviour, pos=0, draws=2
    )  # no later position sees it
    assert torch.allclose(untouched.erased, untouched.plain, atol=1e-5) and not untouched.passed


def test_every_number_is_that_of_an_edited_run(lm, behaviour):
    g = torch.Generator().manual_seed(1)
    direction = torch.randn(lm.n_heads * lm.d_head, generator=g)
    unit = direction / direction.norm()
    found = use_test(lm, planted(lm, "z.1", direction, gap=3.0), behaviour, draws=3, seed=5)

    def edited(change):
        return difference(lm, behaviour, [apply("z.1", lambda x, _: change(x.flatten(2)).reshape(x.shape))])

    assert torch.allclose(found.erased, edited(lambda x: x - (x @ unit)[..., None] * unit), atol=1e-4)
    step = 1.5 * direction / direction.norm() ** 2  # half of the gap in the score
    sign = torch.tensor([1.0 if one else -1.0 for one in behaviour.positive])
    assert torch.allclose(found.shifted, sign * (edited(lambda x: x + step) - edited(lambda x: x - step)), atol=1e-4)
    randoms = torch.Generator().manual_seed(5)
    for draw in range(3):
        other = torch.randn(1, len(unit), generator=randoms)[0]
        other = other / other.norm()
        assert torch.allclose(found.random_rank[draw], edited(lambda x, r=other: x - (x @ r)[..., None] * r), atol=1e-4)
        large = edited(lambda x, r=other: x - (x @ unit)[..., None] * r)
        assert torch.allclose(found.random_norm[draw], large, atol=1e-4) or torch.allclose(
            found.random_norm[draw], edited(lambda x, r=other: x + (x @ unit)[..., None] * r), atol=1e-4
        )  # a basis has no sign
    json.dumps(found.to_json())


def test_a_model_that_does_not_do_it_is_no_evidence(lm, behaviour, writes):
    turned = Behaviour(name="turned", prompts=behaviour.prompts, right=behaviour.wrong, wrong=behaviour.right)
    found = use_test(lm, planted(lm, "resid_post.2", writes), turned, draws=2)
    assert not found.does_it and not found.passed and found.shifted is None
    (finding,) = found.findings()
    assert finding.grade == "observed" and "does not do turned in the first place" in finding.claim


def test_several_sites_at_once(lm, behaviour):
    g = torch.Generator().manual_seed(2)
    sites = ["resid_post.0", "resid_post.1"]
    units = [one / one.norm() for one in torch.randn(2, lm.d_model, generator=g)]
    found = use_test(lm, [planted(lm, s, u) for s, u in zip(sites, units, strict=True)], behaviour, draws=1)
    edits = [apply(s, lambda x, _, u=u: x - (x @ u)[..., None] * u) for s, u in zip(sites, units, strict=True)]
    assert torch.allclose(found.erased, difference(lm, behaviour, edits), atol=1e-4)
    assert found.rank == 2 and found.sites == tuple(sites)


def test_labelled_prompts_are_asked_for_their_label(lm):
    data = Labelled(
        name="asked", prompts=("ab", "cd", "ef"), labels=("yes", "no", "yes"), question="{text}?",
        answers={"yes": "y", "no": "n"},
    )  # fmt: skip
    one = planted(lm, "resid_post.1", torch.ones(lm.d_model), gap=1.0)
    found = use_test(lm, one, data, draws=1)
    logits = lm.run(["ab?", "cd?", "ef?"], logits="last").last_logits
    y, n = lm.token_id("y"), lm.token_id("n")
    expected = (logits[:, y] - logits[:, n]) * torch.tensor([1.0, -1.0, 1.0])
    assert torch.allclose(found.plain, expected, atol=1e-4) and found.shifted is not None
    renamed = Labelled(
        name="asked", prompts=data.prompts, labels=("1", "0", "1"), question="{text}?", answers={"1": "y", "0": "n"}
    )
    assert use_test(lm, one, renamed, draws=1).shifted is None  # which class is which is not known


def test_a_task_is_a_behaviour(lm):
    pairs = tuple(Pair(clean=f"a{c}", corrupted=f"b{c}", answer="x", wrong="y") for c in "klm")
    found = use_test(lm, planted(lm, "resid_post.1", torch.ones(lm.d_model)), Task(name="t", pairs=pairs), draws=1)
    logits = lm.run(["ak", "al", "am"], logits="last").last_logits
    assert torch.allclose(found.plain, logits[:, lm.token_id("x")] - logits[:, lm.token_id("y")], atol=1e-4)


def test_what_cannot_be_tested_is_refused(lm, other, ids, behaviour):
    good = planted(lm, "resid_post.1", torch.ones(lm.d_model))
    with pytest.raises(DataError, match="does not say how the model is asked"):
        use_test(lm, good, PROBE_SETS["tense"](n=8))
    with pytest.raises(DataError, match="at least one of each"):
        use_test(lm, [], behaviour)
    with pytest.raises(DataError, match="trained on tiny"):
        use_test(other, good, behaviour)
    mlp = probe(lm, ids, layers=[0], kind="mlp", strength=1.0, controls=0, mdl=False).best.probe
    with pytest.raises(DataError, match="has no direction"):
        use_test(lm, mlp, behaviour)
    with pytest.raises(DataError, match="each with its answer"):
        use_test(lm, good, Labelled(
            name="half", prompts=("a", "b"), labels=("yes", "no"), question="{text}", answers={"yes": "y"}
        ))  # fmt: skip
