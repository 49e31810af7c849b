"""The logit lens: what the model would answer if each layer were its last.

Every residual stream goes through the final norm and the unembedding, as the last one does (nostalgebraist, 2020).
It shows what can be read off the stream in the vocabulary's own directions, which early layers need not use: a token
that the lens does not show may still be represented.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol, runtime_checkable

import torch
from jaxtyping import Float, Int
from torch import Tensor

from cutaway.errors import DataError, SiteUnavailableError
from cutaway.evidence import Finding
from cutaway.model import LanguageModel, Prompts, Run, Site, Tokens
from cutaway.observe._reads import as_run
from cutaway.shown import Shown

STREAMS = ("resid_pre", "resid_mid", "resid_post")
_LOGITS_BYTES = 64 << 20
"""Logits are made for so many positions at a time that they stay below this."""


@runtime_checkable
class Translator(Protocol):
    """What may stand between a residual stream and the final norm: a map into the last layer's directions."""

    @property
    def name(self) -> str:
        """What the lens is called with it, as in `tuned lens`."""
        ...

    def check(self, lm: LanguageModel) -> None:
        """Raise DataError where it was made for another model."""
        ...

    def __call__(self, site: Site, stream: Tensor) -> Tensor:
        """The stream of one site, [... d_model], as it would be behind the last layer."""
        ...


