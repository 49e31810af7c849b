"""Attention patterns of the heads that are asked for, weighted by what they carry, and a summary of every head.

A pattern says where a head looks, not what it takes: much attention to a position whose value is near zero moves
nothing. Weighting by the size of what is moved (Kobayashi et al. 2020, "Attention is Not Only a Weight") mends that;
neither says that the head matters to the answer, which only an intervention can.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

import torch
from jaxtyping import Float
from torch import Tensor

from cutaway.errors import DataError, NotReadError
from cutaway.evidence import Finding
from cutaway.model import Edit, LanguageModel, Prompts, Run, Tokens
from cutaway.shown import Shown

Head = tuple[int, int]
"""(layer, head)."""
WeightedBy = Literal["value", "output"]

_PATTERN_BYTES = 512 << 20
"""Patterns that are only summed up are held for so many layers at a time that they stay below this."""


@dataclass(frozen=True, kw_only=True, eq=False)
class HeadSummary(Shown):
    """What some heads' patterns look like, averaged over every query but the first of each prompt.

    The first position can only look at itself.
    """

    axes = ("head",)

    heads: tuple[Head, ...]
    entropy: Float[Tensor, " head"]
    """Of the pattern, in nats; the mean over queries of log(keys in sight) is `uniform_entropy`."""
    distance: Float[Tensor, " head"]
    """Mean distance from query to key, in tokens: Σ_k pattern · (query − key)."""
    sink: Float[Tensor, " head"]
    """The share that goes to position 0."""
    uniform_entropy: float
    """The entropy of a head that looks everywhere alike."""
    uniform_sink: float
    """What position 0 gets from such a head."""

    def to_json(self) -> list[dict[str, Any]]:
        """A row a head."""
        rows = zip(self.heads, self.entropy.tolist(), self.distance.tolist(), self.sink.tolist(), strict=True)
        return [
            {"layer": layer, "head": head, "entropy": entropy, "mean_distance": distance, "sink_share": sink}
            for (layer, head), entropy, distance, sink in rows
        ]

    def findings(self, *, command: str = "") -> list[Finding]:
        """How much attention rests on position 0, as an observation; the control is attention spread evenly."""
        resting = int((self.sink > 0.5).sum())
        return [
            Finding(
                claim=f"{resting} of {len(self.heads)} heads give more than half of their attention to the first "
                f"position; on average a head gives it {float(self.sink.mean()):.2f}",
                method="attention pattern, mean over queries",
                effect=float(self.sink.mean()),
                control=self.uniform_sink,
                n=1,
                grade="observed",
                command=command,
                details={"control": "attention spread evenly over the positions in sight"},
            )
        ]


@dataclass(frozen=True, kw_only=True, eq=False)
class Attention(Shown):
    """Patterns of some heads. What stands at padding means nothing."""

    axes = ("head", "batch", "query", "key")

    heads: tuple[Head, ...]
    patterns: Float[Tensor, "head batch query key"]
    value_norms: Float[Tensor, "head batch key"]
    """‖v‖ of what each head can take from each key."""
    output_norms: Float[Tensor, "head batch key"]
    """‖v W_O‖: what it would write there (before an attention post-norm)."""
    tokens: Tokens
    model: str

    def pattern(self, layer: int, head: int) -> Float[Tensor, "batch query key"]:
        """One head's pattern.

        Raises:
            NotReadError: the head was not asked for.
        """
        return self.patterns[self._index(layer, head)]

    def weighted(self, layer: int, head: int, *, by: WeightedBy = "output") -> Float[Tensor, "batch query key"]:
        """A head's pattern times the size of what it takes: ‖v‖, or ‖v W_O‖ as it arrives in the stream.

        Raises:
            NotReadError: the head was not asked for.
            DataError: an unknown weight.
        """
        if by not in ("value", "output"):
            raise DataError(f"by={by!r}; use 'value' (the norm of v) or 'output' (the norm of v W_O)")
        index = self._index(layer, head)
        norms = self.value_norms if by == "value" else self.output_norms
        return self.patterns[index] * norms[index][:, None, :]

    def summary(self) -> HeadSummary:
        """Entropy, distance and sink share of these heads."""
        return _summary(self.heads, [_totals(pattern, self.tokens) for pattern in self.patterns], self.tokens)

    def to_frame(self, *, prompt: int = 0) -> list[dict[str, Any]]:
        """A row for each head, query and key of one prompt, as data frame libraries take them."""
        strings = self.tokens.strings[prompt]
        return [
            {
                "layer": layer,
                "head": head,
                "query": query,
                "key": key,
                "query_token": strings[query],
                "key_token": strings[key],
                "pattern": float(self.patterns[index, prompt, query, key]),
            }
            for index, (layer, head) in enumerate(self.heads)
            for query in range(len(strings))
            for key in range(query + 1)
        ]

    def to_json(self, *, prompt: int = 0) -> dict[str, Any]:
        """One prompt's patterns without its padding, plain and weighted, and the summary of each head."""
        n = int(self.tokens.lengths[prompt])
        rows = []
        for index, row in enumerate(self.summary().to_json()):
            layer, head = self.heads[index]
            rows.append(
                {
                    **row,
                    "pattern": self.patterns[index, prompt, :n, :n].tolist(),
                    "value_weighted": self.weighted(layer, head, by="value")[prompt, :n, :n].tolist(),
                    "output_weighted": self.weighted(layer, head, by="output")[prompt, :n, :n].tolist(),
                }
            )
        return {"axes": ["query", "key"], "tokens": self.tokens.strings[prompt], "heads": rows}

    def findings(self, *, prompt: int = 0, n: int = 3, command: str = "") -> list[Finding]:
        """Where the last position looks, past position 0, in the heads that do so most. Observations all.

        The control of each is the attention that each position would get if all got the same.
        """
        length = int(self.tokens.lengths[prompt])
        if length < 2:
            return []
        strings = self.tokens.strings[prompt]
        last = self.patterns[:, prompt, length - 1, 1:length]
        strongest = last.amax(-1).argsort(descending=True)[:n].tolist()
        found = []
        for index in strongest:
            layer, head = self.heads[index]
            key = int(last[index].argmax()) + 1
            share = float(last[index, key - 1])
            moved = self.weighted(layer, head)[prompt, length - 1, :length]
            part = float(moved[key] / moved.sum().clamp(min=1e-30))
            found.append(
                Finding(
                    claim=f"Head {layer}.{head} looks from the last position at {strings[key]!r} (position {key}) "
                    f"with {share:.2f} of its attention, {part:.2f} of it by the size of what it takes",
                    method="attention pattern",
                    effect=share,
                    control=1 / length,
                    n=1,
                    grade="observed",
                    command=command,
                    details={
                        "layer": layer,
                        "head": head,
                        "key": key,
                        "output_weighted_share": part,
                        "control": "attention spread evenly",
                    },
                )
            )
        return found

    def _index(self, layer: int, head: int) -> int:
        if (layer, head) not in self.heads:
            raise NotReadError(f"head {layer}.{head} was not asked for; add ({layer}, {head}) to heads= of attention")
        return self.heads.index((layer, head))


