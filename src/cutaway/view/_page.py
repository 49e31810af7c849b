"""A page as one HTML file, and as a frame in a notebook.

The file holds the payload, the front end (`static/page.js`) and the page without scripts for viewers that run none. Its
content security policy admits these scripts by their digests and forbids every request, so that a file that is sent on
can neither fetch nor tell anything. In a notebook the same document is the `srcdoc` of a sandboxed frame: the host's
styles do not reach it, and it cannot reach the notebook.
"""

import base64
import hashlib
import re
from functools import cache
from html import escape
from importlib.resources import files
from pathlib import Path
from typing import Any

from cutaway.errors import FileError
from cutaway.files import write_atomically
from cutaway.view._parts import Page
from cutaway.view._payload import dumps
from cutaway.view._static import static_html
from cutaway.view.results import page_of

_START = """
const text = document.getElementById("payload").textContent;
globalThis.cutaway.mount(document.getElementById("cutaway"), JSON.parse(text));
if (parent !== window) {
  const height = () => document.body.getBoundingClientRect().height;
  const tell = () => parent.postMessage({ cutaway: "height", height: height() }, "*");
  new ResizeObserver(tell).observe(document.body);
  tell();
}
"""
_HEIGHT = 560
"""Of a notebook's frame until it says its own, in pixels."""
_LISTEN = """
if (!window.cutawayFrames) {
  window.cutawayFrames = true;
  window.addEventListener("message", (event) => {
    if (!event.data || event.data.cutaway !== "height") return;
    for (const frame of document.querySelectorAll("iframe.cutaway"))
      if (frame.contentWindow === event.source) frame.style.height = Math.min(4000, Math.ceil(event.data.height)) + "px";
  });
}
"""
_STYLE = (
    ":root{color-scheme:light dark}body{margin:0;display:flow-root}"
    "noscript{display:block;max-width:60rem;margin:0 auto;padding:1.5rem;font:16px/1.5 system-ui,sans-serif}"
    "caption{text-align:left;color:GrayText}table{border-collapse:collapse;margin:.5rem 0 1rem}td,th{text-align:left;padding:.15rem .8rem .15rem 0}"
)


def html(shown: Any) -> str:
    """A result (or a `Page`) as one HTML document, which needs nothing beside it.

    Raises:
        DataError: there is no page for such a result, or its labels do not fit its numbers.
        FileError: the front end was not installed with this copy.
    """
    page = as_page(shown)
    script, start = _inline(bundle("page.js")), _inline(_START)
    policy = (
        f"default-src 'none'; script-src {_digest(script)} {_digest(start)}; style-src 'unsafe-inline'; "
        "img-src data: blob:; font-src data:; base-uri 'none'; form-action 'none'"
    )
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8">'
        f'<meta http-equiv="Content-Security-Policy" content="{escape(policy)}">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f'<link rel="icon" href="data:,"><title>{escape(page.title)}</title><style>{_STYLE}</style></head>'
        f'<body><div id="cutaway"></div><noscript>{static_html(page)}</noscript>'
        f'<script type="application/json" id="payload">{dumps(page)}</script>'
        f"<script>{script}</script><script>{start}</script></body></html>"
    )


def save_html(shown: Any, path: Path | str) -> Path:
    """Write a result (or a `Page`) as one HTML file that makes no network request.

    Raises:
        DataError, FileError: as `html`; or the file cannot be written, and then nothing is left half-written.
    """
    return write_atomically(path, html(shown))


def notebook_html(shown: Any) -> str:
    """A result (or a `Page`) as notebook output: a sandboxed frame as high as its content.

    Where frames are stripped, the page without scripts is there instead.

    Raises:
        DataError, FileError: as `html`.
    """
    page = as_page(shown)
    return (
        "<div><style>iframe.cutaway + .cutaway-static { display: none }</style>"
        f'<iframe class="cutaway" sandbox="allow-scripts" title="{escape(page.title)}" srcdoc="{escape(html(page))}" '
        f'style="width:100%;height:{_HEIGHT}px;border:0;color-scheme:normal"></iframe>'
        f'<div class="cutaway-static">{static_html(page)}</div><script>{_LISTEN}</script></div>'
    )


def as_page(shown: Any) -> Page:
    """The page of a result, or the page itself."""
    return shown if isinstance(shown, Page) else page_of(shown)


@cache
def bundle(name: str) -> str:
    """A built file of the front end.

    Raises:
        FileError: it is not there.
    """
    file = files("cutaway.view") / "static" / name
    try:
        return file.read_text(encoding="utf-8")
    except OSError as error:
        raise FileError(
            f"the front end {name} is missing ({error}); install cutaway again, or in a checkout build it: "
            "npm --prefix web ci && npm --prefix web run build"
        ) from error


def _inline(script: str) -> str:
    """A script as it may stand in an element: nothing in it ends the element early."""
    return re.sub(r"</(script)", r"<\\/\1", script, flags=re.I).replace("<!--", "<\\!--")


def _digest(script: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()}'"
