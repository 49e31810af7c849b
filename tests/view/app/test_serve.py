"""`cutaway serve` as a process: its address, its refusals, its end."""

import json
import os
import signal
import socket
import subprocess
import sys
import urllib.error
import urllib.request

import pytest

from cutaway.cli import main

SERVE = [sys.executable, "-c", "from cutaway.cli import main; main()", "serve"]


def started(tmp_path, *arguments) -> tuple[subprocess.Popen, dict]:
    process = subprocess.Popen(
        [*SERVE, "--port", "0", "--json", "--workspace", str(tmp_path / "w"), *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    line = process.stdout.readline()
    if not line:
        raise AssertionError(process.communicate()[1])
    return process, json.loads(line)


def test_it_says_where_it_is_answers_and_ends_in_peace(tmp_path):
    process, said = started(tmp_path)
    try:
        assert said["url"].startswith("http://127.0.0.1:") and said["workspace"] == str(tmp_path / "w")
        with urllib.request.urlopen(f"{said['url']}api/v1/health") as response:
            assert json.load(response)["model"] is None  # no model is read until somebody asks
            assert response.headers["server"] is None
        port = said["url"].rstrip("/").rpartition(":")[2]
        second = subprocess.run(
            [*SERVE, "--port", port, "--workspace", str(tmp_path / "other")],
            capture_output=True,
            text=True,
        )
        assert second.returncode == 2 and f"port {port} is taken" in second.stderr and "--port" in second.stderr
        process.send_signal(signal.SIGINT)
        _, err = process.communicate(timeout=30)
        assert process.returncode == 0 and "Traceback" not in err and "stopped" in err
    finally:
        process.kill()
        process.communicate()


def test_a_wider_host_without_a_token_is_one_error(capsys, monkeypatch):
    monkeypatch.delenv("CUTAWAY_TOKEN", raising=False)
    with pytest.raises(SystemExit) as end:
        main(["serve", "--host", "0.0.0.0"])
    said = capsys.readouterr().err
    assert end.value.code == 2 and "no token was given" in said and "CUTAWAY_TOKEN" in said


def test_a_taken_port_is_one_error(capsys, tmp_path):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(SystemExit):
            main(["serve", "--port", str(port), "--workspace", str(tmp_path)])
    assert f"port {port} is taken" in capsys.readouterr().err


def test_without_the_extra_it_says_what_to_install(tmp_path):
    (tmp_path / "fastapi.py").write_text("raise ModuleNotFoundError(\"No module named 'fastapi'\", name='fastapi')")
    path = os.pathsep.join([str(tmp_path), *filter(None, [os.environ.get("PYTHONPATH")])])
    done = subprocess.run(
        SERVE,
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONPATH": path},
    )
    assert done.returncode == 2 and "pip install 'cutaway[app]'" in done.stderr, done.stderr
