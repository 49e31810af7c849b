"""`cutaway explain`: one prompt, looked at from every side, as a report."""

import json
import tempfile
import webbrowser
from pathlib import Path
from typing import Annotated, Any

from cyclopts import Parameter
from rich.console import Console
from rich.table import Table

from cutaway.cli._common import bars, show_findings
from cutaway.cli._options import ModelOptions
from cutaway.evidence import Ledger
from cutaway.explanation import Explanation
from cutaway.explanation import explain as explained
from cutaway.view import save_html


def explain(
    prompt: str,
    *,
    corrupted: str | None = None,
    answer: str | None = None,
    wrong: str | None = None,
    seed: int = 0,
    on: ModelOptions = ModelOptions(),
    out: Path | None = None,
    open_report: Annotated[bool, Parameter(name="--open", negative=())] = False,
    study: Path | None = None,
    json_output: Annotated[bool, Parameter(name="--json", negative=())] = False,
) -> None:
    """Show how the model comes to its answer to a prompt, and test it by intervening.

    Parameters
    ----------
    prompt
        The prompt; its next token is explained.
    corrupted
        A prompt of as many tokens with another answer. Found by exchanging one token, unless given.
    answer
        The token to explain, with its leading space; the likeliest unless said.
    wrong
        The token that it is compared with; what the corrupted prompt is answered with unless said.
    seed
        Draws the unrelated prompts of the control.
    out
        Write the report to this HTML file.
    open_report
        Open the report in the browser; without --out it is written to a temporary file.
    study
        A folder whose ledger takes the findings.
    json_output
        Print JSON instead of the summary.
    """
    with bars(quiet=json_output) as progress:
        lm = on.open(progress)
        result = explained(prompt, lm=lm, corrupted=corrupted, answer=answer, wrong=wrong, seed=seed, progress=progress)
    if open_report and out is None:
        out = Path(tempfile.mkdtemp(prefix="cutaway-")) / "report.html"
    if out is not None:
        save_html(result, out)
    if study is not None:
        Ledger.open(study).add(result.findings, study=prompt, provenance=dict(result.provenance))
    if open_report and out is not None and not webbrowser.open(out.resolve().as_uri()):
        Console(stderr=True).print(f"[dim]no browser could be opened; open[/] {out}", highlight=False)
    if json_output:
        print(json.dumps(result.to_json(), ensure_ascii=False, allow_nan=False))
        return
    _summarise(result)
    for path, what in ((out, "report"), (study, "findings")):
        if path is not None:
            Console().print(f"[dim]{what} in[/] {path}", highlight=False)


def _summarise(result: Explanation) -> None:
    console = Console()
    data: dict[str, Any] = result.to_json()
    console.print(f"[bold]{_text(result.prompt)}[/] → [bold green]{_text(result.answer)}[/]", highlight=False)
    top = Table("token", "probability", title="What it said", title_justify="left")
    for entry in data["top"][:5]:
        top.add_row(_text(repr(entry["token"])), f"{entry['probability']:.3f}")
    console.print(top)
    for name, how in result.choices.items():
        console.print(f"[dim]{name}:[/] {_text(how)}", highlight=False)
    decided = data["lens"].get("decided_at")
    if decided is not None:
        console.print(f"[dim]the logit lens puts the answer first for good from layer[/] {decided}", highlight=False)
    parts = sorted(data["attribution"]["parts"], key=lambda part: -abs(part["value"] or 0.0))[:8]
    table = Table("part", "logits", title="What wrote it (direct logit attribution)", title_justify="left")
    for part in parts:
        table.add_row(part["name"], f"{part['value']:+.3f}")
    console.print(table)
    show_findings(result.findings)
    console.print(f"[dim]{result.seconds:.1f} s[/]", highlight=False)


def _text(text: str) -> str:
    """Text of a model or of a user, which must not be taken for markup."""
    return text.replace("[", r"\[")
