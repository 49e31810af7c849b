"""`cutaway serve`: the app in a browser."""

import contextlib
import json
import os
import sys
import webbrowser
from pathlib import Path
from typing import Annotated

from cyclopts import Parameter
from rich.console import Console

from cutaway import view


def serve(
    *,
    host: str = "127.0.0.1",
    port: int = 8765,
    token: str | None = None,
    model: str = "smollm2-135m",
    dictionary: tuple[Path, ...] = (),
    workspace: Path | None = None,
    name: tuple[str, ...] = (),
    max_prompt_tokens: int = 256,
    max_new_tokens: int = 100,
    queue: int = 8,
    open_browser: Annotated[bool, Parameter(name="--open", negative=())] = False,
    json_output: Annotated[bool, Parameter(name="--json", negative=())] = False,
) -> None:
    """Serve the app: type a prompt, look inside, intervene by clicking, and save what you find.

    Parameters
    ----------
    host
        The address to listen on. Anything but this machine itself needs a token.
    port
        The port to listen on; 0 for any that is free.
    token
        What readers must show, 16 characters or more. Better given as CUTAWAY_TOKEN, since other users of this machine
        can see the command line.
    model
        The model that is opened first.
    dictionary
        The folder of a dictionary whose latents can be looked at, with its cards in `cards` where there are any. May be
        given several times.
    workspace
        The folder of saved studies; the user's data folder unless said.
    name
        A further name by which readers reach this machine, such as that of a proxy. May be given several times.
    max_prompt_tokens
        A longer prompt is refused.
    max_new_tokens
        No continuation is longer.
    queue
        So many jobs may wait.
    open_browser
        Open the app in the browser.
    json_output
        Print the address as JSON.
    """
    settings = view.AppSettings(
        host=host,
        port=port,
        token=token or os.environ.get("CUTAWAY_TOKEN") or None,
        model=model,
        dictionaries=dictionary,
        workspace=workspace,
        names=name,
        max_prompt_tokens=max_prompt_tokens,
        max_new_tokens=max_new_tokens,
        queue=queue,
    )

    def ready(bound: "view.AppSettings") -> None:
        address = bound.address
        if json_output:
            print(json.dumps({"url": address, "workspace": str(bound.folder)}), flush=True)
        else:
            console = Console()
            console.print(f"[bold]Cutaway[/] is at [cyan]{address}[/]", highlight=False, soft_wrap=True)
            if bound.token is not None:
                console.print("Add [bold]?token=[/] and the token once; a cookie remembers it.", highlight=False)
            console.print(f"[dim]studies in {bound.folder}; Ctrl-C ends it[/]", highlight=False, soft_wrap=True)
        if open_browser:
            webbrowser.open(address if bound.token is None else f"{address}?token={bound.token}")

    # Where the shell has this process ignore Ctrl-C, the server ends by the signal without an exception.
    with contextlib.suppress(KeyboardInterrupt):
        view.serve_app(settings, ready=ready)
    print("cutaway: stopped; saved studies are kept", file=sys.stderr)
