"""Harvest activations over a corpus to disk: shards that are whole or not there, and a job that can be interrupted.

A folder holds `store.json`, `shard-00000.safetensors` and so on, and, once it is complete, `index.parquet` with a line
for each row of tokens. Shards are written while the model goes on; memory holds two of them at a time, however large
the corpus is.
"""

from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import replace
from itertools import islice
from pathlib import Path

import torch
from safetensors import SafetensorError
from safetensors.torch import save_file
from torch import Tensor

from cutaway.errors import DataError, FileError
from cutaway.files import replacing
from cutaway.model import LanguageModel, Site
from cutaway.progress import Progress, silent
from cutaway.store._corpus import Corpus
from cutaway.store._manifest import INDEX, MANIFEST, Manifest, Shard
from cutaway.store._rows import DEFAULT_PACKING, Packing, Row, batched, digest_of, limited, rows_of
from cutaway.store._store import Store, check_files, checksum, shard_rows
from cutaway.store._stream import BATCH_TOKENS, Batch, resolved_sites, run_rows

DTYPES = {"float32": torch.float32, "float16": torch.float16, "bfloat16": torch.bfloat16, "float64": torch.float64}


def harvest(
    lm: LanguageModel,
    corpus: Corpus,
    sites: Sequence[str | Site] | str | Site,
    out: Path | str,
    *,
    packing: Packing = DEFAULT_PACKING,
    n_tokens: int | None = None,
    dtype: torch.dtype | str | None = None,
    skip_positions: int = 0,
    batch_tokens: int = BATCH_TOKENS,
    shard_bytes: int = 64 << 20,
    progress: Progress = silent,
) -> Store:
    """Write activations of any sites over a corpus to a folder.

    An interrupted harvest that is started again with the same arguments goes on behind its last whole shard; a
    complete one is opened as it is. The forward pass stops behind the last layer that is needed.

    Args:
        lm: the model.
        corpus: where the text comes from.
        sites: sites to keep; a kind without a layer means every layer.
        out: the folder.
        packing: how documents become token rows.
        n_tokens: stop once so many tokens are kept; None for the whole corpus.
        dtype: what to keep activations as: float32, bfloat16, float16 or float64; None: the model's own.
        skip_positions: leave out so many positions at the start of each row.
        batch_tokens: tokens that are run at a time, with padding.
        shard_bytes: a shard is closed once it is as large as this.
        progress: told how many tokens are kept; `total` is 0 where the corpus decides.

    Returns:
        The store, opened.

    Raises:
        SiteError, PromptError: as for `LanguageModel.run`.
        DataError: the folder holds something else, or the harvest of another job; or the corpus is not what it was.
        CorruptFileError: a shard of the interrupted harvest is damaged.
        NonFiniteError: an activation is NaN or infinite, or is so in `dtype`.
        FileError: a file cannot be written (no space, no permission); what is there stays whole, and the same call
            goes on from it.
    """
    folder = Path(out)
    resolved = resolved_sites(lm, sites)
    kept_as = _dtype(lm, dtype)
    if lm.context_length is not None and packing.length > lm.context_length:
        raise DataError(f"rows of {packing.length} tokens exceed the model's context of {lm.context_length}")
    manifest = Manifest(
        model=lm.name,
        fingerprint=lm.fingerprint,
        model_dtype=_name(lm.dtype),
        sites=tuple(map(str, resolved)),
        dtype=_name(kept_as),
        corpus=corpus.to_json(),
        packing=packing.to_json(),
        batch_tokens=batch_tokens,
        n_tokens=n_tokens,
        skip_positions=skip_positions,
        shard_bytes=shard_bytes,
        seed=corpus.seed,
        versions=_versions(),
    )
    manifest = _resumed(folder, manifest)
    if manifest.complete:
        return Store.open(folder, lm)
    rows = limited(rows_of(corpus, lm.tokenizer, packing), n_tokens, skip_positions)
    plan = batched(rows, batch_tokens)
    for shard in manifest.shards:
        again = [row for batch in islice(plan, shard.batches) for row in batch]
        if digest_of(again) != shard.digest:
            raise DataError(f"{corpus.name} is not what it was when {folder} was begun; harvest into another folder")
    progress("harvest", manifest.tokens, n_tokens or 0)
    passed = manifest.tokens
    held = _Held()
    with _Writer(folder, manifest) as writer:
        for batch_rows in plan:
            batch = run_rows(
                lm, batch_rows, resolved, length=packing.length, skip_positions=skip_positions, dtype=kept_as
            )
            held.add(batch, batch_rows)
            passed += len(batch)
            progress("harvest", passed, n_tokens or 0)
            if held.bytes >= shard_bytes:
                writer.write(held)
                held = _Held()
        if held.rows:
            writer.write(held)
        manifest = writer.finish()
    if not manifest.shards:
        raise DataError(f"the corpus {corpus.name} has no row to run; give more text, or a smaller Packing.shortest")
    _write_index(folder, manifest)
    manifest.finished().write(folder)
    return Store.open(folder, lm)


