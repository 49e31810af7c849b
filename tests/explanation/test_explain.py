"""The whole explanation on a tiny model: it keeps its contract, its parts agree, and bad input is refused."""

import json
import math

import pytest
import torch

from cutaway.errors import AlignmentError, PromptError
from cutaway.explanation import _candidates, _explain, explain
from cutaway.model import LanguageModel, replace
from cutaway.tasks import Answers
from families import VOCAB, tiny

PROMPT = "When Mary and John went to the store , John gave a drink to"
SWAPPED = "When Mary and John went to the store , Mary gave a drink to"


@pytest.fixture(scope="module")
def explanation(lm):
    return explain(PROMPT, lm=lm)


@pytest.fixture(scope="module")
def data(explanation):
    return json.loads(json.dumps(explanation.to_json(), allow_nan=False))


def test_json_is_strict_and_has_every_key_of_the_contract(data, lm):
    n = len(PROMPT.split())
    assert set(data) >= {
        "prompt", "answer", "probability", "rival", "corrupted", "tokens", "corrupted_tokens", "top", "choices", "lens",
        "attribution", "attention", "patching", "circuit", "findings", "seconds", "provenance",
    }  # fmt: skip
    assert set(data["choices"]) >= {"answer", "rival", "corrupted"}
    lens = data["lens"]
    assert lens["tokens"] == data["tokens"] == PROMPT.split() and lens["layers"] == [0, 1, 2]
    assert len(lens["top"]) == 3 and len(lens["top"][0]) == n and len(lens["top"][0][0]) == 3
    assert set(lens["top"][0][0][0]) == {"token", "probability"}
    assert len(lens["answer_probability"]) == 3 and len(lens["answer_probability"][0]) == n
    attribution = data["attribution"]
    assert set(attribution["parts"][0]) == {"name", "kind", "layer", "head", "value"}
    patching = data["patching"]
    assert patching["axes"] == ["layer", "pos"]
    for grid in (patching["values"], patching["normalised"], patching["control"]["values"]):
        assert len(grid) == 3 and all(len(row) == n for row in grid)
    for finding in data["findings"]:
        assert set(finding) >= {"claim", "method", "effect", "interval", "control", "n", "grade", "command"}
    assert data["provenance"]["seed"] == 0 and data["provenance"]["model"] == "tiny"
    assert data["seconds"] > 0


def test_every_head_and_mlp_is_patched_both_ways(explanation, data, lm):
    parts = data["components"]
    assert set(parts) == {"heads", "mlps"} and set(parts["heads"]) == set(parts["mlps"]) == {"denoise", "noise"}
    assert len(parts["heads"]["noise"]["normalised"]) == len(parts["mlps"]["noise"]["normalised"]) == lm.n_layers
    assert len(parts["heads"]["noise"]["normalised"][0]) == lm.n_heads
    clean, corrupted = (lm.run(ids, read=["z"]) for ids in (PROMPT, explanation.corrupted))
    answer, rival = explanation.answer_id, explanation.rival_id
    for base, source, direction in ((corrupted, clean, "denoise"), (clean, corrupted, "noise")):
        logits = lm.run(base.tokens, edits=[replace("z.1.2", source)]).last_logits[0]
        own = explanation.components.heads[direction].per_pair[0, 1, 2]
        assert float(own) == pytest.approx(float(logits[answer] - logits[rival]), abs=1e-4)


def test_its_parts_agree_with_each_other_and_with_the_model(data, lm):
    clean = lm.run(PROMPT).last_logits[0].softmax(-1)
    answer, rival = lm.token_id(data["answer"]), lm.token_id(data["rival"])
    assert answer == int(clean.argmax())
    assert data["probability"] == pytest.approx(float(clean[answer]), rel=1e-4)
    assert data["top"][0]["token"] == data["answer"]
    assert data["lens"]["answer_probability"][-1][-1] == pytest.approx(data["probability"], rel=1e-3)
    logits = lm.run([PROMPT, data["corrupted"]]).last_logits
    leads = (logits[:, answer] - logits[:, rival]).tolist()
    attribution = data["attribution"]
    assert sum(part["value"] for part in attribution["parts"]) == pytest.approx(leads[0], rel=1e-4, abs=1e-5)
    assert attribution["total"] == pytest.approx(attribution["logit_difference"], rel=1e-4, abs=1e-5)
    assert data["patching"]["clean"] == pytest.approx(leads[0], rel=1e-3, abs=1e-5)
    assert data["patching"]["corrupted"] == pytest.approx(leads[1], rel=1e-3, abs=1e-5)


