"""Finding units among cards: by a token that they peak on or raise, by what they do on a text, by the words of a label."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import torch

from cutaway.errors import DataError
from cutaway.evidence import Finding
from cutaway.features._units import Source, Units, open_units
from cutaway.features.cards._store import EXAMPLES, UNITS, Cards, read_table
from cutaway.model import LanguageModel
from cutaway.shown import Shown


@dataclass(frozen=True, kw_only=True)
class Hit:
    """A unit that was found."""

    unit: int
    name: str
    score: float
    """How well it fits; see `CardSearch.measure`."""
    note: str
    """Why it was found, in words."""
    label: str | None = None
    density: float | None = None


@dataclass(frozen=True, kw_only=True, eq=False)
class CardSearch(Shown):
    """Units that fit a token, a text or a word, the best first."""

    query: str
    by: str
    """`token`, `raises`, `text` or `label`."""
    measure: str
    """What the score is."""
    hits: tuple[Hit, ...]
    model: str = ""
    tokens: tuple[str, ...] = ()
    """For `text`: its tokens."""
    values: tuple[tuple[float, ...], ...] = ()
    """For `text`: what each unit found does on each token."""

    def __len__(self) -> int:
        return len(self.hits)

    def to_json(self) -> dict[str, Any]:
        """The units, and why each was found."""
        return {
            "query": self.query,
            "by": self.by,
            "measure": self.measure,
            "hits": [vars(hit) for hit in self.hits],
            "tokens": list(self.tokens),
            "values": [list(row) for row in self.values],
        }

    def findings(self, *, command: str = "") -> list[Finding]:
        """The best of them, as an observation."""
        return [
            Finding(
                claim=f"{hit.name} fits {self.query!r} best of all units ({hit.note})",
                method=f"search by {self.by}: {self.measure}",
                effect=hit.score,
                n=1,
                command=command,
            )
            for hit in self.hits[:1]
        ]


def search_token(cards: Cards, text: str, *, top: int = 20) -> CardSearch:
    """Units whose examples peak on a token.

    Args:
        cards: the cards.
        text: a token's text; with or without a space before it, and in any case.
        top: how many units at the most.

    Raises:
        DataError: nothing to search for.
    """
    wanted = _plain(text)
    ids = {token for token, word in enumerate(cards.vocabulary) if _plain(word) == wanted}
    if not wanted or not ids:
        raise DataError(f"{text!r} is no token of {cards.model}; give a word that is one, or search by text")
    table = read_table(cards.folder / EXAMPLES, columns=["unit", "group", "ids", "peak"])
    seen: dict[int, int] = {}
    all_of: dict[int, int] = {}
    for unit, tokens, peak in zip(table["unit"], table["ids"], table["peak"], strict=True):
        all_of[unit] = all_of.get(unit, 0) + 1
        if tokens[peak] in ids:
            seen[unit] = seen.get(unit, 0) + 1
    ranked = sorted(seen, key=lambda unit: (-seen[unit] / all_of[unit], unit))[:top]
    scores = [seen[unit] / all_of[unit] for unit in ranked]
    notes = [f"{seen[unit]} of {all_of[unit]} examples peak on it" for unit in ranked]
    return _found(cards, text, "token", "share of the unit's examples that peak on it", ranked, scores, notes)


def search_raised(cards: Cards, text: str, *, top: int = 20) -> CardSearch:
    """Units whose direction raises a token more than most others.

    Args, Raises: as for `search_token`.
    """
    wanted = _plain(text)
    ids = {token for token, word in enumerate(cards.vocabulary) if _plain(word) == wanted}
    if not wanted or not ids:
        raise DataError(f"{text!r} is no token of {cards.model}; give a word that is one, or search by text")
    table = read_table(cards.folder / UNITS, columns=["unit", "promoted", "promoted_logits"])
    best: dict[int, tuple[float, int]] = {}
    for unit, tokens, logits in zip(table["unit"], table["promoted"], table["promoted_logits"], strict=True):
        found = [(logit, rank) for rank, (token, logit) in enumerate(zip(tokens, logits, strict=True)) if token in ids]
        if found:
            best[unit] = max(found)
    ranked = sorted(best, key=lambda unit: -best[unit][0])[:top]
    scores = [best[unit][0] for unit in ranked]
    notes = [f"place {best[unit][1] + 1} of what it raises" for unit in ranked]
    return _found(cards, text, "raises", "logit that a direction of length 1 adds to it", ranked, scores, notes)


def search_label(cards: Cards, text: str, *, top: int = 20) -> CardSearch:
    """Units whose label holds all the words of a text.

    Args, Raises: as for `search_token`; and DataError where no unit has a label.
    """
    if not cards.labels:
        raise DataError(f"no unit in {cards.folder} has a label; make some with: cutaway features label {cards.folder}")
    words = text.lower().split()
    if not words:
        raise DataError("nothing to search for; give a word of a label")
    fit = {unit: row for unit, row in cards.labels.items() if all(word in row["label"].lower() for word in words)}
    ranked = sorted(fit, key=lambda unit: (-(fit[unit]["score"] or 0.0), unit))[:top]
    scores = [fit[unit]["score"] or 0.0 for unit in ranked]
    notes = [fit[unit]["label"] for unit in ranked]
    return _found(cards, text, "label", "the label's own score", ranked, scores, notes)


def search_text(
    lm: LanguageModel,
    source: Source,
    text: str,
    *,
    cards: Cards | None = None,
    pos: int | None = None,
    top: int = 20,
) -> CardSearch:
    """Units that are active on a text: how strongly, in shares of their own peak where their cards are known.

    Args:
        lm: the model.
        source: `mlp_post.L` for neurons; a dictionary, or its folder.
        text: the text; its first token does not count.
        cards: the units' cards, for their peaks, sides and labels.
        pos: only this token, from the text's end where negative; None for all.
        top: how many units at the most.

    Raises:
        DataError: the cards are of other units, or the text has no such token.
    """
    units = open_units(lm, source)
    if cards is not None:
        if len(cards) != units.count or tuple(cards.record["sites"]) != units.sites:
            raise DataError(f"these cards are of {cards.title}, not of {units.title}")
        units = Units(
            sites=units.sites, count=units.count, dictionary=units.dictionary,
            sides=None if units.dictionary is not None else torch.tensor(cards.columns("side")["side"]).float(),
        )  # fmt: skip
    tokens, values = units.run(lm, [text])
    found = values[0].clamp(min=0).cpu()
    length = int(tokens.lengths[0])
    first = 1 if length > 1 else 0
    if pos is not None and not -length <= pos < length:
        raise DataError(f"pos={pos}: the text has {length} tokens")
    places = torch.arange(first, length) if pos is None else torch.tensor([pos % length])
    best, where = found[places].max(0)
    peak = None if cards is None else torch.tensor(cards.columns("peak")["peak"])
    score = best if peak is None else best / peak.clamp(min=1e-9)
    ranked = [unit for unit in score.topk(min(top, units.count)).indices.tolist() if best[unit] > 0]
    words = tokens.strings[0]
    notes = [f"{float(best[unit]):.3g} on {words[int(places[where[unit]])]!r}" for unit in ranked]
    measure = "its activation there" + ("" if peak is None else ", as a share of its peak over the cards' text")
    scores = [float(score[unit]) for unit in ranked]
    shown = _found(cards, text, "text", measure, ranked, scores, notes, name=units.name, model=lm.name)
    rows = tuple(tuple(found[:, unit].tolist()) for unit in ranked)
    return CardSearch(**{**vars(shown), "tokens": tuple(words), "values": rows})


def _found(
    cards: Cards | None,
    query: str,
    by: str,
    measure: str,
    units: Sequence[int],
    scores: Sequence[float],
    notes: Sequence[str],
    *,
    name: Any = None,
    model: str = "",
) -> CardSearch:
    density = {} if cards is None else cards.columns("density")["density"]
    hits = tuple(
        Hit(
            unit=unit,
            name=(cards.name if cards is not None else name)(unit),
            score=score,
            note=note,
            label=None if cards is None else cards.labels.get(unit, {}).get("label"),
            density=density[unit] if cards is not None else None,
        )
        for unit, score, note in zip(units, scores, notes, strict=True)
    )
    return CardSearch(query=query, by=by, measure=measure, hits=hits, model=cards.model if cards is not None else model)


def _plain(text: str) -> str:
    return text.strip().lower() or text.strip(" ")
