"""Labelled prompts: what is read from files, which tokens are probed, and that groups stay together."""

import json
import re

import numpy as np
import pytest

from corpora import characters
from cutaway.errors import AlignmentError, DataError
from cutaway.model import LanguageModel
from cutaway.observe import PROBE_SETS, Labelled, read_labelled
from cutaway.observe.probing._labelled import rows_of
from cutaway.observe.probing._split import split_groups, split_within
from cutaway.tasks import FACTS
from families import tiny

# Files


def test_csv_with_quotes_marks_and_a_byte_order_mark(tmp_path):
    file = tmp_path / "facts.csv"
    file.write_bytes('\ufeffstatement,label\n"A, or ""B"".",1\nÇa va.,0\n'.encode())
    data = read_labelled(file, text="statement")
    assert data.prompts == ('A, or "B".', "Ça va.") and data.labels == ("1", "0")
    assert data.classes == ("0", "1") and data.name == "facts"


def test_json_lines_with_labels_of_several_types(tmp_path):
    file = tmp_path / "rows.jsonl"
    rows = [{"text": "a", "label": True}, {"text": "b", "label": 0}, {"text": "c", "label": 1.0}]
    file.write_text("\n".join(map(json.dumps, rows)) + "\n\n")
    assert read_labelled(file).labels == ("1", "0", "1")


def test_labels_of_words(tmp_path):
    (tmp_path / "a.csv").write_text("text,label\nthe cat sat,D N V\na dog,D N\n")
    (tmp_path / "b.jsonl").write_text(
        '{"text": "the cat sat", "label": ["D", "N", null]}\n{"text": "a", "label": ["D"]}'
    )
    assert read_labelled(tmp_path / "a.csv").labels == (("D", "N", "V"), ("D", "N"))
    assert read_labelled(tmp_path / "b.jsonl").labels == (("D", "N", None), ("D",))


def test_a_class_may_be_named_by_several_words(tmp_path):
    (tmp_path / "a.csv").write_text("text,label\none two three,very good\nfour five six,very bad\nso so,so so\n")
    assert read_labelled(tmp_path / "a.csv").classes == ("so so", "very bad", "very good")


def test_groups_from_a_column_or_from_the_text(tmp_path):
    file = tmp_path / "a.csv"
    file.write_text("text,label,about\nRome is big,1,Italy\nRome is a city,0,Italy\nHello,1,x\n")
    assert read_labelled(file, group="about").groups == ("Italy", "Italy", "x")
    assert read_labelled(file, group_pattern=r"^(\w+) is").groups == ("Rome", "Rome", "Hello")


def test_a_span_is_the_place_of_a_cell_in_the_text(tmp_path):
    (tmp_path / "a.csv").write_text("text,label,who\nI saw Ann,1,Ann\nBob saw me,0,Bob\n")
    assert read_labelled(tmp_path / "a.csv", spans=("who",)).spans == ({"who": (6, 9)}, {"who": (0, 3)})


@pytest.mark.parametrize(
    ("content", "options", "message"),
    [
        ("", {}, "no rows"),
        ("text,label\n", {}, "no rows"),
        ("text,label\na,1\nb,1\n", {}, "one class only"),
        ("text,lable\na,1\n", {}, "line 2: no column 'label'; did you mean 'lable'"),
        ("text,label\na,1\nb,\n", {}, "line 3: 'label' is empty"),
        ("text,label\na,1\nb,NaN\n", {}, "line 3: 'label' is empty or NaN"),
        ("text,label\n ,1\nb,0\n", {}, "line 2: 'text' is empty"),
        ("text,label\na, b,1\n", {}, "line 2: 2 columns in the header"),
        ('text,label\n"a,1\n', {}, "not CSV"),
        ("text,label\none two,A B\nthree four,A\n", {}, "line 3: 1 labels for 2 words"),
        ("text,label\na,1\nb,0\n", {"group": "x"}, "no column 'x'"),
        ("text,label\na,1\nb,0\n", {"group_pattern": "("}, "not a regular expression"),
        ("text,label\na,1\nb,0\n", {"group": "text", "group_pattern": "a"}, "not both"),
        ("text,label,who\na,1,b\nb,0,b\n", {"spans": ("who",)}, "does not occur"),
    ],
)
def test_a_bad_csv_is_refused_with_its_line(tmp_path, content, options, message):
    (tmp_path / "a.csv").write_text(content)
    with pytest.raises(DataError, match=message.replace("(", r"\(")):
        read_labelled(tmp_path / "a.csv", **options)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ('{"text": "a", "label": 1}\n{"text": ', "line 2: not JSON"),
        ("[1]\n", "line 1: list, not an object"),
        ('{"text": "a", "label": {}}\n', "is a dict"),
        ('{"text": "a", "label": NaN}\n', "empty or NaN"),
        ('{"text": "a b", "label": [1]}\n', "1 labels for 2 words"),
    ],
)
def test_bad_json_lines_are_refused_with_their_line(tmp_path, content, message):
    (tmp_path / "a.jsonl").write_text(content)
    with pytest.raises(DataError, match=message):
        read_labelled(tmp_path / "a.jsonl")