def attention(
    lm: LanguageModel,
    prompts: Prompts | Tokens,
    *,
    heads: Sequence[Head] | None = None,
    edits: Sequence[Edit] | Edit = (),
) -> Attention:
    """Patterns of the heads that are asked for; no other is kept, nor computed.

    Args:
        lm: the model.
        prompts: one or several, of any length. A pattern holds length² numbers a head.
        heads: (layer, head) of each; None for all.
        edits: changes under which to look.

    Raises:
        SiteError: no such head, or the model does not show its patterns.
        PromptError: a prompt that cannot be run.
        DataError: no head is named.
    """
    chosen = all_heads(lm) if heads is None else tuple(dict.fromkeys((int(a), int(b)) for a, b in heads))
    if not chosen:
        raise DataError("heads= names none; give (layer, head) pairs, or None for all")
    tokens = lm.tokenize(prompts)
    layers = sorted({layer for layer, _ in chosen})
    read = [*(f"pattern.{layer}.{head}" for layer, head in chosen), *(f"v.{layer}" for layer in layers)]
    run = lm.run(tokens, read=read, edits=edits, logits=False)
    chosen = tuple((layer % lm.n_layers, head) for layer, head in chosen)
    values, outputs = zip(*(_norms(lm, run, layer, head) for layer, head in chosen), strict=True)
    return Attention(
        heads=chosen,
        patterns=torch.stack([run[f"pattern.{layer}.{head}"] for layer, head in chosen]),
        value_norms=torch.stack(values),
        output_norms=torch.stack(outputs),
        tokens=tokens,
        model=lm.name,
    )


