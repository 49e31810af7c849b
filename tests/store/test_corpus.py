"""Corpora are read again the same, split by content, and cut to rows that add up to the text."""

import json

import pytest
import torch

from corpora import characters, documents
from cutaway.errors import DataError, PromptError
from cutaway.store import (
    Corpus,
    Packing,
    builtin_corpus,
    dataset_corpus,
    joined_corpus,
    jsonl_corpus,
    open_corpus,
    packages_corpus,
    sampled_corpus,
    text_corpus,
)
from cutaway.store._rows import batched, limited, rows_of


def corpus(texts: list[str]) -> Corpus:
    return Corpus(name="list", read=lambda: iter(texts))


def test_a_folder_is_read_whole_and_the_same_each_time(folder):
    read = text_corpus(folder)
    assert sorted(read.documents()) == sorted(documents())
    assert list(read.documents()) == list(read.documents())


def test_one_file_is_cut_at_blank_lines_unless_told_otherwise(tmp_path):
    file = tmp_path / "a.txt"
    file.write_text("one\ntwo\n\n \nthree\n\n")
    assert list(text_corpus(file).documents()) == ["one\ntwo\n", "three\n"]
    assert list(text_corpus(file, by="file").documents()) == ["one\ntwo\n\n \nthree\n\n"]


def test_json_lines_by_field(tmp_path):
    file = tmp_path / "a.jsonl"
    file.write_text("\n".join(json.dumps({"body": text, "n": 1}) for text in documents()) + "\n\n")
    assert list(open_corpus(file, field="body").documents()) == documents()
    with pytest.raises(DataError, match=r"line 1 has no text in the field 'text'; fields with text: body"):
        list(jsonl_corpus(file).documents())
    file.write_text('{"text": "a"}\n{"text": ')
    with pytest.raises(DataError, match="line 2 is not JSON"):
        list(jsonl_corpus(file).documents())


def test_a_split_depends_on_the_document_alone():
    texts = documents(400)
    train, heldout = (list(corpus(texts).split(part, heldout=0.2).documents()) for part in ("train", "heldout"))
    assert sorted(train + heldout) == sorted(texts)
    assert 40 < len(heldout) < 120
    again = list(corpus(texts[::-1] + texts[:5]).split("heldout", heldout=0.2).documents())
    assert set(again) == set(heldout)


def test_the_builtin_corpus_is_english_and_large():
    texts = list(builtin_corpus().documents())
    assert sum(map(len, texts)) > 1_500_000
    assert any("Assert statements are a convenient way" in text for text in texts)
    assert len(set(texts)) > 300


def test_docstrings_of_installed_packages():
    read = packages_corpus()
    assert f"torch-{torch.__version__}" in read.name
    texts = read.documents()
    first = [next(texts) for _ in range(400)]
    assert len(set(first)) == 400
    whole = "\n".join(first)
    assert "tensor" in whole and "estimator" in whole and "def test_" not in whole


def test_corpora_are_joined_by_turns(tmp_path):
    left, right = corpus(["a", "b", "c"]), corpus(["x"])
    both = joined_corpus([left, right])
    assert list(both.documents()) == ["a", "x", "b", "c"] == list(both.documents())
    sides = [list(both.split(part, heldout=0.5).documents()) for part in ("train", "heldout")]
    assert sorted(sides[0] + sides[1]) == ["a", "b", "c", "x"]
    (tmp_path / "one.txt").write_text("one\n")
    (tmp_path / "a+b.txt").write_text("two\n")
    assert list(open_corpus(tmp_path / "a+b.txt").documents()) == ["two\n"]
    builtin = builtin_corpus().documents()
    mixed = open_corpus(f"builtin+{tmp_path / 'one.txt'}").documents()
    assert [next(mixed) for _ in range(3)] == [next(builtin), "one\n", next(builtin)]
    with pytest.raises(DataError, match="each of them whole"):
        joined_corpus([left.split("train")])