@dataclass(frozen=True, kw_only=True, eq=False)
class Lens(Shown):
    """What each layer's residual stream says at each position, as a distribution over the vocabulary.

    Entries at padding are NaN, and -1 where they are token ids or ranks.
    """

    axes = ("layer", "batch", "pos")

    site: str
    """The kind of stream that was read: `resid_pre`, `resid_mid` or `resid_post`."""
    layers: tuple[int, ...]
    tokens: Tokens
    top_ids: Int[Tensor, "layer batch pos top"]
    """The likeliest tokens, the first of them first."""
    top_probabilities: Float[Tensor, "layer batch pos top"]
    followed: tuple[int, ...]
    """The token ids whose probability and rank are kept throughout."""
    followed_probabilities: Float[Tensor, "layer batch pos followed"]
    followed_ranks: Int[Tensor, "layer batch pos followed"]
    """1 for the likeliest token."""
    model: str
    name: str = "logit lens"
    """`logit lens`, or what the translator between stream and norm calls it."""

    def probability(self, token: int) -> Float[Tensor, "layer batch pos"]:
        """The probability of one followed token.

        Raises:
            DataError: the token was not followed.
        """
        return self.followed_probabilities[..., self._index(token)]

    def rank(self, token: int) -> Int[Tensor, "layer batch pos"]:
        """How many tokens are at least as likely as a followed token, itself included: 1 is the top."""
        return self.followed_ranks[..., self._index(token)]

    def decided_at(self, token: int, *, prompt: int = 0, pos: int = -1) -> int | None:
        """The first layer from which on `token` stays on top at a position; None if it does not end there.

        This is the prediction depth, where `token` is what the model ends with.
        """
        if pos < 0:
            pos += int(self.tokens.lengths[prompt])
        top = self.top_ids[:, prompt, pos, 0].tolist()
        decided = None
        for layer, found in zip(reversed(self.layers), reversed(top), strict=True):
            if found != token:
                break
            decided = layer
        return decided

    def prediction_depth(self) -> Int[Tensor, "batch pos"]:
        """At each position, the first layer from which on the top token is the one that the last layer ends with.

        -1 at padding. The prediction depth of Baldock et al. (2021), as Belrose et al. (2023) take it over to lenses.
        """
        top = self.top_ids[..., 0]
        settled = (top == top[-1]).flip(0).cumprod(0).sum(0)  # how many of the last layers agree
        layers = torch.tensor(self.layers)
        return torch.where(top[-1] < 0, -1, layers[len(self.layers) - settled])

    def to_frame(self) -> list[dict[str, Any]]:
        """A row for each layer, prompt and position, as data frame libraries take them."""
        strings = self.tokens.strings
        return [
            {
                "layer": layer,
                "prompt": prompt,
                "pos": pos,
                "token": strings[prompt][pos],
                "top": self.tokens.decode(int(self.top_ids[index, prompt, pos, 0])),
                "top_probability": float(self.top_probabilities[index, prompt, pos, 0]),
                **{
                    f"probability_of_{token}": float(self.followed_probabilities[index, prompt, pos, f])
                    for f, token in enumerate(self.followed)
                },
            }
            for index, layer in enumerate(self.layers)
            for prompt, row in enumerate(strings)
            for pos in range(len(row))
        ]

    def to_json(self, *, prompt: int = 0, answer: int | None = None) -> dict[str, Any]:
        """One prompt's lens.

        Args:
            prompt: which prompt of the batch.
            answer: the followed token to call the answer; None: the first followed.
        """
        answer = self.followed[0] if answer is None else answer
        length = int(self.tokens.lengths[prompt])
        text = self.tokens.decode
        ids, probabilities = (
            self.top_ids[:, prompt, :length].tolist(),
            self.top_probabilities[:, prompt, :length].tolist(),
        )
        return {
            "lens": self.name,
            "site": self.site,
            "axes": ["layer", "pos"],
            "tokens": self.tokens.strings[prompt],
            "layers": list(self.layers),
            "top": [
                [
                    [{"token": text(t), "probability": p} for t, p in zip(*at, strict=True)]
                    for at in zip(*layer, strict=True)
                ]
                for layer in zip(ids, probabilities, strict=True)
            ],
            "answer": text(answer),
            "answer_probability": self.probability(answer)[:, prompt, :length].tolist(),
            "answer_rank": self.rank(answer)[:, prompt, :length].tolist(),
            "decided_at": self.decided_at(answer, prompt=prompt),
            "prediction_depth": self.prediction_depth()[prompt, :length].tolist(),
        }

    def findings(self, *, answer: int | None = None, prompt: int = 0, command: str = "") -> list[Finding]:
        """Where the answer wins, as an observation; the control is the layer before.

        Args:
            answer: the followed token that is the answer; None: the first followed.
            prompt: which prompt of the batch.
            command: what makes this again.
        """
        answer = self.followed[0] if answer is None else answer
        name = repr(self.tokens.decode(answer))
        decided = self.decided_at(answer, prompt=prompt)
        last = int(self.tokens.lengths[prompt]) - 1
        probability = self.probability(answer)[:, prompt, last].tolist()
        spoken = "the lens" if self.name == "logit lens" else f"the {self.name}"
        if decided is None:
            claim = f"{spoken.capitalize()} does not end with {name} on top at the last position"
            index = len(self.layers) - 1
        else:
            claim = f"From the output of layer {decided} on, {name} is the likeliest next token under {spoken}"
            index = self.layers.index(decided)
        return [
            Finding(
                claim=claim,
                method=f"{self.name} on {self.site}",
                effect=probability[index],
                interval=None,
                control=probability[index - 1] if index else None,
                n=1,
                grade="observed",
                command=command,
                details={
                    "measure": f"probability of {name} at the last position",
                    "control": "the same at the layer before",
                    "layer": self.layers[index],
                    "decided_at": decided,
                },
            )
        ]

    def _index(self, token: int) -> int:
        if token not in self.followed:
            raise DataError(
                f"token {token} was not followed (only {list(self.followed)} were); add it to follow= of logit_lens"
            )
        return self.followed.index(token)


