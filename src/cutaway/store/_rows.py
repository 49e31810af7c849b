"""Token rows: a corpus cut to the context length, and rows put together to batches of little padding."""

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from transformers import PreTrainedTokenizerBase

from cutaway.errors import DataError, PromptError
from cutaway.store._corpus import Corpus

_WINDOW = 8
"""Rows are sorted by length within so many batches, so that padding is little and memory is bounded."""


@dataclass(frozen=True, kw_only=True)
class Packing:
    """How documents become token rows.

    Every row starts with what the tokenizer itself puts before a text (its start token, where it adds one) and holds
    consecutive tokens of the corpus; tokens that the tokenizer would put behind a text are left out.
    """

    length: int = 128
    """Tokens of a row at the most, the start token included."""
    together: bool = False
    """False: a row holds one document only, and a document's last row may be short. True: documents are joined by
    the tokenizer's end token and cut to full rows, so that nothing is padded but a row can see the end of the
    document before."""
    shortest: int = 8
    """Rows of fewer tokens are left out."""
    rows_per_document: int | None = None
    """Take only so many rows of a document, from its start, so that few tokens hold many documents; None: all."""

    def __post_init__(self) -> None:
        if self.rows_per_document is not None and (self.together or self.rows_per_document < 1):
            raise DataError(f"rows_per_document={self.rows_per_document}; give at least 1, and documents not together")
        if not 1 <= self.shortest <= self.length:
            raise DataError(f"length={self.length} and shortest={self.shortest}; shortest is between 1 and length")

    def to_json(self) -> dict[str, Any]:
        """The options as plain data."""
        return asdict(self)


DEFAULT_PACKING = Packing()


@dataclass(frozen=True, order=True)
class Row:
    """One row of tokens."""

    ids: tuple[int, ...]
    document: int
    """The number of the document in the corpus (of the document that the row starts in)."""
    start: int
    """The place in that document of the row's first token behind the start token."""

    def __len__(self) -> int:
        return len(self.ids)


def rows_of(corpus: Corpus, tokenizer: PreTrainedTokenizerBase | None, packing: Packing) -> Iterator[Row]:
    """The rows of a corpus, in its order.

    Raises:
        PromptError: no tokenizer; or no end token to join documents with.
    """
    if tokenizer is None:
        raise PromptError("a corpus is text, but this model has no tokenizer; load it with one")
    prefix = _prefix(tokenizer)
    room = packing.length - len(prefix)
    if room < 1:
        raise DataError(f"length={packing.length} leaves no room behind the start token; choose a greater length")
    documents = ((number, _ids(tokenizer, text)) for number, text in enumerate(corpus.documents()))
    pieces = (
        _joined(documents, tokenizer, room) if packing.together else _cut(documents, room, packing.rows_per_document)
    )
    for document, start, ids in pieces:
        if len(prefix) + len(ids) >= packing.shortest:
            yield Row((*prefix, *ids), document, start)


def _cut(
    documents: Iterable[tuple[int, list[int]]], room: int, most: int | None
) -> Iterator[tuple[int, int, list[int]]]:
    for number, ids in documents:
        for start in range(0, len(ids), room)[:most]:
            yield number, start, ids[start : start + room]


def _joined(
    documents: Iterable[tuple[int, list[int]]], tokenizer: PreTrainedTokenizerBase, room: int
) -> Iterator[tuple[int, int, list[int]]]:
    end = tokenizer.eos_token_id
    if not isinstance(end, int):
        raise PromptError("this tokenizer has no end token to join documents with; use together=False")
    held: list[tuple[int, int, int]] = []  # token, document, place
    for number, ids in documents:
        held += [(token, number, place) for place, token in enumerate([*ids, end])]
        full = len(held) // room * room
        for first in range(0, full, room):
            _, document, start = held[first]
            yield document, start, [token for token, _, _ in held[first : first + room]]
        held = held[full:]


def limited(rows: Iterable[Row], n_tokens: int | None, skip_positions: int = 0) -> Iterator[Row]:
    """Rows until they hold `n_tokens` tokens behind their first `skip_positions`; all of them for None."""
    found = 0
    for row in rows:
        if n_tokens is not None and found >= n_tokens:
            return
        found += max(0, len(row) - skip_positions)
        yield row


def batched(rows: Iterable[Row], batch_tokens: int) -> Iterator[list[Row]]:
    """Batches of at most `batch_tokens` tokens with their padding (but at least one row), similar lengths together."""
    window: list[Row] = []
    held = 0
    for row in rows:
        window.append(row)
        held += len(row)
        if held >= _WINDOW * batch_tokens:
            yield from _similar(window, batch_tokens)
            window, held = [], 0
    yield from _similar(window, batch_tokens)


def _similar(rows: list[Row], batch_tokens: int) -> Iterator[list[Row]]:
    batch: list[Row] = []
    for row in sorted(rows, key=len, reverse=True):
        if batch and len(batch[0]) * (len(batch) + 1) > batch_tokens:
            yield batch
            batch = []
        batch.append(row)
    if batch:
        yield batch


def digest_of(rows: Sequence[Row]) -> str:
    """What tells these rows from others."""
    digest = hashlib.sha256()
    for row in rows:
        digest.update(f"{row.document}:{row.start}:{row.ids}".encode())
    return digest.hexdigest()[:16]


def _prefix(tokenizer: PreTrainedTokenizerBase) -> tuple[int, ...]:
    bare = list(tokenizer("a", add_special_tokens=False)["input_ids"])
    whole = list(tokenizer("a")["input_ids"])
    for before in range(len(whole) - len(bare) + 1):
        if whole[before : before + len(bare)] == bare:
            return tuple(whole[:before])
    return ()


def _ids(tokenizer: PreTrainedTokenizerBase, text: str) -> list[int]:
    return list(tokenizer(text, add_special_tokens=False, verbose=False)["input_ids"])
