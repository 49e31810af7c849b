"""Studies: kept, followed by the next version, deleted and brought back, exported, and there after a kill."""

import json
import re
import sqlite3

import pytest
from serving import PROMPT, ask, done, ended, post, served

from cutaway.errors import AppError
from cutaway.evidence import Ledger

EVIL = "</script><script>window.hurt = 1</script><img src=x onerror='window.hurt = 2'>"
CHANGE = [{"site": "z.1.2", "how": "zero"}]


def saved(client, **body) -> dict:
    return post(client, "studies", 201, **{"name": "one", "prompt": PROMPT, "model": "tiny", **body})


def test_a_study_is_there_after_a_restart_with_its_findings(lm, tmp_path):
    view = {"panel": "lens", "parts": {"lens": {"locked": [3, 4]}}, "π": [1.5, None, True]}
    with served(lm, tmp_path) as client:
        answers = [ask(client, "lens"), done(client, "generation", new_tokens=4, changes=CHANGE)]
        study = saved(client, view=view, answers=[answer["id"] for answer in answers])
    with served(lm, tmp_path) as client:
        (line,) = client.get("/api/v1/studies").json()
        assert line == study and line["answers"] == 2 and line["findings"] == 2
        found = client.get(f"/api/v1/studies/{study['id']}").json()
    assert found["view"] == view and found["answers"] == answers
    assert [one["finding"]["method"] for one in found["findings"]] == [
        answer["findings"][0]["method"] for answer in answers
    ]
    entries = Ledger.open(tmp_path / "studies" / study["id"]).findings()
    assert [entry.provenance["answer"] for entry in entries] == [answer["id"] for answer in answers]
    assert entries[1].provenance["request"]["changes"][0]["site"] == "z.1.2"


def test_a_study_is_followed_by_its_next_version_and_not_by_another(client):
    lens, other = ask(client, "lens"), ask(client, "attribution")
    study = saved(client, answers=[lens["id"]])
    body = {"name": "two", "prompt": PROMPT, "model": "tiny", "answers": [lens["id"], other["id"]], "version": 1}
    changed = client.put(f"/api/v1/studies/{study['id']}", json=body).json()
    assert (changed["version"], changed["answers"], changed["name"]) == (2, 2, "two")
    assert changed["findings"] == study["findings"] + len(other["findings"])  # those of the lens only once
    late = client.put(f"/api/v1/studies/{study['id']}", json=body)
    assert late.status_code == 409 and "changed elsewhere" in late.json()["problem"]
    assert client.get(f"/api/v1/studies/{study['id']}").json()["version"] == 2
    renamed = client.patch(f"/api/v1/studies/{study['id']}", json={"name": "three"}).json()
    assert renamed["name"] == "three"


def test_only_what_the_server_computed_is_saved(client):
    body = {"name": "x", "prompt": PROMPT, "model": "tiny", "answers": ["0123456789abcdef"]}
    response = client.post("/api/v1/studies", json=body)
    assert response.status_code == 410 and "not held" in response.json()["problem"]
    assert client.post("/api/v1/studies", json={**body, "answers": ["../../etc/passwd"]}).status_code == 422
    assert client.post("/api/v1/studies", json={**body, "answers": [], "name": ""}).status_code == 422
    assert client.get("/api/v1/studies").json() == []


def test_a_deleted_study_comes_back(client):
    study = saved(client)
    assert client.delete(f"/api/v1/studies/{study['id']}").status_code == 204
    assert client.get("/api/v1/studies").json() == []
    assert client.get(f"/api/v1/studies/{study['id']}").status_code == 404
    assert post(client, f"studies/{study['id']}/restore")["name"] == "one"
    assert client.get(f"/api/v1/studies/{study['id']}").json()["prompt"] == PROMPT
    assert client.post(f"/api/v1/studies/{study['id']}/restore").status_code == 404


