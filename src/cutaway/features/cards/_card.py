"""Cards: what each neuron or latent responds to, and what it writes.

A card holds the strongest examples of a unit and examples from every quantile, with their context; how often it is active
and how strongly; the tokens that its direction raises and lowers (through the final norm's gain and the unembedding); the
units that are typically active with it; and those whose direction is most similar.

`lift` of a unit that is active together with this one: its share of this unit's examples, over its share of all tokens
(among the strongest units in both).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from math import isfinite
from typing import Any

import numpy as np
import torch
from jaxtyping import Float
from torch import Tensor

from cutaway.evidence import Finding
from cutaway.features._units import Source, Units, open_units, read_text, sided, text_record
from cutaway.features.cards._pass import CardOptions, CardPass, bin_edges
from cutaway.model import LanguageModel
from cutaway.observe import direction_lens
from cutaway.progress import Progress, silent
from cutaway.shown import Shown
from cutaway.store import Corpus, Packing, Store

DEFAULT_OPTIONS = CardOptions()
DEFAULT_PACKING = Packing()
_DIRECTIONS = 512
"""Directions that are looked at together."""


@dataclass(frozen=True, kw_only=True)
class CardExample:
    """A piece of text, and what the unit does on each token of it."""

    tokens: tuple[str, ...]
    values: tuple[float, ...]
    peak: int
    """Which of the tokens the unit peaks on in its row."""
    value: float
    """The activation there."""
    group: int
    """0 for one of the strongest; 1 for one of the strongest quantile, and so on down."""
    row: int
    """The row of text that it is from, counted over the pass."""
    document: int
    """The document of the corpus."""


@dataclass(frozen=True, kw_only=True)
class Companion:
    """Another unit that is typically active at the same place."""

    unit: int
    share: float
    """Of this unit's examples."""
    lift: float
    """How many times more often than on all tokens."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Card(Shown):
    """What one unit responds to, and what it writes."""

    unit: int
    name: str
    side: int
    """1, or -1 for a neuron that answers below zero: its activations, and its direction, are then taken negative."""
    density: float
    """Share of tokens on which it is active; the first token of a row does not count."""
    peak: float
    """The strongest activation."""
    mean: float
    """The mean activation where it is active."""
    edges: tuple[float, ...]
    """Of the histogram's bins, from the first to the last that is not empty; a bin spans half an octave."""
    counts: tuple[int, ...]
    """Active tokens in each bin."""
    examples: tuple[CardExample, ...]
    """The strongest, then those of each quantile."""
    promoted: tuple[tuple[str, float], ...] = ()
    """Tokens that it raises most, each with the logit (less the mean of all) for a direction of length 1."""
    suppressed: tuple[tuple[str, float], ...] = ()
    companions: tuple[Companion, ...] = ()
    """Units typically active together with it."""
    neighbours: tuple[tuple[int, float], ...] = ()
    """Units of the most similar direction, with the cosine."""
    label: str | None = None
    """What it was labelled as, if it was."""
    label_score: float | None = None
    """How well the label predicts where it is active, on examples that it was not made from."""
    tokens: int = 0
    """Tokens of text behind it."""
    corpus: str = ""
    model: str = ""
    provenance: Mapping[str, Any] = field(default_factory=dict)

    @property
    def dead(self) -> bool:
        """Whether it was never active."""
        return not self.density

    def group(self, number: int) -> list[CardExample]:
        """Its examples of one group: 0 for the strongest, 1 for the strongest quantile, and so on."""
        return [example for example in self.examples if example.group == number]

    def to_json(self) -> dict[str, Any]:
        """Everything, as plain data."""
        return {
            "unit": self.unit,
            "name": self.name,
            "side": self.side,
            "label": self.label,
            "label_score": self.label_score,
            "density": self.density,
            "peak": self.peak,
            "mean": self.mean,
            "histogram": {"edges": list(self.edges), "counts": list(self.counts)},
            "examples": [vars(example) | {"tokens": list(example.tokens)} for example in self.examples],
            "promoted": [{"token": token, "logit": logit} for token, logit in self.promoted],
            "suppressed": [{"token": token, "logit": logit} for token, logit in self.suppressed],
            "companions": [vars(one) for one in self.companions],
            "neighbours": [{"unit": unit, "cosine": cosine} for unit, cosine in self.neighbours],
            "tokens": self.tokens,
            "corpus": self.corpus,
            "model": self.model,
        }

    def findings(self, *, command: str = "") -> list[Finding]:
        """What it peaks on most, as an observation."""
        strongest = self.group(0)
        if not strongest:
            return []
        words = [example.tokens[example.peak] for example in strongest]
        common = max(set(words), key=lambda word: (words.count(word), word))
        share = words.count(common) / len(words)
        return [
            Finding(
                claim=f"{self.name} peaks on {common!r} in {share:.0%} of its {len(words)} strongest examples",
                method="strongest examples of a pass over text",
                effect=share,
                n=len(words),
                command=command,
                details={"tokens": self.tokens, "corpus": self.corpus, "density": self.density},
            )
        ]


