"""Pairs of one's own: read as written, and every way to write them wrongly is one clear error."""

import json

import pytest

from cutaway.errors import AlignmentError, DataError
from cutaway.tasks import METRICS, Pair, custom, ioi

GOOD = {
    "clean": "When Lucy and Simon went to the market, Simon gave a book to",
    "corrupted": "When Lucy and Simon went to the market, Lucy gave a book to",
    "answer": " Lucy",
    "wrong": [" Simon", " Peter"],
    "spans": {"S2": [40, 45]},
    "note": "other fields are ignored",
}


@pytest.fixture
def written(tmp_path):
    def write(*lines, encoding="utf-8"):
        path = tmp_path / "pairs.jsonl"
        path.write_text("\n".join(line if isinstance(line, str) else json.dumps(line) for line in lines), encoding)
        return path

    return write


def test_reads_json_lines(written, parrot):
    task = custom(parrot("digit"), written(GOOD, "", GOOD, ""), name="mine", metric=METRICS["probability"])
    assert (task.name, len(task), task.metric.name) == ("mine", 2, "probability")
    assert task.pairs[0] == Pair(
        clean=GOOD["clean"],
        corrupted=GOOD["corrupted"],
        answer=" Lucy",
        wrong=(" Simon", " Peter"),
        spans={"S2": (40, 45)},
    )


def test_takes_pairs_mappings_and_paths_as_text(written, parrot):
    lm = parrot("digit")
    expected = custom(lm, written(GOOD)).pairs
    assert custom(lm, str(written(GOOD))).pairs == expected
    assert custom(lm, [GOOD]).pairs == expected
    assert custom(lm, iter(expected)).pairs == expected


def test_what_a_drawn_task_writes_can_be_read_back(written, parrot):
    lm = parrot("digit")
    drawn = ioi(lm, n=5)
    assert custom(lm, written(*(pair.to_json() for pair in drawn.pairs))).pairs == drawn.pairs


def test_line_separators_inside_a_text_do_not_end_a_line(tmp_path, parrot):
    path = tmp_path / "pairs.jsonl"
    odd = {**GOOD, "note": "one\u2028two\x85three"}
    path.write_text(json.dumps(odd, ensure_ascii=False), "utf-8")
    assert len(custom(parrot("digit"), path)) == 1


def test_a_byte_order_mark_is_no_error(written, parrot):
    assert len(custom(parrot("digit"), written(GOOD, encoding="utf-8-sig"))) == 1


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("{'clean': 1}", r"pairs\.jsonl, line 2: not JSON \(.* at column 2\)"),
        ('{"clean": "a', r"line 2: not JSON"),
        ("[1, 2]", r"line 2: list instead of an object with the fields clean, corrupted, answer, wrong"),
        ("{}", r"line 2: no field 'clean' \(there are: none\)"),
        (
            {k: v for k, v in GOOD.items() if k != "wrong"},
            r"line 2: no field 'wrong' \(there are: clean, .*answer",
        ),
        ({**GOOD, "clean": 3}, r"line 2: field 'clean' is 3; give a text"),
        ({**GOOD, "clean": ""}, r"line 2: a pair's `clean` is empty"),
        ({**GOOD, "answer": None}, r"line 2: field 'answer' is None"),
        ({**GOOD, "wrong": []}, r"line 2: a pair's `wrong` is \(\)"),
        ({**GOOD, "spans": [1]}, r"line 2: field 'spans' is \[1\]"),
        ({**GOOD, "spans": {"S2": [1]}}, r"line 2: span 'S2' is \[1\]"),
        ({**GOOD, "spans": {"S2": [True, 2]}}, r"line 2: span 'S2' is \[True, 2\]"),
        ({**GOOD, "spans": {"S2": [5, 900]}}, r"line 2: span 'S2' is \(5, 900\), outside"),
        ({**GOOD, "entities": "Lucy"}, r"line 2: field 'entities' is 'Lucy'"),
        ({**GOOD, "template": 1}, r"line 2: field 'template' is 1"),
    ],
)
def test_a_bad_line_is_named(line, message, written, parrot):
    with pytest.raises(DataError, match=message):
        custom(parrot("digit"), written(GOOD, line))


def test_a_bad_mapping_is_named_by_its_number(parrot):
    with pytest.raises(DataError, match=r"pair 1: no field 'clean'"):
        custom(parrot("digit"), [GOOD, {"corrupted": "a"}])


def test_an_empty_file_or_list_is_refused(written, parrot):
    with pytest.raises(DataError, match=r"pairs\.jsonl: no pairs"):
        custom(parrot("digit"), written("", "  "))
    with pytest.raises(DataError, match="the pairs given: no pairs"):
        custom(parrot("digit"), [])


def test_a_file_that_cannot_be_read_is_named(tmp_path, parrot):
    lm = parrot("digit")
    with pytest.raises(DataError, match=r"cannot read pairs from .*nowhere\.jsonl"):
        custom(lm, tmp_path / "nowhere.jsonl")
    with pytest.raises(DataError, match="cannot read pairs"):
        custom(lm, tmp_path)
    (tmp_path / "binary").write_bytes(b"\xff\xfe\x00\x9f")
    with pytest.raises(DataError, match="in UTF-8"):
        custom(lm, tmp_path / "binary")


def test_a_pair_that_the_tokenizer_does_not_hold_is_refused(written, parrot):
    lm = parrot("digit")
    with pytest.raises(AlignmentError, match=r"pair 1 .* tokens and the corrupted one"):
        custom(lm, written(GOOD, {**GOOD, "corrupted": "Lucy gave a book to"}))
    with pytest.raises(AlignmentError, match=r"pair 0 .* is 2 tokens"):
        custom(lm, written({**GOOD, "answer": " Lucy Peter"}))
