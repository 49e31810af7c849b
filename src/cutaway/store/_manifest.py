"""What a store's folder says of itself: whose activations these are, how they were made, and which shards there are."""

import json
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

from cutaway.errors import CorruptFileError, DataError
from cutaway.files import write_atomically

FORMAT = "cutaway activation store"
VERSION = 1
MANIFEST = "store.json"
INDEX = "index.parquet"


@dataclass(frozen=True, kw_only=True)
class Shard:
    """One file of activations."""

    file: str
    tokens: int
    rows: int
    batches: int
    """How many of the forward batches it holds."""
    bytes: int
    crc32: int
    """Of the tensors' bytes, in the order of their names."""
    digest: str
    """Of the rows' token ids and places in the corpus."""


@dataclass(frozen=True, kw_only=True)
class Manifest:
    """`store.json`."""

    model: str
    fingerprint: str
    """The model's; activations are only ever read together with the same weights."""
    model_dtype: str
    sites: tuple[str, ...]
    dtype: str
    corpus: dict[str, Any]
    packing: dict[str, Any]
    batch_tokens: int
    n_tokens: int | None
    """The most tokens that were asked for; None for the whole corpus."""
    skip_positions: int
    shard_bytes: int
    seed: int | None
    versions: dict[str, str]
    complete: bool = False
    shards: tuple[Shard, ...] = field(default=())

    @property
    def tokens(self) -> int:
        """Tokens in all shards."""
        return sum(shard.tokens for shard in self.shards)

    def job(self) -> dict[str, Any]:
        """What has to be the same for an interrupted harvest to go on."""
        left_out = {"complete", "shards", "versions", "model"}
        return {key: value for key, value in asdict(self).items() if key not in left_out}

    def write(self, folder: Path) -> None:
        """Write `store.json`.

        Raises:
            FileError: it cannot be written.
        """
        data = {"format": FORMAT, "version": VERSION, "tokens": self.tokens, **asdict(self)}
        write_atomically(folder / MANIFEST, json.dumps(data, indent=1))

    def finished(self) -> "Manifest":
        """The same, complete."""
        return replace(self, complete=True)

    @classmethod
    def read(cls, folder: Path) -> "Manifest":
        """Read `store.json`.

        Raises:
            DataError: the folder is no store, or one of a later format.
            CorruptFileError: the file is damaged.
        """
        path = folder / MANIFEST
        if not path.is_file():
            raise DataError(f"{folder} is no activation store (it has no {MANIFEST}); make one with harvest")
        try:
            data = json.loads(path.read_text())
        except ValueError as error:
            raise CorruptFileError(f"{path} is damaged ({error}); harvest again into another folder") from None
        if not isinstance(data, dict) or data.pop("format", None) != FORMAT:
            raise DataError(f"{path} is not the manifest of an activation store; name another folder")
        if data.pop("version", None) != VERSION:
            raise DataError(f"{folder} was written by another version of Cutaway; harvest it again")
        data.pop("tokens", None)
        try:
            shards = tuple(Shard(**shard) for shard in data.pop("shards"))
            return cls(**{**data, "sites": tuple(data["sites"]), "shards": shards})
        except (KeyError, TypeError) as error:
            raise CorruptFileError(f"{path} is damaged ({error}); harvest again into another folder") from None
