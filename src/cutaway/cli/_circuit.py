"""`cutaway circuit find | eval | show`: the edges that do a task, tried on other pairs."""

from pathlib import Path
from typing import Annotated, Any, Literal

from cyclopts import App, Parameter
from rich.console import Console
from rich.table import Table

from cutaway import circuits
from cutaway.cli._circuit_discovery import SEARCHES, compare, described, measured_stability, search
from cutaway.cli._common import bars
from cutaway.cli._options import ModelOptions, Output, PairOptions
from cutaway.errors import DataError

Json = Annotated[bool, Parameter(name="--json", negative=())]

circuit = App(name="circuit", help="The edges that do a task: find them, try them on other pairs, look at them.")
circuit.command(compare)


@circuit.command
def find(
    *,
    out: Path,
    pairs: PairOptions = PairOptions(),
    method: str = "eap-ig",
    edges: int | None = None,
    components: int | None = None,
    level: float = circuits.ENOUGH,
    how: Literal["greedy", "top"] = "greedy",
    signed: bool = False,
    ablation: Literal["resample", "mean", "zero"] = "resample",
    metric: str | None = None,
    steps: int = 5,
    sample: int | None = None,
    spans: Annotated[bool, Parameter(negative=())] = False,
    tau: float | None = None,
    among: int | None = None,
    training_steps: int = circuits.PruneTraining.steps,
    checkpoint: Path | None = None,
    seed: int = 0,
    study: Path | None = None,
    html: Path | None = None,
    on: ModelOptions = ModelOptions(),
    json_output: Json = False,
) -> None:
    """Score every edge of the model's graph on a task, and keep as many of the best as the task needs.

    Parameters
    ----------
    out
        The file that the circuit is written to, with the scores of all edges (safetensors).
    method
        eap, eap-ig, eap-ig-activations, mask-gradient, atp*, exact or random: score edges and keep the best. threshold:
        keep those whose eap-ig score is --tau at least. acdc: delete every edge that is not missed by --tau. prune:
        learn which --edges to keep.
    edges
        How many edges; the smallest share that does the task on these pairs unless said.
    components
        How many heads and MLPs instead: all edges among them are in, the outputs of all others are ablated as a whole.
        With --spans each of them at one span.
    level
        The faithfulness at which a share does the task.
    how
        greedy walks back from the logits, so that every edge is heard; top takes the best wherever they are.
    signed
        Rank by signed score, so that edges that work against the answer come last.
    ablation
        What an ablated edge carries.
    metric
        How answers are scored; the task's own unless said.
    steps
        Points along the path of the methods that follow one.
    sample
        For exact: how many edges to ablate.
    spans
        Tell apart the token spans that the task's template names: an edge is in or out at each of them.
    tau
        For threshold and acdc: the least score, or the least by which the metric must worsen (KL in nats).
    among
        For acdc: start from so many of the best edges by eap-ig instead of all of them; minutes instead of hours.
    training_steps
        For prune: gradient steps.
    checkpoint
        For acdc and prune: a file that keeps the state; start again with it to go on.
    seed
        Draws the pairs.
    study
        A folder whose ledger takes the findings.
    html
        Write the circuit as a page to this file.
    json_output
        Print JSON.
    """
    of_searches = {"--tau": tau, "--among": among, "--checkpoint": checkpoint}
    given = [name for name, value in of_searches.items() if value is not None]
    if given and method not in SEARCHES:
        raise DataError(
            f"{', '.join(given)} with --method {method}, which has no use for it; {', '.join(SEARCHES)} have"
        )
    if components is not None and method in SEARCHES:
        raise DataError(f"--components with --method {method}, which chooses edges; use a scoring method, or --edges")
    with bars(quiet=json_output) as progress:
        lm = on.open(progress)
        task = pairs.draw(lm, None, seed, most=100)
        replaced = circuits.Ablation(value=ablation)
        if method in SEARCHES:
            found = search(
                lm,
                task,
                method=method,
                tau=tau,
                among=among,
                edges=edges,
                training_steps=training_steps,
                checkpoint=checkpoint,
                ablation=replaced,
                metric=metric,
                signed=signed,
                steps=steps,
                by_span=spans,
                seed=seed,
                progress=progress,
            )
        else:
            found = circuits.find_circuit(
                lm,
                task,
                method=method,
                n_edges=edges,
                n_components=components,
                level=level,
                how=how,
                absolute=not signed,
                ablation=replaced,
                steps=steps,
                metric=metric,
                sample=sample,
                by_span=spans,
                seed=seed,
                progress=progress,
            )
        found.save(out)
    if not json_output:
        _print_circuit(found)
    output = Output(study=study, html=html, json_output=json_output)
    output.finish(
        {"out": str(out), **found.to_json(), "stability": found.provenance.get("stability")},
        [],
        shown=found,
        lm=lm,
        subject=f"circuit of {found.task}",
        seed=seed,
    )
    if not json_output:
        Console().print(f"[dim]circuit in[/] {out}", highlight=False)


