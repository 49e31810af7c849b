"""Findings keep what they say, the ledger keeps findings, and foreign files are left alone."""

import math
import sqlite3
from concurrent.futures import ThreadPoolExecutor

import pytest

from cutaway.errors import DataError, FileError, LedgerError
from cutaway.evidence import Finding, Ledger, provenance
from cutaway.files import write_atomically


def finding(**changes):
    return Finding(
        **{"claim": "a head matters", "method": "patching", "effect": 0.5, "control": 0.1, "n": 3, **changes}
    )


def test_a_finding_survives_json():
    one = finding(interval=(0.4, 0.6), grade="causal", details={"layer": 3})
    assert Finding.from_json(one.to_json()) == one
    assert finding(effect=math.nan).to_json()["effect"] is None


@pytest.mark.parametrize("changes", [{"grade": "sure"}, {"claim": ""}, {"grade": "causal", "control": None}])
def test_a_finding_that_says_too_much_is_refused(changes):
    with pytest.raises(Exception, match=r"grade|claim|control|Type"):
        finding(**changes)


def test_json_of_something_else_is_refused():
    with pytest.raises(DataError):
        Finding.from_json({"claim": "x"})


def test_the_ledger_keeps_findings_in_order(tmp_path):
    record = provenance(seed=7, command="cutaway patch")
    Ledger.open(tmp_path / "study").add(
        [finding(), finding(claim="another", grade="causal")], study="ioi", provenance=record
    )
    entries = Ledger.open(tmp_path / "study").findings()
    assert [entry.finding.claim for entry in entries] == ["a head matters", "another"]
    assert entries[0].provenance["seed"] == 7
    assert entries[0].time == record["time"]
    assert len(Ledger.open(tmp_path / "study").findings(grade="causal", study="ioi")) == 1


def test_several_writers_lose_nothing(tmp_path):
    def write(number):
        Ledger.open(tmp_path).add(finding(claim=f"number {number}"))

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(write, range(40)))
    assert len(Ledger.open(tmp_path).findings()) == 40


def test_a_file_of_something_else_is_left_alone(tmp_path):
    path = tmp_path / "ledger.sqlite"
    path.write_bytes(b"this is no database at all" * 40)
    with pytest.raises(LedgerError, match="cannot be used"):
        Ledger.open(tmp_path)
    assert path.read_bytes().startswith(b"this is no database")
    path.unlink()
    with sqlite3.connect(path) as other:
        other.execute("CREATE TABLE theirs (x)")
    other.close()
    with pytest.raises(LedgerError, match="something else"):
        Ledger.open(tmp_path)


def test_a_newer_ledger_asks_for_an_update(tmp_path):
    Ledger.open(tmp_path)
    database = sqlite3.connect(tmp_path / "ledger.sqlite")
    database.execute("PRAGMA user_version = 99")
    database.commit()
    database.close()
    with pytest.raises(LedgerError, match="newer"):
        Ledger.open(tmp_path)


def test_provenance_names_what_made_a_result():
    record = provenance(seed=1, command="c")
    assert set(record["versions"]) == {"cutaway", "torch", "transformers"}
    assert record["command"] == "c"


def test_a_file_is_whole_or_not_there(tmp_path, monkeypatch):
    path = write_atomically(tmp_path / "deep" / "a.json", "one")
    assert path.read_text() == "one"

    def full(*args):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(FileError, match="no space left"):
        write_atomically(path, "two")
    assert path.read_text() == "one"
    assert [p.name for p in path.parent.iterdir()] == ["a.json"]


def test_a_folder_that_cannot_be_made_says_so(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(FileError):
        write_atomically(tmp_path / "file" / "b", "x")
    with pytest.raises(LedgerError):
        Ledger.open(tmp_path / "file" / "study")
