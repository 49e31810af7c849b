"""Activations on disk: opened only when they are whole and of the right model, read without being loaded.

Shards are memory-mapped, so that a batch reads only the tokens that it takes. A shuffled read draws from all tokens of
a group of shards at a time; the shards of a group are drawn from the whole store.
"""

import zlib
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import torch
from jaxtyping import Int
from safetensors import SafetensorError, safe_open
from torch import Tensor

from cutaway.errors import CorruptFileError, DataError, FileError
from cutaway.model import LanguageModel, Site
from cutaway.progress import Progress, silent
from cutaway.shown import Shown
from cutaway.store._manifest import INDEX, Manifest
from cutaway.store._stream import Batch

if TYPE_CHECKING:
    import pyarrow

_GROUP = 64
"""Shards whose tokens are shuffled together."""


class Store(Shown):
    """A folder of activations that `harvest` has made.

    Args:
        path: the folder.
        manifest: what it says of itself.
    """

    def __init__(self, path: Path, manifest: Manifest):
        self.path = path
        self.manifest = manifest
        self._mapped: dict[int, dict[str, Tensor]] = {}

    @classmethod
    def open(cls, path: Path | str, lm: LanguageModel | None = None) -> "Store":
        """Open a complete store.

        Args:
            path: the folder.
            lm: the model that the activations are to be used with; None: they are not compared with one.

        Raises:
            DataError: the folder is no store, is not complete, or is another model's.
            CorruptFileError: a file is missing or damaged (sizes are looked at; `verify` reads every byte).
        """
        path = Path(path)
        manifest = Manifest.read(path)
        if not manifest.complete:
            raise DataError(f"the harvest into {path} was interrupted; start it again with the same arguments")
        if lm is not None and lm.fingerprint != manifest.fingerprint:
            raise DataError(
                f"{path} holds activations of {manifest.model} ({manifest.fingerprint}), not of {lm.name} "
                f"({lm.fingerprint}); open it with the model that made it"
            )
        check_files(path, manifest)
        if not (path / INDEX).is_file():
            raise CorruptFileError(f"{path / INDEX} is missing; harvest again into another folder")
        return cls(path, manifest)

    def __len__(self) -> int:
        """Tokens."""
        return self.manifest.tokens

    def __repr__(self) -> str:
        m = self.manifest
        return f"Store({str(self.path)!r}: {len(self):,} tokens of {m.model} at {', '.join(m.sites)}, {m.dtype})"

    @property
    def sites(self) -> tuple[str, ...]:
        """The sites that are kept, one a layer."""
        return self.manifest.sites

    def verify(self, *, progress: Progress = silent) -> None:
        """Read every byte and compare it with what was written.

        Raises:
            CorruptFileError: a shard has changed.
        """
        for number, shard in enumerate(self.manifest.shards):
            with _opened(self.path / shard.file) as opened:
                found = checksum({name: opened.get_tensor(name) for name in opened.keys()})  # noqa: SIM118
            if found != shard.crc32:
                raise CorruptFileError(f"{self.path / shard.file} has changed since it was written; harvest again")
            progress("verify", number + 1, len(self.manifest.shards))

    def index(self) -> "pyarrow.Table":
        """A line for each row of tokens: shard, first token in it, tokens, document, start in the document."""
        from pyarrow import parquet

        return parquet.read_table(self.path / INDEX)

    def to_json(self) -> dict[str, Any]:
        """What it holds."""
        m = self.manifest
        return {
            "path": str(self.path),
            "model": m.model,
            "fingerprint": m.fingerprint,
            "sites": list(m.sites),
            "dtype": m.dtype,
            "tokens": len(self),
            "rows": sum(shard.rows for shard in m.shards),
            "shards": len(m.shards),
            "bytes": sum(shard.bytes for shard in m.shards),
            "corpus": m.corpus,
            "packing": m.packing,
        }

    def batches(
        self,
        size: int,
        *,
        seed: int = 0,
        shuffle: bool = True,
        sites: Sequence[str | Site] | None = None,
        first: int = 0,
    ) -> Iterator[Batch]:
        """Every token once, in batches; the last one may be smaller.

        Args:
            size: tokens a batch.
            seed: draws the order; another seed for each time over gives another order.
            shuffle: False: in the order of the corpus.
            sites: which of the kept sites to read; None for all.
            first: leave out so many batches at the start, without reading them.

        Raises:
            DataError: a size below one, or a site that was not kept.
        """
        names = self.sites if sites is None else tuple(str(Site.parse(site)) for site in sites)
        missing = [name for name in names if name not in self.sites]
        if size < 1 or missing:
            what = f"size={size} is below one" if size < 1 else f"{missing[0]} was not kept"
            raise DataError(f"{what}; {self.path} has {', '.join(self.sites)}")
        return self._batches(size, seed, shuffle, names, first)

    def _batches(self, size: int, seed: int, shuffle: bool, names: tuple[str, ...], first: int) -> Iterator[Batch]:
        held: list[Tensor] = []
        count, number = 0, 0
        for places in self._order(seed, shuffle):
            held.append(places)
            count += len(places)
            if count < size:
                continue
            whole = torch.cat(held)
            full = count // size * size
            for part in whole[:full].split(size):
                if number >= first:
                    yield self._gathered(part, names)
                number += 1
            held, count = [whole[full:]], count - full
        if count and number >= first:
            yield self._gathered(torch.cat(held), names)

    def _order(self, seed: int, shuffle: bool) -> Iterator[Int[Tensor, "token pair"]]:
        """(shard, token in it), group by group."""
        generator = torch.Generator().manual_seed(seed)
        shards = self.manifest.shards
        numbers = torch.randperm(len(shards), generator=generator) if shuffle else torch.arange(len(shards))
        for group in numbers.split(_GROUP if shuffle else 1):
            places = torch.cat(
                [
                    torch.stack([torch.full((shards[n].tokens,), n), torch.arange(shards[n].tokens)], dim=1)
                    for n in group.tolist()
                ]
            )
            yield places[torch.randperm(len(places), generator=generator)] if shuffle else places

    def _gathered(self, places: Tensor, names: tuple[str, ...]) -> Batch:
        shard, token = places.unbind(1)
        order = torch.argsort(shard * (1 << 40) + token)  # files are read from front to back
        present = torch.unique(shard).tolist()
        parts: dict[str, list[Tensor]] = {name: [] for name in (*names, "ids", "pos", "document")}
        for number in present:
            own = token[order][shard[order] == number]
            mapped = self._shard(number)
            for name, part in parts.items():
                part.append(mapped[name][own])
        back = torch.empty_like(order)
        back[order] = torch.arange(len(order))
        found = {name: torch.cat(part)[back] for name, part in parts.items()}
        ids, pos, document = found.pop("ids").long(), found.pop("pos"), found.pop("document")
        return Batch(activations=found, ids=ids, pos=pos, document=document)

    def _shard(self, number: int) -> dict[str, Tensor]:
        """A shard's tensors, memory-mapped, with position and document by token."""
        if number not in self._mapped:
            if len(self._mapped) >= 2 * _GROUP:
                self._mapped.clear()
            file = self.path / self.manifest.shards[number].file
            lengths, documents, _ = shard_rows(file)
            with _opened(file) as opened:
                mapped = {name: opened.get_tensor(name) for name in (*self.sites, "ids")}
            self._mapped[number] = mapped | self._by_token(lengths, documents)
        return self._mapped[number]

    def _by_token(self, lengths: Tensor, documents: Tensor) -> dict[str, Tensor]:
        skipped = self.manifest.skip_positions
        kept = (lengths - skipped).clamp(min=0)
        pos = torch.arange(int(kept.sum())) - torch.repeat_interleave(kept.cumsum(0) - kept, kept) + skipped
        return {"pos": pos, "document": torch.repeat_interleave(documents, kept)}

    @cached_property
    def n_documents(self) -> int:
        """How many documents the rows come from."""
        return len(self.index()["document"].unique())


