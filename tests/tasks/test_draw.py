"""What every drawn task promises for any tokenizer: alignment, one-token answers, disjoint splits."""

import re

import pytest

from cutaway.errors import DataError
from cutaway.tasks import TASKS, _agreement, _facts_table, _greater_than, _induction, _ioi, _words, ioi

DRAWN = [(task, kind) for kind in ("digit", "two-digit", "three-digit", "unseen", "metaspace") for task in TASKS]
DRAWN += [(task, "whole_words") for task in TASKS if task != "greater_than"]
N = 40


def ids(lm, text):
    return lm.tokenizer(text, add_special_tokens=False)["input_ids"]


@pytest.mark.parametrize("split", ["train", "heldout"])
@pytest.mark.parametrize(("task", "kind"), DRAWN)
def test_prompts_align_and_differ_only_in_the_slots_meant_to(task, kind, split, parrot):
    lm = parrot(kind)
    drawn = TASKS[task](lm, n=N, split=split)
    assert len(drawn) == len(set(drawn.clean)) == N
    may_differ = {
        "ioi": {"S2"},
        "greater_than": {"digits"},
        "induction": {"answer", "wrong"},
        "agreement": {"subject"},
        "facts": {"subject"},
    }[task]
    for pair, spans in zip(drawn.pairs, drawn.token_spans(lm), strict=True):
        clean, corrupted = lm.tokenizer(pair.clean)["input_ids"], lm.tokenizer(pair.corrupted)["input_ids"]
        assert len(clean) == len(corrupted)
        inside = {i for slot in may_differ for i in range(*spans[slot])}
        differ = {i for i in range(len(clean)) if clean[i] != corrupted[i]}
        assert differ and differ <= inside


@pytest.mark.parametrize(("task", "kind"), DRAWN)
def test_answers_are_the_one_token_that_the_text_adds(task, kind, parrot):
    lm = parrot(kind)
    drawn = TASKS[task](lm, n=N)
    answers = drawn.check(lm)
    for row, pair in enumerate(drawn.pairs):
        for texts, tokens in ((pair.answer, answers.correct[row]), (pair.wrong, answers.wrong[row])):
            texts = (texts,) if isinstance(texts, str) else texts
            assert len(texts) == len(tokens)
            for text, token in zip(texts, tokens, strict=True):
                assert ids(lm, pair.clean + text) == [*ids(lm, pair.clean), token]
                assert ids(lm, pair.corrupted + text) == [*ids(lm, pair.corrupted), token]
                assert token != lm.tokenizer.unk_token_id
        assert not set(answers.correct[row]) & set(answers.wrong[row])


@pytest.mark.parametrize(("task", "kind"), DRAWN)
def test_token_spans_hold_the_text_of_their_slots(task, kind, parrot):
    lm = parrot(kind)
    drawn = TASKS[task](lm, n=N)
    for pair, spans in zip(drawn.pairs, drawn.token_spans(lm), strict=True):
        tokens = lm.tokenizer(pair.clean)["input_ids"]
        assert spans["end"] == (len(tokens) - 1, len(tokens))
        for slot, (start, end) in pair.spans.items():
            if slot != "end":
                text = lm.tokenizer.decode(tokens[slice(*spans[slot])])
                assert text.replace(" ", "") == pair.clean[start:end].replace(" ", ""), slot


@pytest.mark.parametrize("task", TASKS)
def test_splits_share_no_template_and_no_entity_whatever_the_seed_or_tokenizer(task, parrot):
    train = [TASKS[task](parrot(kind), n=N, seed=seed) for kind, seed in (("digit", 0), ("two-digit", 5))]
    heldout = [
        TASKS[task](parrot(kind), n=N, split="heldout", seed=seed) for kind, seed in (("digit", 0), ("unseen", 7))
    ]
    for what in (lambda pair: [pair.template], lambda pair: pair.entities):
        left = {item for drawn in train for pair in drawn.pairs for item in what(pair)}
        right = {item for drawn in heldout for pair in drawn.pairs for item in what(pair)}
        assert left and right and not left & right


