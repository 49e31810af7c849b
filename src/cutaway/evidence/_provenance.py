"""Where a result comes from, so that it can be made again."""

import platform
import shlex
import sys
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from typing import Any

from cutaway.model import LanguageModel


def provenance(
    lm: LanguageModel | None = None, *, seed: int | None = None, command: str | None = None
) -> dict[str, Any]:
    """Versions, model fingerprint, dtype, device, seed, time and command.

    Args:
        lm: the model behind the result, if there was one.
        seed: the seed, if anything was drawn.
        command: the command that makes the result again; None for this process's own.
    """
    record: dict[str, Any] = {
        "versions": {name: _version(name) for name in ("cutaway", "torch", "transformers")},
        "python": platform.python_version(),
        "time": datetime.now(UTC).isoformat(timespec="seconds"),
        "command": shlex.join(sys.argv) if command is None else command,
    }
    if seed is not None:
        record["seed"] = seed
    if lm is not None:
        record |= {
            "model": lm.name,
            "fingerprint": lm.fingerprint,
            "dtype": str(lm.dtype).removeprefix("torch."),
            "device": str(lm.device),
        }
    return record


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "unknown"