def test_a_file_that_cannot_be_read(tmp_path):
    with pytest.raises(DataError, match="cannot read"):
        read_labelled(tmp_path / "nowhere.csv")
    (tmp_path / "latin.csv").write_bytes("text,label\nCafé,1\n".encode("latin-1"))
    with pytest.raises(DataError, match="UTF-8"):
        read_labelled(tmp_path / "latin.csv")


# Data


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"prompts": (), "labels": ()}, "no rows"),
        ({"prompts": ("a",), "labels": ("1", "0")}, "1 prompts and 2 labels"),
        ({"prompts": ("a", " "), "labels": ("1", "0")}, "row 1: the prompt is empty"),
        ({"prompts": ("a", "b"), "labels": ("1", "1")}, "one class only"),
        ({"prompts": ("a b", "c"), "labels": (("1", "0"), ("1", "0"))}, "row 1: 2 labels for 1 words"),
        ({"prompts": ((3, 4), (5,)), "labels": (("1",), ("1",))}, "row 0: 1 labels for 2 tokens"),
        ({"prompts": ("a", "b"), "labels": ("1", ("0",))}, "some rows have one label"),
        ({"prompts": ("a", "b"), "labels": ("1", "0"), "groups": ("x",)}, "2 prompts and 1 groups"),
        ({"prompts": ("a",) * 60, "labels": tuple(map(str, range(60)))}, "60 different labels"),
    ],
)
def test_data_that_do_not_fit_together_are_refused(fields, message):
    with pytest.raises(DataError, match=message):
        Labelled(name="bad", **fields)


def test_a_sample_keeps_what_belongs_to_a_prompt():
    data = PROBE_SETS["number"](n=40)
    some = data.sample(10, seed=3)
    assert len(some) == 10 and data.sample(99) is data
    for prompt, label, group, span in zip(some.prompts, some.labels, some.groups, some.spans, strict=True):
        row = data.prompts.index(prompt)
        assert (data.labels[row], data.groups[row], data.spans[row]) == (label, group, span)


# Tokens


def test_a_word_is_read_at_its_last_token_also_behind_a_start_token():
    data = Labelled(name="w", prompts=("the cat  sat", "a dog"), labels=(("D", "N", "V"), ("D", None)))
    for start in (False, True):
        lm = LanguageModel(tiny("llama"), characters(start=start), name="tiny")
        rows = rows_of(lm, data)
        at = [lm.tokenizer.decode([rows.tokens.rows[p][i]]) for p, i in zip(rows.prompt, rows.pos, strict=True)]
        assert at == ["e", "t", "t", "a"]
        assert ["".join(map(rows.tokens.decode, rows.words(row))) for row in range(4)] == ["the", "cat", "sat", "a"]
        assert [rows.classes[k] for k in rows.label] == ["D", "N", "V", "D"]


def test_positions_of_a_prompt(lm):
    data = Labelled(name="p", prompts=("abc", "defgh"), labels=("x", "y"), spans=({"s": (0, 2)}, {"s": (1, 3)}))
    read = {pos: rows_of(lm, data, pos) for pos in ("last", "mean", "all", "s", 1, -3, "-3")}
    assert read["last"].pos.tolist() == [4, 6]  # a start token before, an end token behind
    assert read["s"].pos.tolist() == [2, 3]
    assert read[1].pos.tolist() == [1, 1]
    assert read[-3].pos.tolist() == read["-3"].pos.tolist() == [2, 4]
    assert len(read["all"]) == 5 + 7 and read["all"].label.tolist() == [0] * 5 + [1] * 7
    assert read["mean"].mean and read["mean"].first.tolist() == [0, 0]