@pytest.mark.parametrize("task", TASKS)
def test_the_seed_decides_everything(task, parrot):
    lm = parrot("digit")
    assert TASKS[task](lm, n=N, seed=3) == TASKS[task](lm, n=N, seed=3)
    assert TASKS[task](lm, n=N, seed=3).pairs != TASKS[task](lm, n=N, seed=4).pairs
    assert TASKS[task](lm, n=N).pairs[:10] == TASKS[task](lm, n=10).pairs


@pytest.mark.parametrize("task", TASKS)
def test_templates_come_in_turn(task, parrot):
    drawn = TASKS[task](parrot("digit"), n=48)
    counts = {label: sum(pair.template == label for pair in drawn.pairs) for label in {p.template for p in drawn.pairs}}
    assert len(counts) >= 3 and max(counts.values()) - min(counts.values()) <= 1


@pytest.mark.parametrize(
    "words",
    [
        _words.NAMES,
        _words.PLACES,
        _words.THINGS,
        _words.EVENTS,
        _words.RARE,
        [noun for pair in _words.NOUNS for noun in pair],
    ],
)
def test_word_lists_repeat_nothing(words):
    assert len(set(words)) == len(words)  # a word at an even and at an odd place would be in both splits


@pytest.mark.parametrize(
    "frames",
    [_ioi.FRAMES, _greater_than.FRAMES, _agreement.FRAMES, _induction.FRAMES, *_facts_table.FRAMES.values()],
)
def test_both_splits_have_as_many_templates(frames):
    assert len(set(frames)) == len(frames) and len(frames) % 2 == 0


def test_ioi_has_eight_templates_and_both_orders(parrot):
    lm = parrot("digit")
    labels = {pair.template for split in ("train", "heldout") for pair in ioi(lm, n=N, split=split).pairs}
    assert len(labels) >= 8
    assert {label.rsplit("-", 1)[1] for label in labels} == {"ABBA", "BABA"}
    for pair in ioi(lm, n=N).pairs:
        assert (pair.spans["IO"] < pair.spans["S1"]) == pair.template.endswith("ABBA")


@pytest.mark.parametrize("kind", ["digit", "metaspace"])
def test_ioi_says_the_subject_twice_and_swapping_flips_the_answer(kind, parrot):
    for pair in ioi(parrot(kind), n=N).pairs:
        io, subject = pair.answer.strip(), pair.wrong.strip()
        words, swapped = re.findall(r"\w+", pair.clean), re.findall(r"\w+", pair.corrupted)
        assert (words.count(io), words.count(subject)) == (1, 2)
        assert (swapped.count(io), swapped.count(subject)) == (2, 1)


def test_ioi_with_a_third_name_says_no_name_twice(parrot):
    for pair in ioi(parrot("digit"), n=N, corruption="third").pairs:
        words = re.findall(r"\w+", pair.corrupted)
        assert words.count(pair.answer.strip()) == words.count(pair.wrong.strip()) == 1
        assert set(re.findall(r"\w+", pair.corrupted)) - set(re.findall(r"\w+", pair.clean)) <= set(pair.entities)


@pytest.mark.parametrize(
    ("kind", "start", "later"),
    [
        ("digit", 2, lambda a, b: a >= b),
        ("two-digit", 2, lambda a, b: a > b),
        ("three-digit", 3, lambda a, b: a > b),
    ],
)
def test_greater_than_follows_the_tokenizer_and_the_order_of_years(kind, start, later, parrot):
    drawn = TASKS["greater_than"](parrot(kind), n=N)
    for pair in drawn.pairs:
        year, stub = re.search(r"\d{4}", pair.clean).group(), re.search(r"\d+$", pair.clean).group()
        assert stub == year[:start]
        width = len(pair.answer[0])
        threshold = year[start : start + width]
        for texts, expected in ((pair.answer, True), (pair.wrong, False)):
            assert all(later(int(text), int(threshold)) == expected for text in texts)
        assert len(pair.answer) + len(pair.wrong) == 10**width
        assert int(re.search(r"\d{4}", pair.corrupted).group()) < int(year)


