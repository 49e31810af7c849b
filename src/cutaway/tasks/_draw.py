"""Draw a task's pairs: propose from templates and words, keep what this tokenizer can hold.

What is kept: the two prompts have as many tokens and differ only in the slots meant to differ, every answer
is one token after the prompt, and no prompt comes twice. The split of a word or template is its place in our
lists (even: train, odd: heldout), whatever the seed and the tokenizer, so that no draw of one split can meet
the other's.
"""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from random import Random
from typing import TypeVar

from cutaway.errors import AlignmentError, DataError, did_you_mean
from cutaway.tasks._pair import Pair, render, texts_of
from cutaway.tasks._tokens import HasTokenizer, continuations, covering, encode, has_unknown, offsets

SPLITS = ("train", "heldout")
_TRIES = 200

T = TypeVar("T")


@dataclass(frozen=True, kw_only=True)
class Draft:
    """A proposed pair: one template filled twice."""

    template: str
    clean: Mapping[str, str]
    corrupted: Mapping[str, str]
    answer: str | tuple[str, ...]
    wrong: str | tuple[str, ...]
    entities: tuple[str, ...]
    label: str
    """The template's name in the report."""


def half(items: Sequence[T], split: str) -> list[T]:
    """The items that belong to a split."""
    if split not in SPLITS:
        raise DataError(f"no split {split!r}{did_you_mean(str(split), SPLITS)}; there are {' and '.join(SPLITS)}")
    return list(items[SPLITS.index(split) :: 2])


def one_token(lm: HasTokenizer, words: Sequence[str], *, task: str, split: str, role: str, least: int) -> list[str]:
    """The words of a split that stay one token inside a sentence.

    Raises `DataError` where fewer than `least` do, saying how many.
    """
    candidates = half(words, split)
    ids = continuations(lm, "The", [" " + word for word in candidates])
    usable = [word for word, token in zip(candidates, ids, strict=True) if token is not None]
    if len(usable) < least:
        raise DataError(
            f"{task} needs at least {least} {role} that are one token each, and this tokenizer keeps "
            f"{len(usable)} of the {len(candidates)} in the {split} split to one; "
            "give your own pairs with `custom`, or use another model"
        )
    return usable


def draw(
    lm: HasTokenizer,
    templates: Sequence[T],
    propose: Callable[[Random, T], Draft | None],
    *,
    task: str,
    n: int,
    split: str,
    seed: int,
) -> tuple[Pair, ...]:
    """n distinct pairs, the templates in turn; the same for the same tokenizer, split and seed.

    Raises `DataError` where the tokenizer or the word lists leave fewer than n.
    """
    if n < 1:
        raise DataError(f"{task} was asked for {n} pairs; ask for at least 1")
    rng = Random(f"{task}/{split}/{seed}")
    queue = list(templates)
    rng.shuffle(queue)
    pairs: list[Pair] = []
    seen: set[str] = set()
    refused: Counter[str] = Counter()
    while len(pairs) < n and queue:
        template = queue.pop(0)
        for _ in range(_TRIES):
            draft = propose(rng, template)
            pair = _keep(lm, draft, seen, refused) if draft is not None else None
            if pair is not None:
                pairs.append(pair)
                seen.add(pair.clean)
                queue.append(template)
                break
    if len(pairs) < n:
        why = ", ".join(f"{count} {reason}" for reason, count in refused.most_common()) or "none proposed"
        raise DataError(
            f"{task} could draw only {len(pairs)} distinct {split} pairs for this tokenizer, and {n} were "
            f"asked for (drafts refused: {why}); ask for fewer, or give your own pairs with `custom`"
        )
    return tuple(pairs)


def _keep(lm: HasTokenizer, draft: Draft, seen: set[str], refused: Counter[str]) -> Pair | None:
    clean, spans = render(draft.template, draft.clean)
    corrupted, corrupted_spans = render(draft.template, draft.corrupted)
    if clean in seen:
        refused["repeated"] += 1
        return None
    clean_ids, corrupted_ids = encode(lm, [clean, corrupted])
    if len(clean_ids) != len(corrupted_ids):
        refused["of unequal length"] += 1
        return None
    if has_unknown(lm, clean_ids) or has_unknown(lm, corrupted_ids):
        refused["with words unknown to the tokenizer"] += 1
        return None
    try:
        tokens = covering(offsets(lm, clean), spans)
        if tokens != covering(offsets(lm, corrupted), corrupted_spans):
            raise AlignmentError("slots at other tokens")
    except AlignmentError:
        refused["with slots out of line"] += 1
        return None
    changed = [slot for slot, text in draft.clean.items() if text != draft.corrupted[slot]]
    meant = {i for slot in changed for i in range(*tokens[slot])}
    differ = {i for i, (a, b) in enumerate(zip(clean_ids, corrupted_ids, strict=True)) if a != b}
    if not differ or not differ <= meant:
        refused["that differ where they should not"] += 1
        return None
    texts = [*texts_of(draft.answer), *texts_of(draft.wrong)]
    for prompt in (clean, corrupted):
        ids = continuations(lm, prompt, texts)
        if None in ids or len(set(ids)) < len(ids):
            refused["with an answer that is not one token"] += 1
            return None
    return Pair(
        clean=clean,
        corrupted=corrupted,
        answer=draft.answer,
        wrong=draft.wrong,
        template=draft.label,
        entities=draft.entities,
        spans=spans,
    )
