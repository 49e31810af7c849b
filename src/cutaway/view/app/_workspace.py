"""The workspace: a folder of saved studies, each with its answers and its ledger.

    studies/ID/study.json        name, prompt, model, how the page looked, and which answers belong to it
    studies/ID/answers/ID.json   what was seen
    studies/ID/ledger.sqlite     what was found
    deleted/ID/                  what was deleted, for a week
    jobs/ID.json                 what is not finished

`study.json` is written last and whole: a study is there once it is there, and a server that is killed loses nothing
that it said was saved. One server at a time has a workspace.
"""

import json
import shutil
import threading
import time
from pathlib import Path
from secrets import token_hex
from typing import Any

import filelock
from pydantic import Field, ValidationError

from cutaway.errors import AppError, CutawayError
from cutaway.evidence import Finding, Ledger, provenance
from cutaway.files import write_atomically
from cutaway.view.app._answers import Answers
from cutaway.view.app._jobs import now
from cutaway.view.app._problems import RefusedError
from cutaway.view.app._wire import Answer, FindingOut, LedgerLine, SaveRequest, Study, StudySummary, Wire

_WEEK = 7 * 24 * 3600.0


class _Head(Wire):
    """What `study.json` holds."""

    cutaway: int = 1
    id: str
    name: str
    prompt: str
    model: str
    created: str
    changed: str
    version: int
    findings: int = 0
    view: dict[str, Any] = Field(default={})
    answers: list[str] = Field(default=[])


