"""Prompts like the one explained, which no method has looked at: its words exchanged for others of their kind.

A word is exchanged wherever it stands, in the prompt, in the corrupted prompt and in the answers, so that the relation
between them is kept: where John becomes Paul, he does so in all of them. The words that decide the answer (those in which
the prompts differ, and the answers) are exchanged most of the time, other words sometimes. Where the answers do not stand
in the prompts (a fact), they are what the model says after the exchange. A variant is held out for a test if the model
still does there what it did before: the answer leads after the prompt, and loses enough of its lead after the corrupted
one. That choice looks at the model alone, never at an explanation.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from random import Random

import torch
from jaxtyping import Float
from torch import Tensor

from cutaway.explanation._text import kind_of, reads_back
from cutaway.model import LanguageModel, Tokens
from cutaway.progress import Progress, silent
from cutaway.tasks import METRICS, Answers

Drawn = tuple[list[int], list[int], int, int]
"""Prompt, corrupted prompt, answer, rival."""
WANTED = 12
"""So many variants are looked for."""
TRIED = 64
"""Exchanges that are tried at the most."""
_TOGETHER = 16
_NEIGHBOURS = 24
_DECIDING, _OTHER = 0.8, 0.2
"""How often a word that decides, and any other, is exchanged."""
_LESS_LIKELY = 5.0
"""A word may be so much less likely at its place than the one it stands for, in nats."""
_ENOUGH = 0.5
"""A variant's metric must fall by this share of what the explained prompt's does."""


@dataclass(frozen=True, kw_only=True)
class Variants:
    """Further pairs of prompts with their answers."""

    clean: list[list[int]]
    corrupted: list[list[int]]
    answers: Answers
    tried: int
    how: str


def find_variants(
    lm: LanguageModel,
    tokens: Tokens,
    corrupted: Sequence[int],
    answers: Answers,
    contrast: float,
    logits: Float[Tensor, "pos d_vocab"],
    *,
    seed: int = 0,
    progress: Progress = silent,
) -> Variants:
    """Variants of a pair on which the model does what it does on the pair.

    Args:
        lm: the model.
        tokens: the one prompt.
        corrupted: the corrupted prompt's token ids.
        answers: one row, the answer and its rival.
        contrast: the logit difference on the prompt less that on the corrupted one.
        logits: the model's on the prompt.
        seed: draws the exchanges.
        progress: told how many were tried.
    """
    ids = tokens.rows[0]
    (answer,), (rival,) = answers.correct[0], answers.wrong[0]
    pools = _pools(lm, tokens, corrupted, logits, answer, rival)
    deciding = {answer, rival, *(t for pair in zip(ids, corrupted, strict=True) if pair[0] != pair[1] for t in pair)}
    said = {answer, rival} <= {*ids, *corrupted}
    chance = Random(seed)
    found: list[Drawn] = []
    seen: set[tuple[int, ...]] = {tuple(ids)}
    tried = 0
    while tried < TRIED and len(found) < WANTED and pools:
        drawn: list[Drawn] = []
        for _ in range(min(_TOGETHER, TRIED - tried)):
            change = _exchange(chance, pools, deciding)
            clean = [change.get(t, t) for t in ids]
            other = [change.get(t, t) for t in corrupted]
            if tuple(clean) not in seen and clean != other and _readable(lm, ids, clean, other):
                seen.add(tuple(clean))
                drawn.append((clean, other, change.get(answer, answer), change.get(rival, rival)))
        tried += min(_TOGETHER, TRIED - tried)
        found += _kept(lm, drawn, contrast, said=said, own=(answer, rival))
        progress("looking for prompts to hold out", min(tried, TRIED), TRIED)
    found = found[:WANTED]
    names = " and ".join(repr(tokens.decode(t)) for t in sorted(deciding & set(pools)))
    how = (
        f"of {tried} ways to exchange its words for others of their kind ({names or 'none that decides'} most of the "
        f"time), {len(found)} after which the model still tells the two prompts apart"
        if tried
        else "no word of it can be exchanged for another of its kind"
    )
    return Variants(
        clean=[one[0] for one in found],
        corrupted=[one[1] for one in found],
        answers=Answers(tuple((one[2],) for one in found), tuple((one[3],) for one in found)),
        tried=tried,
        how=how,
    )


def _pools(
    lm: LanguageModel,
    tokens: Tokens,
    corrupted: Sequence[int],
    logits: Float[Tensor, "pos d_vocab"],
    answer: int,
    rival: int,
) -> dict[int, list[int]]:
    """For each whole word its nearest neighbours of the same kind that stand in neither prompt and would do there."""
    ids = tokens.rows[0]
    table = lm.hf.get_input_embeddings().weight  # type: ignore[union-attr]
    assert isinstance(table, Tensor)
    special = set() if lm.tokenizer is None else set(lm.tokenizer.all_special_ids)
    used = {*ids, *corrupted, answer, rival, *special}
    norms = torch.linalg.vector_norm(table, dim=-1, dtype=torch.float32).clamp(min=1e-12)
    pools: dict[int, list[int]] = {}
    for row in (ids, corrupted):
        texts = [tokens.decode(token) for token in row]
        for p, token in enumerate(row[:-1]):
            kind = kind_of(texts[p])
            if token in pools or token in special or p == 0 or kind[2] == "marks" or not _whole(texts, p):
                continue
            near = ((table @ table[token]).float() / norms).topk(min(lm.d_vocab, 16 * _NEIGHBOURS)).indices.tolist()
            least = float(logits[p - 1, token]) - _LESS_LIKELY
            pool = [
                t
                for t in near
                if t not in used
                and t < lm.d_vocab
                and float(logits[p - 1, t]) >= least
                and kind_of(tokens.decode(t)) == kind
            ]
            pools[token] = pool[:_NEIGHBOURS]
    return {token: pool for token, pool in pools.items() if pool}


def _whole(texts: Sequence[str], p: int) -> bool:
    """Whether a token is a word of its own, where the tokenizer marks words by the space before them."""
    marked = any(text[:1].isspace() for text in texts)
    after = texts[p + 1][:1] if p + 1 < len(texts) else ""
    return not marked or (texts[p][:1].isspace() and not after.isalnum())


def _exchange(chance: Random, pools: dict[int, list[int]], deciding: set[int]) -> dict[int, int]:
    """Words for words, no two for the same."""
    change: dict[int, int] = {}
    for token, pool in pools.items():
        if chance.random() < (_DECIDING if token in deciding else _OTHER):
            free = [t for t in pool if t not in change.values()]
            if free:
                change[token] = chance.choice(free)
    return change


def _readable(lm: LanguageModel, ids: Sequence[int], *rows: Sequence[int]) -> bool:
    """Where the prompt can be read back from its text, so must its variants."""
    return not reads_back(lm, ids) or all(reads_back(lm, row) for row in rows)


def _kept(lm: LanguageModel, drawn: list[Drawn], contrast: float, *, said: bool, own: tuple[int, int]) -> list[Drawn]:
    """Those on which the model does what it does on its own pair, with answers of the same kind."""
    if not drawn:
        return []
    logits = lm.run([*(one[0] for one in drawn), *(one[1] for one in drawn)], logits="last").last_logits.float()
    first, second = logits[: len(drawn)], logits[len(drawn) :]

    def alike(token: int) -> tuple[bool, bool, str]:
        return kind_of(lm.tokenize([[token]]).decode(token))

    kinds = {alike(token) for token in own}
    if not said:
        tops = zip(first.argmax(-1).tolist(), second.argmax(-1).tolist(), strict=True)
        drawn = [(one[0], one[1], a, b) for one, (a, b) in zip(drawn, tops, strict=True)]
    distinct = [i for i, one in enumerate(drawn) if one[2] != one[3] and {alike(one[2]), alike(one[3])} <= kinds]
    if not distinct:
        return []
    drawn, first, second = [drawn[i] for i in distinct], first[distinct], second[distinct]
    answers = Answers(tuple((one[2],) for one in drawn), tuple((one[3],) for one in drawn))
    lead, other = (METRICS["logit_difference"](side, answers) for side in (first, second))
    enough = (lead > 0) & (lead - other >= _ENOUGH * contrast)
    return [one for one, keep in zip(drawn, enough.tolist(), strict=True) if keep]
