"""A command as a user types it, run within the test, and the data of a page that it wrote."""

import re
from html import unescape
from pathlib import Path
from typing import Any

from cutaway.cli import main
from cutaway.view import unpack


def run(capsys, *arguments) -> tuple[int, str, str]:
    """Exit status, stdout and stderr of a command."""
    status = 0
    try:
        main([str(argument) for argument in arguments])
    except SystemExit as end:
        status = int(end.code or 0)
    out, err = capsys.readouterr()
    return status, out, err


def page_in(path: Path) -> dict[str, Any]:
    """What a page shows, as its parts' data."""
    found = re.search(r'<script type="application/json" id="payload">(.*?)</script>', path.read_text(), re.S)
    assert found
    return unpack(unescape(found[1]))
