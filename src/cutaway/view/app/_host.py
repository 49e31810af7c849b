"""The one model in memory: who uses it, and how another takes its place."""

import gc
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import torch

from cutaway.errors import CutawayError
from cutaway.model import LanguageModel, catalogue, load
from cutaway.progress import Progress, silent
from cutaway.store import builtin_corpus
from cutaway.view.app._problems import RefusedError
from cutaway.view.app._wire import ModelEntry, ModelState

_REFERENCE_ROWS, _REFERENCE_TOKENS = 12, 48
_WAITING = 12
"""So many short requests may wait for the model."""


class Host:
    """Holds at most one model. Requests use it together (it runs one at a time itself); a switch waits for them all."""

    def __init__(self, first: str, lm: LanguageModel | None = None):
        self.first = first if lm is None else lm.name
        self._lm = lm
        self._loading: str | None = None
        self._users = 0
        self._changed = threading.Condition()
        self._waiting = threading.BoundedSemaphore(_WAITING)
        self._means: dict[str, torch.Tensor] = {}

    def state(self) -> ModelState:
        """What is in memory."""
        with self._changed:
            lm, loading = self._lm, self._loading
        if loading is not None:
            return ModelState(status="loading", name=loading)
        if lm is None:
            return ModelState(status="none")
        return ModelState(
            status="ready",
            name=lm.name,
            n_layers=lm.n_layers,
            n_heads=lm.n_heads,
            context_length=lm.context_length,
            fingerprint=lm.fingerprint,
            dtype=str(lm.dtype).removeprefix("torch."),
            device=str(lm.device),
        )

    def entries(self) -> list[ModelEntry]:
        """What may be opened: what is on this machine, and what the server was started with."""
        found = [ModelEntry(**entry.to_json()) for entry in catalogue()]
        if self.first not in {entry.name for entry in found}:
            own = ModelEntry(
                name=self.first, source="named when the server was started", available=True, licence=None, note=""
            )
            found.insert(0, own)
        return found

    def require_known(self, name: str) -> None:
        """Refuse a name that is not among the entries: a reader cannot make the server fetch or read anything else."""
        if name == self.first:
            return
        entry = next((entry for entry in self.entries() if entry.name == name), None)
        if entry is None:
            raise RefusedError(
                404, "the server may not open this model", "choose one of the list, or start it with --model", name
            )
        if not entry.available:
            raise RefusedError(409, "this model is not on the machine", entry.note or "fetch it first", name)

    @contextmanager
    def using(self, name: str, *, job: bool = False) -> Iterator[LanguageModel]:
        """The model, as long as the context lasts.

        Args:
            name: which is meant.
            job: whether the one thread of jobs asks; of others only so many may wait.

        Raises:
            RefusedError: none is in memory, or another, or too many wait for it.
        """
        if not job and not self._waiting.acquire(blocking=False):
            raise RefusedError(503, "too many requests wait for the model", "try again in a moment", _WAITING)
        try:
            with self._changed:
                lm = self._current(name)
                self._users += 1
            try:
                yield lm
            finally:
                with self._changed:
                    self._users -= 1
                    self._changed.notify_all()
        finally:
            if not job:
                self._waiting.release()

    def _current(self, name: str) -> LanguageModel:
        if self._loading is not None:
            raise RefusedError(409, "a model is being opened", "wait until it is there", self._loading)
        if self._lm is None:
            raise RefusedError(409, "no model is in memory", "open one first", None)
        if self._lm.name != name:
            raise RefusedError(
                409, f"another model is in memory: {self._lm.name}", f"open {name} again, or go on with it", name
            )
        return self._lm

    def ready(self, name: str, progress: Progress = silent) -> None:
        """Open a model if none is in memory; another one that somebody opened is left alone.

        Raises:
            RefusedError: another is in memory.
        """
        with self._changed:
            empty = self._lm is None and self._loading is None
        if empty:
            self.open(name, progress)
        with self._changed:
            self._current(name)

    def open(self, name: str, progress: Progress = silent) -> None:
        """Put a model in the place of the one in memory, once nobody uses that; the old one goes first.

        Raises:
            ModelError: it cannot be opened; then none is in memory.
        """
        self.require_known(name)
        with self._changed:
            if self._lm is not None and self._lm.name == name:
                return
            self._loading = name
        try:
            self._wait_until_unused(progress)
            with self._changed:
                self._lm, self._means = None, {}
            gc.collect()
            progress(f"opening {name}", 0, 0)
            lm = load(name, progress=progress)
            lm.name = name
            with self._changed:
                self._lm = lm
        finally:
            with self._changed:
                self._loading = None

    def _wait_until_unused(self, progress: Progress) -> None:
        while True:
            progress("waiting until nobody uses the model before", 0, 0)
            with self._changed:
                if not self._users:
                    return
                self._changed.wait(0.1)

    def mean(self, lm: LanguageModel, kind: str) -> torch.Tensor:
        """[layer ...]: what a component writes on average over positions of the built-in corpus, the first left out."""
        with self._changed:
            known = self._means.get(kind)
        if known is not None:
            return known
        rows = []
        for document in builtin_corpus().documents():
            ids = list(lm.tokenizer(document, add_special_tokens=False)["input_ids"])[:_REFERENCE_TOKENS]
            if len(ids) == _REFERENCE_TOKENS:
                rows.append(ids)
            if len(rows) == _REFERENCE_ROWS:
                break
        if not rows:
            raise CutawayError("the built-in corpus has no text that is long enough; ablate to zero instead")
        run = lm.run(rows, read=[kind], logits=False)
        mean = torch.stack([run[site][:, 1:].float().mean((0, 1)) for site in run.sites])
        with self._changed:
            self._means[kind] = mean
        return mean
