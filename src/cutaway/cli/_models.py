"""`cutaway models`: what there is to open."""

import json
from typing import Annotated

from cyclopts import Parameter
from rich.console import Console
from rich.table import Table

from cutaway.model import catalogue


def models(*, json_output: Annotated[bool, Parameter(name="--json", negative=())] = False) -> None:
    """List the models that can be opened, and where each would come from.

    Parameters
    ----------
    json_output
        Print JSON instead of a table.
    """
    entries = catalogue()
    if json_output:
        print(json.dumps([entry.to_json() for entry in entries]))
        return
    table = Table("model", "here", "licence", "comes from", "note")
    for entry in entries:
        table.add_row(entry.name, "yes" if entry.available else "no", entry.licence or "–", entry.source, entry.note)
    Console().print(table)
