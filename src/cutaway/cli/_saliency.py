"""`cutaway saliency`: which tokens an answer rests on, by several methods, and how far to trust each."""

import time
from pathlib import Path
from typing import Annotated, Any, Literal

from cyclopts import Parameter
from rich.console import Console
from rich.table import Table

from cutaway.cli._common import bars
from cutaway.cli._options import ModelOptions, Output
from cutaway.errors import DataError
from cutaway.observe import SaliencyOptions, saliency_study, shuffled_weights
from cutaway.observe import saliency as computed
from cutaway.tasks import TASKS, custom


def saliency(
    prompt: str | None = None,
    *,
    answer: str | None = None,
    wrong: str | None = None,
    task: str | None = None,
    data: Path | None = None,
    n: int = 20,
    split: Literal["train", "heldout"] = "train",
    options: Annotated[SaliencyOptions, Parameter(name="*")] = SaliencyOptions(),
    neutral: str | None = None,
    check_weights: bool = False,
    seed: int = 0,
    on: ModelOptions = ModelOptions(),
    output: Output = Output(),
) -> None:
    """Saliency: how much each token of a prompt counts for the answer, beside random orders and exact patching.

    Parameters
    ----------
    prompt
        The prompt; its next token is explained. Instead of it, --task or --data for means over many prompts.
    answer
        The token to explain, with its leading space; the likeliest unless said.
    wrong
        The token that it is compared with.
    task
        Explain the clean prompts of a task: ioi, greater_than, induction, agreement, facts.
    data
        A JSON lines file of pairs, of which the clean prompts are explained.
    n
        How many prompts of the task.
    split
        Which split of the task.
    neutral
        The neutral token of the baseline token; a comma unless said.
    check_weights
        Also compare with the maps of a model of shuffled weights, which a method should not agree with.
    seed
        Draws the task, SmoothGrad's noise, the random orders and the substitutes.
    """
    started = time.perf_counter()
    with bars(quiet=output.json_output) as progress:
        if prompt is not None and (task is not None or data is not None):
            raise DataError("a prompt and a task were given; give one of them")
        if prompt is None and (answer is not None or wrong is not None):
            raise DataError("--answer and --wrong belong to a prompt; a task brings its own")
        if prompt is None and task is None and data is None:
            raise DataError("give a prompt; or --task NAME; or --data PAIRS.jsonl")
        lm = on.open(progress)
        stands_for = None if neutral is None else lm.token_id(neutral)
        if prompt is None:
            pairs = custom(lm, data) if data is not None else TASKS[str(task)](lm, n=n, split=split, seed=seed)
            result = saliency_study(
                lm,
                pairs,
                options=options,
                neutral=stands_for,
                check_weights=check_weights,
                seed=seed,
                progress=progress,
            )
        else:
            result = computed(
                lm,
                prompt,
                answer=None if answer is None else lm.token_id(answer),
                wrong=None if wrong is None else lm.token_id(wrong),
                options=options,
                neutral=stands_for,
                forgetful=shuffled_weights(lm, seed=seed) if check_weights else None,
                seed=seed,
                progress=progress,
            )
    found = {**result.to_json(), "seconds": time.perf_counter() - started}
    if not output.json_output:
        _show_study(found) if prompt is None else _show_maps(found)
    output.finish(found, result.findings(), shown=result, lm=lm, subject=prompt or found["task"], seed=seed)


def _show_maps(found: dict[str, Any]) -> None:
    maps = found["maps"]
    what = f"{found['target']} of {' '.join(map(repr, found['answer']))}"
    table = Table("pos", "token", *(m["method"] for m in maps), title=f"Saliency for the {what}", title_justify="left")
    patching = found["patching"]
    if patching is not None:
        table.add_column("exact patching")
    for pos, token in enumerate(found["tokens"]):
        values = [f"{m['values'][pos]:+.2f}" for m in maps]
        if patching is not None:
            values.append(f"{patching['noise'][pos]:+.2f}")
        table.add_row(str(pos), repr(token).replace("[", r"\["), *values)
    Console().print(table)
    tests = Table(
        "method", "margin", "deletion", "insertion", "rank correlation with patching", title="How far to trust each"
    )
    for m in maps:
        test, ranks = m["faithfulness"], m["rank_correlation_with_patching"]
        tests.add_row(
            m["method"],
            "–" if test is None else f"{test['margin']:+.2f} (p {test['p_margin']:.2f})",
            "–" if test is None else f"{test['deletion']['area']:.2f} (p {test['deletion']['p']:.2f})",
            "–" if test is None else f"{test['insertion']['area']:.2f} (p {test['insertion']['p']:.2f})",
            "–" if ranks is None else f"{ranks['noise']:+.2f} noise, {ranks['denoise']:+.2f} denoise",
        )
    Console().print(tests)
    for method, why in found["skipped"].items():
        Console().print(f"[dim]{method} left out:[/] {why}", highlight=False)


def _show_study(found: dict[str, Any]) -> None:
    columns = {
        "margin": "margin",
        "deletion_area": "deletion",
        "insertion_area": "insertion",
        "rank_correlation_noise": "rank with patching",
        "completeness_error": "incomplete by",
    }
    title = f"{found['task']}, {found['n']} prompts: means and 95% intervals"
    table = Table("method", *columns.values(), title=title, title_justify="left")
    for name, measures in {**found["methods"], "random": found["random"]}.items():
        table.add_row(name, *(_interval(measures.get(column)) for column in columns))
    Console().print(table)


def _interval(measured: dict[str, Any] | None) -> str:
    if measured is None:
        return "–"
    low, high = measured["interval"]
    return f"{measured['mean']:.2f} ({low:.2f} to {high:.2f})"
