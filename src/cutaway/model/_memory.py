"""How much memory is free, and how much was used at the most."""

import threading
from pathlib import Path
from types import TracebackType

import torch

_MOST = 4 << 30
_STATM = Path("/proc/self/statm")
_PAGE = 4096


def free_memory(device: torch.device) -> int:
    """Half of the memory that is free on a device, at most 4 GiB: beyond that a larger batch is no faster."""
    if device.type == "cuda":
        return min(torch.cuda.mem_get_info(device)[0] // 2, _MOST)
    info = Path("/proc/meminfo")
    if not info.exists():
        return 1 << 30
    fields = dict(line.split(":", 1) for line in info.read_text().splitlines())
    return min(int(fields["MemAvailable"].split()[0]) * 1024 // 2, _MOST)


class PeakMemory:
    """Within this context, the most memory in use above what was in use at its start, in `bytes`.

    On a CPU the process's resident set is looked at every few milliseconds (Linux; elsewhere the answer is 0).
    """

    def __init__(self, device: torch.device):
        self._device = device
        self.bytes = 0
        self._stop = threading.Event()
        self._thread: threading.Thread | None = None

    def __enter__(self) -> "PeakMemory":
        if self._device.type == "cuda":
            torch.cuda.reset_peak_memory_stats(self._device)
            self._start = torch.cuda.memory_allocated(self._device)
        elif _STATM.exists():
            self._start = _resident()
            self._thread = threading.Thread(target=self._watch, daemon=True)
            self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._device.type == "cuda":
            self.bytes = torch.cuda.max_memory_allocated(self._device) - self._start
        elif self._thread is not None:
            self._stop.set()
            self._thread.join()

    def _watch(self) -> None:
        while not self._stop.wait(0.005):
            self.bytes = max(self.bytes, _resident() - self._start)


def _resident() -> int:
    return int(_STATM.read_text().split()[1]) * _PAGE