@circuit.command(name="eval")
def evaluate(
    file: Path,
    /,
    *,
    pairs: PairOptions = PairOptions(),
    ablation: Literal["resample", "mean", "zero"] | None = None,
    metric: str | None = None,
    draws: int = 2,
    drop: int = 32,
    stability: Annotated[bool, Parameter(negative=())] = False,
    seed: int = 0,
    study: Path | None = None,
    html: Path | None = None,
    out: Path | None = None,
    on: ModelOptions = ModelOptions(),
    json_output: Json = False,
) -> None:
    """Try a circuit on pairs that it was not found on: faithfulness over sizes, completeness, minimality, beside chance.

    Parameters
    ----------
    file
        What circuit find wrote.
    ablation
        What an ablated edge carries; as in the search unless said.
    metric
        How answers are scored; as in the search unless said.
    draws
        Random rankings, and random circuits of the same size and layers, connected or not (at least 5 of each).
    drop
        Edges that are dropped one at a time.
    stability
        Draw these pairs again and again, and tell how much of a circuit of this size is found each time.
    seed
        Draws the pairs and the random circuits.
    study
        A folder whose ledger takes the findings.
    html
        Write the result as a page to this file.
    out
        Write the JSON result to this file.
    json_output
        Print JSON.
    """
    found = circuits.Circuit.load(file)
    with bars(quiet=json_output) as progress:
        lm = on.open(progress)
        found.check(lm)
        task = pairs.draw(lm, None, seed, most=50)
        chosen = found.ablation if ablation is None else circuits.Ablation(value=ablation)
        runner = circuits.CircuitRunner(lm, task, ablation=chosen, metric=metric or found.metric, graph=found.graph)
        curve = None
        if found.scores is not None:
            curve = circuits.evaluate_scores(lm, found.edge_scores(), runner, draws=draws, seed=seed, progress=progress)
        one = circuits.evaluate_circuit(lm, found, runner, draws=max(draws, 5), drop=drop, seed=seed, progress=progress)
        again = found.provenance.get("stability")
        if stability:
            again = measured_stability(lm, found, task, seed=seed, progress=progress)
    data: dict[str, Any] = {"circuit": one.to_json(), "stability": again}
    findings = one.findings()
    if curve is None:
        data |= {
            "sizes": [found.chosen],
            "faithfulness": [one.faithfulness],
            "cpr": None,
            "cmd": None,
            "random": {"faithfulness": [float(one.random_faithfulness.mean())]},
        }
    else:
        data |= curve.to_json()
        findings += curve.findings()
    joined = one.connected_faithfulness
    data["random"]["connected"] = {"faithfulness": joined.tolist(), "edges": found.kept if len(joined) else 0}
    if not json_output:
        _print_evaluation(one, curve)
        if stability and again:
            Console().print(
                f"drawn again from {again['n']} pairs, circuits of this size share {again['jaccard']:.2f} of their edges "
                f"(bar {circuits.BAR}), from two halves of them {again['halves']:.2f}, from noise {again['floor']:.2f}",
                highlight=False,
            )
    output = Output(study=study, html=html, out=out, json_output=json_output)
    shown = [one] if curve is None else [one, curve]
    output.finish(data, findings, shown=shown, lm=lm, subject=f"circuit of {found.task}", seed=seed)


