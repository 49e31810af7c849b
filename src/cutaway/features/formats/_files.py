"""Files of others, read so that nothing in them can run: JSON, safetensors and NumPy arrays."""

import json
import zipfile
from pathlib import Path
from typing import Any

import numpy as np
import torch
from safetensors import SafetensorError
from safetensors.torch import load_file
from torch import Tensor

from cutaway.errors import CorruptFileError, DataError


def read_json(path: Path) -> dict[str, Any]:
    """A JSON object.

    Raises:
        DataError: there is no such file.
        CorruptFileError: it is damaged, or holds anything but an object.
    """
    if not path.is_file():
        raise DataError(f"there is no {path}; give a folder with the whole dictionary in it")
    try:
        data = json.loads(path.read_text())
    except ValueError as error:
        raise CorruptFileError(f"{path} is not JSON ({error}); fetch it again") from None
    if not isinstance(data, dict):
        raise CorruptFileError(f"{path} holds no JSON object; fetch it again")
    return data


def read_safetensors(path: Path) -> dict[str, Tensor]:
    """All tensors of a safetensors file.

    Raises:
        DataError: there is no such file.
        CorruptFileError: it is damaged.
    """
    if not path.is_file():
        raise DataError(f"there is no {path}; give a folder with the whole dictionary in it")
    try:
        return load_file(path)
    except (SafetensorError, OSError, ValueError) as error:
        raise CorruptFileError(f"{path} is damaged ({error}); fetch it again") from None


def read_npz(path: Path) -> dict[str, Tensor]:
    """All arrays of an `.npz` file; arrays of Python objects are refused, since reading one runs what it says.

    Raises:
        DataError: there is no such file.
        CorruptFileError: it is damaged, or holds anything but numbers.
    """
    if not path.is_file():
        raise DataError(f"there is no {path}; give a folder with the whole dictionary in it")
    try:
        with path.open("rb") as file, np.load(file, allow_pickle=False) as opened:
            return {name: torch.from_numpy(np.ascontiguousarray(opened[name])) for name in opened.files}
    except (OSError, ValueError, EOFError, TypeError, zipfile.BadZipFile) as error:
        raise CorruptFileError(
            f"{path} is damaged or holds more than arrays of numbers ({error}); fetch it again"
        ) from None