def card(
    lm: LanguageModel,
    source: Source,
    unit: int,
    corpus: Corpus | Store,
    *,
    n_tokens: int = 20_000,
    packing: Packing = DEFAULT_PACKING,
    options: CardOptions = DEFAULT_OPTIONS,
    progress: Progress = silent,
) -> Card:
    """The card of one unit, from a small pass of its own; `make_cards` makes those of all units in one.

    Args:
        lm: the model.
        source: `mlp_post.L` for neurons; a dictionary, or its folder.
        unit: the neuron's or latent's number.
        corpus: the text, or a store of the activations that the units are known from.
        n_tokens: tokens of text.
        packing: how documents become rows.
        options: what the card holds.
        progress: told how many tokens were read.

    Raises:
        DataError: no such unit or dictionary.
        SiteError: as for `LanguageModel.run`.
    """
    units = open_units(lm, source)
    chosen = torch.tensor([units.check(unit)])
    batches = read_text(lm, units, corpus, packing=packing, n_tokens=n_tokens)
    units, batches = sided(lm, units, batches)
    gathered = CardPass(chosen, units.count, options)
    for batch in batches:
        gathered.add(batch, units.of(batch).cpu())
        progress("reading text", gathered.tokens, n_tokens)
    record = finished(lm, units, gathered)[0]
    texts: dict[int, str] = {}

    def text(token: int) -> str:
        if token not in texts:
            texts[token] = str(lm.tokenizer.decode([token]))
        return texts[token]

    return card_of(
        record, gathered.examples(0), text, name=units.name(unit),
        tokens=gathered.tokens, corpus=text_record(corpus)["name"], model=lm.name,
    )  # fmt: skip


def finished(lm: LanguageModel, units: Units, gathered: CardPass, progress: Progress = silent) -> list[dict[str, Any]]:
    """What the cards hold beside examples: a record for each unit of the pass, as plain data."""
    near, lens = _directions(lm, units, gathered.chosen, gathered.options, progress)
    together = _companions(gathered)
    records = []
    for index, unit in enumerate(gathered.chosen.tolist()):
        active = int(gathered.active[index])
        found = float(gathered.strongest.value[index].max())
        records.append(
            {
                "unit": unit,
                "side": int(units.side(unit)),
                "active": active,
                "density": active / max(1, gathered.tokens),
                "peak": found,
                "mean": float(gathered.total[index]) / active if active else 0.0,
                "counts": gathered.counts[index].tolist(),
                **lens[index],
                **near[index],
                **together[index],
            }
        )
    return records


