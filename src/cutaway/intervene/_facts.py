"""Facts to trace: a prompt, its subject and its object, from a file or a task, and those that a model knows."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import torch

from cutaway.errors import DataError, FileError
from cutaway.model import LanguageModel
from cutaway.tasks import Task

_ANSWERS = ("answer", "attribute", "object")
_BATCH = 64


@dataclass(frozen=True, kw_only=True)
class Fact:
    """A prompt that ends where the object would follow, its subject as it stands in the prompt, and the object."""

    prompt: str
    subject: str
    answer: str


def load_facts(path: Path | str) -> tuple[Fact, ...]:
    """Facts from a file: a JSON list, or JSON lines, of objects with `prompt`, `subject` and `answer`.

    `attribute` or `object` stand for `answer` where that is the field's name, as in the CounterFact family of data
    sets. An answer without a leading space gets one.

    Raises:
        FileError: the file cannot be read.
        DataError: it is not JSON, has no fact, or one that lacks a field.
    """
    path = Path(path)
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise FileError(f"facts cannot be read from {path} ({error}); name a file of JSON in UTF-8") from error
    try:
        items = json.loads(text) if text.lstrip().startswith("[") else list(_lines(text))
    except json.JSONDecodeError as error:
        raise DataError(
            f"{path}, line {error.lineno}: not JSON ({error.msg}); give a list, or a line each, of objects such as "
            '{"prompt": "The capital of France is", "subject": "France", "answer": " Paris"}'
        ) from error
    facts = tuple(_fact(item, f"{path}, fact {number}") for number, item in enumerate(items, start=1))
    if not facts:
        raise DataError(f"{path} holds no fact; give at least one")
    return facts


def facts_of(task: Task) -> tuple[Fact, ...]:
    """The facts of a task whose pairs have a `subject` span, such as `cutaway.tasks.facts`; each prompt once.

    Raises:
        DataError: a pair has no such span, or several answers.
    """
    found: dict[str, Fact] = {}
    for number, pair in enumerate(task.pairs):
        if "subject" not in pair.spans or not isinstance(pair.answer, str):
            raise DataError(
                f"pair {number} of {task.name} has no subject to trace, or several answers; use the task facts, or a "
                "file of facts"
            )
        start, end = pair.spans["subject"]
        found[pair.clean] = Fact(prompt=pair.clean, subject=pair.clean[start:end], answer=pair.answer)
    return tuple(found.values())


def known(lm: LanguageModel, facts: Sequence[Fact]) -> tuple[Fact, ...]:
    """The facts that the model knows: its likeliest next token is the first of the answer's, which becomes the answer.

    As in the data set of Meng et al. (2022), a fact that the model does not recall cannot be traced.

    Raises:
        DataError: it knows none of them.
    """
    kept: list[Fact] = []
    for first in range(0, len(facts), _BATCH):
        part = facts[first : first + _BATCH]
        likeliest = lm.run([fact.prompt for fact in part], logits="last").last_logits.argmax(-1).tolist()
        for fact, token in zip(part, likeliest, strict=True):
            ids = lm.tokenizer(fact.answer, add_special_tokens=False)["input_ids"]
            if ids and ids[0] == token:
                kept.append(replace(fact, answer=lm.tokenizer.decode([token])))
    if not kept:
        raise DataError(f"the model's likeliest token is the answer for none of {len(facts)} facts; none can be traced")
    return tuple(kept)


def sampled(facts: Sequence[Fact], n: int, seed: int = 0) -> tuple[Fact, ...]:
    """At most `n` facts, drawn with a seed, in their first order."""
    generator = torch.Generator().manual_seed(seed)
    chosen = torch.randperm(len(facts), generator=generator)[:n].sort().values
    return tuple(facts[index] for index in chosen.tolist())


def _lines(text: str) -> Iterable[Any]:
    for number, line in enumerate(text.split("\n"), start=1):
        if line.strip():
            try:
                yield json.loads(line)
            except json.JSONDecodeError as error:
                error.lineno = number
                raise


def _fact(item: Any, where: str) -> Fact:
    if not isinstance(item, Mapping):
        raise DataError(f"{where}: {type(item).__name__} instead of an object with prompt, subject and answer")
    answer = next((item[name] for name in _ANSWERS if name in item), None)
    fields = {"prompt": item.get("prompt"), "subject": item.get("subject"), "answer": answer}
    wrong = [name for name, value in fields.items() if not isinstance(value, str) or not value.strip()]
    if wrong:
        there = ", ".join(map(str, item)) or "none"
        raise DataError(f"{where}: no text as {wrong[0]!r} (its fields: {there}); give prompt, subject and answer")
    prompt, subject, answer = (str(value) for value in fields.values())
    return Fact(prompt=prompt.rstrip(), subject=subject, answer=" " + answer.strip())