def all_heads(lm: LanguageModel) -> tuple[Head, ...]:
    """Every (layer, head)."""
    return tuple((layer, head) for layer in range(lm.n_layers) for head in range(lm.n_heads))


def _norms(lm: LanguageModel, run: Run, layer: int, head: int) -> tuple[Tensor, Tensor]:
    """[batch key], ‖v‖ and ‖v W_O‖."""
    v = run[f"v.{layer}"]
    part = lm.parts.layers[layer]
    v = v[:, :, head * v.shape[2] // lm.n_heads].float()
    return v.norm(dim=-1), (v @ part.w_o[head].float() * part.multiplier).norm(dim=-1)


def head_summary(lm: LanguageModel, prompts: Prompts | Tokens) -> HeadSummary:
    """Entropy, mean distance and sink share of every head; patterns are summed up some layers at a time.

    Args:
        lm: the model.
        prompts: one or several, of at least two tokens.

    Raises:
        SiteError: the model does not show its patterns.
        PromptError: a prompt that cannot be run.
        DataError: every prompt has one token only.
    """
    tokens = lm.tokenize(prompts)
    per_layer = 2 * lm.n_heads * tokens.ids.numel() * tokens.ids.shape[1] * 4
    step = max(1, _PATTERN_BYTES // per_layer)
    totals: list[Tensor] = []
    for first in range(0, lm.n_layers, step):
        layers = range(first, min(first + step, lm.n_layers))
        run = lm.run(tokens, read=[f"pattern.{layer}" for layer in layers], logits=False)
        totals += [_totals(pattern, tokens) for layer in layers for pattern in run[f"pattern.{layer}"].unbind(1)]
    return _summary(all_heads(lm), totals, tokens)


def _totals(pattern: Float[Tensor, "batch query key"], tokens: Tokens) -> Float[Tensor, " 3"]:
    """Entropy, distance and sink share, summed over the queries that count (fp64)."""
    position = torch.arange(pattern.shape[-1], device=pattern.device)
    counts = (position > 0) & (position < tokens.lengths.to(pattern.device)[:, None])
    rows = pattern[counts].double()  # [query key]
    at = position.expand(counts.shape)[counts]
    entropy = -torch.special.xlogy(rows, rows).sum(-1)
    distance = (rows * (at[:, None] - position)).sum(-1)
    return torch.stack([entropy.sum(), distance.sum(), rows[:, 0].sum()]).cpu()


def _summary(heads: tuple[Head, ...], totals: list[Tensor], tokens: Tokens) -> HeadSummary:
    queries = [query for length in tokens.lengths.tolist() for query in range(1, length)]
    if not queries:
        raise DataError("no prompt has a second token, so no head had a choice where to look; give longer prompts")
    entropy, distance, sink = (torch.stack(totals) / len(queries)).float().unbind(1)
    return HeadSummary(
        heads=heads,
        entropy=entropy,
        distance=distance,
        sink=sink,
        uniform_entropy=sum(math.log(query + 1) for query in queries) / len(queries),
        uniform_sink=sum(1 / (query + 1) for query in queries) / len(queries),
    )