def check_files(folder: Path, manifest: Manifest) -> None:
    """Every shard that the manifest names is there, of its size, and a safetensors file of these sites.

    Raises:
        CorruptFileError: one is not.
    """
    for shard in manifest.shards:
        file = folder / shard.file
        if not file.is_file() or file.stat().st_size != shard.bytes:
            state = "is missing" if not file.is_file() else f"has {file.stat().st_size:,} bytes, not {shard.bytes:,}"
            raise CorruptFileError(f"{file} {state}; the store is damaged: harvest again into another folder")
        with _opened(file) as opened:
            if not {*manifest.sites, "ids"} <= set(opened.keys()):
                raise CorruptFileError(f"{file} lacks some of its sites; harvest again into another folder")


def checksum(tensors: Mapping[str, Tensor]) -> int:
    """CRC-32 over the tensors' bytes, in the order of their names."""
    crc = 0
    for name in sorted(tensors):
        if tensors[name].numel():
            crc = zlib.crc32(tensors[name].reshape(-1).view(torch.uint8).numpy().data, crc)
    return crc


def shard_rows(file: Path) -> tuple[Int[Tensor, " row"], Int[Tensor, " row"], Int[Tensor, " row"]]:
    """Length, document and start of each row of a shard."""
    with _opened(file) as opened:
        return (
            opened.get_tensor("row_length").long(),
            opened.get_tensor("row_document"),
            opened.get_tensor("row_start"),
        )


def _opened(file: Path) -> Any:
    try:
        return safe_open(file, "pt")
    except SafetensorError as error:
        raise CorruptFileError(f"{file} is damaged ({error}); harvest again into another folder") from None
    except OSError as error:
        raise FileError(f"{file} cannot be read ({error}); check its permissions") from error
