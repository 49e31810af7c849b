"""Metrics agree with their formulas written out, have right gradients, and refuse what is not a number."""

import math
from types import SimpleNamespace

import pytest
import torch

from cutaway.errors import DataError, NonFiniteError
from cutaway.tasks import METRICS, Answers
from cutaway.tasks._metrics import favours_answer

ANSWERS = Answers(correct=((3,), (1, 4, 6)), wrong=((5, 2), (0,)))


@pytest.fixture
def logits() -> torch.Tensor:
    return torch.randn(2, 8, generator=torch.Generator().manual_seed(0), dtype=torch.float64) * 3


@pytest.fixture
def reference() -> torch.Tensor:
    return torch.randn(2, 8, generator=torch.Generator().manual_seed(1), dtype=torch.float64) * 3


def by_hand(name: str, row: list[float], correct: tuple, wrong: tuple, other: list[float]) -> float:
    p = [math.exp(x) / sum(math.exp(y) for y in row) for x in row]
    q = [math.exp(x) / sum(math.exp(y) for y in other) for x in other]
    return {
        "logit_difference": sum(row[i] for i in correct) / len(correct) - sum(row[i] for i in wrong) / len(wrong),
        "probability": sum(p[i] for i in correct),
        "probability_difference": sum(p[i] for i in correct) - sum(p[i] for i in wrong),
        "kl": sum(b * math.log(b / a) for a, b in zip(p, q, strict=True)),
        "cross_entropy": -math.log(sum(p[i] for i in correct)),
        "rank": 1 + sum(x > max(row[i] for i in correct) for x in row),
    }[name]


@pytest.mark.parametrize("name", METRICS)
def test_agrees_with_the_formula(name, logits, reference):
    value = METRICS[name](logits, ANSWERS, reference=reference)
    expected = [
        by_hand(name, logits[i].tolist(), ANSWERS.correct[i], ANSWERS.wrong[i], reference[i].tolist()) for i in range(2)
    ]
    assert value.shape == (2,)
    assert value.tolist() == pytest.approx(expected, rel=1e-12)


@pytest.mark.parametrize("name", [name for name in METRICS if METRICS[name].differentiable])
def test_gradients_agree_with_finite_differences(name, logits, reference):
    logits.requires_grad_()
    assert torch.autograd.gradcheck(lambda x: METRICS[name](x, ANSWERS, reference=reference), (logits,))


def test_only_rank_is_not_differentiable():
    assert [name for name in METRICS if not METRICS[name].differentiable] == ["rank"]


@pytest.mark.parametrize("dtype", [torch.bfloat16, torch.float16, torch.float32])
@pytest.mark.parametrize("name", METRICS)
def test_narrow_logits_are_scored_in_fp32(name, dtype, logits, reference):
    narrow, other = logits.to(dtype), reference.to(dtype)
    value = METRICS[name](narrow, ANSWERS, reference=other)
    assert value.dtype == torch.float32
    exact = METRICS[name](narrow.double(), ANSWERS, reference=other.double())
    assert value.tolist() == pytest.approx(exact.tolist(), rel=1e-5, abs=1e-6)


@pytest.mark.parametrize("name", METRICS)
def test_what_a_metric_says_it_needs_is_what_it_uses(name, logits, reference):
    metric = METRICS[name]
    elsewhere = logits.clone()
    elsewhere[0, 7] += 9.0  # no answer of row 0
    changed = metric(elsewhere, ANSWERS, reference=reference) != metric(logits, ANSWERS, reference=reference)
    assert changed.tolist() == [metric.needs != "answers", False]
    if metric.needs == "reference":
        with pytest.raises(DataError, match="reference"):
            metric(logits, ANSWERS)
    else:
        metric(logits, ANSWERS)


def test_kl_is_zero_on_itself_and_positive_elsewhere(logits, reference):
    assert METRICS["kl"](logits, ANSWERS, reference=logits).abs().max() < 1e-12
    assert (METRICS["kl"](logits, ANSWERS, reference=reference) > 0).all()


def test_tokens_that_cannot_occur_do_not_spoil_kl(logits, reference):
    logits[:, 7] = reference[:, 7] = float("-inf")
    logits.requires_grad_()
    value = METRICS["kl"](logits, ANSWERS, reference=reference)
    (gradient,) = torch.autograd.grad(value.sum(), logits)
    assert value.isfinite().all() and gradient.isfinite().all()


@pytest.mark.parametrize("bad", [float("nan"), float("inf")])
@pytest.mark.parametrize("name", METRICS)
def test_refuses_logits_that_are_not_finite(name, bad, logits, reference):
    logits[1, 7] = bad
    with pytest.raises(NonFiniteError, match=r"1 of 2 rows \(first: \[1\]\)"):
        METRICS[name](logits, ANSWERS, reference=reference)
    with pytest.raises(NonFiniteError):
        favours_answer(logits, ANSWERS)


def test_refuses_an_answer_that_cannot_occur(logits):
    logits[0, 3] = float("-inf")
    with pytest.raises(NonFiniteError, match="1 of 2 rows"):
        METRICS["logit_difference"](logits, ANSWERS)


def test_refuses_answers_that_do_not_fit(logits):
    with pytest.raises(DataError, match="2 rows of logits and 1 rows of answers"):
        METRICS["probability"](logits, ANSWERS[:1])
    with pytest.raises(DataError, match="token 8 is outside the vocabulary of 8"):
        METRICS["probability"](logits, Answers(((8,), (1,)), ((0,), (0,))))
    with pytest.raises(DataError, match="needs a wrong answer"):
        METRICS["logit_difference"](logits, Answers(((3,), (1,)), ((), (0,))))
    with pytest.raises(DataError, match=r"rows \[1\] have no correct answer"):
        Answers(((1,), ()), ((0,), (0,)))
    with pytest.raises(DataError, match="one of each"):
        Answers(((1,),), ())


def test_a_misspelt_metric_is_told_the_right_name():
    with pytest.raises(DataError, match="did you mean 'logit_difference'"):
        METRICS["logit_diference"]


def test_of_run_scores_the_last_logits(logits, reference):
    run = SimpleNamespace(last_logits=logits)
    assert torch.equal(
        METRICS["kl"].of_run(ANSWERS, reference=reference)(run),
        METRICS["kl"](logits, ANSWERS, reference=reference),
    )


def test_accuracy_compares_summed_probability_and_a_tie_is_a_no():
    p = torch.tensor([[0.4, 0.3, 0.2, 0.1], [0.25, 0.25, 0.25, 0.25]])
    answers = Answers(((1, 2), (0,)), ((0,), (1,)))  # 0.5 against 0.4, though the wrong token is the likeliest
    assert favours_answer(p.log(), answers).tolist() == [True, False]


def test_answers_are_cut_and_repeated_by_row():
    assert ANSWERS[1:] == Answers(((1, 4, 6),), ((0,),))
    assert ANSWERS.repeat(2).correct == ((3,), (3,), (1, 4, 6), (1, 4, 6))