@circuit.command
def show(
    file: Path,
    /,
    *,
    most: int = 40,
    describe: Annotated[bool, Parameter(negative=())] = False,
    html: Path | None = None,
    on: ModelOptions = ModelOptions(),
    json_output: Json = False,
) -> None:
    """Print a circuit, or write it as a page; say in words what its parts do.

    Parameters
    ----------
    file
        What circuit find wrote.
    most
        How many edges to print, the strongest first.
    describe
        Open the model, and say in words what the circuit's heads do and where they look.
    html
        Write the circuit as a page to this file.
    json_output
        Print JSON.
    """
    found = circuits.Circuit.load(file)
    if most < 1:
        raise DataError(f"--most {most}; print at least one edge")
    words = described(found, on, quiet=json_output) if describe else None
    if html is not None:
        (words or found).save_html(html)
    if json_output:
        more = {} if words is None else {"description": words.to_json()}
        _print_json({**found.to_json(), **more, "provenance": found.provenance})
        return
    if words is not None:
        Console().print(words.text + "\n", highlight=False, markup=False)
    _print_circuit(found, most)
    if html is not None:
        Console().print(f"[dim]page in[/] {html}", highlight=False)


def _print_json(data: dict[str, Any]) -> None:
    import json

    from cutaway.cli._common import strict

    print(json.dumps(strict(data), allow_nan=False))


def _print_circuit(found: circuits.Circuit, most: int = 20) -> None:
    data = found.to_json()
    title = (
        f"{found.kept:,} of {found.graph.n_edges:,} edges ({found.requested:,} requested) join {found.joined}: "
        f"{found.method} on {found.task}, {found.n} pairs, {found.ablation}"
    )
    table = Table("from", "to", "score", title=title, title_justify="left")
    for source, destination, score in data["edges"][:most]:
        table.add_row(source, destination, "–" if score is None else f"{score:+.3f}")
    Console().print(table)
    stability = found.provenance.get("stability")
    if stability:
        low, high = stability["interval"]
        Console().print(
            f"drawn again from the same pairs, circuits of this size share {stability['jaccard']:.2f} of their edges "
            f"({low:.2f} to {high:.2f})",
            highlight=False,
        )


def _print_evaluation(one: circuits.CircuitEvaluation, curve: circuits.Curve | None) -> None:
    console = Console()
    if curve is not None:
        title = f"Faithfulness on {curve.n} {curve.split} pairs: CPR {curve.cpr:.3f}, CMD {curve.cmd:.3f}"
        title += f" (by chance {curve.random_cpr:.3f} and {curve.random_cmd:.3f})"
        table = Table(
            "edges", "share", "f", "95% interval", "f, signed", "by chance", title=title, title_justify="left"
        )
        chance = curve.f(curve.random).mean(0).tolist()
        rows = zip(
            curve.sizes,
            curve.shares,
            curve.faithfulness.tolist(),
            curve.intervals(),
            curve.faithfulness_signed.tolist(),
            chance,
            strict=True,
        )
        for size, share, f, (low, high), signed, random in rows:
            table.add_row(
                f"{size:,}", f"{share:.1%}", f"{f:.3f}", f"{low:.3f} to {high:.3f}", f"{signed:.3f}", f"{random:.3f}"
            )
        console.print(table)
    least = one.to_json()["minimality"]
    joined = f"{float(one.connected_faithfulness.mean()):.3f}" if len(one.random_connected) else "–"
    console.print(
        f"the circuit itself: f {one.faithfulness:.3f}, random ones of its size and layers "
        f"{float(one.random_faithfulness.mean()):.3f}, connected ones {joined}; completeness {one.completeness:.3f}; "
        f"{one.superfluous:.0%} of {len(least)} edges dropped one by one change f by less than .001",
        highlight=False,
    )
