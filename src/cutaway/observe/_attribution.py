"""Direct logit attribution: how much each head, MLP and bias writes towards the answer's logit by itself.

The last residual stream is a sum, x = embed + Σ head_out + Σ bias + Σ mlp_out, and a logit is linear in it once the
final norm's scale is held at the value that it has for x:

    logit(t) = W_U[t] · (norm_x(x) + b_norm) · s + b_U[t] · s,     norm_x(y) = gain * centre(y) / scale(x)

with s the model's factor on its logits (1 for most). So each term's share is its dot product with one direction, and
the shares sum to the logit. What is frozen: the final norm's scale, and the scale of a post-norm after attention
where there is one (Gemma 2 and 3, OLMo 2), since a head's part of that norm's output is only defined so. What is left out: everything that
a component does through later components.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

import torch
from jaxtyping import Float
from torch import Tensor

from cutaway.errors import AlignmentError, DataError
from cutaway.evidence import Finding, bootstrap
from cutaway.model import LanguageModel, Prompts, Run, Tokens
from cutaway.observe._reads import absolute, as_run, at_position

PartKind = Literal["embed", "head", "attn", "attn_bias", "mlp", "final_norm_bias", "unembed_bias"]


@dataclass(frozen=True, kw_only=True)
class Part:
    """One term of the sum."""

    name: str
    """The site that the term is (`head_out.18.6`, `mlp_out.3`, `embed`), or the bias's name."""
    kind: PartKind
    """`attn` stands for a whole layer's attention, where the model has no heads to tell apart."""
    layer: int | None = None
    head: int | None = None


@dataclass(frozen=True, kw_only=True, eq=False)
class Attribution:
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
    def error(self) -> float:
        """How far the sum is from what was measured, over the larger of that and the largest part."""
        scale = torch.maximum(self.measured.abs(), self.values.abs().amax(-1)).clamp(min=1e-30)
        return float(((self.total - self.measured).abs() / scale).max())

    def value(self, name: str) -> Float[Tensor, " batch"]:
        """One part, by its name.

        Raises:
            DataError: there is no such part.
        """
        for index, part in enumerate(self.parts):
            if part.name == name:
                return self.values[:, index]
        raise DataError(f"no part {name!r}; the parts are {', '.join(part.name for part in self.parts)}")

    def by_layer(self) -> list[dict[str, Any]]:
        """What each layer's attention (heads and biases) and MLP write, averaged over prompts."""
        mean = self.values.mean(0).tolist()
        layers = sorted({part.layer for part in self.parts if part.layer is not None})
        totals = {layer: {"layer": layer, "attn": 0.0, "mlp": 0.0} for layer in layers}
        for part, value in zip(self.parts, mean, strict=True):
            if part.layer is not None:
                totals[part.layer]["mlp" if part.kind == "mlp" else "attn"] += value
        return list(totals.values())

    def largest(self, n: int = 5, *, kind: PartKind | None = None) -> list[tuple[Part, float]]:
        """The parts with the largest mean value either way."""
        mean = self.values.mean(0).tolist()
        chosen = [(p, v) for p, v in zip(self.parts, mean, strict=True) if kind is None or p.kind == kind]
        return sorted(chosen, key=lambda item: -abs(item[1]))[:n]

    def to_frame(self) -> list[dict[str, Any]]:
        """A row for each prompt and part, as data frame libraries take them."""
        return [
            {"prompt": b, "name": p.name, "kind": p.kind, "layer": p.layer, "head": p.head, "value": value}
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
            "total": float(self.total.mean()),
            "error": self.error,
            "softcap": self.softcap,
            "n": len(self.tokens),
            "parts": [
                {"name": p.name, "kind": p.kind, "layer": p.layer, "head": p.head, "value": value}
                for p, value in zip(self.parts, mean, strict=True)
            ],
            "layers": self.by_layer(),
        }

    def findings(self, *, n: int = 2, command: str = "") -> list[Finding]:
        """The heads and MLPs that write most towards the answer, as observations.

        The control of each is the mean absolute value of the parts of its kind: what a part chosen blindly writes.

        Args:
            n: how many.
            command: what makes this again.
        """
        found = []
        writers = [(p, v) for p, v in self.largest(len(self.parts)) if p.kind in ("head", "attn", "mlp")]
        texts = sorted({self.tokens.decode(t) for t in self.answer})
        name = repr(texts[0]) if len(texts) == 1 else "the answers"
        over = "" if self.wrong is None else f" over {self._rivals()}"
        for part, value in writers[:n]:
            same = [abs(v) for p, v in writers if p.kind == part.kind]
            samples = self.values[:, self.parts.index(part)].tolist()
            direction = "towards" if value > 0 else "against"
            found.append(
                Finding(
                    claim=f"{_spoken(part)} writes {value:+.2f} directly {direction} {name}{over}, "
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
                        "control": f"mean size of what a {part.kind} writes",
                        "part": part.name,
                        "layer": part.layer,
                        "head": part.head,
                    },
                )
            )
        return found

    def _rivals(self) -> str:
        assert self.wrong is not None
        texts = sorted({self.tokens.decode(t) for t in self.wrong})
        return repr(texts[0]) if len(texts) == 1 else "the rivals"