def card_of(
    record: Mapping[str, Any],
    examples: Sequence[Mapping[str, Any]],
    text: Any,
    *,
    name: str,
    tokens: int,
    corpus: str,
    model: str,
    label: str | None = None,
    label_score: float | None = None,
    provenance: Mapping[str, Any] | None = None,
) -> Card:
    """A card from what was kept of it; `text` gives a token's text by its id."""
    counts, edges = list(record["counts"]), bin_edges()
    full = [n for n, count in enumerate(counts) if count]
    first, last = (full[0], full[-1] + 1) if full else (0, 0)
    shown = [edge if isfinite(edge) else 2 * edges[-2] for edge in edges[first : last + 1]]
    return Card(
        unit=record["unit"],
        name=name,
        side=record["side"],
        density=record["density"],
        peak=record["peak"],
        mean=record["mean"],
        edges=tuple(shown) if full else (),
        counts=tuple(counts[first:last]),
        examples=tuple(
            CardExample(
                tokens=tuple(map(text, example["ids"])),
                values=tuple(example["values"]),
                **{key: example[key] for key in ("peak", "value", "group", "row", "document")},
            )
            for example in examples
        ),
        promoted=tuple(zip(map(text, record["promoted"]), record["promoted_logits"], strict=True)),
        suppressed=tuple(zip(map(text, record["suppressed"]), record["suppressed_logits"], strict=True)),
        companions=tuple(
            Companion(unit=unit, share=share, lift=lift)
            for unit, share, lift in zip(record["with"], record["with_share"], record["with_lift"], strict=True)
        ),
        neighbours=tuple(zip(record["near"], record["near_cosine"], strict=True)),
        label=label,
        label_score=label_score,
        tokens=tokens,
        corpus=corpus,
        model=model,
        provenance=provenance or {},
    )


def _directions(
    lm: LanguageModel, units: Units, chosen: Tensor, options: CardOptions, progress: Progress
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """For each chosen unit its neighbours, and the tokens that it raises and lowers."""
    no_near = {"near": [], "near_cosine": []}
    no_lens = {"promoted": [], "promoted_logits": [], "suppressed": [], "suppressed_logits": []}
    near: list[dict[str, Any]] = [no_near] * len(chosen)
    lens: list[dict[str, Any]] = [no_lens] * len(chosen)
    if units.dictionary is not None:
        own = units.dictionary.W_dec.detach().float().cpu()
    else:
        found = units.directions(lm)
        assert found is not None
        own = found.cpu()
    unit_length = own / own.norm(dim=1, keepdim=True).clamp(min=1e-30)
    written = units.directions(lm)
    many = min(options.neighbours, units.count - 1)
    for start in range(0, len(chosen), _DIRECTIONS):
        part = chosen[start : start + _DIRECTIONS]
        cosine: Float[Tensor, "part unit"] = unit_length[part] @ unit_length.T
        cosine[torch.arange(len(part)), part] = -2
        best = cosine.topk(many, 1)
        for n, (ids, values) in enumerate(zip(best.indices.tolist(), best.values.tolist(), strict=True)):
            near[start + n] = {"near": ids, "near_cosine": values}
        if written is not None:
            rows = written[part.to(written.device)]
            real = (rows.norm(dim=1) > 0).nonzero()[:, 0].tolist()
            if real:
                said = direction_lens(lm, rows[real], top=min(options.logits, lm.d_vocab))
                for n, index in enumerate(real):
                    lens[start + index] = {key: getattr(said, key)[n].tolist() for key in no_lens}
        progress("directions", min(len(chosen), start + _DIRECTIONS), len(chosen))
    return near, lens


def _companions(gathered: CardPass) -> list[dict[str, Any]]:
    """For each unit of the pass those typically active together with it, by the evidence that each gives."""
    kept = gathered.reservoir
    lists = kept.coactive.numpy()
    there = (kept.key >= 0).numpy()
    base = gathered.among.numpy() / max(1, gathered.tokens)
    found = []
    for index in range(len(lists)):
        n = int(there[index].sum())
        seen = lists[index][there[index]]
        ids, counts = np.unique(seen[seen >= 0], return_counts=True)
        ids, counts = ids[counts > 1], counts[counts > 1]
        share = counts / max(1, n)
        lift = share / np.maximum(base[ids], 1e-12)
        order = np.argsort(-share * np.log(np.maximum(lift, 1e-12)), kind="stable")[: gathered.options.neighbours]
        order = order[lift[order] > 1]
        found.append(
            {"with": ids[order].tolist(), "with_share": share[order].tolist(), "with_lift": lift[order].tolist()}
        )
    return found