class _Held:
    """The batches of the shard that is being filled."""

    def __init__(self) -> None:
        self.batches: list[Batch] = []
        self.rows: list[Row] = []
        self.tokens = 0
        self.bytes = 0

    def add(self, batch: Batch, rows: list[Row]) -> None:
        self.batches.append(batch)
        self.rows += rows
        self.tokens += len(batch)
        self.bytes += sum(tensor.nbytes for tensor in batch.activations.values())

    def tensors(self) -> dict[str, Tensor]:
        """What a shard file holds: activations and ids by token, and places in the corpus by row."""
        found = {
            **{site: _joined([batch.activations[site] for batch in self.batches]) for site in self.sites},
            "ids": torch.cat([batch.ids for batch in self.batches]).int(),
            "row_length": torch.tensor([len(row) for row in self.rows], dtype=torch.int32),
            "row_document": torch.tensor([row.document for row in self.rows], dtype=torch.int64),
            "row_start": torch.tensor([row.start for row in self.rows], dtype=torch.int64),
        }
        seen: set[int] = set()
        for name, tensor in found.items():  # one layer's resid_post is the next one's resid_pre, also in memory
            if tensor.data_ptr() in seen:
                found[name] = tensor.clone()
            seen.add(tensor.data_ptr())
        return found

    @property
    def sites(self) -> tuple[str, ...]:
        return tuple(self.batches[0].activations)


def _joined(parts: list[Tensor]) -> Tensor:
    return parts[0].contiguous() if len(parts) == 1 else torch.cat(parts)


class _Writer:
    """Writes shards in a thread of its own, one after the other, each followed by the manifest that names it.

    A shard that the manifest does not name is written again.
    """

    def __init__(self, folder: Path, manifest: Manifest):
        self._folder, self._manifest = folder, manifest
        self._pool = ThreadPoolExecutor(max_workers=1)
        self._pending: Future[None] | None = None

    def __enter__(self) -> "_Writer":
        return self

    def __exit__(self, *error: object) -> None:
        self._pool.shutdown(wait=True)

    def write(self, held: _Held) -> None:
        """Begin to write a shard, as soon as the one before is written."""
        self.finish()
        self._pending = self._pool.submit(self._close, held)

    def finish(self) -> Manifest:
        """Wait for what is being written; the manifest with it."""
        pending, self._pending = self._pending, None
        if pending is not None:
            pending.result()
        return self._manifest

    def _close(self, held: _Held) -> None:
        path = self._folder / f"shard-{len(self._manifest.shards):05d}.safetensors"
        tensors = held.tensors()
        try:
            with replacing(path, size=held.bytes) as temporary:
                save_file(tensors, temporary)
        except SafetensorError as error:
            raise FileError(f"{path} could not be written ({error}); free some space and start again") from error
        shard = Shard(
            file=path.name,
            tokens=held.tokens,
            rows=len(held.rows),
            batches=len(held.batches),
            bytes=path.stat().st_size,
            crc32=checksum(tensors),
            digest=digest_of(held.rows),
        )
        self._manifest = replace(self._manifest, shards=(*self._manifest.shards, shard))
        self._manifest.write(self._folder)


def _resumed(folder: Path, manifest: Manifest) -> Manifest:
    """The manifest of the interrupted harvest in this folder, or the new one, written."""
    if folder.exists() and not folder.is_dir():
        raise DataError(f"{folder} is a file; name a folder for the activations")
    if not (folder / MANIFEST).exists():
        if folder.exists() and any(not path.name.startswith(".") for path in folder.iterdir()):
            raise DataError(f"{folder} holds other files; name a new or empty folder for the activations")
        manifest.write(folder)
        return manifest
    before = Manifest.read(folder)
    was, now = before.job(), manifest.job()
    differing = [key for key in now if was.get(key) != now[key]]
    if differing and not before.shards:  # nothing was kept, so that there is nothing to lose
        manifest.write(folder)
        return manifest
    if differing:
        key = differing[0]
        raise DataError(
            f"{folder} holds another harvest ({key} is {was.get(key)!r} there, {now[key]!r} here); name another folder"
        )
    check_files(folder, before)
    return before


def _write_index(folder: Path, manifest: Manifest) -> None:
    """`index.parquet`: shard, first token in it, tokens, document and place of every row; a row group a shard."""
    import pyarrow as pa
    from pyarrow import parquet

    names = ("shard", "first", "tokens", "document", "start")
    schema = pa.schema([(name, pa.int64()) for name in names])
    with replacing(folder / INDEX) as temporary, parquet.ParquetWriter(temporary, schema) as writer:
        for columns in _index_columns(folder, manifest):
            arrays = [pa.array(column.numpy()) for column in columns]
            writer.write_table(pa.table(dict(zip(names, arrays, strict=True)), schema=schema))


def _index_columns(folder: Path, manifest: Manifest) -> Iterator[tuple[Tensor, ...]]:
    for number, shard in enumerate(manifest.shards):
        lengths, documents, starts = shard_rows(folder / shard.file)
        kept = (lengths - manifest.skip_positions).clamp(min=0)
        yield torch.full_like(kept, number), kept.cumsum(0) - kept, kept, documents, starts


def _dtype(lm: LanguageModel, dtype: torch.dtype | str | None) -> torch.dtype:
    if dtype is None:
        return lm.dtype
    found = DTYPES.get(dtype) if isinstance(dtype, str) else dtype
    if found not in DTYPES.values():
        raise DataError(f"dtype={dtype!r}; keep activations as {', '.join(DTYPES)}")
    assert found is not None
    return found


def _name(dtype: torch.dtype) -> str:
    return str(dtype).removeprefix("torch.")


def _versions() -> dict[str, str]:
    from importlib.metadata import PackageNotFoundError, version

    found = {}
    for name in ("cutaway", "torch", "transformers", "safetensors"):
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            found[name] = "unknown"
    return found
