"""Labels: a planted rule is named and scored, a judge is asked the right questions, and chance looks like chance."""

import json
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import ClassVar

import numpy as np
import pytest
from sklearn.metrics import roc_auc_score

import made
from cutaway.errors import DataError, PromptError
from cutaway.features import (
    Card,
    CardExample,
    HttpJudge,
    ModelJudge,
    TokenRule,
    judged_label,
    label_card,
    label_cards,
    search_label,
    search_raised,
    search_text,
    search_token,
)
from cutaway.features.cards._judge import _score
from cutaway.model import LanguageModel
from families import tiny

WORDS = [" the", " cat", " sat", " on", " Paris", " 42", " a", " dog", ",", " of", " walking", " running"]


def planted(rule, n: int = 16, seed: int = 0) -> Card:
    """The card of a unit that is active where `rule(tokens, place)` says so."""
    rng = np.random.default_rng(seed)
    examples: list[CardExample] = []
    while len(examples) < n:
        tokens = tuple(WORDS[k] for k in rng.integers(0, len(WORDS), 12))
        values = tuple(float(rule(tokens, place)) for place in range(len(tokens)))
        if max(values) > 0:
            examples.append(
                CardExample(
                    tokens=tokens, values=values, peak=values.index(max(values)), value=max(values),
                    group=len(examples) % 3, row=len(examples), document=0,
                )
            )  # fmt: skip
    return Card(
        unit=1, name="planted", side=1, density=0.1, peak=1.0, mean=1.0, edges=(), counts=(), examples=tuple(examples)
    )


def others(rule, n: int = 20, seed: int = 9) -> list[CardExample]:
    """Texts on which the unit is silent."""
    rng = np.random.default_rng(seed)
    found = []
    while len(found) < n:
        tokens = tuple(WORDS[k] for k in rng.integers(0, len(WORDS), 12))
        if not any(rule(tokens, place) for place in range(len(tokens))):
            found.append(
                CardExample(
                    tokens=tokens, values=(1.0,) * 12, peak=0, value=1.0, group=1, row=1000 + len(found), document=1
                )
            )
    return found


RULES = {
    "“paris”": lambda t, i: t[i] == " Paris",
    "numbers": lambda t, i: t[i] == " 42",
    "words that end in -ing": lambda t, i: t[i].endswith("ing"),
    "“dog” after “the”": lambda t, i: i > 0 and t[i] == " dog" and t[i - 1] == " the",
    "what stands after “of”": lambda t, i: i > 0 and t[i - 1] == " of",
}


@pytest.mark.parametrize("label", RULES)
def test_a_planted_rule_is_named(label):
    rule = RULES[label]
    found = label_card(planted(rule), others(rule), controls=[TokenRule(tokens=("cat",)), TokenRule(kind="numbers")])
    assert found.score == 1.0 and found.precision == found.recall == 1.0
    said = {label, "“42”"} if label == "numbers" else {label, "“running”, “walking”", "“walking”, “running”"}
    assert found.label in said
    if label != "numbers":
        assert found.control < 0.5 and found.findings()[0].grade == "verified"


def test_a_unit_without_a_rule_scores_low():
    rng = np.random.default_rng(5)
    card = planted(lambda t, i: rng.random() < 0.1)
    assert label_card(card, others(lambda t, i: False)).score < 0.5
    dead = Card(unit=2, name="dead", side=1, density=0.0, peak=0.0, mean=0.0, edges=(), counts=(), examples=())
    found = label_card(dead, others(lambda t, i: False))
    assert found.score == 0.0 and "never active" in found.label


class Knowing:
    """A judge that knows one word, and says yes where the description holds it and the text does (or marks it)."""

    name = "knowing"

    def __init__(self):
        self.asked: list[str] = []

    def write(self, prompt):
        self.asked.append(prompt)
        return "the city of Paris"

    def agree(self, prompts):
        self.asked += prompts
        return [self._one(prompt) for prompt in prompts]

    @staticmethod
    def _one(prompt):
        description, text = prompt.split("\n")[:2]
        if "Paris" not in description:
            return 0.5
        return float(("<< Paris" in text or "<<Paris" in text) if "<<" in text else "Paris" in text)


def test_a_judge_is_asked_about_texts_that_the_label_was_not_written_from():
    rule = RULES["“paris”"]
    judge, card = Knowing(), planted(rule)
    found = judged_label(card, others(rule), judge, control_label="numbers", n=6)
    assert found.label == "the city of Paris" and found.written_by == "knowing"
    assert found.detection.auroc == found.detection.accuracy == 1.0 and found.fuzzing.auroc == 1.0
    assert found.control_detection.auroc == 0.5 and found.control_fuzzing.auroc == 0.5
    assert found.detection.n == found.fuzzing.n == 12
    written, asked = judge.asked[0], judge.asked[1:]
    plain = [" ".join("".join(example.tokens).split()) for example in card.examples]
    for place, text in enumerate(plain):
        assert not (place % 2 == 0 and any(f"Text: {text}\n" in prompt for prompt in asked))
        assert not (place % 2 == 1 and text in written.replace("<<", "").replace(">>", ""))
    assert found.findings()[0].grade == "verified"
    json.dumps(found.to_json(), allow_nan=False)
    given = judged_label(card, others(rule), Knowing(), label="cats", control_label="Paris", n=6)
    assert given.written_by == "given" and given.detection.auroc == 0.5 and given.control_detection.auroc == 1.0
    assert given.findings()[0].grade == "observed"
    with pytest.raises(DataError, match="a label needs"):
        judged_label(planted(rule, n=2), others(rule), judge, control_label="numbers")


