"""Facts come from files and tasks, and only those that a model knows are traced."""

import json

import pytest

from cutaway.errors import DataError, FileError
from cutaway.intervene import Fact, facts_of, known, load_facts, sampled
from cutaway.tasks import Pair, Task, facts

FRANCE = {"prompt": "The capital of France is ", "subject": "France", "answer": "Paris"}


@pytest.mark.parametrize("name", ["answer", "attribute", "object"])
def test_lists_and_lines_are_the_same(tmp_path, name):
    item = {"prompt": FRANCE["prompt"], "subject": "France", name: " Paris", "other": 1}
    (tmp_path / "a.json").write_text(json.dumps([item]))
    (tmp_path / "b.jsonl").write_text(json.dumps(item) + "\n\n")
    expected = (Fact(prompt="The capital of France is", subject="France", answer=" Paris"),)
    assert load_facts(tmp_path / "a.json") == load_facts(tmp_path / "b.jsonl") == expected


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "no fact"),
        ("[]", "no fact"),
        ("{bad", "line 1: not JSON"),
        (json.dumps(FRANCE) + "\n{bad", "line 2: not JSON"),
        ("[1]", "fact 1: int"),
        (json.dumps([{**FRANCE, "answer": " "}]), "no text as 'answer'"),
        (json.dumps([{"prompt": "a"}]), "no text as 'subject'"),
    ],
)
def test_bad_files_say_where(tmp_path, text, message):
    (tmp_path / "facts").write_text(text)
    with pytest.raises(DataError, match=message):
        load_facts(tmp_path / "facts")


def test_a_file_that_is_not_there(tmp_path):
    with pytest.raises(FileError, match=r"nowhere\.json"):
        load_facts(tmp_path / "nowhere.json")


def test_a_task_without_subjects():
    task = Task(name="own", pairs=(Pair(clean="a", corrupted="b", answer=" c", wrong=" d"),))
    with pytest.raises(DataError, match="no subject"):
        facts_of(task)


def test_a_sample_keeps_the_order():
    every = tuple(Fact(prompt=str(i), subject=str(i), answer=" a") for i in range(20))
    drawn = sampled(every, 5, seed=1)
    assert len(drawn) == 5
    assert list(drawn) == sorted(drawn, key=every.index)
    assert sampled(every, 50) == every


@pytest.mark.slow
def test_the_model_knows_what_it_says_first(smollm2):
    some = facts_of(facts(smollm2, n=20))
    kept = known(smollm2, some)
    for fact in some:
        said = smollm2.run(fact.prompt).last_logits[0].argmax()
        first = smollm2.tokenizer(fact.answer)["input_ids"][0]
        assert (int(said) == first) == (fact in kept)
    with pytest.raises(DataError, match="none of 1"):
        known(smollm2, [Fact(prompt="The capital of France is", subject="France", answer=" xylophone")])
