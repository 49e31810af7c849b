"""Labelled prompts from a file: CSV or JSON lines, whose columns are chosen by name."""

import csv
import io
import json
import math
import re
from os import PathLike
from pathlib import Path
from typing import Any

from cutaway.errors import DataError, did_you_mean
from cutaway.observe.probing._labelled import Labelled


def read_labelled(
    path: str | PathLike[str],
    *,
    text: str = "text",
    label: str = "label",
    group: str | None = None,
    group_pattern: str | None = None,
    spans: tuple[str, ...] = (),
    question: str = "",
    answers: dict[str, str] | None = None,
) -> Labelled:
    """Read labelled prompts.

    A CSV file has a header; a file that ends in `.jsonl` (or `.ndjson`) has one object a line. The label may be text,
    a whole number or true/false; or one for each word of the text: a list (JSON), or labels split at white space
    where there is more than one (CSV), with `_` for a word that has none.

    Args:
        path: the file, in UTF-8.
        text: the column with the prompts.
        label: the column with the labels.
        group: the column with what must not be on both sides of a split, such as the entity a statement is about.
        group_pattern: instead, a regular expression; what its first group (or all of it) matches in the text is the
            prompt's group, and a text without a match is its own.
        spans: columns whose text occurs in the prompt, and names a position in it (its first occurrence).
        question, answers: as in `Labelled`.

    Raises:
        DataError: the file cannot be read; a column is missing; a cell is empty or NaN; labels do not match the
            words; or there is one class only. Each says which line.
    """
    path = Path(path)
    if group is not None and group_pattern is not None:
        raise DataError("give a group column or a group pattern, not both")
    try:
        pattern = None if group_pattern is None else re.compile(group_pattern)
    except re.error as error:
        raise DataError(f"the group pattern {group_pattern!r} is not a regular expression: {error}") from None
    table = _table(path)
    if not table:
        raise DataError(f"{path} has no rows; give a header and at least two labelled rows")
    prompts, labels, groups, found = [], [], [], []
    per_word = _labels_words(table, text, label)
    for line, row in table:
        where = f"{path}, line {line}"
        for column in (text, label, *([group] if group else []), *spans):
            if column not in row:
                raise DataError(
                    f"{where}: no column {column!r}{did_you_mean(column, row)}; there are {', '.join(map(str, row))}"
                )
        prompt = _cell(row[text], where, text)
        prompts.append(prompt)
        labels.append(_label(row[label], where, label, per_word, prompt))
        if group is not None:
            groups.append(_cell(row[group], where, group))
        elif pattern is not None:
            match = pattern.search(prompt)
            groups.append(prompt if match is None else (match.group(1) if pattern.groups else match.group()) or prompt)
        places = {}
        for column in spans:
            value = _cell(row[column], where, column)
            at = prompt.find(value)
            if at < 0:
                raise DataError(f"{where}: {column} is {value!r}, which does not occur in {prompt!r}")
            places[column] = (at, at + len(value))
        found.append(places)
    return Labelled(
        name=path.stem,
        prompts=tuple(prompts),
        labels=tuple(labels),
        groups=tuple(groups),
        spans=tuple(found) if spans else (),
        question=question,
        answers=answers or {},
        description=f"{len(prompts)} rows of {path.name}",
    )


def _is_json_lines(path: Path) -> bool:
    return path.suffix.lower() in (".jsonl", ".ndjson")


def _table(path: Path) -> list[tuple[int, dict[str, Any]]]:
    """Rows with their line numbers."""
    try:
        content = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise DataError(f"cannot read {path}: {error}; give a CSV or JSON lines file in UTF-8") from error
    if not _is_json_lines(path):
        reader = csv.DictReader(io.StringIO(content, newline=""), strict=True)
        rows = []
        try:
            for row in reader:
                if None in row or None in row.values():
                    raise DataError(
                        f"{path}, line {reader.line_num}: {len(reader.fieldnames or ())} columns in the header, but "
                        "not in this line; put quotes around text with commas"
                    )
                rows.append((reader.line_num, dict(row)))
        except csv.Error as error:
            raise DataError(f"{path}, line {reader.line_num}: not CSV ({error}); fix the quotes") from None
        return rows
    rows = []
    for number, line in enumerate(content.split("\n"), start=1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except json.JSONDecodeError as error:
            raise DataError(f"{path}, line {number}: not JSON ({error.msg}); write one object a line") from None
        if not isinstance(row, dict):
            raise DataError(f"{path}, line {number}: {type(row).__name__}, not an object; write one object a line")
        rows.append((number, row))
    return rows


def _labels_words(table: list[tuple[int, dict[str, Any]]], text: str, label: str) -> bool:
    """Whether labels are lists, or as many as their text has words (a class may be named by several words)."""
    several = [(row.get(text), row.get(label)) for _, row in table]
    if any(isinstance(own, list) for _, own in several):
        return True
    several = [(prompt, own) for prompt, own in several if isinstance(own, str) and len(own.split()) > 1]
    matching = [len(str(prompt).split()) == len(own.split()) for prompt, own in several]
    return sum(matching) > len(matching) / 2


def _cell(value: Any, where: str, column: str) -> str:
    """One cell as text."""
    if isinstance(value, bool):
        return str(int(value))
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    finite = not isinstance(value, float) or math.isfinite(value)
    if value is None or not finite or str(value).strip().lower() in ("", "nan"):
        raise DataError(f"{where}: {column!r} is empty or NaN; fill it in, or leave the row out")
    if isinstance(value, list | dict):
        raise DataError(f"{where}: {column!r} is a {type(value).__name__}, not text or a number")
    return str(value)


def _label(value: Any, where: str, column: str, per_word: bool, prompt: str) -> str | tuple[str | None, ...]:
    if not per_word:
        return _cell(value, where, column).strip()
    items = value if isinstance(value, list) else str("" if value is None else value).split()
    words = len(prompt.split())
    if len(items) != words:
        raise DataError(
            f"{where}: {len(items)} labels for {words} words of {prompt!r}; give one for each (split at white space), "
            "or one for the whole text in every row"
        )
    return tuple(None if item is None or item == "_" else _cell(item, where, column) for item in items)
