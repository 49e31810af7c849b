"""The examples run as notebooks and in marimo, and what they show is there afterwards, exported or live."""

import importlib.util
import os
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

from browser import Watched

EXAMPLES = Path(__file__).parents[2] / "examples"
TITLES = {
    "attention": ["Where 9 heads look", "Which parts write “Mary” over “John”"],
    "explain": ["Why “Mary”?"],
    "lens": ["The logit lens on", "How the logit lens comes to the answer"],
    "patching": ["The task ioi", "Patching z over layer and head"],
}
pytestmark = [
    pytest.mark.slow,
    pytest.mark.browser,
    pytest.mark.filterwarnings("ignore"),  # the notebook tools' own
]


def test_every_notebook_is_tested():
    assert {path.stem for path in EXAMPLES.glob("*.ipynb")} == set(TITLES)


@pytest.mark.parametrize("name", list(TITLES))
def test_a_notebook_runs_and_its_export_still_shows_the_views(name, smollm2, browser, tmp_path):
    nbclient = pytest.importorskip("nbclient", reason="nbclient is not installed (extra `dev`)")
    nbconvert = pytest.importorskip("nbconvert", reason="nbconvert is not installed (extra `dev`)")
    pytest.importorskip("ipykernel", reason="ipykernel is not installed (extra `dev`)")
    import nbformat

    notebook = nbformat.read(EXAMPLES / f"{name}.ipynb", as_version=4)
    kernel = nbclient.NotebookClient(notebook, timeout=600, resources={"metadata": {"path": str(tmp_path)}})
    kernel.execute()
    document, _ = nbconvert.HTMLExporter().from_notebook_node(notebook)
    path = tmp_path / f"{name}.html"
    path.write_text(document)
    seen = Watched(browser)
    seen.page.route("http*://**", lambda route: route.abort())  # the export's own mathematics comes from a server
    seen.page.goto(path.as_uri())
    frames = seen.page.locator("iframe.cutaway")
    assert frames.count() == len(TITLES[name])
    for index, title in enumerate(TITLES[name]):
        frame = frames.nth(index)
        frame.scroll_into_view_if_needed()
        frame.content_frame.get_by_text(title).first.wait_for()
        assert frame.bounding_box()["height"] > 100
    if name == "patching":
        assert any("application/vnd.jupyter.widget-view+json" in o.get("data", {}) for o in outputs(notebook))
    if name == "explain":
        assert any("image/png" in o.get("data", {}) for o in outputs(notebook))
    seen.page.close()


def outputs(notebook):
    return [output for cell in notebook.cells for output in cell.get("outputs", [])]


def test_the_marimo_app_shows_a_widget_that_follows_the_prompt(smollm2, browser, tmp_path):
    if importlib.util.find_spec("marimo") is None or importlib.util.find_spec("anywidget") is None:
        pytest.skip("marimo or anywidget is not installed (extras `dev` and `notebook`)")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "marimo", "-q", "run", str(EXAMPLES / "marimo_app.py"), "--headless", "--no-token"]
    server = subprocess.Popen([*command, "--port", str(port)], cwd=tmp_path, env={**os.environ, "HOME": str(tmp_path)})
    try:
        wait_for(port, server)
        page = browser.new_page()
        page.goto(f"http://127.0.0.1:{port}")
        page.get_by_text("The logit lens on “The Eiffel Tower").first.wait_for(timeout=120_000)
        field = page.get_by_label("Prompt")
        field.fill("Two and two is")
        field.blur()
        page.get_by_text("The logit lens on “Two and two is”").first.wait_for(timeout=60_000)
        page.close()
    finally:
        server.terminate()
        server.wait(20)


def wait_for(port: int, server: subprocess.Popen) -> None:
    for _ in range(300):
        assert server.poll() is None, "marimo ended"
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.2)
    raise AssertionError("marimo did not answer")