def logit_lens(
    lm: LanguageModel,
    prompts: Prompts | Tokens | Run,
    *,
    at: str = "resid_post",
    top: int = 5,
    follow: Sequence[int] = (),
    translator: Translator | None = None,
) -> Lens:
    """Read every layer's residual stream as if it were the last one.

    Args:
        lm: the model.
        prompts: prompts, or a run that read `at` at all positions.
        at: `resid_post`, `resid_pre` or `resid_mid`, at every layer.
        top: how many of the likeliest tokens to keep.
        follow: token ids to keep the probability and rank of; empty: what the last layer's lens puts on top at each
            prompt's last position (for `resid_post` that is the model's answer).
        translator: what each stream goes through before the final norm, such as a `TunedLens`; None: nothing.

    Returns:
        A `Lens`. At the last layer's `resid_post` it is the model's own distribution.

    Raises:
        SiteUnavailableError: `at` is not a residual stream that the model has.
        DataError: `top` or a followed token is out of range, or the translator is another model's.
        NotReadError: the run that was given lacks `at`.
    """
    if at not in STREAMS:
        raise SiteUnavailableError(f"the lens reads a residual stream, not {at!r}; use one of {', '.join(STREAMS)}")
    if not 1 <= top <= lm.d_vocab or not all(0 <= token < lm.d_vocab for token in follow):
        raise DataError(f"top={top} or follow={list(follow)} is outside the vocabulary of {lm.d_vocab}")
    if translator is not None:
        translator.check(lm)
    run = as_run(lm, prompts, [at])
    tokens = run.tokens
    if run.positions is not None:
        raise DataError("the lens is over all positions, but this run kept some; run it with positions=None")
    layers = tuple(sorted(site.layer for site in run.sites if site.kind == at and site.layer is not None))
    run[at]  # says so where it was not read
    real = torch.arange(tokens.ids.shape[1]) < tokens.lengths[:, None]

    def translated(layer: int, stream: Tensor) -> Tensor:
        return stream if translator is None else translator(Site(at, layer), stream)

    rows = torch.arange(len(tokens))
    last = run[f"{at}.{layers[-1]}"][rows, tokens.lengths - 1]
    followed = tuple(dict.fromkeys(follow)) or _endings(lm, translated(layers[-1], last))
    shape = (len(layers), *real.shape)
    top_ids = torch.full((*shape, top), -1)
    top_probabilities = torch.full((*shape, top), torch.nan)
    probabilities = torch.full((*shape, len(followed)), torch.nan)
    ranks = torch.full((*shape, len(followed)), -1)
    chosen = torch.tensor(followed)
    step = max(1, _LOGITS_BYTES // (4 * lm.d_vocab))
    where = real.nonzero()
    for index, layer in enumerate(layers):
        stream = run[f"{at}.{layer}"]
        for part in where.split(step):
            b, p = part.unbind(1)
            logits = _logits(lm, translated(layer, stream[b.to(stream.device), p.to(stream.device)]))
            best = logits.topk(top, dim=-1)
            normaliser = logits.logsumexp(-1, keepdim=True)
            own = logits[:, chosen.to(logits.device)]
            top_ids[index, b, p] = best.indices.cpu()
            top_probabilities[index, b, p] = (best.values - normaliser).exp().cpu()
            probabilities[index, b, p] = (own - normaliser).exp().cpu()
            above = torch.stack([(logits > one[:, None]).sum(-1) for one in own.unbind(1)], dim=-1)
            ranks[index, b, p] = above.cpu() + 1
    return Lens(
        site=at,
        layers=layers,
        tokens=tokens,
        top_ids=top_ids,
        top_probabilities=top_probabilities,
        followed=followed,
        followed_probabilities=probabilities,
        followed_ranks=ranks,
        model=lm.name,
        name="logit lens" if translator is None else translator.name,
    )


def _logits(lm: LanguageModel, stream: Tensor) -> Float[Tensor, "row d_vocab"]:
    """In the model's own type up to the logits, at least fp32 from there."""
    logits = lm.unembed(stream.to(lm.device, lm.dtype))
    return logits.to(torch.promote_types(logits.dtype, torch.float32))


def _endings(lm: LanguageModel, last: Float[Tensor, "batch d_model"]) -> tuple[int, ...]:
    return tuple(dict.fromkeys(_logits(lm, last).argmax(-1).tolist()))