@pytest.mark.parametrize("kind", ["digit", "whole_words"])
def test_induction_keeps_the_words_and_moves_the_answer(kind, parrot):
    for pair in TASKS["induction"](parrot(kind), n=N).pairs:
        words, corrupted = (re.findall(r"[a-z]+", text) for text in (pair.clean, pair.corrupted))
        answer, wrong = pair.answer.strip(), pair.wrong.strip()
        assert sorted(words) == sorted(corrupted)
        assert (words.count(answer), words.count(wrong)) == (1, 1)
        assert words[words.index(words[-1]) + 1] == answer
        assert corrupted[corrupted.index(corrupted[-1]) + 1] == wrong


def test_agreement_has_a_number_for_each_noun(parrot):
    number = {noun: i for pair in _words.NOUNS for i, noun in enumerate(pair)}
    singular = {verbs[0]: verbs[1] for _, *verbs in _agreement.FRAMES}
    for pair in TASKS["agreement"](parrot("digit"), n=N).pairs:
        (a, b), (c, d) = pair.spans["subject"], pair.spans["attractor"]
        subject, attractor = number[pair.clean[a:b]], number[pair.clean[c:d]]
        verbs = (pair.answer, pair.wrong) if subject == 0 else (pair.wrong, pair.answer)
        assert singular[verbs[0]] == verbs[1]
        assert (subject == attractor) == pair.template.endswith("same")


def test_facts_ask_the_same_of_another_subject_whose_answer_is_the_wrong_one(parrot):
    for pair in TASKS["facts"](parrot("digit"), n=N).pairs:
        relation = pair.template.split("-")[0]
        subject, other = pair.entities
        assert _facts_table.FACTS[relation][subject] == pair.answer.strip()
        assert _facts_table.FACTS[relation][other] == pair.wrong.strip()
        assert subject in pair.clean and other in pair.corrupted


def test_words_that_the_tokenizer_splits_are_left_out(parrot):
    names = {pair.entities[0] for pair in ioi(parrot("unseen"), n=200).pairs}
    assert names and not names & {"Mary", "John", "Paul", "Anna"}
    names = {pair.entities[0] for pair in ioi(parrot("whole_words"), n=200).pairs}
    assert names and not names & {
        "Mary",
        "John",
        "Paul",
        "Anna",
    }  # unknown words are one token, but not a word


@pytest.mark.parametrize(
    ("task", "message"),
    [
        ("ioi", r"at least 4 names .* keeps 0 of the \d+ in the train split"),
        ("induction", r"at least 12 words .* keeps 0 of the \d+ in the train split"),
        ("facts", r"at least 4 facts .* leaves 0 of the \d+ in the train split"),
        ("agreement", r"at least 4 nouns .* leaves 0 of the \d+ in the train split"),
    ],
)
def test_a_tokenizer_that_leaves_too_few_words_is_an_error_that_counts(task, message, parrot):
    with pytest.raises(DataError, match=message):
        TASKS[task](parrot("bytes"), n=5)


def test_greater_than_says_how_many_years_it_could_use(parrot):
    with pytest.raises(DataError, match=r"of 200 years .* 0 usable in two-digit form, 0 usable in digit form"):
        TASKS["greater_than"](parrot("whole_words"), n=5)


@pytest.mark.parametrize("task", TASKS)
def test_bad_options_are_named(task, parrot):
    lm = parrot("digit")
    with pytest.raises(DataError, match="no split 'held-out'; did you mean 'heldout'"):
        TASKS[task](lm, split="held-out")
    with pytest.raises(DataError, match="0 pairs"):
        TASKS[task](lm, n=0)


def test_more_pairs_than_there_are_is_an_error_that_counts(parrot):
    with pytest.raises(DataError, match=r"could draw only \d+ distinct train pairs .* and 5000 were asked for"):
        TASKS["facts"](parrot("digit"), n=5000)


def test_unknown_names_are_answered_with_the_known_ones(parrot):
    with pytest.raises(DataError, match="did you mean 'greater_than'"):
        TASKS["greater-than"]
    with pytest.raises(DataError, match="no corruption 'swop'; did you mean 'swap'"):
        ioi(parrot("digit"), corruption="swop")
