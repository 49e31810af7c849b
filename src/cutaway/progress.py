"""How long work tells whoever started it how far it is; nothing here writes to a terminal."""

from typing import Protocol, runtime_checkable


@runtime_checkable
class Progress(Protocol):
    """Called as `progress(label, done, total)`; `total` is 0 while it is unknown.

    An exception raised from the callback stops the work and passes through (this is how a job is cancelled).
    """

    def __call__(self, label: str, done: int, total: int, /) -> None:
        """Hear that `done` of `total` are finished."""
        ...


def silent(label: str, done: int, total: int, /) -> None:
    """The default: tells nobody."""
