"""Harvest activations over a corpus to disk: shards that are whole or not there, and a job that can be interrupted.

A folder holds `store.json`, `shard-00000.safetensors` and so on, and, once it is complete, `index.parquet` with a line
for each row of tokens. Memory holds one shard at a time, however large the corpus is.
"""

import os
import tempfile
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import islice
from pathlib import Path

import torch
from safetensors.torch import save
from torch import Tensor

from cutaway.errors import DataError, FileError
from cutaway.files import write_atomically
from cutaway.model import LanguageModel, Site
from cutaway.progress import Progress, silent
from cutaway.store._corpus import Corpus
from cutaway.store._manifest import INDEX, MANIFEST, Manifest, Shard
from cutaway.store._rows import DEFAULT_PACKING, Packing, Row, batched, digest_of, limited, rows_of
from cutaway.store._store import Store, check_files, shard_rows
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
    held = _Held()
    for batch_rows in plan:
        held.add(
            run_rows(lm, batch_rows, resolved, length=packing.length, skip_positions=skip_positions, dtype=kept_as),
            batch_rows,
        )
        progress("harvest", manifest.tokens + held.tokens, n_tokens or 0)
        if held.bytes >= shard_bytes:
            manifest = _close(folder, manifest, held)
            held = _Held()
    if held.rows:
        manifest = _close(folder, manifest, held)
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
        sites = self.batches[0].activations
        return {
            **{site: torch.cat([batch.activations[site] for batch in self.batches]) for site in sites},
            "ids": torch.cat([batch.ids for batch in self.batches]).int(),
            "row_length": torch.tensor([len(row) for row in self.rows], dtype=torch.int32),
            "row_document": torch.tensor([row.document for row in self.rows], dtype=torch.int64),
            "row_start": torch.tensor([row.start for row in self.rows], dtype=torch.int64),
        }


def _close(folder: Path, manifest: Manifest, held: _Held) -> Manifest:
    """Write a shard, then the manifest that names it: a shard that the manifest does not name is written again."""
    file = f"shard-{len(manifest.shards):05d}.safetensors"
    payload = save(held.tensors())
    write_atomically(folder / file, payload)
    shard = Shard(
        file=file,
        tokens=held.tokens,
        rows=len(held.rows),
        batches=len(held.batches),
        bytes=len(payload),
        crc32=zlib.crc32(payload),
        digest=digest_of(held.rows),
    )
    manifest = replace(manifest, shards=(*manifest.shards, shard))
    manifest.write(folder)
    return manifest


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
    temporary: str | None = None
    try:
        handle, temporary = tempfile.mkstemp(prefix=f".{INDEX}.", dir=folder)
        os.close(handle)
        with parquet.ParquetWriter(temporary, schema) as writer:
            for columns in _index_columns(folder, manifest):
                arrays = [pa.array(column.numpy()) for column in columns]
                writer.write_table(pa.table(dict(zip(names, arrays, strict=True)), schema=schema))
        os.chmod(temporary, 0o644)
        os.replace(temporary, folder / INDEX)
    except OSError as error:
        raise FileError(f"{folder / INDEX} could not be written ({error}); free some space and start again") from error
    finally:
        if temporary is not None and os.path.exists(temporary):
            os.unlink(temporary)


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
