"""The state of a long search in a file, so that an interrupted one goes on where it stopped."""

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from safetensors import SafetensorError, safe_open
from safetensors.torch import save
from torch import Tensor

from cutaway.circuits._run import CircuitRunner
from cutaway.errors import DataError
from cutaway.files import write_atomically
from cutaway.model import LanguageModel


class Checkpoint:
    """A file that holds the state of one job and refuses that of any other; no file where no path was given."""

    def __init__(self, path: Path | str | None, job: Mapping[str, Any]):
        self._path = None if path is None else Path(path)
        self._job = hashlib.sha256(json.dumps(job, sort_keys=True, default=str).encode()).hexdigest()

    def restore(self) -> dict[str, Tensor] | None:
        """The state; None where there is none yet.

        Raises:
            DataError: the file holds another job's state, or none at all.
        """
        if self._path is None or not self._path.exists():
            return None
        try:
            with safe_open(self._path, "pt") as file:
                if (file.metadata() or {}).get("job") != self._job:
                    raise DataError(f"{self._path} is the checkpoint of another search; name another file or delete it")
                return {name: file.get_tensor(name) for name in file.keys()}  # noqa: SIM118 (not a mapping)
        except (SafetensorError, OSError) as error:
            raise DataError(f"{self._path} is no checkpoint ({error}); name another file or delete it") from None

    def write(self, tensors: Mapping[str, Tensor]) -> None:
        """Keep the state."""
        if self._path is not None:
            ready = {name: tensor.detach().cpu().contiguous() for name, tensor in tensors.items()}
            write_atomically(self._path, save(ready, {"job": self._job}))


def job_of(lm: LanguageModel, runner: CircuitRunner) -> dict[str, Any]:
    """What tells one search from another: model, prompts, answers, metric, ablation, token spans."""
    setting = runner.setting
    return {
        "fingerprint": lm.fingerprint,
        "clean": setting.clean.rows,
        "corrupted": setting.corrupted.rows,
        "answers": [setting.answers.correct, setting.answers.wrong],
        "metric": setting.metric.name,
        "ablation": runner.ablation.record(),
    } | ({"graph": runner.graph.head()} if runner.graph.spans else {})
