"""`cutaway attention | heads`: where heads look, and what each head seems to do."""

import time
from typing import Any

from rich.console import Console
from rich.table import Table

from cutaway import observe
from cutaway.cli._common import bars, command_line
from cutaway.cli._options import ModelOptions, Output


def attention(
    prompt: str,
    *,
    layer: int | None = None,
    head: int | None = None,
    on: ModelOptions = ModelOptions(),
    output: Output = Output(),
) -> None:
    """Show where heads look: patterns of the heads you name, or a summary of all.

    The summary is each head's entropy, mean distance and share on position 0. Patterns are in the JSON only, plain and
    weighted by the size of what the head takes.

    Parameters
    ----------
    prompt
        The prompt.
    layer
        Keep the patterns of this layer's heads.
    head
        Keep the patterns of this head (of every layer, unless --layer is given as well).
    """
    with bars(quiet=output.json_output) as progress:
        lm = on.open(progress)
        if layer is None and head is None:
            shown = observe.head_summary(lm, prompt)
            found: dict[str, Any] = {"tokens": lm.tokenize(prompt).strings[0], "heads": shown.to_json()}
        else:
            layers = range(lm.n_layers) if layer is None else [layer]
            heads = range(lm.n_heads) if head is None else [head]
            shown = observe.attention(lm, prompt, heads=[(a, b) for a in layers for b in heads])
            found = shown.to_json()
    if not output.json_output:
        _show_heads(found["heads"])
    output.finish(found, shown.findings(command=command_line()), shown=shown, lm=lm, subject=prompt, seed=None)


def heads(
    *,
    roles: str | None = None,
    n: int = 8,
    length: int = 50,
    prompts: int = 24,
    check: bool = True,
    draws: int = 19,
    seed: int = 0,
    on: ModelOptions = ModelOptions(),
    output: Output = Output(),
) -> None:
    """Say what each head does (induction, previous token, name mover, ...), and test that by removing the heads.

    Parameters
    ----------
    roles
        Comma-separated: previous_token, duplicate_token, induction, successor, name_mover, s_inhibition, negative,
        attention_sink; all that the model can be measured for unless said.
    n
        Lists of random tokens, each said twice, that the first roles are measured on.
    length
        Tokens of such a list.
    prompts
        Prompts of indirect object identification that the name roles are measured on.
    check
        Test each role by ablation; --no-check gives scores only, in a few seconds.
    draws
        Random sets of heads that each role's heads are compared with.
    seed
        Draws lists, prompts and random heads.
    """
    with bars(quiet=output.json_output) as progress:
        lm = on.open(progress)
        started = time.perf_counter()
        result = observe.head_roles(
            lm,
            roles=None if roles is None else [role.strip() for role in roles.split(",")],
            n=n,
            length=length,
            n_prompts=prompts,
            checked=check,
            draws=draws,
            seed=seed,
            progress=progress,
        )
    found = {**result.to_json(), "seconds": time.perf_counter() - started}
    if not output.json_output:
        _show_roles(result)
    findings = result.findings(command=command_line())
    output.finish(found, findings, shown=result, lm=lm, subject=lm.name, seed=seed)


def _show_heads(rows: list[dict[str, Any]], *, most: int = 20) -> None:
    """The heads that rest least on the first position."""
    table = Table("head", "entropy", "mean distance", "on position 0", title="Attention", title_justify="left")
    for row in sorted(rows, key=lambda row: row["sink_share"])[:most]:
        table.add_row(
            f"{row['layer']}.{row['head']}",
            f"{row['entropy']:.2f}",
            f"{row['mean_distance']:.1f}",
            f"{row['sink_share']:.2f}",
        )
    Console().print(table)


def _show_roles(result: observe.HeadRoles) -> None:
    table = Table("role", "heads that have it, and score", "strongest otherwise", "check", title="Head roles")
    for role in result.roles:
        held = {head: float(result.score(role)[head]) for head in result.holders[role]}
        rest = [(head, score) for head, score in result.strongest(role, len(held) + 3) if head not in held][:3]
        check = result.checks.get(role)
        verdict = "–" if check is None else ("[green]confirmed[/]" if check.confirmed else "[yellow]not confirmed[/]")
        table.add_row(role, _listed(list(held.items())[:10]) or "none", _listed(rest), verdict)
    console = Console()
    console.print(table)
    for role, why in result.skipped.items():
        console.print(f"[dim]{role} not measured:[/] {why}", highlight=False)


def _listed(scores: list[tuple[tuple[int, int], float]]) -> str:
    return ", ".join(f"{layer}.{head} {score:.2f}" for (layer, head), score in scores)
