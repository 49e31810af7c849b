"""Exchanges worth trying: for each position of a prompt, other tokens of the same kind that may stand there."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import torch
from jaxtyping import Float
from torch import Tensor

from cutaway.explanation._text import kind_of, reads_back
from cutaway.model import LanguageModel, Tokens

NEIGHBOURS = 6
"""How many embedding neighbours, and how many of the model's own alternatives, are tried at each position."""
TOKENS_TO_RUN = 12_000
"""Candidates times tokens. Of a longer prompt only the positions with the largest gradient are tried."""


@dataclass(frozen=True, kw_only=True)
class Exchange:
    """One token of a prompt put in the place of another."""

    pos: int
    token: int
    origin: str
    """`prompt` (the token stands elsewhere in it), `neighbour` (in the embedding), or `model` (its alternative)."""

    def of(self, ids: Sequence[int]) -> list[int]:
        """The prompt after the exchange."""
        return [*ids[: self.pos], self.token, *ids[self.pos + 1 :]]


def exchangeable(lm: LanguageModel, tokens: Tokens, answer: int) -> list[int]:
    """Positions to try: none that holds a special token, and not the last unless it is the only one.

    Where that makes too much to run, those where the answer's log probability has the largest gradient with respect
    to the embedding.
    """
    ids = tokens.rows[0]
    special = _special(lm)
    free = [p for p, token in enumerate(ids) if token not in special]
    free = [p for p in free if p != len(ids) - 1] or free
    limit = max(1, TOKENS_TO_RUN // (len(ids) * 2 * NEIGHBOURS))
    if len(free) > limit:
        gradient = lm.gradients(tokens, lambda run: run.last_logits.float().log_softmax(-1)[:, answer], at="embed")
        size = gradient["embed"][0].float().norm(dim=-1).tolist()
        free = sorted(sorted(free, key=lambda p: -size[p])[:limit])
    return free


def exchanges(
    lm: LanguageModel, tokens: Tokens, positions: Sequence[int], logits: Float[Tensor, "pos d_vocab"]
) -> list[Exchange]:
    """Exchanges at these positions, those for the prompt's own tokens first, each once.

    Where the prompt's tokens can be read back from its text, so can those of every exchange.
    """
    ids = tokens.rows[0]
    check = reads_back(lm, ids)
    table = lm.hf.get_input_embeddings().weight  # type: ignore[union-attr]
    assert isinstance(table, Tensor)
    norms = torch.linalg.vector_norm(table, dim=-1, dtype=torch.float32)
    wide = min(lm.d_vocab, table.shape[0], 32 * NEIGHBOURS)
    found: list[Exchange] = []
    for p in positions:
        kind, seen = kind_of(tokens.decode(ids[p])), {ids[p], *_special(lm)}

        def take(
            ranked: Iterable[int], origin: str, limit: int, p: int = p, kind: object = kind, seen: set[int] = seen
        ) -> None:
            for token in ranked:
                if not limit:
                    return
                if token in seen or token >= lm.d_vocab or kind_of(tokens.decode(token)) != kind:
                    continue
                seen.add(token)
                one = Exchange(pos=p, token=token, origin=origin)
                if not check or reads_back(lm, one.of(ids)):
                    found.append(one)
                    limit -= 1

        take(dict.fromkeys(ids), "prompt", len(ids))
        cosine = (table @ table[ids[p]]).float() / norms.clamp(min=1e-12)
        take(cosine.topk(wide).indices.tolist(), "neighbour", NEIGHBOURS)
        if p > 0:
            take(logits[p - 1].topk(wide).indices.tolist(), "model", NEIGHBOURS)
    return found


def _special(lm: LanguageModel) -> set[int]:
    return set() if lm.tokenizer is None else set(lm.tokenizer.all_special_ids)
