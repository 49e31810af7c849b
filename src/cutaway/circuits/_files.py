"""Scores and circuits as files: one safetensors file, whose header says as JSON what it holds."""

import json
from pathlib import Path
from typing import Any

from safetensors import SafetensorError, safe_open
from safetensors.torch import save
from torch import Tensor

from cutaway.errors import CorruptFileError, DataError
from cutaway.files import write_atomically


def write(path: Path | str, kind: str, tensors: dict[str, Tensor], about: dict[str, Any]) -> Path:
    """Write tensors and what is known of them.

    Raises:
        FileError: it cannot be written.
    """
    ready = {name: tensor.detach().cpu().contiguous() for name, tensor in tensors.items()}
    return write_atomically(path, save(ready, {"format": f"cutaway {kind} 1", "about": json.dumps(about)}))


def read(path: Path | str, *kinds: str) -> tuple[str, dict[str, Tensor], dict[str, Any]]:
    """The kind, the tensors and what is known of them.

    Raises:
        DataError: there is no such file, or it is of another kind.
        CorruptFileError: it is damaged.
    """
    path = Path(path)
    if not path.is_file():
        raise DataError(f"there is no file {path}; make one with: cutaway circuit find --out {path}")
    try:
        with safe_open(path, "pt") as file:
            metadata = file.metadata() or {}
            kind = metadata.get("format", "").removeprefix("cutaway ").removesuffix(" 1")
            if kind not in kinds:
                raise DataError(f"{path} holds no {' or '.join(kinds)} of Cutaway's; name one that circuit find wrote")
            tensors = {name: file.get_tensor(name) for name in file.keys()}  # noqa: SIM118 (not a mapping)
            return kind, tensors, json.loads(metadata["about"])
    except (SafetensorError, KeyError, TypeError, ValueError) as error:
        raise CorruptFileError(f"{path} is damaged or no safetensors file ({error}); find it again") from None