def test_attention_shows_the_heads_that_write_most(data, lm):
    by_size = sorted(
        (part for part in data["attribution"]["parts"] if part["kind"] == "head"), key=lambda part: -abs(part["value"])
    )
    assert [(a["layer"], a["head"]) for a in data["attention"]] == [(p["layer"], p["head"]) for p in by_size[:6]]
    first = data["attention"][0]
    pattern = torch.tensor(first["pattern"])
    torch.testing.assert_close(pattern.sum(-1), torch.ones(len(pattern)), atol=2e-3, rtol=0)
    own = lm.run(PROMPT, read=f"pattern.{first['layer']}.{first['head']}")
    torch.testing.assert_close(pattern, own[f"pattern.{first['layer']}.{first['head']}"][0], atol=1e-4, rtol=0)


def test_the_corrupted_prompt_differs_in_one_token_and_lowers_the_answer(explanation, lm):
    changed = [
        i for i, (a, b) in enumerate(zip(explanation.tokens, explanation.corrupted_tokens, strict=True)) if a != b
    ]
    assert len(changed) == 1
    assert lm.tokenize(explanation.corrupted).strings[0] == explanation.corrupted_tokens
    assert explanation.patching.corrupted < explanation.patching.clean
    assert "single-token exchanges" in explanation.choices["corrupted"]


def test_causal_findings_exceed_their_control(explanation):
    for finding in explanation.findings:
        if finding.grade == "causal":
            assert "patching" in finding.method or finding.method.startswith("circuit ")
            assert finding.control is not None and abs(finding.effect) > abs(finding.control)
        assert finding.command.startswith("cutaway explain 'When Mary")
    assert any(finding.grade == "observed" for finding in explanation.findings)


def test_the_same_seed_gives_the_same_explanation(data, lm):
    again = explain(PROMPT, lm=lm).to_json()
    for changing in ("seconds", "provenance"):
        del again[changing]
    assert again == {key: value for key, value in data.items() if key in again}


def test_what_is_given_is_used(lm):
    explanation = explain(PROMPT, lm=lm, corrupted=SWAPPED, answer="Mary", wrong="John", seed=3)
    assert (explanation.answer, explanation.rival, explanation.corrupted) == ("Mary", "John", SWAPPED)
    assert {explanation.choices[key] for key in ("answer", "rival", "corrupted")} == {"given"}
    command = explanation.provenance["command"]
    assert "--corrupted 'When Mary" in command and "--answer Mary --wrong John" in command and "--seed 3" in command
    expected = Answers(((lm.token_id("Mary"),),), ((lm.token_id("John"),),))
    assert explanation.patching.answers == expected


def test_further_corruptions_change_the_same_position(lm):
    explanation = explain(PROMPT, lm=lm, corrupted=SWAPPED)
    clean, corrupted = explanation.repeated.tokens.ids, explanation.repeated.corrupted_tokens.ids
    assert set((clean != corrupted).nonzero()[:, 1].tolist()) == {9}
    assert len({tuple(row) for row in corrupted.tolist()}) == len(corrupted)
    far = PROMPT.replace("Mary", "Anna").replace("drink", "book")
    assert len(explain(PROMPT, lm=lm, corrupted=far).repeated.tokens) == 1


def test_token_ids_explain_a_model_without_a_tokenizer():
    lm = LanguageModel(tiny("gpt2"))
    explanation = explain([5, 9, 13, 22, 44, 71], lm=lm, answer=11)
    assert explanation.prompt == "5 9 13 22 44 71" and explanation.answer == "11"
    json.dumps(explanation.to_json(), allow_nan=False)


