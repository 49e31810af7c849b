"""The ledger: the findings of one study, in an SQLite file inside the study's folder."""

import json
import sqlite3
from collections.abc import Iterable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cutaway.errors import LedgerError
from cutaway.evidence._finding import Finding

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


class Ledger:
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
            # Tables first: another process may be making them, and what it writes appears all at once.
            tables = database.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
            version = database.execute("PRAGMA user_version").fetchone()[0]
            application = database.execute("PRAGMA application_id").fetchone()[0]
            if tables == 0:
                database.execute("BEGIN IMMEDIATE")
                if database.execute("SELECT count(*) FROM sqlite_master").fetchone()[0] == 0:
                    database.execute(_TABLE)
                    database.execute(f"PRAGMA application_id = {_APPLICATION}")
                    database.execute(f"PRAGMA user_version = {_SCHEMA}")
                database.commit()
            elif application != _APPLICATION:
                raise LedgerError(f"{ledger.path} is a database of something else; name another study folder")
            elif version > _SCHEMA:
                raise LedgerError(f"{ledger.path} was written by a newer version (schema {version}); update cutaway")
        return ledger

    def add(
        self, findings: Finding | Iterable[Finding], *, study: str = "", provenance: dict[str, Any] | None = None
    ) -> list[int]:
        """Write findings, all or none; returns their ids.

        Args:
            findings: one or several.
            study: what was studied, such as the prompt or the task.
            provenance: as made by `provenance`; its time is the entry's.
        """
        findings = [findings] if isinstance(findings, Finding) else list(findings)
        record = provenance or {}
        ids = []
        with self._connection() as database:
            database.execute("BEGIN IMMEDIATE")
            for finding in findings:
                cursor = database.execute(
                    "INSERT INTO finding (time, study, grade, method, finding, provenance)"
                    " VALUES (coalesce(?, strftime('%Y-%m-%dT%H:%M:%S+00:00')), ?, ?, ?, ?, ?)",
                    (
                        record.get("time"),
                        study,
                        finding.grade,
                        finding.method,
                        json.dumps(finding.to_json()),
                        json.dumps(record),
                    ),
                )
                ids.append(int(cursor.lastrowid or 0))
            database.commit()
        return ids

    def findings(self, *, grade: str | None = None, study: str | None = None) -> list[Entry]:
        """Entries in the order in which they were written, of one grade or study if asked."""
        query = "SELECT id, time, study, finding, provenance FROM finding"
        wanted = [(f"{name} = ?", value) for name, value in (("grade", grade), ("study", study)) if value is not None]
        if wanted:
            query += " WHERE " + " AND ".join(condition for condition, _ in wanted)
        with self._connection() as database:
            rows = database.execute(f"{query} ORDER BY id", [value for _, value in wanted]).fetchall()
        return [
            Entry(
                id=number,
                time=time,
                study=name,
                finding=Finding.from_json(json.loads(finding)),
                provenance=json.loads(record),
            )
            for number, time, name, finding, record in rows
        ]

    def _connection(self) -> "_Session":
        return _Session(self.path)


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
        return LedgerError(
            f"the ledger {self._path} cannot be used ({error}); move it away or name another study folder"
        )
