"""What a GGUF file says about itself, read without its weights, and whether the file is whole.

Layout: https://github.com/ggml-org/ggml/blob/master/docs/gguf.md. The reader in the `gguf` package makes a numpy
view of every token of the vocabulary (seconds) and reads past the end of a truncated file; this one takes
milliseconds and names the byte.
"""

import math
import mmap
import struct
from dataclasses import dataclass
from pathlib import Path

from gguf.constants import GGML_QUANT_SIZES, GGMLQuantizationType

from cutaway.errors import CorruptFileError

MAGIC = b"GGUF"
_VERSIONS = (2, 3)
_SCALARS = {0: "B", 1: "b", 2: "H", 3: "h", 4: "I", 5: "i", 6: "f", 7: "?", 10: "Q", 11: "q", 12: "d"}
_STRING, _ARRAY = 8, 9
_MAX_DIMENSIONS = 8


@dataclass(frozen=True, kw_only=True)
class TensorEntry:
    """One tensor of the file."""

    name: str
    elements: int
    """How many numbers it holds."""
    start: int
    """Its first byte in the file."""
    size: int
    """Its length in bytes, as stored."""


@dataclass(frozen=True, kw_only=True)
class GgufHeader:
    """The metadata and the table of tensors."""

    metadata: dict[str, str | int | float | bool]
    """Every entry that is one value; lists (vocabulary, merges) are left out."""
    tensors: tuple[TensorEntry, ...]

    @property
    def architecture(self) -> str:
        """What llama.cpp calls the family."""
        return str(self.metadata["general.architecture"])

    def get(self, key: str) -> str | int | float | bool | None:
        """The value of `<architecture>.key`, or None."""
        return self.metadata.get(f"{self.architecture}.{key}")

    @property
    def elements(self) -> int:
        """How many numbers the weights are, tables of rotary frequencies not counted."""
        return sum(tensor.elements for tensor in self.tensors if not tensor.name.startswith("rope_"))


def is_gguf(path: Path) -> bool:
    """Whether the file starts as GGUF files do."""
    with path.open("rb") as file:
        return file.read(len(MAGIC)) == MAGIC


def not_gguf(path: str | Path) -> CorruptFileError:
    """The error to raise when `is_gguf` says no."""
    return CorruptFileError(f"{path} is not a GGUF file (it does not start with {MAGIC.decode()!r}); check the path")


def read_header(path: Path, *, called: str | Path | None = None) -> GgufHeader:
    """Read the header and check that every tensor lies inside the file.

    Args:
        path: the file.
        called: what messages call it, if not by its path.

    Raises:
        CorruptFileError: not a GGUF file, damaged, or cut short.
    """
    if not is_gguf(path):
        raise not_gguf(called or path)
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
        return _Reader(str(called or path), data).header()


class _Reader:
    """A position in the file that refuses to leave it."""

    def __init__(self, path: str, data: mmap.mmap) -> None:
        self.path, self.data, self.at = path, data, len(MAGIC)

    def header(self) -> GgufHeader:
        version = self.scalar("I")
        if version not in _VERSIONS:
            raise self.damaged(f"says GGUF version {version}, where {_VERSIONS[0]} or {_VERSIONS[1]} is read")
        tensor_count, entry_count = self.count(), self.count()
        metadata = {}
        for _ in range(entry_count):
            key = self.text()
            value = self.value(self.count("I"))
            if value is not None:
                metadata[key] = value
        if not isinstance(metadata.get("general.architecture"), str):
            raise self.damaged("does not name its architecture")
        table = [self.tensor() for _ in range(tensor_count)]
        alignment = metadata.get("general.alignment", 32)
        if not isinstance(alignment, int) or alignment < 1:
            raise self.damaged(f"has the impossible alignment {alignment}")
        base = -(-self.at // alignment) * alignment
        tensors = tuple(
            TensorEntry(name=name, elements=elements, start=base + offset, size=size)
            for name, elements, offset, size in table
        )
        end = max((tensor.start + tensor.size for tensor in tensors), default=base)
        if end > len(self.data):
            raise self.damaged(f"is cut short: its tensors end at byte {end:,} and it has {len(self.data):,}")
        return GgufHeader(metadata=metadata, tensors=tensors)

    def damaged(self, problem: str) -> CorruptFileError:
        return CorruptFileError(f"{self.path} {problem}; fetch the file again")

    def skip(self, size: int) -> int:
        """Move on by `size` bytes; where they began."""
        begin = self.at
        if begin + size > len(self.data):
            raise self.damaged(f"is cut short or damaged: its header runs past its {len(self.data):,} bytes")
        self.at = begin + size
        return begin

    def scalar(self, code: str) -> int | float | bool:
        layout = struct.Struct("<" + code)
        return layout.unpack_from(self.data, self.skip(layout.size))[0]

    def count(self, code: str = "Q") -> int:
        return int(self.scalar(code))

    def text(self) -> str:
        begin = self.skip(self.count())
        try:
            return self.data[begin : self.at].decode()
        except UnicodeDecodeError as error:
            raise self.damaged(f"has a header that is not text at byte {begin:,}") from error

    def value(self, kind: int) -> str | int | float | bool | None:
        if kind == _STRING:
            return self.text()
        if kind in _SCALARS:
            return self.scalar(_SCALARS[kind])
        if kind != _ARRAY:
            raise self.damaged(f"has a header value of the unknown kind {kind}")
        element, count = self.count("I"), self.count()
        if element in _SCALARS:
            self.skip(count * struct.calcsize("<" + _SCALARS[element]))
        elif element == _STRING:
            for _ in range(count):
                self.skip(self.count())
        else:
            raise self.damaged(f"has a header list of the unknown kind {element}")
        return None

    def tensor(self) -> tuple[str, int, int, int]:
        name, dimensions = self.text(), self.count("I")
        if dimensions > _MAX_DIMENSIONS:
            raise self.damaged(f"gives tensor {name!r} {dimensions} dimensions")
        elements = math.prod(self.count() for _ in range(dimensions))
        kind, offset = self.count("I"), self.count()
        try:
            block, block_size = GGML_QUANT_SIZES[GGMLQuantizationType(kind)]
        except (ValueError, KeyError) as error:
            raise self.damaged(f"stores tensor {name!r} in the unknown type {kind}") from error
        return name, elements, offset, elements // block * block_size