def test_positions_that_are_not_there(lm):
    data = Labelled(name="p", prompts=("abc", "defgh"), labels=("x", "y"), spans=({"s": (0, 2)}, {"s": (1, 3)}))
    with pytest.raises(DataError, match=r"no position 'verb' in prompt 0.*named positions are s"):
        rows_of(lm, data, "verb")
    with pytest.raises(DataError, match=r"position 5 is not in prompt 0.*5 tokens"):
        rows_of(lm, data, 5)
    with pytest.raises(AlignmentError, match="no token covers characters 9 to 12"):
        rows_of(lm, Labelled(name="p", prompts=("ab", "cd"), labels=("x", "y"), spans=({"s": (9, 12)},) * 2), "s")
    with pytest.raises(DataError, match="has the label 'y', but the probe knows x, z"):
        rows_of(lm, data, classes=("x", "z"))


# Splits


def test_groups_never_straddle_a_split_and_every_class_is_on_both_sides():
    rng = np.random.default_rng(0)
    group, label = rng.integers(0, 30, 300), rng.integers(0, 3, 300)
    for seed in range(20):
        split = split_groups(group, label, share=0.3, seed=seed)
        assert not set(group[split.train]) & set(group[split.test])
        assert set(label[split.train]) == set(label[split.test]) == {0, 1, 2}
        assert sorted([*split.train, *split.test]) == list(range(300))
        assert 0.2 < len(split.test) / 300 < 0.45


def test_groups_that_cannot_be_split_are_refused():
    with pytest.raises(DataError, match="1 groups cannot be split"):
        split_groups(np.zeros(10, int), np.arange(10) % 2, share=0.3, seed=0)
    with pytest.raises(DataError, match="both sides have every class"):  # all of class 1 in one group
        split_groups(np.arange(10), (np.arange(10) == 3).astype(int), share=0.3, seed=0)
    with pytest.raises(DataError, match="between 0 and 1"):
        split_groups(np.arange(10), np.arange(10) % 2, share=1.0, seed=0)


def test_control_splits_have_recurring_types_on_both_sides():
    kind = np.repeat(np.arange(20), 5)
    split, recurs = split_within(kind, share=0.3, seed=0)
    assert recurs and set(kind[split.train]) == set(kind[split.test]) == set(range(20))
    assert not split_within(np.arange(50), share=0.3, seed=0)[1]


# Built-in sets


@pytest.mark.parametrize("name", PROBE_SETS)
def test_a_set_is_balanced_grouped_and_the_same_for_the_same_seed(name):
    data = PROBE_SETS[name](n=200, seed=1)
    assert data == PROBE_SETS[name](n=200, seed=1) and data != PROBE_SETS[name](n=200, seed=2)
    assert data.groups and data.description
    assert len(set(data.prompts)) > 150
    if not data.per_word:
        assert max(data.labels.count(c) for c in data.classes) <= 0.55 * len(data)
    for prompt, spans in zip(data.prompts, data.spans, strict=bool(data.spans)):
        for start, end in spans.values():
            assert str(prompt)[start:end].isalpha() and (str(prompt) + " ")[end] == " "


def test_truth_is_what_the_table_says():
    pairs = {(s, a) for table in FACTS.values() for s, a in table.items()}
    for name, holds in (("truth", "true"), ("truth_negated", "false")):
        data = PROBE_SETS[name](n=300)
        for text, label, subject in zip(data.prompts, data.labels, data.groups, strict=True):
            rest = re.sub(rf"\b{subject}\b", "", str(text), count=1)
            answers = [a for s, a in pairs if s == subject and a in rest]
            assert (label == holds) == bool(answers), text
            assert (" is not " in str(text)) == (name == "truth_negated")


def test_an_unknown_set_and_too_few_rows_are_refused():
    with pytest.raises(DataError, match="did you mean 'truth'"):
        PROBE_SETS["truht"]
    with pytest.raises(DataError, match="at least 8"):
        PROBE_SETS["truth"](n=3)
