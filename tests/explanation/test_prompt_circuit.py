"""The circuit that `explain` ends with: what it is graded, and which prompts are held out to test it."""

import pytest
import torch

from cutaway.circuits import Circuit, Graph
from cutaway.explanation import PromptCircuit
from cutaway.explanation._variants import _whole, find_variants
from cutaway.tasks import METRICS, Answers

GRAPH = Graph.of_shape(2, 2, 1)
PROMPT = "When Mary and John went to the store , John gave a drink to"


def found(heldout, random, own=0.9, own_random=(0.1, 0.0)):
    edges = GRAPH.select(["embed->mlp_in.0", "mlp_out.0->logits"])
    return PromptCircuit(
        circuit=Circuit(graph=GRAPH, edges=edges, requested=2, method="eap-ig"),
        curve=((2, own),),
        own=own,
        own_random=torch.tensor(own_random),
        prompts=tuple(("a", "b", "c") for _ in heldout),
        heldout=torch.tensor(heldout),
        random=torch.tensor(random),
        how="by hand",
    )


def test_verified_only_if_it_predicts_held_out_prompts_and_random_ones_do_not():
    good, low = [0.9, 0.8, 1.0, 0.85, 0.95, 0.9], [[0.1, 0.0, 0.1, 0.2, 0.0, 0.1], [0.0] * 6]
    assert found(good, low).finding().grade == "verified"
    assert found(good, [good, good]).finding().grade == "observed"  # random circuits do it as well
    assert found([0.3, 0.2, 0.4, 0.3, 0.2, 0.3], low).finding().grade == "causal"  # more than random, far from enough
    assert found([0.9, -0.8, 1.0, -0.85, 0.95, 0.9], low).finding().grade == "observed"  # half of the prompts only
    assert found([3.0, 2.8, 3.1, 3.0, 2.9, 3.2], low).finding().grade == "causal"  # far beyond is no prediction


def test_without_enough_held_out_prompts_nothing_is_verified():
    few = [0.9, 0.95, 0.9]
    assert found(few, [[0.0] * 3] * 2).finding().grade == "causal"
    alone = found([], [[], []]).finding()
    assert alone.grade == "causal" and alone.n == 1 and "on the prompt that it was found on" in alone.claim
    assert found([], [[], []], own=0.9, own_random=(0.8, 0.7)).finding().grade == "observed"


def test_variants_exchange_a_word_everywhere_and_the_model_still_answers(lm):
    tokens = lm.tokenize(PROMPT)
    corrupted = lm.tokenize(PROMPT.replace(", John", ", Mary")).rows[0]
    logits = lm.run(tokens).logits[0]
    answers = Answers(((lm.token_id("Mary"),),), ((lm.token_id("John"),),))
    own = METRICS["logit_difference"](lm.run([tokens.rows[0], corrupted], logits="last").last_logits, answers.repeat(2))
    contrast = float(own[0] - own[1])
    if contrast <= 0:  # a random model: take the answer that its two prompts tell apart
        answers, contrast = Answers(answers.wrong, answers.correct), -contrast
    variants = find_variants(lm, tokens, corrupted, answers, contrast, logits)
    assert variants.tried > 0 and "exchange its words" in variants.how
    for clean, other, (answer,), (rival,) in zip(
        variants.clean, variants.corrupted, variants.answers.correct, variants.answers.wrong, strict=True
    ):
        assert clean != tokens.rows[0] and clean != other
        change = {}
        for before, after in zip([*tokens.rows[0], *corrupted], [*clean, *other], strict=True):
            assert change.setdefault(before, after) == after  # the same exchange wherever the word stands
        assert len(set(change.values())) == len(change)
        assert answer == change.get(answers.correct[0][0], answers.correct[0][0])
        lead = lm.run([clean, other], logits="last").last_logits
        lead = lead[:, answer] - lead[:, rival]
        assert lead[0] > 0 and lead[0] - lead[1] >= 0.5 * contrast - 1e-4


def test_only_whole_words_are_exchanged():
    texts = ["The", " E", "iff", "el", " Tower", ",", " is"]
    assert [_whole(texts, p) for p in range(1, len(texts))] == [False, False, False, True, False, True]


@pytest.mark.slow
def test_on_the_demo_prompt_it_predicts_prompts_it_was_not_found_on(explained):
    circuit = explained.circuit
    assert circuit is not None and circuit.own >= 0.85 and len(circuit.heldout) >= 8
    (finding,) = [f for f in explained.findings if f.method.startswith("circuit ")]
    assert finding.grade == ("verified" if circuit.verified else "causal")
    assert float(circuit.random.mean()) < 0.3
