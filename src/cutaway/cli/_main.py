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
COMMANDS = {
    "explain": ("_explain:explain", "How the model comes to its answer to a prompt, tested by intervening."),
    "models": ("_models:models", "What there is to open, and where it would come from."),
    "task": ("_task:task", "Draw a task's pairs, and see how well a model does it."),
    "attention": ("_attention:attention", "Where heads look."),
    "heads": ("_attention:heads", "What each head does, tested by removing it."),
    "lens": ("_lens:lens", "What each layer would answer if it were the last; train a tuned lens."),
    "attribute": ("_attribute:attribute", "Which parts write the answer's logit, directly."),
    "saliency": ("_saliency:saliency", "Which tokens the answer rests on, and how far each method can be trusted."),
    "probe": ("_probe:probe", "What can be read off each layer, beside controls; a probe as a monitor."),
    "harvest": ("_harvest:harvest", "Keep activations over a corpus on disk."),
    "features": ("_features:features", "Dictionaries: train, measure, read and use them."),
    "patch": ("_intervene:patch", "Put one run's activation into another, part by part."),
    "ablate": ("_intervene:ablate", "Remove components, and see what the answer loses."),
    "trace": ("_intervene:trace", "Where a fact is recalled: hide the subject, give back one state."),
    "circuit": ("_circuit:circuit", "The edges that do a task: find them, try them on other pairs, look at them."),
    "path": ("_intervene:path", "What one component tells another directly."),
    "calibrate": ("_calibrate:calibrate", "Which method finds a mechanism, asked on models where it is known."),
    "serve": ("_serve:serve", "The app in a browser: look inside and intervene by clicking, and save what you find."),
    "atp": ("_intervene:atp", "Estimate every patch from gradients, beside exact ones."),
}
"""Where each command is, and what it is for in a line."""
for _name, (_place, _help) in COMMANDS.items():
    app.command(f"cutaway.cli.{_place}", name=_name, help=_help)


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
