"""transformers without its bars and log lines: a library does not write to its caller's terminal."""

import contextlib
import importlib
import threading
import warnings
from collections.abc import Iterator
from typing import Any

from tqdm.auto import tqdm
from transformers.utils import logging

from cutaway.progress import Progress

_ONE_AT_A_TIME = threading.RLock()  # what is silenced is silenced for the whole process, and restored after


class _Nowhere:
    """A file that forgets."""

    def write(self, text: str) -> int:
        return len(text)

    def flush(self) -> None: ...


class Relay:
    """Calls `progress` and remembers what it raised, so that a job's cancelling is not taken for a failure."""

    def __init__(self, progress: Progress) -> None:
        self.progress = progress
        self.raised: BaseException | None = None

    def __call__(self, label: str, done: int, total: int, /) -> None:
        try:
            self.progress(label, done, total)
        except BaseException as error:
            self.raised = error
            raise


def reporting(progress: Progress, label: str) -> type[tqdm]:
    """A progress bar that draws nothing and calls `progress` instead."""

    class Reporting(tqdm):
        def __init__(self, *args: Any, **kwargs: Any) -> None:
            kwargs.pop("name", None)  # the hub's own argument
            super().__init__(*args, **{**kwargs, "file": _Nowhere(), "disable": False})

        def display(self, *args: Any, **kwargs: Any) -> None:
            progress(label, int(self.n), int(self.total or 0))

    return Reporting


@contextlib.contextmanager
def quiet(progress: Progress | None = None, label: str = "") -> Iterator[None]:
    """Inside, transformers draws no bars and logs errors only.

    Args:
        progress: told how far the unpacking of a GGUF file is.
        label: of that.
    """
    with _ONE_AT_A_TIME, contextlib.ExitStack() as restore:
        restore.callback(logging.set_verbosity, logging.get_verbosity())
        logging.set_verbosity_error()
        if logging.is_progress_bar_enabled():
            restore.callback(_bars, True)
            _bars(False)
        if progress is not None:
            unpacking: Any = importlib.import_module("transformers.modeling_gguf_pytorch_utils")
            if hasattr(unpacking, "tqdm"):
                restore.callback(setattr, unpacking, "tqdm", unpacking.tqdm)
                unpacking.tqdm = reporting(progress, label)
        yield


def _bars(on: bool) -> None:
    with warnings.catch_warnings():  # the hub warns when its environment variable decides instead
        warnings.simplefilter("ignore")
        (logging.enable_progress_bar if on else logging.disable_progress_bar)()
