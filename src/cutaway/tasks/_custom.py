"""Your own pairs, from a file of JSON lines or from Python, as a task."""

import json
from collections.abc import Iterable, Mapping
from os import PathLike
from pathlib import Path
from typing import Any

from cutaway.errors import DataError
from cutaway.tasks._metrics import METRICS, Metric
from cutaway.tasks._pair import Pair
from cutaway.tasks._task import Task
from cutaway.tasks._tokens import HasTokenizer

REQUIRED = ("clean", "corrupted", "answer", "wrong")


def custom(
    lm: HasTokenizer,
    path_or_pairs: str | PathLike[str] | Iterable[Pair | Mapping[str, Any]],
    *,
    name: str = "custom",
    metric: Metric = METRICS["logit_difference"],
) -> Task:
    """A task from a file with one JSON object per line, or from pairs (or mappings of the same fields).

    Each has `clean`, `corrupted`, `answer` and `wrong` (a text, or a list of texts that form a set), and may
    have `template`, `entities` and `spans` (name → [start, end] in characters of `clean`); other fields are
    ignored. Raises `DataError` for a file that cannot be read, bad JSON (with the line number), a missing or
    ill-typed field, or nothing at all, and `AlignmentError` for a pair that this tokenizer does not hold.
    """
    if isinstance(path_or_pairs, str | PathLike):
        pairs = tuple(_read(Path(path_or_pairs)))
        source = str(path_or_pairs)
    else:
        pairs = tuple(
            item if isinstance(item, Pair) else _pair(item, f"pair {number}")
            for number, item in enumerate(path_or_pairs)
        )
        source = "the pairs given"
    if not pairs:
        raise DataError(f"{source}: no pairs; give at least one")
    task = Task(name=name, pairs=pairs, metric=metric, description=f"{len(pairs)} pairs from {source}")
    task.check(lm)
    return task


def _read(path: Path) -> Iterable[Pair]:
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise DataError(f"cannot read pairs from {path}: {error}; give a text file of JSON lines in UTF-8") from error
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip():
            continue
        try:
            fields = json.loads(line)
        except json.JSONDecodeError as error:
            raise DataError(
                f"{path}, line {number}: not JSON ({error.msg} at column {error.colno}); write one object a "
                'line: {"clean": "…", "corrupted": "…", "answer": " Mary", "wrong": " John"}'
            ) from error
        yield _pair(fields, f"{path}, line {number}")


def _pair(fields: object, where: str) -> Pair:
    if not isinstance(fields, Mapping):
        raise DataError(f"{where}: {type(fields).__name__} instead of an object with the fields {', '.join(REQUIRED)}")
    missing = [name for name in REQUIRED if name not in fields]
    if missing:
        raise DataError(
            f"{where}: no field {missing[0]!r} (there are: {', '.join(map(str, fields)) or 'none'}); add it"
        )
    for name in ("clean", "corrupted"):
        if not isinstance(fields[name], str):
            raise DataError(f"{where}: field {name!r} is {fields[name]!r}; give a text")
    try:
        return Pair(
            clean=fields["clean"],
            corrupted=fields["corrupted"],
            answer=_text(fields["answer"], "answer"),
            wrong=_text(fields["wrong"], "wrong"),
            template=_checked(fields.get("template", ""), "template", str),
            entities=_strings(fields.get("entities", []), "entities"),
            spans=_spans(fields.get("spans", {})),
        )
    except DataError as error:
        raise DataError(f"{where}: {error}") from None


def _text(value: object, name: str) -> str | tuple[str, ...]:
    return value if isinstance(value, str) else _strings(value, name)


def _strings(value: object, name: str) -> tuple[str, ...]:
    if not isinstance(value, list | tuple) or not all(isinstance(item, str) for item in value):
        raise DataError(f"field {name!r} is {value!r}; give text, or a list of texts")
    return tuple(value)


def _spans(value: object) -> dict[str, tuple[int, int]]:
    spans = {}
    for name, span in _checked(value, "spans", Mapping).items():
        if not isinstance(span, list | tuple) or [type(place) for place in span] != [int, int]:
            raise DataError(f"span {name!r} is {span!r}; give [start, end] in characters of `clean`")
        spans[str(name)] = (span[0], span[1])
    return spans


def _checked(value: Any, name: str, kind: type) -> Any:
    if not isinstance(value, kind):
        raise DataError(f"field {name!r} is {value!r}; give a {kind.__name__}")
    return value
