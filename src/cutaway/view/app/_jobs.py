"""Long work: one at a time, in a queue with an end, with progress, and with a way to stop it.

A job that is not finished is written down in the workspace. One that is found there when the server starts was running
or waiting when the last one ended: it is shown as interrupted, and can be started again.
"""

import json
import logging
import queue
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from secrets import token_hex
from typing import Any

from pydantic import ValidationError

from cutaway.files import write_atomically
from cutaway.progress import Progress
from cutaway.view.app._problems import RefusedError, problem_of
from cutaway.view.app._wire import Job, JobKind

log = logging.getLogger(__name__)
Work = Callable[[dict[str, Any], Progress], str | None]
"""From a request to the id of its answer."""
ENDED = ("done", "failed", "cancelled", "interrupted")
_KEPT = 50
"""So many ended jobs are remembered."""


class Cancelled(Exception):  # noqa: N818 (it is no error)
    """Raised from a job's progress once somebody has cancelled it."""


class Jobs:
    """The queue and the thread that works it off.

    Args:
        folder: where unfinished jobs are written down.
        work: what each kind of job does.
        most: how many may wait.
    """

    def __init__(self, folder: Path, work: dict[JobKind, Work], most: int):
        self._folder, self._work, self._most = folder, work, most
        self._jobs: dict[str, Job] = {}
        self._version: dict[str, int] = {}
        self._cancelled: set[str] = set()
        self._lock = threading.Lock()
        self._queue: queue.Queue[str | None] = queue.Queue()
        self._closing = False
        self._read_interrupted()
        self._thread = threading.Thread(target=self._run, name="cutaway-jobs", daemon=True)
        self._thread.start()

    # -- what others see ---------------------------------------------------------------------------------------

    def all(self) -> list[Job]:
        """Every job, the latest first."""
        with self._lock:
            return [self._shown(job) for job in reversed(self._jobs.values())]

    def get(self, number: str) -> Job:
        """One job.

        Raises:
            RefusedError: there is none.
        """
        return self.look(number)[1]

    def look(self, number: str) -> tuple[int, Job]:
        """One job, and a number that grows whenever it changes."""
        with self._lock:
            job = self._jobs.get(number)
            if job is None:
                raise RefusedError(404, "there is no such job", "see /api/v1/jobs for those there are", number)
            return self._version[number], self._shown(job)

    def running(self) -> int:
        """How many are running or waiting."""
        with self._lock:
            return sum(job.state not in ENDED for job in self._jobs.values())

    def add(self, kind: JobKind, request: dict[str, Any]) -> Job:
        """Put a job at the end of the queue.

        Raises:
            RefusedError: too many wait.
        """
        job = Job(id=token_hex(8), kind=kind, state="queued", created=now(), request=request)
        with self._lock:
            waiting = sum(one.state == "queued" for one in self._jobs.values())
            if waiting >= self._most:
                raise RefusedError(503, f"{waiting} jobs are waiting", "wait until one is done, or cancel one", waiting)
            self._write(job)
            self._jobs[job.id], self._version[job.id] = job, 0
            self._forget_old()
        self._queue.put(job.id)
        return self.get(job.id)

    def cancel(self, number: str) -> Job:
        """Ask a job to stop; one that waits or was interrupted stops at once, a running one at its next step."""
        with self._lock:
            job = self._jobs.get(number)
            if job is not None and job.state not in ("done", "failed", "cancelled"):
                if job.state == "running":
                    self._cancelled.add(number)
                    self._set(number, label="stopping")
                else:
                    self._end(number, state="cancelled")
        return self.get(number)

    def again(self, number: str) -> Job:
        """Start a job with the same request; an interrupted one is replaced by it."""
        old = self.get(number)
        if old.state not in ENDED:
            raise RefusedError(409, f"this job is {old.state}", "wait until it has ended, or cancel it", number)
        new = self.add(old.kind, old.request)
        if old.state == "interrupted":
            with self._lock:
                self._forget(number)
        return new

    def close(self) -> None:
        """Stop: what runs is asked to end, and stays written down as unfinished."""
        self._closing = True
        self._queue.put(None)
        self._thread.join(timeout=5)

    # -- the thread --------------------------------------------------------------------------------------------

    def _run(self) -> None:
        while (number := self._queue.get()) is not None and not self._closing:
            with self._lock:
                job = self._jobs.get(number)
                if job is None or job.state != "queued":
                    continue
                self._set(number, state="running")
            try:
                answer = self._work[job.kind](job.request, self._progress(number))
                with self._lock:
                    self._end(number, state="done", answer=answer, label="")
            except Cancelled:
                if not self._closing:
                    with self._lock:
                        self._end(number, state="cancelled")
            except BaseException as error:
                with self._lock:
                    self._end(number, state="failed", error=problem_of(error))

    def _progress(self, number: str) -> Progress:
        told = 0.0

        def progress(label: str, done: int, total: int, /) -> None:
            nonlocal told
            if self._closing or number in self._cancelled:
                raise Cancelled
            if time.monotonic() - told > 0.05 or done == total:
                told = time.monotonic()
                with self._lock:
                    self._set(number, label=label, done=done, total=total)

        return progress

    # -- state, with the lock held -----------------------------------------------------------------------------

    def _set(self, number: str, **changes: Any) -> None:
        if number in self._cancelled and changes.get("state") is None:
            changes["label"] = "stopping"
        self._jobs[number] = self._jobs[number].model_copy(update=changes)
        self._version[number] += 1

    def _end(self, number: str, **changes: Any) -> None:
        self._set(number, **changes)
        self._cancelled.discard(number)
        self._path(number).unlink(missing_ok=True)

    def _shown(self, job: Job) -> Job:
        if job.state != "queued":
            return job
        ahead = 0
        for one in self._jobs.values():
            if one.id == job.id:
                break
            ahead += one.state in ("queued", "running")
        return job.model_copy(update={"ahead": ahead})

    def _forget_old(self) -> None:
        ended = [number for number, job in self._jobs.items() if job.state in ENDED]
        for number in ended[: max(0, len(ended) - _KEPT)]:
            self._forget(number)

    def _forget(self, number: str) -> None:
        del self._jobs[number], self._version[number]
        self._path(number).unlink(missing_ok=True)

    # -- on disk -----------------------------------------------------------------------------------------------

    def _path(self, number: str) -> Path:
        return self._folder / f"{number}.json"

    def _write(self, job: Job) -> None:
        if job.kind != "load":
            write_atomically(self._path(job.id), job.model_dump_json())

    def _read_interrupted(self) -> None:
        found = []
        for path in self._folder.glob("*.json"):
            with suppress(OSError, ValidationError, json.JSONDecodeError):
                job = Job.model_validate_json(path.read_text(encoding="utf-8"))
                if job.id == path.stem:
                    found.append(job.model_copy(update={"state": "interrupted", "label": ""}))
        for job in sorted(found, key=lambda job: job.created):
            self._jobs[job.id], self._version[job.id] = job, 0


def now() -> str:
    """The time, to the second."""
    return datetime.now(UTC).isoformat(timespec="seconds")