def direct_logit_attribution(
    lm: LanguageModel,
    prompts: Prompts | Tokens | Run,
    *,
    answer: int | Sequence[int],
    wrong: int | Sequence[int] | None = None,
    pos: int = -1,
) -> Attribution:
    """Take the logit of `answer` (or its lead over `wrong`) apart into what every component wrote.

    The final norm's scale is frozen, and so is an attention post-norm's (the module's docstring has the formula).
    Where the model caps its logits softly, the parts are those of the logit before the cap. A model that does not
    give single heads has one part for each layer's attention instead.

    Args:
        lm: the model.
        prompts: prompts, or a run that read `embed`, `head_out`, `attn_out`, `mlp_out` and the last `resid_post`.
        answer: token id, or one for each prompt.
        wrong: token id to subtract, or one for each prompt.
        pos: the position whose next-token logit it is, from each prompt's end where negative.

    Returns:
        An `Attribution`, whose parts sum to the logit to the precision of the model's type (`.error`).

    Raises:
        AlignmentError: the numbers of answers and prompts differ.
        DataError: a token outside the vocabulary.
        NotReadError: the run that was given lacks a site or the position.
    """
    heads = lm.has("head_out")
    last = f"resid_post.{lm.n_layers - 1}"
    if not isinstance(prompts, Run):
        prompts = lm.tokenize(prompts)
        absolute(prompts, pos)
    run = as_run(lm, prompts, ["embed", "attn_out", "mlp_out", last, *(["head_out"] if heads else [])], pos=pos)
    tokens = run.tokens
    correct = _per_prompt(answer, tokens, lm.d_vocab, "answer")
    against = None if wrong is None else _per_prompt(wrong, tokens, lm.d_vocab, "wrong")
    with torch.no_grad():
        return _attribute(lm, run, correct, against, pos=pos, heads=heads, last=last)


def _attribute(
    lm: LanguageModel,
    run: Run,
    correct: tuple[int, ...],
    against: tuple[int, ...] | None,
    *,
    pos: int,
    heads: bool,
    last: str,
) -> Attribution:
    stream = at_position(run, last, pos).to(lm.device)  # [batch d_model]
    frozen = lm.final_norm.frozen(stream.double())
    unembed, bias = _reader(lm, correct), _bias(lm, correct)
    if against is not None:
        unembed, bias = unembed - _reader(lm, against), bias - _bias(lm, against)
    direction = frozen.transposed(unembed)  # [batch d_model]: what one unit in the stream is worth

    def worth(activation: Tensor) -> Tensor:
        return torch.einsum("b...m,bm->b...", activation.to(direction), direction)

    columns: list[tuple[Part, Tensor]] = [(Part(name="embed", kind="embed"), worth(at_position(run, "embed", pos)))]
    for layer in range(lm.n_layers):
        attention = worth(at_position(run, f"attn_out.{layer}", pos))
        if heads:
            by_head = worth(at_position(run, f"head_out.{layer}", pos))
            columns += [
                (Part(name=f"head_out.{layer}.{h}", kind="head", layer=layer, head=h), value)
                for h, value in enumerate(by_head.unbind(1))
            ]
            if _has_bias(lm, layer) or run.edits:  # an edit of attn_out is no head's either
                rest = attention - by_head.sum(1)
                columns.append((Part(name=f"attn_bias.{layer}", kind="attn_bias", layer=layer), rest))
        else:
            columns.append((Part(name=f"attn_out.{layer}", kind="attn", layer=layer), attention))
        mlp = worth(at_position(run, f"mlp_out.{layer}", pos))
        columns.append((Part(name=f"mlp_out.{layer}", kind="mlp", layer=layer), mlp))
    norm_bias = lm.final_norm.bias
    if norm_bias is not None:
        columns.append((Part(name="final_norm.bias", kind="final_norm_bias"), unembed @ norm_bias.to(unembed)))
    if lm.b_U is not None:
        columns.append((Part(name="unembed.bias", kind="unembed_bias"), bias))
    normalised = lm.normalised(stream.to(lm.dtype)).double()
    return Attribution(
        parts=tuple(part for part, _ in columns),
        values=torch.stack([value for _, value in columns], dim=-1).cpu(),
        measured=((normalised * unembed).sum(-1) + bias).cpu(),
        answer=correct,
        wrong=against,
        pos=pos,
        tokens=run.tokens,
        softcap=lm.logit_softcap,
        model=lm.name,
    )


def _has_bias(lm: LanguageModel, layer: int) -> bool:
    part = lm.parts.layers[layer]
    post = part.attention_post_norm
    return part.b_o is not None or (post is not None and post.bias is not None)


def _reader(lm: LanguageModel, ids: tuple[int, ...]) -> Float[Tensor, "batch d_model"]:
    return lm.W_U[torch.tensor(ids, device=lm.W_U.device)].double().to(lm.device) * lm.logit_scale


def _bias(lm: LanguageModel, ids: tuple[int, ...]) -> Float[Tensor, " batch"]:
    if lm.b_U is None:
        return torch.zeros(len(ids), dtype=torch.float64, device=lm.device)
    return lm.b_U[torch.tensor(ids, device=lm.b_U.device)].double().to(lm.device) * lm.logit_scale


def _per_prompt(token: int | Sequence[int], tokens: Tokens, d_vocab: int, what: str) -> tuple[int, ...]:
    ids = (token,) * len(tokens) if isinstance(token, int) else tuple(token)
    if len(ids) != len(tokens):
        raise AlignmentError(f"{len(ids)} tokens were given as {what}= for {len(tokens)} prompts; give one for each")
    outside = [t for t in ids if not 0 <= t < d_vocab]
    if outside:
        raise DataError(f"{what}={outside[0]} is outside the vocabulary of {d_vocab}; use lm.token_id(text)")
    return ids


def _spoken(part: Part) -> str:
    if part.kind == "head":
        return f"Head {part.layer}.{part.head}"
    return f"The {'MLP' if part.kind == 'mlp' else 'attention'} of layer {part.layer}"
