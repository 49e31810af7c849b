"""Finding a corrupted prompt: one token exchanged, so that the answer changes and the text stays natural.

Every token but the last is exchanged in turn for others of its kind (same leading space, same capital, letters for
letters): tokens that stand elsewhere in the prompt, neighbours in the embedding, and what the model itself might have
written there. All are run, and each is judged by two numbers:

    drop   how far the answer's lead over the best other token falls, in logits
    cost   how much less probable the text becomes, in nats

Those within the bounds of cost compete. An exchange for one of the prompt's own tokens goes first if it changes the
answer into another of its kind, since it keeps the prompt's words and changes only how they relate; then any exchange
that does so; then any that changes the answer; then the largest drop, less the cost.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import torch
from jaxtyping import Float
from torch import Tensor

from cutaway.errors import PromptError
from cutaway.explanation._candidates import Exchange, exchangeable, exchanges
from cutaway.explanation._text import kind_of
from cutaway.model import LanguageModel, Tokens
from cutaway.progress import Progress, silent

COST_BOUND = 8.0
"""How much less probable a corrupted text may be, in nats; half of it for an exchange within the prompt to go first."""
_LOGITS_BYTES = 64 << 20


@dataclass(frozen=True, kw_only=True)
class Judged:
    """An exchange and what came of it."""

    exchange: Exchange
    top: int
    """The likeliest next token after it."""
    drop: float
    cost: float
    flips: bool
    """Whether the likeliest next token is no longer the answer."""
    same_kind: bool
    """Whether the best token other than the answer is of the answer's kind."""

    @property
    def order(self) -> tuple[bool, bool, bool, float]:
        """What is better compares greater."""
        good = self.flips and self.same_kind
        own = good and self.exchange.origin == "prompt" and self.cost <= COST_BOUND / 2
        return own, good, self.flips, self.drop - max(0.0, self.cost)


@dataclass(frozen=True, kw_only=True)
class Corruption:
    """The corrupted prompt, how it was found, and other exchanges at the same position, the best first."""

    ids: list[int]
    how: str
    others: list[list[int]]


def find_corruption(
    lm: LanguageModel, tokens: Tokens, answer: int, logits: Float[Tensor, "pos d_vocab"], *, progress: Progress = silent
) -> Corruption:
    """The best single exchange for a prompt.

    Args:
        lm: the model.
        tokens: the one prompt.
        answer: the token whose lead is to fall.
        logits: the model's logits on the prompt.
        progress: told how many exchanges were run.

    Raises:
        PromptError: no token of the prompt can be exchanged.
    """
    ids = tokens.rows[0]
    tried = exchanges(lm, tokens, exchangeable(lm, tokens, answer), logits)
    judged = _judge(lm, tokens, tried, answer, logits, progress)
    if not judged:
        raise PromptError(
            "no token of this prompt can be exchanged for another of its kind; give the corrupted prompt yourself"
        )
    best = max(judged, key=lambda one: one.order)
    same = [one for one in judged if one.exchange.pos == best.exchange.pos and one is not best]
    return Corruption(
        ids=best.exchange.of(ids), how=_how(tokens, best, len(tried), len(judged)), others=_by_drop(ids, same)
    )


def others_like(
    lm: LanguageModel,
    tokens: Tokens,
    corrupted: Sequence[int],
    answer: int,
    logits: Float[Tensor, "pos d_vocab"],
    *,
    progress: Progress = silent,
) -> list[list[int]]:
    """Further corrupted prompts at the position where a given one differs; none where it differs at several."""
    ids = tokens.rows[0]
    changed = [p for p, (a, b) in enumerate(zip(ids, corrupted, strict=True)) if a != b]
    if len(changed) != 1:
        return []
    tried = [one for one in exchanges(lm, tokens, changed, logits) if one.token != corrupted[changed[0]]]
    return _by_drop(ids, _judge(lm, tokens, tried, answer, logits, progress))


def _judge(
    lm: LanguageModel,
    tokens: Tokens,
    tried: Sequence[Exchange],
    answer: int,
    logits: Float[Tensor, "pos d_vocab"],
    progress: Progress,
) -> list[Judged]:
    """Run the exchanges and judge each; those that cost too much are left out, unless all do."""
    ids = tokens.rows[0]
    clean = logits[-1].float()
    found: list[Judged] = []
    for p in sorted({one.pos for one in tried}):
        here = [one for one in tried if one.pos == p]
        step = max(1, _LOGITS_BYTES // (4 * lm.d_vocab * (len(ids) - p)))
        own_cost = _surprise(logits[None], torch.tensor([ids]), p)
        for first in range(0, len(here), step):
            progress("corrupting", len(found), len(tried))
            part = here[first : first + step]
            rows = torch.tensor([one.of(ids) for one in part])
            stream = lm.run(rows, read="final_norm", logits=False)["final_norm"][:, p:]
            after = torch.cat([logits[None, :p].expand(len(part), -1, -1)[:, -1:], lm.to_logits(stream)], dim=1)
            costs = (_surprise(after, rows[:, p - 1 if p else 0 :], 1 if p else 0) - own_cost).tolist()
            last = after[:, -1].float()
            others = last.clone()
            others[:, answer] = -torch.inf
            other = others.argmax(-1)
            lead = last[:, answer] - last.gather(1, other[:, None])[:, 0]
            drops = (clean[answer] - clean[other] - lead).tolist()
            found += [
                Judged(
                    exchange=one,
                    top=top,
                    drop=drop,
                    cost=cost,
                    flips=top != answer,
                    same_kind=kind_of(tokens.decode(rival)) == kind_of(tokens.decode(answer)),
                )
                for one, top, drop, cost, rival in zip(
                    part, last.argmax(-1).tolist(), drops, costs, other.tolist(), strict=True
                )
            ]
    progress("corrupting", len(tried), len(tried))
    return [one for one in found if one.cost <= COST_BOUND] or found


def _surprise(logits: Float[Tensor, "row pos d_vocab"], ids: Tensor, start: int) -> Float[Tensor, " row"]:
    """-log p of each text's tokens from `start` on (the first token of a text has no probability), in nats."""
    start = max(start, 1)
    said = logits[:, start - 1 : -1].float()
    own = said.gather(-1, ids[:, start:, None].to(said.device))[..., 0]
    return (said.logsumexp(-1) - own).sum(-1)


def _by_drop(ids: Sequence[int], judged: Sequence[Judged]) -> list[list[int]]:
    return [one.exchange.of(ids) for one in sorted(judged, key=lambda one: -one.drop) if one.drop > 0]


def _how(tokens: Tokens, best: Judged, n_tried: int, n_kept: int) -> str:
    pos = best.exchange.pos
    old, new = tokens.strings[0][pos], tokens.decode(best.exchange.token)
    where = {
        "prompt": "which stands elsewhere in the prompt",
        "neighbour": "its neighbour in the embedding",
        "model": "which the model itself might have written there",
    }[best.exchange.origin]
    outcome = (
        f"that changes the likeliest next token to {tokens.decode(best.top)!r}"
        if best.flips
        else "no exchange changed the likeliest next token, and this one lowers the answer the most"
    )
    return (
        f"of {n_tried} single-token exchanges, {n_kept} of which leave the text about as probable: token {pos}, {old!r}, for {new!r}, {where}; {outcome}. The answer's lead "
        f"falls by {best.drop:.1f} logits, and the text is {abs(best.cost):.1f} nats "
        f"{'less' if best.cost >= 0 else 'more'} probable."
    )
