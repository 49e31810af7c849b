"""The demo's prompt on the model that comes with the install."""

import json

import pytest

from cutaway.explanation import explain

pytestmark = pytest.mark.slow


def test_the_choices_are_those_a_person_would_make(explained):
    assert explained.answer == " Mary" and explained.probability == pytest.approx(0.92, abs=0.02)
    assert explained.rival == " John"
    assert explained.corrupted == "When Mary and John went to the store, Mary gave a drink to"


def test_the_second_name_decides_and_the_claim_is_causal(explained):
    causal = [finding for finding in explained.findings if finding.grade == "causal"]
    of_the_stream = [finding for finding in causal if "role" in finding.details]
    assert {(f.details["role"], f.details["pos"]) for f in of_the_stream} == {("source", 9), ("end", 13)}
    assert any("z.23.3" in finding.claim for finding in causal)  # the head that writes most also suffices most
    for finding in of_the_stream:
        assert finding.n >= 4 and finding.interval[0] > finding.control
    share = explained.patching.normalised
    assert share[:20, 9].min() > 0.8 and share[-4:, 13].min() > 0.8


def test_parts_sum_and_json_is_strict(explained):
    assert explained.attribution.error < 1e-4
    assert float(explained.attribution.total) == pytest.approx(explained.patching.clean, rel=1e-3)
    assert explained.lens.decided_at(explained.answer_id) is not None
    json.dumps(explained.to_json(), allow_nan=False)


def test_a_word_without_its_space_is_read_as_the_likelier_token(smollm2):
    explanation = explain("The capital of France is", lm=smollm2, answer="Paris", corrupted="The capital of Italy is")
    assert explanation.answer == " Paris" and "read as ' Paris'" in explanation.choices["answer"]
    assert explanation.rival == " Rome"
