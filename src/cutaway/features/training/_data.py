"""What dictionaries are trained on: activations of a store, of a model as it reads a corpus, or any table of numbers.

A source gives the same batches in the same order each time, and can leave out the first ones without making them, so
that training that was interrupted goes on with the numbers it would have had.
"""

from abc import ABC, abstractmethod
from collections.abc import Iterator, Sequence
from itertools import islice, pairwise
from typing import Any

import torch
from torch import Tensor

from cutaway.errors import DataError
from cutaway.model import LanguageModel, Site
from cutaway.store import Corpus, Packing, Store, stream

_READ = 2048
"""Tokens that a model reads at a time."""
_HELD = 32
"""Such readings that are shuffled together: the shuffling buffer."""


class Source(ABC):
    """Batches of activations of some sites."""

    name: str
    models: tuple[tuple[str, str], ...] = ()
    """Name and fingerprint of the models that the activations are of."""
    sites: tuple[str, ...]
    widths: tuple[int, ...]
    owners: tuple[int, ...]
    """For each site the number of its model."""
    skipped: int = 0
    """Positions at the start of each row that are left out."""

    @abstractmethod
    def batches(self, size: int, seed: int, first: int) -> Iterator[dict[str, Tensor]]:
        """Without end: by site, [token d]; without the first so many."""


class TableSource(Source):
    """A table of numbers in memory.

    Args:
        tables: by name, [token d], with as many tokens each.
        name: what it is, for the record.
    """

    def __init__(self, tables: dict[str, Tensor], name: str = "table"):
        sizes = {len(table) for table in tables.values()}
        if len(sizes) != 1 or not min(sizes) or any(table.ndim != 2 for table in tables.values()):
            raise DataError("tables must be [token d] with as many tokens each, and at least one")
        self.name, self._tables = name, tables
        self.sites = tuple(tables)
        self.widths = tuple(table.shape[1] for table in tables.values())
        self.owners = (0,) * len(tables)

    def batches(self, size: int, seed: int, first: int) -> Iterator[dict[str, Tensor]]:
        """Each time over in another order; batches of a pass are of nearly the same size."""
        n = len(next(iter(self._tables.values())))
        number = 0
        for again in _count():
            order: Tensor | None = None
            for start, end in _even(n, size):
                if number >= first:
                    if order is None:
                        order = torch.randperm(n, generator=torch.Generator().manual_seed(seed * 100_003 + again))
                    yield {site: table[order[start:end]].float() for site, table in self._tables.items()}
                number += 1


class StoreSource(Source):
    """Activations on disk.

    Args:
        store: what `harvest` made.
        sites: which of its sites.
        skip: leave out so many positions at the start of each row, if the store has them.
    """

    def __init__(self, store: Store, sites: Sequence[str], *, skip: int = 0):
        self._store = store
        self.sites = tuple(sites) or store.sites
        record = store.manifest
        self.name = str(record.corpus.get("name", "store"))
        self.models = ((record.model, record.fingerprint),)
        one = next(store.batches(1, shuffle=False, sites=self.sites))
        self.widths = tuple(one[site].shape[-1] for site in self.sites)
        self.owners = (0,) * len(self.sites)
        self.skipped = max(skip, record.skip_positions)

    def batches(self, size: int, seed: int, first: int) -> Iterator[dict[str, Tensor]]:
        """Each time over in another order; what is left at the end of a pass and smaller than a batch is left out."""
        size = min(size, len(self._store))
        each = len(self._store) // size
        for again in _count(first // each):
            skipped = first - again * each if again == first // each else 0
            order = seed * 100_003 + again
            for batch in islice(self._store.batches(size, seed=order, sites=self.sites, first=skipped), each - skipped):
                kept = batch.pos >= self.skipped
                yield {site: batch[site][kept].float() for site in self.sites}


class StreamSource(Source):
    """A model, or several of one tokenizer, reading a corpus; what they read is shuffled in a buffer.

    Args:
        models: the models.
        corpus: what they read, over and over.
        sites: of each model its sites.
        packing: how documents become rows.
        skip: leave out so many positions at the start of each row.
    """

    def __init__(
        self,
        models: Sequence[LanguageModel],
        corpus: Corpus,
        sites: Sequence[Sequence[str]],
        *,
        packing: Packing,
        skip: int,
    ):
        self._models, self._corpus, self._packing, self.skipped = models, corpus, packing, skip
        self._read = [[str(Site.parse(site)) for site in own] for own in sites]
        several = len(models) > 1
        named = [(f"{i}:{site}" if several else site, i) for i, own in enumerate(self._read) for site in own]
        self.sites = tuple(name for name, _ in named)
        self.owners = tuple(owner for _, owner in named)
        self.name = corpus.name
        self.models = tuple((lm.name, lm.fingerprint) for lm in models)
        one = next(self._readings(0))
        self.widths = tuple(one[site].shape[-1] for site in self.sites)

    def batches(self, size: int, seed: int, first: int) -> Iterator[dict[str, Tensor]]:
        """Buffer by buffer, each shuffled and cut to batches of nearly the same size."""
        number = 0
        for again in _count():
            # The first buffers are read again rather than counted, since only reading tells their tokens.
            readings = self._readings(0)
            for block in _count():
                held = list(islice(readings, _HELD))
                if not held:
                    break
                joined = {site: torch.cat([one[site] for one in held]) for site in self.sites}
                n = len(joined[self.sites[0]])
                draw = torch.Generator().manual_seed((seed * 100_003 + again) * 10_007 + block)
                order = torch.randperm(n, generator=draw)
                for start, end in _even(n, size):
                    if number >= first:
                        yield {site: table[order[start:end]] for site, table in joined.items()}
                    number += 1

    def _readings(self, first: int) -> Iterator[dict[str, Tensor]]:
        options: dict[str, Any] = {
            "packing": self._packing,
            "batch_tokens": _READ,
            "skip_positions": self.skipped,
            "dtype": torch.float32,
            "first": first,
        }
        streams = [stream(lm, self._corpus, own, **options) for lm, own in zip(self._models, self._read, strict=True)]
        for batches in zip(*streams, strict=True):
            if any(not torch.equal(one.ids, other.ids) for one, other in pairwise(batches)):
                raise DataError("the models cut the corpus to different tokens; a crosscoder needs one tokenizer")
            tables = [batch[site] for batch, own in zip(batches, self._read, strict=True) for site in own]
            yield {name: table.flatten(1) for name, table in zip(self.sites, tables, strict=True)}


def _count(start: int = 0) -> Iterator[int]:
    while True:
        yield start
        start += 1


def _even(n: int, size: int) -> Iterator[tuple[int, int]]:
    """n tokens cut to the fewest batches of at most `size`, as equal as can be."""
    parts = -(-n // size)
    edges = [n * i // parts for i in range(parts + 1)]
    return pairwise(edges)