def test_an_export_is_one_file_in_which_text_is_text(client):
    answers = [ask(client, "lens"), done(client, "generation", new_tokens=4, changes=CHANGE)]
    answers.append(done(client, "patching", what="heads"))
    study = saved(client, name=f"é {EVIL}", prompt=EVIL, answers=[answer["id"] for answer in answers])
    response = client.get(f"/api/v1/studies/{study['id']}/export")
    assert response.status_code == 200, response.text
    assert response.headers["content-disposition"].startswith("attachment;")
    assert "\n" not in response.headers["content-disposition"]
    text = response.text
    assert EVIL not in text and "<img" not in text
    assert not re.search(r"""(src|href)=["']?(https?:)?//""", text)
    for answer in answers:
        for finding in answer["findings"]:
            assert finding["claim"][:20] in text.replace("&#x27;", "'").replace("\\u0026#x27;", "'")


def test_a_damaged_study_is_named_and_hides_no_other(client, tmp_path):
    good, bad = saved(client), saved(client, name="bad")
    path = tmp_path / "workspace" / "studies" / bad["id"] / "study.json"
    path.write_text("{")
    assert [line["id"] for line in client.get("/api/v1/studies").json()] == [good["id"]]
    response = client.get(f"/api/v1/studies/{bad['id']}")
    assert response.status_code == 500 and "damaged" in response.json()["problem"]
    assert path.read_text() == "{"


def test_a_write_that_fails_leaves_the_version_before(client, monkeypatch):
    lens, other = ask(client, "lens"), ask(client, "attribution")
    study = saved(client, answers=[lens["id"]])
    original = Ledger.add
    monkeypatch.setattr(Ledger, "add", lambda *a, **k: (_ for _ in ()).throw(OSError(28, "No space left")))
    body = {"name": "two", "prompt": "x", "model": "tiny", "answers": [lens["id"], other["id"]], "version": 1}
    assert client.put(f"/api/v1/studies/{study['id']}", json=body).status_code == 500
    monkeypatch.setattr(Ledger, "add", original)
    found = client.get(f"/api/v1/studies/{study['id']}").json()
    assert (found["version"], found["name"], len(found["answers"])) == (1, "one", 1)
    assert client.put(f"/api/v1/studies/{study['id']}", json=body).json()["version"] == 2


def test_a_workspace_belongs_to_one_server(client, lm, tmp_path):
    with pytest.raises(AppError, match=r"in use by another cutaway serve; name another with --workspace"):
        served(lm, tmp_path / "workspace")


def test_a_workspace_that_cannot_be_made_is_said(lm, tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(AppError, match=r"--workspace"):
        served(lm, tmp_path / "file")


def test_an_unfinished_job_is_shown_as_interrupted_and_can_be_started_again(lm, tmp_path):
    request = {"model": "tiny", "prompt": PROMPT, "new_tokens": 3, "changes": CHANGE, "steer": None}
    job = {
        "id": "00000000000000aa",
        "kind": "generation",
        "state": "running",
        "created": "2020-01-01",
        "request": request,
    }
    (tmp_path / "jobs").mkdir()
    (tmp_path / "jobs" / "00000000000000aa.json").write_text(json.dumps(job))
    (tmp_path / "jobs" / "00000000000000bb.json").write_text("half a fi")
    with served(lm, tmp_path) as client:
        (shown,) = client.get("/api/v1/jobs").json()
        assert shown["state"] == "interrupted" and shown["request"] == request
        again = post(client, f"jobs/{shown['id']}/again", 202)
        assert ended(client, again)["state"] == "done"
        assert [one["id"] for one in client.get("/api/v1/jobs").json()] == [again["id"]]
    with served(lm, tmp_path) as client:
        assert client.get("/api/v1/jobs").json() == []


def test_the_ledger_is_the_evidence_packages_own(client, tmp_path):
    study = saved(client, answers=[ask(client, "lens")["id"]])
    path = tmp_path / "workspace" / "studies" / study["id"] / "ledger.sqlite"
    with sqlite3.connect(path) as database:
        assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert database.execute("SELECT count(*) FROM finding").fetchone()[0] == study["findings"]
    database.close()
