"""The commands and what happens to errors. What they do is imported when they are called, so that help is quick."""

import os
import sys
from collections.abc import Sequence
from importlib.metadata import version

from cyclopts import App
from rich.console import Console

from cutaway.errors import CutawayError

app = App(
    name="cutaway",
    help="Takes a language model apart: shows how an answer is computed inside, and tests every explanation by intervening.",
    version=lambda: version("cutaway"),
)
_ROOT = "cutaway.cli"
for _name, _place in {
    "explain": "_explain:explain",
    "attribute": "_attribute:attribute",
    "saliency": "_saliency:saliency",
    "models": "_models:models",
    "task": "_task:task",
    "attention": "_attention:attention",
    "heads": "_attention:heads",
    "patch": "_intervene:patch",
    "ablate": "_intervene:ablate",
    "trace": "_intervene:trace",
    "path": "_intervene:path",
    "atp": "_intervene:atp",
    "lens": "_lens:lens",
    "harvest": "_harvest:harvest",
}.items():
    app.command(f"{_ROOT}.{_place}", name=_name)


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line. An error of ours is one message and exit status 2; an interruption is status 130."""
    try:
        app(arguments)
    except CutawayError as error:
        if os.environ.get("CUTAWAY_DEBUG"):
            raise
        Console(stderr=True).print(f"[bold red]cutaway:[/] {type(error).__name__}: ", end="", highlight=False)
        print(error, file=sys.stderr)
        sys.exit(2)
    except KeyboardInterrupt:
        print("\ncutaway: interrupted; what was finished is kept where a checkpoint was named", file=sys.stderr)
        sys.exit(130)