class Workspace:
    """Studies in a folder.

    Raises:
        AppError: the folder cannot be used, or another server has it.
    """

    def __init__(self, folder: Path):
        self.folder = folder
        self._lock = threading.RLock()
        try:
            for name in ("studies", "deleted", "jobs"):
                (folder / name).mkdir(parents=True, exist_ok=True)
            self._owned = filelock.FileLock(folder / ".lock", timeout=0, thread_local=False)
            self._owned.acquire()
        except filelock.Timeout:
            raise AppError(
                f"the workspace {folder} is in use by another cutaway serve; name another with --workspace"
            ) from None
        except OSError as error:
            raise AppError(
                f"the workspace {folder} cannot be used ({error.strerror}); name another with --workspace"
            ) from error
        for old in (folder / "deleted").iterdir():
            if time.time() - old.stat().st_mtime > _WEEK:
                shutil.rmtree(old, ignore_errors=True)

    @property
    def jobs(self) -> Path:
        """Where unfinished jobs are written down."""
        return self.folder / "jobs"

    def close(self) -> None:
        """Let another server have the folder."""
        self._owned.release()

    def all(self) -> list[StudySummary]:
        """Every study, the one changed last first. A study whose file is damaged is left out, and left alone."""
        found = []
        for path in (self.folder / "studies").iterdir():
            try:
                head = self._head(path.name)
            except CutawayError:
                continue
            rest = head.model_dump(exclude={"cutaway", "view", "answers"})
            found.append(StudySummary(**rest, answers=len(head.answers)))
        return sorted(found, key=lambda study: (study.changed, study.id), reverse=True)

    def get(self, number: str) -> Study:
        """A study with everything in it.

        Raises:
            RefusedError: there is none, or a file of it is damaged.
        """
        with self._lock:
            head = self._head(number)
            folder = self._path(number)
            entries = Ledger.open(folder).findings()
            rest = head.model_dump(exclude={"cutaway", "answers", "findings"})
            return Study(
                **rest,
                answers=[self._answer(number, one) for one in head.answers],
                findings=[
                    LedgerLine(id=entry.id, time=entry.time, finding=FindingOut(**entry.finding.to_json()))
                    for entry in entries
                ],
            )

    def save(self, request: SaveRequest, answers: Answers, number: str | None = None) -> StudySummary:
        """Keep a study, a new one or the next version of one.

        Args:
            request: what to keep. Its answers are ones that the server gave, or that the study has already.
            answers: those that the server gave.
            number: the study to follow; None for a new one.

        Raises:
            RefusedError: an answer is not held any more, or somebody has changed the study since.
            FileError, LedgerError: it cannot be written; the version before stays.
        """
        with self._lock:
            old = None if number is None else self._head(number)
            if old is not None and request.version != old.version:
                raise RefusedError(
                    409,
                    "the study was changed elsewhere since it was opened",
                    "open it again, or save this as a new one",
                    old.version,
                )
            known = set() if old is None else set(old.answers)
            fresh = [answers.get(one) for one in dict.fromkeys(request.answers) if one not in known]
            number = number or token_hex(8)
            folder = self._path(number)
            for answer in fresh:
                write_atomically(folder / "answers" / f"{answer.id}.json", answer.model_dump_json())
            count = self._record(folder, request.name, fresh)
            head = _Head(
                id=number,
                name=request.name,
                prompt=request.prompt,
                model=request.model,
                created=now() if old is None else old.created,
                changed=now(),
                version=1 if old is None else old.version + 1,
                findings=count,
                view=request.view,
                answers=list(dict.fromkeys(request.answers)),
            )
            self._write(head)
            for gone in known - set(head.answers):
                (folder / "answers" / f"{gone}.json").unlink(missing_ok=True)
            return self._summary(head)

    def rename(self, number: str, name: str) -> StudySummary:
        """Give a study another name."""
        with self._lock:
            head = self._head(number).model_copy(update={"name": name, "changed": now()})
            self._write(head)
            return self._summary(head)

    def delete(self, number: str) -> None:
        """Put a study aside; for a week it can be restored."""
        with self._lock:
            self._head(number)
            goal = self.folder / "deleted" / number
            shutil.rmtree(goal, ignore_errors=True)
            self._path(number).rename(goal)
            goal.touch()

    def restore(self, number: str) -> StudySummary:
        """Bring a deleted study back."""
        with self._lock:
            source = self.folder / "deleted" / number
            if not source.is_dir():
                raise RefusedError(404, "no such study was deleted, or it is gone for good", "save a new one", number)
            source.rename(self._path(number))
            return self._summary(self._head(number))

    def _path(self, number: str) -> Path:
        return self.folder / "studies" / number

    def _head(self, number: str) -> _Head:
        path = self._path(number) / "study.json"
        try:
            return _Head.model_validate_json(path.read_text(encoding="utf-8"))
        except FileNotFoundError:
            raise RefusedError(
                404, "there is no such study", "see /api/v1/studies for those there are", number
            ) from None
        except (OSError, UnicodeDecodeError, ValidationError) as error:
            raise RefusedError(500, f"the study's file is damaged: {path}", "restore it from a copy", number) from error

    def _answer(self, number: str, answer: str) -> Answer:
        path = self._path(number) / "answers" / f"{answer}.json"
        try:
            return Answer.model_validate_json(path.read_text(encoding="utf-8"))
        except (OSError, UnicodeDecodeError, ValidationError) as error:
            raise RefusedError(
                500, f"an answer of the study is damaged: {path}", "restore it from a copy", answer
            ) from error

    def _record(self, folder: Path, name: str, fresh: list[Answer]) -> int:
        """Write down the findings of new answers, each once; how many there are in all."""
        ledger = Ledger.open(folder)
        entries = ledger.findings()
        recorded = {entry.provenance.get("answer") for entry in entries}
        count = len(entries)
        for answer in fresh:
            if answer.findings and answer.id not in recorded:
                record = provenance(command=answer.findings[0].command) | {
                    "answer": answer.id,
                    "model": answer.model,
                    "fingerprint": answer.fingerprint,
                    "request": answer.request,
                    "time": answer.created,
                }
                found = [Finding.from_json(finding.model_dump()) for finding in answer.findings]
                count += len(ledger.add(found, study=name, provenance=record))
        return count

    def _write(self, head: _Head) -> None:
        text = json.dumps(head.model_dump(), ensure_ascii=True, allow_nan=False)
        write_atomically(self._path(head.id) / "study.json", text)

    def _summary(self, head: _Head) -> StudySummary:
        rest = head.model_dump(exclude={"cutaway", "view", "answers"})
        return StudySummary(**rest, answers=len(head.answers))
