"""What the pages of all results have in common: their end (findings and what they are worth), and small parts."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import singledispatch
from typing import Any

from cutaway.errors import DataError
from cutaway.evidence import Finding, provenance
from cutaway.view._parts import Bars, FindingCard, Page, Part, Section, Table, Text

GRADES = (
    "Observed: it was seen, and nothing was changed. Causal: changing it moved the answer by more than the control did. "
    "Verified: it also predicts prompts that were held out, which a random explanation of the same size does not."
)
MOST_BARS = 24


def page_of(result: Any) -> Page:
    """The page that shows a result.

    Args:
        result: what a method of Cutaway returned.

    Raises:
        DataError: there is no page for such an object.
    """
    page = _page(result)
    return page if page.provenance is not None else replace(page, provenance=_origin(result))


@singledispatch
def _page(result: Any) -> Page:
    """Without provenance; a page is registered for each kind of result."""
    raise DataError(f"there is no page for a {type(result).__name__}; give what one of Cutaway's methods returned")


register = _page.register


def has_page(kind: type) -> bool:
    """Whether results of a class can be shown."""
    return _page.dispatch(kind) is not _page.dispatch(object)


def _origin(result: Any) -> dict[str, Any]:
    """What is known of where a result comes from that keeps no record of its own."""
    record = getattr(result, "provenance", None)
    if isinstance(record, Mapping):
        return dict(record)
    versions = {key: value for key, value in provenance(command="").items() if key in ("versions", "python")}
    model = getattr(result, "model", None)
    return ({"model": model} if isinstance(model, str) and model else {}) | versions


def conclusion(findings: Iterable[Finding], *, title: str = "What follows, and how sure it is") -> list[Part]:
    """The findings as a section of cards; nothing where there are none."""
    cards: list[FindingCard] = []
    for finding in findings:
        one = card(finding)
        known = {other.refuted_by for other in cards}
        cards.append(replace(one, refuted_by=None) if one.refuted_by in known else one)  # said once for all alike
    return [Section(title=title, how=GRADES, parts=cards)] if cards else []


def card(finding: Finding) -> FindingCard:
    """One finding."""
    return FindingCard(
        claim=finding.claim,
        grade=finding.grade,
        effect=finding.effect,
        interval=finding.interval,
        control=finding.control,
        n=finding.n,
        method=finding.method,
        refuted_by=refutation(finding),
    )


def refutation(finding: Finding) -> str:
    """What would refute a finding of this grade."""
    if finding.grade == "verified":
        return "prompts of another kind that the same explanation fails to predict"
    if finding.grade == "causal":
        more = "more prompts" if finding.n > 1 else "another prompt of the same kind"
        return f"{more} on which the same change moves the answer no further than its control"
    if finding.control is None:
        return "an intervention at that place which leaves the answer as it is"
    return "a control that does as much, or an intervention there which leaves the answer as it is"


def table(columns: Sequence[tuple[str, str]], rows: Iterable[Sequence[Any]]) -> Table:
    """A table from (title, kind) of its columns."""
    return Table(columns=[{"title": title, "kind": kind} for title, kind in columns], rows=[list(row) for row in rows])


def facts(record: Mapping[str, Any]) -> Table:
    """Names and values in two columns; nested mappings are written out with dots."""
    return table([("what", "text"), ("value", "text")], _flat(record))


def _flat(record: Mapping[str, Any], before: str = "") -> list[list[str]]:
    rows: list[list[str]] = []
    for key, value in record.items():
        if isinstance(value, Mapping):
            rows += _flat(value, f"{before}{key}.")
        elif isinstance(value, float):
            rows.append([f"{before}{key}", f"{value:.4g}"])
        elif isinstance(value, list | tuple) and len(value) > 8:
            rows.append([f"{before}{key}", f"{len(value)} entries"])
        elif value is not None:
            shown = ", ".join(map(str, value)) if isinstance(value, list | tuple) else str(value)
            rows.append([f"{before}{key}", shown])
    return rows


def strongest_bars(
    labels: Sequence[str],
    values: Sequence[float],
    value_title: str,
    *,
    intervals: Sequence[tuple[float, float] | None] | None = None,
    notes: Sequence[str] | None = None,
    most: int = MOST_BARS,
) -> Bars:
    """Bars of the largest values either way, the largest first."""
    order = sorted(range(len(values)), key=lambda i: -abs(values[i]) if values[i] == values[i] else 0.0)[:most]
    given = [intervals[i] for i in order] if intervals is not None else []
    return Bars(
        labels=[labels[i] for i in order],
        values=[values[i] for i in order],
        value_title=value_title,
        low=[nan if pair is None else pair[0] for pair in given] if any(given) else None,
        high=[nan if pair is None else pair[1] for pair in given] if any(given) else None,
        notes=None if notes is None else [notes[i] for i in order],
    )


nan = float("nan")


def words(text: str) -> str:
    """A name of the code as words."""
    return text.replace("_", " ")


def soft(text: str) -> Text:
    """A sentence in small print."""
    return Text(text=text, tone="soft")


def spoken(text: str) -> str:
    """A token or a prompt as a sentence quotes it; only what is all space keeps it, made visible."""
    shown = text.replace("\n", "⏎").replace("\t", "⇥")
    return f"“{shown.strip() or shown.replace(' ', '␣')}”"


def signed(value: float) -> str:
    """A number with its sign, in three figures."""
    return f"{value:+.3g}".replace("-", "−")
