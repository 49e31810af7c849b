"""The parts of a logit: how much each head, MLP, neuron and bias writes towards the answer by itself.

They sum to the logit that was taken apart; how they are computed is in `_direct.py`.
"""

from dataclasses import dataclass
from typing import Any, Literal

import torch
from jaxtyping import Float
from torch import Tensor

from cutaway.errors import DataError, did_you_mean
from cutaway.evidence import Finding, bootstrap
from cutaway.model import Tokens
from cutaway.shown import Shown

PartKind = Literal[
    "embed", "head", "source", "attn", "attn_bias", "mlp", "neuron", "mlp_rest", "final_norm_bias", "unembed_bias"
]
By = Literal["component", "head", "neuron", "source"]
WRITERS = ("head", "source", "attn", "mlp", "neuron")
"""The kinds of parts that a finding may be about."""
_NAMED = 100
"""An error names so many parts at the most."""


@dataclass(frozen=True, kw_only=True)
class Part:
    """One term of the sum."""

    name: str
    """The site that the term is (`head_out.18.6`, `mlp_out.3`, `mlp_post.7.472`, `embed`), or the bias's name; a head's
    part from one source token is `head_out.18.6 from 4`."""
    kind: PartKind
    """`attn` is a whole layer's attention, `mlp_rest` what an MLP writes besides the neurons that have parts."""
    layer: int | None = None
    head: int | None = None
    neuron: int | None = None
    source: int | None = None
    """The position that the head read this from."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Attribution(Shown):
    """The parts of a logit, or of the difference of two. They sum to it."""

    axes = ("batch", "part")

    parts: tuple[Part, ...]
    values: Float[Tensor, "batch part"]
    """fp64."""
    measured: Float[Tensor, " batch"]
    """The logit (or difference) as the model's own norm and unembedding give it, before any soft cap."""
    answer: tuple[int, ...]
    """A token id for each prompt."""
    wrong: tuple[int, ...] | None
    """The token id that is subtracted; None: the logit alone is taken apart."""
    pos: int
    tokens: Tokens
    by: By
    """How finely it is taken apart."""
    frozen: tuple[str, ...]
    """The norms whose scale is held at the value that it has in this run; all else is exact."""
    softcap: float | None
    """The bound that the model puts on its logits afterwards; the parts sum to the logit before it."""
    model: str

    @property
    def measure(self) -> str:
        """`logit` or `logit_difference`."""
        return "logit" if self.wrong is None else "logit_difference"

    @property
    def total(self) -> Float[Tensor, " batch"]:
        """The sum of the parts."""
        return self.values.sum(-1)

    @property
    def remainder(self) -> Float[Tensor, " batch"]:
        """What was measured, less the sum of the parts: rounding, in the precision of the model's type."""
        return self.measured - self.total

    @property
    def error(self) -> float:
        """How far the sum is from what was measured, over the larger of that and the largest part."""
        scale = torch.maximum(self.measured.abs(), self.values.abs().amax(-1)).clamp(min=1e-30)
        return float((self.remainder.abs() / scale).max())

    def value(self, name: str) -> Float[Tensor, " batch"]:
        """One part, by its name.

        Raises:
            DataError: there is no such part.
        """
        for index, part in enumerate(self.parts):
            if part.name == name:
                return self.values[:, index]
        names = [part.name for part in self.parts]
        more = f" and {len(names) - _NAMED} more" if len(names) > _NAMED else ""
        raise DataError(f"no part {name!r}{did_you_mean(name, names)}; the parts are {', '.join(names[:_NAMED])}{more}")

    def by_layer(self) -> list[dict[str, Any]]:
        """What each layer's attention (heads and biases) and MLP write, averaged over prompts."""
        mean = self.values.mean(0).tolist()
        layers = sorted({part.layer for part in self.parts if part.layer is not None})
        totals = {layer: {"layer": layer, "attn": 0.0, "mlp": 0.0} for layer in layers}
        for part, value in zip(self.parts, mean, strict=True):
            if part.layer is not None:
                totals[part.layer]["mlp" if part.kind in ("mlp", "neuron", "mlp_rest") else "attn"] += value
        return list(totals.values())

    def by_source(self, *, prompt: int = 0) -> list[dict[str, Any]]:
        """What all heads together bring from each token of a prompt.

        Raises:
            DataError: it was not taken apart by source.
        """
        if self.by != "source":
            raise DataError(f"this attribution is by {self.by}; make it with by='source' to sum over sources")
        totals = [0.0] * int(self.tokens.lengths[prompt])
        for part, value in zip(self.parts, self.values[prompt].tolist(), strict=True):
            if part.source is not None and part.source < len(totals):
                totals[part.source] += value
        strings = self.tokens.strings[prompt]
        return [{"pos": pos, "token": strings[pos], "value": value} for pos, value in enumerate(totals)]

    def largest(self, n: int = 5, *, kind: PartKind | None = None) -> list[tuple[Part, float]]:
        """The parts with the largest mean value either way."""
        mean = self.values.mean(0).tolist()
        chosen = [(p, v) for p, v in zip(self.parts, mean, strict=True) if kind is None or p.kind == kind]
        return sorted(chosen, key=lambda item: -abs(item[1]))[:n]

    def to_frame(self) -> list[dict[str, Any]]:
        """A row for each prompt and part, as data frame libraries take them."""
        return [
            {"prompt": b, **_row(p), "value": value}
            for b, row in enumerate(self.values.tolist())
            for p, value in zip(self.parts, row, strict=True)
        ]

    def to_json(self) -> dict[str, Any]:
        """Means over the prompts (there is mostly one)."""
        mean = self.values.mean(0).tolist()
        measured = float(self.measured.mean())
        return {
            "measure": self.measure,
            self.measure: measured,
            "by": self.by,
            "total": float(self.total.mean()),
            "remainder": float(self.remainder.mean()),
            "error": self.error,
            "frozen": list(self.frozen),
            "softcap": self.softcap,
            "n": len(self.tokens),
            "parts": [{**_row(p), "value": value} for p, value in zip(self.parts, mean, strict=True)],
            "layers": self.by_layer(),
            **({"sources": self.by_source()} if self.by == "source" and len(self.tokens) == 1 else {}),
        }

    def findings(self, *, n: int = 2, command: str = "") -> list[Finding]:
        """The heads, MLPs or neurons that write most towards the answer, as observations.

        The control of each is the mean absolute value of the parts of its kind: what a part chosen blindly writes.

        Args:
            n: how many.
            command: what makes this again.
        """
        found = []
        writers = [(p, v) for p, v in self.largest(len(self.parts)) if p.kind in WRITERS]
        texts = sorted({self.tokens.decode(t) for t in self.answer})
        name = repr(texts[0]) if len(texts) == 1 else "the answers"
        over = "" if self.wrong is None else f" over {self._rivals()}"
        for part, value in writers[:n]:
            same = [abs(v) for p, v in writers if p.kind == part.kind]
            samples = self.values[:, self.parts.index(part)].tolist()
            direction = "towards" if value > 0 else "against"
            found.append(
                Finding(
                    claim=f"{self._spoken(part)} writes {value:+.2f} directly {direction} {name}{over}, "
                    f"of {float(self.total.mean()):+.2f} in all",
                    method="direct logit attribution",
                    effect=value,
                    interval=bootstrap(samples) if len(samples) > 1 else None,
                    control=sum(same) / len(same),
                    n=len(samples),
                    grade="observed",
                    command=command,
                    details={
                        "measure": self.measure,
                        "control": f"mean size of the parts of kind {part.kind!r}",
                        "part": part.name,
                        **{name: value for name, value in _row(part).items() if name not in ("name", "kind")},
                    },
                )
            )
        return found

    def _rivals(self) -> str:
        assert self.wrong is not None
        texts = sorted({self.tokens.decode(t) for t in self.wrong})
        return repr(texts[0]) if len(texts) == 1 else "the rivals"

    def _spoken(self, part: Part) -> str:
        if part.kind == "source":
            assert part.source is not None
            inside = len(self.tokens) == 1 and part.source < len(self.tokens.strings[0])
            token = f" ({self.tokens.strings[0][part.source]!r})" if inside else ""
            return f"Head {part.layer}.{part.head}, reading position {part.source}{token},"
        if part.kind == "head":
            return f"Head {part.layer}.{part.head}"
        if part.kind == "neuron":
            return f"Neuron {part.layer}.{part.neuron}"
        return f"The {'MLP' if part.kind == 'mlp' else 'attention'} of layer {part.layer}"


def _row(part: Part) -> dict[str, Any]:
    """A part as plain data; which neuron or source only where it is one."""
    row: dict[str, Any] = {"name": part.name, "kind": part.kind, "layer": part.layer, "head": part.head}
    if part.neuron is not None:
        row["neuron"] = part.neuron
    if part.source is not None:
        row["source"] = part.source
    return row
