"""A task checks itself against a tokenizer, finds its slots, and scores a model as counting by hand does."""

import dataclasses

import pytest

from cutaway.errors import AlignmentError, DataError, PromptError
from cutaway.tasks import METRICS, Pair, Task

MARY = Pair(
    clean="When Mary and John went to the store, John gave a drink to",
    corrupted="When Mary and John went to the store, Mary gave a drink to",
    answer=" Mary",
    wrong=" John",
    template="a",
    spans={"IO": (5, 9), "S2": (38, 42)},
)
LUCY = Pair(
    clean="When Lucy and Simon went to the market, Simon gave a book to",
    corrupted="When Lucy and Simon went to the market, Lucy gave a book to",
    answer=(" Lucy", " Anna"),
    wrong=(" Simon", " Peter"),
    template="b",
)


@pytest.fixture
def task():
    return Task(name="mine", pairs=(MARY, LUCY))


def test_answers_are_token_ids(task, parrot):
    lm = parrot("digit")
    answers = task.answers(lm)
    assert [lm.tokenizer.decode(list(ids)) for ids in answers.correct] == [" Mary", " Lucy Anna"]
    assert [lm.tokenizer.decode(list(ids)) for ids in answers.wrong] == [" John", " Simon Peter"]


def test_an_answer_that_would_merge_with_the_prompt_is_the_token_it_is_alone(parrot):
    lm = parrot("two-digit")
    pair = Pair(clean="It lasted to 174", corrupted="It lasted to 184", answer="17", wrong="45")
    answers = Task(name="mine", pairs=(pair,)).answers(lm)
    assert lm.tokenizer("174" + "17")["input_ids"][-1] != lm.tokenizer("17")["input_ids"][0]
    assert answers.correct == ((lm.tokenizer("17")["input_ids"][0],),)


@pytest.mark.parametrize("kind", ["digit", "metaspace", "whole_words"])
def test_spans_count_special_tokens(kind, parrot):
    lm = parrot(kind)
    pair = dataclasses.replace(
        LUCY,
        answer=" Lucy",
        wrong=" Simon",
        spans={"IO": (5, 9), "S1": (14, 19), "all": (0, len(LUCY.clean))},
    )
    (spans,) = Task(name="mine", pairs=(pair,)).token_spans(lm)
    tokens = lm.tokenizer(pair.clean)["input_ids"]
    assert [lm.tokenizer.decode(tokens[slice(*spans[slot])]).strip() for slot in ("IO", "S1")] == [
        "Lucy",
        "Simon",
    ]
    special = 1 if kind == "metaspace" else 0
    assert spans["all"] == (special, len(tokens)) and spans["end"] == (len(tokens) - 1, len(tokens))


def test_a_word_of_several_tokens_is_spanned_whole(task, parrot):
    lm = parrot("unseen")
    spans = Task(name="mine", pairs=(dataclasses.replace(MARY, answer=" Lucy", wrong=" Simon"),)).token_spans(lm)[0]
    tokens = lm.tokenizer(MARY.clean)["input_ids"]
    start, end = spans["IO"]
    assert end - start > 1 and lm.tokenizer.decode(tokens[start:end]) == " Mary"


def test_spans_without_offsets_are_the_same(task, parrot):
    lm = parrot("digit")
    expected = task.token_spans(lm)

    class Slow:
        def __init__(self, inner):
            self.inner = inner

        def __call__(self, text, *, return_offsets_mapping=False, **options):
            if return_offsets_mapping:
                raise NotImplementedError
            return self.inner(text, **options)

        def __getattr__(self, name):
            return getattr(self.inner, name)

    slow = parrot("digit")
    slow.tokenizer = Slow(lm.tokenizer)
    assert task.token_spans(slow) == expected
    slow.tokenizer.inner = parrot("whole_words").tokenizer  # drops what was between words: no way back
    with pytest.raises(AlignmentError, match="use the fast tokenizer"):
        task.token_spans(slow)


def test_check_names_the_pair_that_does_not_align(parrot):
    longer = dataclasses.replace(
        LUCY, corrupted="When Lucy and my friend Simon went to the market, Lucy gave a book to"
    )
    with pytest.raises(AlignmentError, match=r"mine, pair 1 \('When Lucy .* has \d+ tokens and the corrupted one \d+"):
        Task(name="mine", pairs=(MARY, longer)).check(parrot("digit"))


@pytest.mark.parametrize(
    ("answer", "message"),
    [(" Mary John", "is 2 tokens"), (" Wolfeschlegelstein", r"is \d+ tokens .* give its first token")],
)
def test_check_names_the_answer_that_is_not_one_token(answer, message, parrot):
    with pytest.raises(AlignmentError, match=rf"mine, pair 0 .*{message}"):
        Task(name="mine", pairs=(dataclasses.replace(MARY, answer=answer),)).check(parrot("digit"))


