"""Saved payloads as pages again, so that a study can be written as one HTML file."""

from collections.abc import Mapping
from dataclasses import fields
from typing import Any

from cutaway.errors import DataError
from cutaway.evidence import Finding
from cutaway.view._parts import Page, Part, Section, Text
from cutaway.view._payload import unpack
from cutaway.view.app._wire import Answer, Study
from cutaway.view.results._common import conclusion


def study_page(study: Study) -> Page:
    """Everything in a study, in the order in which it was asked for."""
    parts: list[Part] = []
    for answer in study.answers:
        parts += _said(answer)
        parts += read_page(answer.payload).parts
    shown = {finding.claim for answer in study.answers for finding in answer.findings}
    earlier = [
        Finding.from_json(line.finding.model_dump()) for line in study.findings if line.finding.claim not in shown
    ]
    parts += conclusion(earlier, title="What was found earlier in this study")
    record = {"model": study.model, "created": study.created, "changed": study.changed, "study": study.id}
    fingerprints = {answer.fingerprint for answer in study.answers}
    if len(fingerprints) == 1:
        record["fingerprint"] = fingerprints.pop()
    return Page(title=study.name, subtitle=f"{study.model}: {study.prompt}", parts=parts, provenance=record)


def _said(answer: Answer) -> list[Part]:
    """What an answer says beside its payload: continuations, and the pair that was patched."""
    parts: list[Part] = []
    if answer.continuations is not None:
        for title, pieces in (
            ("by itself", answer.continuations.plain),
            ("with the changes", answer.continuations.edited),
        ):
            if pieces is not None:
                parts.append(Text(text=f"The model goes on, {title}:", tone="soft"))
                parts.append(Text(text="".join(piece.text for piece in pieces), tone="quote"))
        parts += [Text(text=note, tone="soft") for note in answer.continuations.notes]
    if answer.contrast is not None:
        one = answer.contrast
        text = (
            f"Corrupted prompt: {one.corrupted!r} ({one.how}). Answer {one.answer!r}, measured against {one.wrong!r}."
        )
        parts.append(Text(text=text, tone="soft"))
    return [Section(title=_TITLES[answer.kind], parts=parts)] if parts else []


_TITLES = {
    "generation": "The continuation",
    "patching": "The pair of prompts",
    "circuit": "The pair of prompts of the circuit",
}


def read_page(payload: Mapping[str, Any]) -> Page:
    """The page that `pack` packed.

    Raises:
        DataError: it is no payload, or holds a part that this version does not know.
    """
    page = unpack(payload)
    known = {kind.part: kind for kind in Part.__subclasses__()}

    def part(data: Mapping[str, Any]) -> Part:
        kind = known.get(data.get("part", ""))
        if kind is None:
            raise DataError(f"a payload holds the part {data.get('part')!r}; open it with the version that wrote it")
        values: dict[str, Any] = {}
        for field in fields(kind):
            if field.name not in data:
                continue
            value = data[field.name]
            if field.name == "parts":
                value = [part(one) for one in value]
            elif field.name == "details":
                value = [{"title": one["title"], "parts": [part(p) for p in one["parts"]]} for one in value]
            elif field.name == "interval":
                value = tuple(value)
            values[field.name] = value
        return kind(**values)

    return Page(
        title=page["title"],
        subtitle=page.get("subtitle"),
        parts=[part(one) for one in page["parts"]],
        provenance=page.get("provenance"),
    )