@pytest.mark.parametrize("family", ["gemma2", "gemma3_text", "qwen3_moe", "gptj", "bloom", "gpt_oss", "deepseek_v3"])
def test_every_shape_of_architecture_is_explained(family):
    explanation = explain([5, 9, 13, 22, 44, 71], lm=LanguageModel(tiny(family)))
    assert explanation.attribution.error < 1e-4
    json.dumps(explanation.to_json(), allow_nan=False)


def test_prompts_of_one_or_two_tokens_are_explained(lm):
    for prompt in ("Mary", "Mary gave"):
        explanation = explain(prompt, lm=lm)
        assert explanation.corrupted != prompt
        json.dumps(explanation.to_json(), allow_nan=False)
    one = explain("Mary", lm=lm)  # its only token is where it is read: nothing is left to find by patching
    assert all(finding.grade == "observed" for finding in one.findings if "patching" in finding.method)


def test_a_long_prompt_is_swept_at_some_layers_only(lm, monkeypatch):
    monkeypatch.setattr(_explain, "PATCHED_TOKENS", 1)
    monkeypatch.setattr(_candidates, "TOKENS_TO_RUN", 1)
    explanation = explain(PROMPT, lm=lm)
    measured = explanation.patching.values.isfinite().all(1).tolist()
    assert measured == [True, False, True]
    assert None in explanation.to_json()["patching"]["values"][1]


def test_saved_is_what_to_json_gives(explanation, data, tmp_path):
    path = explanation.save(tmp_path / "deep" / "explanation.json")
    assert json.loads(path.read_text(encoding="utf-8")) == data


def test_progress_is_told_and_can_stop_the_work(lm):
    told = []
    explain(PROMPT, lm=lm, progress=lambda *a: told.append(a))
    assert {label for label, _, _ in told} == {"reading", "corrupting", "patching", "components", "circuit"}

    class StopError(Exception):
        pass

    def stop(label, done, total):
        if label == "corrupting":
            raise StopError

    before = lm.run(PROMPT).logits
    with pytest.raises(StopError):
        explain(PROMPT, lm=lm, progress=stop)
    assert torch.equal(lm.run(PROMPT).logits, before)


def test_bad_input_is_refused_by_name(lm):
    for empty in ("", "  \n"):
        with pytest.raises(PromptError, match="empty"):
            explain(empty, lm=lm)
    with pytest.raises(PromptError, match="one is explained at a time"):
        explain([PROMPT, PROMPT], lm=lm)
    with pytest.raises(PromptError, match="context"):
        explain("Mary " * 65, lm=lm)
    with pytest.raises(AlignmentError, match="'Mary John' is 2 tokens"):
        explain(PROMPT, lm=lm, answer="Mary John")
    with pytest.raises(AlignmentError, match="has none"):
        explain(PROMPT, lm=lm, answer="")
    with pytest.raises(AlignmentError, match="outside the vocabulary"):
        explain(PROMPT, lm=lm, answer=VOCAB)
    with pytest.raises(AlignmentError, match=r"has 13 tokens .* but the prompt has 14"):
        explain(PROMPT, lm=lm, corrupted=SWAPPED.replace(" a ", " "))
    with pytest.raises(PromptError, match="the prompt itself"):
        explain(PROMPT, lm=lm, corrupted=PROMPT)
    with pytest.raises(PromptError, match="both the answer and the wrong answer"):
        explain(PROMPT, lm=lm, answer="Mary", wrong="Mary")
    with pytest.raises(PromptError, match="no tokenizer"):
        explain([5, 9, 13], lm=LanguageModel(tiny("gpt2")), answer="Mary")


def test_numbers_that_are_not_finite_become_null(explanation):
    data = explanation.to_json()
    assert data["patching"]["control"]["values"][0][0] is None  # no control where patching changes nothing
    assert all(math.isfinite(v) for row in data["patching"]["values"] for v in row)