def test_the_model_writes_the_same_text_for_a_seed(lm):
    first, second, other = (
        list(sampled_corpus(lm, n_documents=3, length=12, seed=seed, batch=2).documents()) for seed in (0, 0, 1)
    )
    assert first == second != other
    assert len(first) <= 3 and all(first)
    by_name = open_corpus("sampled:2", lm=lm).documents()
    assert list(by_name) == list(sampled_corpus(lm, n_documents=2, length=63).documents())


def test_a_missing_package_and_missing_files_are_named(tmp_path, monkeypatch):
    monkeypatch.setitem(__import__("sys").modules, "datasets", None)
    with pytest.raises(DataError, match=r"cutaway\[data\]"):
        dataset_corpus("wikitext")
    with pytest.raises(DataError, match=r"cutaway\[data\]"):
        open_corpus("hf:wikitext:wikitext-2-raw-v1")
    with pytest.raises(DataError, match="sampled:500"):
        open_corpus("sampled:many")
    with pytest.raises(DataError, match="nowhere"):
        open_corpus(tmp_path / "nowhere")
    with pytest.raises(DataError, match=r"nowhere\.jsonl"):
        open_corpus(tmp_path / "nowhere.jsonl")
    (tmp_path / "bad.txt").write_bytes(b"\xff\xfe")
    with pytest.raises(DataError, match="not UTF-8"):
        list(open_corpus(tmp_path / "bad.txt").documents())


def test_rows_hold_one_document_and_all_of_it():
    texts = documents()
    tokenizer = characters()
    rows = list(rows_of(corpus(texts), tokenizer, Packing(length=16, shortest=1)))
    assert all(len(row) <= 16 for row in rows)
    for number, text in enumerate(texts):
        own = [row for row in rows if row.document == number]
        assert [token for row in own for token in row.ids] == tokenizer(text)["input_ids"]
        assert [row.start for row in own] == list(range(0, len(text), 16))
    longer = list(rows_of(corpus(texts), tokenizer, Packing(length=16, shortest=10)))
    assert longer == [row for row in rows if len(row) >= 10]


def test_every_row_starts_as_the_tokenizer_starts_a_text_and_never_ends_so():
    rows = list(rows_of(corpus(["abcdefgh"]), characters(start=True), Packing(length=4, shortest=1)))
    assert [row.ids[0] for row in rows] == [1, 1, 1]
    assert "".join(characters().decode(row.ids[1:]) for row in rows) == "abcdefgh"


def test_documents_that_are_joined_fill_every_row():
    texts = ["abc", "defgh", "ij"]
    tokenizer = characters()
    rows = list(rows_of(corpus(texts), tokenizer, Packing(length=4, shortest=1, together=True)))
    joined = [token for text in texts for token in [*tokenizer(text)["input_ids"], 2]]
    assert [token for row in rows for token in row.ids] == joined[: len(joined) // 4 * 4]
    assert [(row.document, row.start) for row in rows] == [(0, 0), (1, 0), (1, 4)]


def test_batches_hold_every_row_once_within_the_budget():
    rows = list(rows_of(corpus(documents()), characters(), Packing(length=32, shortest=1)))
    batches = list(batched(rows, 100))
    assert sorted(row for batch in batches for row in batch) == sorted(rows)
    assert all(max(map(len, batch)) * len(batch) <= 100 for batch in batches)
    assert sum(map(len, limited(rows, 100))) >= 100 > sum(map(len, list(limited(rows, 100))[:-1]))


def test_what_cannot_become_rows_is_refused():
    with pytest.raises(DataError, match="shortest"):
        Packing(length=4, shortest=8)
    with pytest.raises(PromptError, match="no tokenizer"):
        list(rows_of(corpus(["a"]), None, Packing()))
    with pytest.raises(DataError, match="no room"):
        list(rows_of(corpus(["a"]), characters(start=True), Packing(length=1, shortest=1)))
    with pytest.raises(DataError, match=r"heldout=2\.0"):
        corpus(["a"]).split("train", heldout=2.0)