def test_an_unknown_word_is_no_answer(parrot):
    with pytest.raises(AlignmentError, match="not one known token"):
        Task(name="mine", pairs=(dataclasses.replace(LUCY, answer=" Xyzzy"),)).check(parrot("whole_words"))


def test_answers_that_are_the_same_token_are_refused(parrot):
    pair = dataclasses.replace(LUCY, answer=" Lucy", wrong="Lucy")  # words are tokens, spaces are not
    with pytest.raises(AlignmentError, match="both answer and wrong"):
        Task(name="mine", pairs=(pair,)).check(parrot("whole_words"))


def test_a_model_without_a_tokenizer_is_refused(task, parrot):
    lm = parrot("digit")
    lm.tokenizer = None
    with pytest.raises(PromptError, match="no tokenizer"):
        task.check(lm)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"clean": ""}, "`clean` is empty"),
        ({"corrupted": ""}, "`corrupted` is empty"),
        ({"corrupted": MARY.clean}, "are the same"),
        ({"answer": ""}, "`answer` is ''"),
        ({"wrong": ()}, r"`wrong` is \(\)"),
        ({"wrong": " Mary"}, "both answer and wrong"),
        ({"spans": {"S2": (40, 99)}}, "outside the clean prompt of 58 characters"),
    ],
)
def test_a_pair_that_makes_no_contrast_is_refused(change, message):
    with pytest.raises(DataError, match=message):
        dataclasses.replace(MARY, **change)


def test_a_task_without_pairs_is_refused():
    with pytest.raises(DataError, match="no pairs"):
        Task(name="mine", pairs=())


def told(task, parrot):
    """A model that is right on MARY (by 3), wrong on LUCY (by 1), and undecided on the corrupted prompts."""
    lm = parrot("digit")
    answers = task.answers(lm)
    lm.says[MARY.clean] = {answers.correct[0][0]: 4.0, answers.wrong[0][0]: 1.0}
    lm.says[LUCY.clean] = dict.fromkeys(answers.correct[1], 1.0) | dict.fromkeys(answers.wrong[1], 2.0)
    return lm


def test_the_report_counts_as_by_hand(task, parrot):
    report = task.evaluate(told(task, parrot))
    assert (report.n, report.accuracy, report.metric_name, report.metric) == (2, 0.5, "logit_difference", 1.0)
    assert report.values == (3.0, -1.0)
    assert (report.corrupted_accuracy, report.corrupted_metric) == (0.0, 0.0)  # a tie is not right
    assert report.interval.low < 0.5 < report.interval.high
    assert -1.0 <= report.metric_interval.low <= 1.0 <= report.metric_interval.high <= 3.0
    assert {name: (part.n, part.accuracy, part.metric) for name, part in report.per_template.items()} == {
        "a": (1, 1.0, 3.0),
        "b": (1, 0.0, -1.0),
    }


def test_the_batch_size_changes_nothing_but_the_batches(task, parrot):
    one, two = told(task, parrot), told(task, parrot)
    assert task.evaluate(one, batch_size=1) == task.evaluate(two, batch_size=2)
    assert (one.batches, two.batches) == ([1, 1, 1, 1], [2, 2])
    with pytest.raises(DataError, match="batch_size is 0"):
        task.evaluate(one, batch_size=0)


def test_a_metric_with_a_reference_takes_the_clean_prompt(task, parrot):
    report = dataclasses.replace(task, metric=METRICS["kl"]).evaluate(told(task, parrot))
    assert report.metric == pytest.approx(0.0, abs=1e-6)
    assert report.corrupted_metric > 0


def test_progress_is_told_and_may_stop_the_work(task, parrot):
    seen = []
    task.evaluate(told(task, parrot), batch_size=1, progress=lambda label, done, total: seen.append((done, total)))
    assert seen == [(0, 2), (1, 2), (2, 2)]

    def stop(label, done, total):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        task.evaluate(told(task, parrot), progress=stop)


def test_a_task_that_does_not_align_runs_nothing(task, parrot):
    lm = parrot("digit")
    with pytest.raises(AlignmentError):
        Task(name="mine", pairs=(dataclasses.replace(MARY, corrupted="Mary gave"),)).evaluate(lm)
    assert lm.batches == []


def test_json_has_the_agreed_fields(task, parrot):
    import json

    report = json.loads(json.dumps(task.evaluate(told(task, parrot)).to_json()))
    assert {"accuracy", "interval", "metric", "pairs"} <= set(report)
    assert {"clean", "corrupted", "answer", "wrong"} <= set(report["pairs"][0])
    assert report["pairs"][1]["answer"] == [" Lucy", " Anna"]
    assert json.loads(json.dumps(task.to_json()))["pairs"] == report["pairs"]
