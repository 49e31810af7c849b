"""The ledger: the findings of one study, in an SQLite file inside the study's folder."""

import json
import sqlite3
from collections.abc import Iterable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any, get_args

from cutaway.errors import DataError, LedgerError, did_you_mean
from cutaway.evidence._finding import Finding, Grade
from cutaway.evidence._plain import plain_data
from cutaway.shown import Shown

_NAME = "ledger.sqlite"
_APPLICATION = 0x63757477  # "cutw"
_SCHEMA = 1
_TABLE = """
CREATE TABLE finding (
    id INTEGER PRIMARY KEY,
    time TEXT NOT NULL,
    study TEXT NOT NULL,
    grade TEXT NOT NULL,
    method TEXT NOT NULL,
    finding TEXT NOT NULL,
    provenance TEXT NOT NULL
)
"""


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One line of the ledger."""

    id: int
    time: str
    study: str
    finding: Finding
    provenance: dict[str, Any]


class Ledger(Shown):
    """Findings of a study folder; several processes may write at once."""

    def __init__(self, path: Path):
        self.path = path

    @classmethod
    def open(cls, folder: Path | str) -> "Ledger":
        """Open the ledger of a folder, which is made if it is not there.

        Raises:
            LedgerError: the file there is damaged, was written by something else or by a newer version, or the
                folder cannot be written.
        """
        folder = Path(folder)
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise LedgerError(f"the study folder {folder} cannot be made ({error.strerror}); name another") from error
        ledger = cls(folder / _NAME)
        with ledger._connection() as database:
            # One look that sees all or nothing of what another process may be making; writing only if it is needed.
            database.execute("BEGIN")
            new = ledger._is_new(database)
            database.commit()
            if new:
                database.execute("BEGIN IMMEDIATE")
                if ledger._is_new(database):
                    database.execute(_TABLE)
                    database.execute(f"PRAGMA application_id = {_APPLICATION}")
                    database.execute(f"PRAGMA user_version = {_SCHEMA}")
                database.commit()
        return ledger

    def add(
        self, findings: Finding | Iterable[Finding], *, study: str = "", provenance: dict[str, Any] | None = None
    ) -> list[int]:
        """Write findings, all or none; returns their ids.

        Args:
            findings: one or several.
            study: what was studied, such as the prompt or the task.
            provenance: as made by `provenance`; its time is the entry's.

        Raises:
            DataError: a finding or the provenance holds something that is not plain data; nothing is written.
            LedgerError: the file cannot be written.
        """
        findings = [findings] if isinstance(findings, Finding) else list(findings)
        record = plain_data(provenance or {}, name="the provenance")
        texts = [json.dumps(finding.to_json()) for finding in findings]
        ids = []
        with self._connection() as database:
            database.execute("BEGIN IMMEDIATE")
            for finding, text in zip(findings, texts, strict=True):
                cursor = database.execute(
                    "INSERT INTO finding (time, study, grade, method, finding, provenance)"
                    " VALUES (coalesce(?, strftime('%Y-%m-%dT%H:%M:%S+00:00', 'now')), ?, ?, ?, ?, ?)",
                    (
                        record.get("time"),
                        study,
                        finding.grade,
                        finding.method,
                        text,
                        json.dumps(record),
                    ),
                )
                ids.append(int(cursor.lastrowid or 0))
            database.commit()
        return ids

    def findings(self, *, grade: str | None = None, study: str | None = None) -> list[Entry]:
        """Entries in the order in which they were written, of one grade or study if asked.

        Raises:
            DataError: there is no such grade.
            LedgerError: the file is damaged.
        """
        if grade is not None and grade not in get_args(Grade):
            known = get_args(Grade)
            raise DataError(f"no grade {grade!r}{did_you_mean(grade, known)}; use one of {', '.join(known)}")
        query = "SELECT id, time, study, finding, provenance FROM finding"
        wanted = [(f"{name} = ?", value) for name, value in (("grade", grade), ("study", study)) if value is not None]
        if wanted:
            query += " WHERE " + " AND ".join(condition for condition, _ in wanted)
        with self._connection() as database:
            rows = database.execute(f"{query} ORDER BY id", [value for _, value in wanted]).fetchall()
        return [self._entry(*row) for row in rows]

    def _entry(self, number: int, time: str, study: str, finding: str, record: str) -> Entry:
        try:
            found, origin = Finding.from_json(json.loads(finding)), json.loads(record)
        except (DataError, TypeError, ValueError) as error:
            raise LedgerError(
                f"entry {number} of {self.path} is damaged ({error}); restore the file from a copy, or move it away"
            ) from error
        return Entry(id=number, time=time, study=study, finding=found, provenance=origin)

    def _is_new(self, database: sqlite3.Connection) -> bool:
        """Whether nothing is in the file yet; a file of something else or of a newer version is refused."""
        application = database.execute("PRAGMA application_id").fetchone()[0]
        version = database.execute("PRAGMA user_version").fetchone()[0]
        tables = database.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
        if application == 0 and version == 0 and tables == 0:
            return True
        if application != _APPLICATION:
            raise LedgerError(f"{self.path} is a database of something else; name another study folder")
        if version > _SCHEMA:
            raise LedgerError(f"{self.path} was written by a newer version (schema {version}); update cutaway")
        return False

    def _connection(self) -> "_Session":
        return _Session(self.path)


_REMEDIES = {
    sqlite3.SQLITE_BUSY: "another process holds it: wait until that is done, or name another study folder",
    sqlite3.SQLITE_FULL: "free some space, or name a study folder on another disk",
    sqlite3.SQLITE_READONLY: "name a study folder that you may write to",
    sqlite3.SQLITE_CANTOPEN: "name a study folder that you may write to",
    sqlite3.SQLITE_CORRUPT: "it is damaged: restore it from a copy, or move it away to begin a new one",
    sqlite3.SQLITE_NOTADB: "something else wrote it: move it away, or name another study folder",
}
"""What to do, by SQLite's primary result code."""


class _Session:
    """A connection that is closed at the end, with SQLite's errors as ours."""

    def __init__(self, path: Path):
        self._path = path

    def __enter__(self) -> sqlite3.Connection:
        try:
            self._database = sqlite3.connect(self._path, timeout=30, isolation_level=None)
            self._database.execute("PRAGMA schema_version").fetchone()
        except sqlite3.Error as error:
            raise self._explained(error) from error
        return self._database

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        with closing(self._database):
            if error is not None and self._database.in_transaction:
                self._database.rollback()
        if isinstance(error, sqlite3.Error):
            raise self._explained(error) from error

    def _explained(self, error: sqlite3.Error) -> LedgerError:
        primary_code = getattr(error, "sqlite_errorcode", 0) & 0xFF
        remedy = _REMEDIES.get(primary_code, "name another study folder")
        return LedgerError(f"the ledger {self._path} cannot be used ({error}); {remedy}")