def test_auroc_is_that_of_scikit_learn():
    rng = np.random.default_rng(0)
    truth = rng.random(60) < 0.5
    yes = (rng.random(60) + 0.5 * truth).round(1)
    found = _score(yes, truth, 0)
    assert found.auroc == pytest.approx(roc_auc_score(truth, yes))
    assert found.interval[0] < found.auroc < found.interval[1]


class Server(BaseHTTPRequestHandler):
    answers: ClassVar[list] = []
    heard: ClassVar[list] = []

    def do_POST(self):
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        Server.heard.append((self.path, self.headers.get("Authorization"), body))
        answer = Server.answers.pop(0)
        payload = (
            answer
            if isinstance(answer, bytes)
            else json.dumps({"choices": [{"message": {"content": answer}}]}).encode()
        )
        self.send_response(200)
        self.end_headers()
        self.wfile.write(payload)

    def log_message(self, *args):
        pass


def test_a_judge_behind_an_address():
    server = HTTPServer(("127.0.0.1", 0), Server)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        judge = HttpJudge(f"http://127.0.0.1:{server.server_port}/v1/", "judge-1", key="secret", timeout=5.0)
        Server.answers[:] = ["Cities in France\nand more", "Yes.", "**No**", "perhaps", b"not json", b"{}"]
        assert judge.write("what?") == "Cities in France"
        assert judge.agree(["a", "b", "c"]) == [1.0, 0.0, 0.5]
        path, key, body = Server.heard[0]
        assert path == "/v1/chat/completions" and key == "Bearer secret"
        assert body["model"] == "judge-1" and body["messages"] == [{"role": "user", "content": "what?"}]
        for _ in range(2):
            with pytest.raises(DataError, match="another format"):
                judge.write("what?")
    finally:
        server.shutdown()
        server.server_close()
    with pytest.raises(DataError, match="did not answer"):
        judge.write("what?")
    with pytest.raises(DataError, match="not http or https"):
        HttpJudge("file:///etc/passwd", "m")


def test_a_local_model_as_judge():
    with pytest.raises(PromptError, match="yes or no"):
        ModelJudge(made.lm())
    with pytest.raises(PromptError, match="no tokenizer"):
        ModelJudge(LanguageModel(tiny("llama")))


@pytest.mark.slow
def test_the_real_model_says_yes_and_no(smollm2):
    judge = ModelJudge(smollm2)
    yes = judge.agree(["Is Paris a city? Answer Yes or No.", "Is seven a colour? Answer Yes or No."])
    assert all(0 <= value <= 1 for value in yes)
    run = smollm2.run([[{"role": "user", "content": "Is Paris a city? Answer Yes or No."}]], logits="last")
    p = run.last_logits[0].softmax(-1)
    sides = [
        sum(float(p[smollm2.token_id(word)]) for word in words)
        for words in (("Yes", " Yes", "yes", " yes"), ("No", " No", "no", " no"))
    ]
    assert yes[0] == pytest.approx(sides[0] / sum(sides), rel=1e-4)


def test_searching(tmp_path):
    cards = made.cards()
    every = [cards.card(unit) for unit in range(len(cards))]
    found = search_token(cards, "e")
    share = {
        card.unit: np.mean([e.tokens[e.peak].strip().lower() == "e" for e in card.examples])
        for card in every
        if card.examples
    }
    best = max(share.values())
    assert found.hits[0].score == pytest.approx(best) and share[found.hits[0].unit] == best
    assert {hit.unit for hit in search_token(cards, "e", top=99).hits} == {u for u, s in share.items() if s > 0}
    raised = search_raised(cards, "k", top=99)
    expected = {c.unit for c in every if any(token.strip().lower() == "k" for token, _ in c.promoted)}
    assert {hit.unit for hit in raised.hits} == expected
    text = search_text(made.speller(), "mlp_post.1", "a text.", cards=cards, top=5)
    run = made.speller().run("a text.", read="mlp_post.1")
    for hit, values in zip(text.hits, text.values, strict=True):
        own = run["mlp_post.1"][0, :, hit.unit] * every[hit.unit].side
        assert list(values)[1:] == pytest.approx(own.clamp(min=0)[1:].tolist(), abs=1e-5)
        assert hit.score == pytest.approx(float(own[1:].max()) / every[hit.unit].peak, rel=1e-4)
    with pytest.raises(DataError, match="is no token"):
        search_token(cards, "elephant")
    labelled = label_cards(cards, [5])
    assert cards.card(5).label == labelled[0].label and set(cards.labels) >= {3, 4, 5}
    word = labelled[0].label.split()[0]
    assert 5 in [hit.unit for hit in search_label(cards, word, top=99).hits]
