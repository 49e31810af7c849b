"""Pages of interventions: patching, ablation, causal tracing, path patching, attribution patching."""

from collections.abc import Sequence

import numpy as np
from torch import Tensor

from cutaway.intervene import GROUPS, Ablation, AttributionPatching, Patching, PatchSweep, PathPatching, Trace
from cutaway.view._parts import Curves, HeatMap, Page, Part, Section
from cutaway.view._payload import numbers
from cutaway.view.results._common import conclusion, register, signed, soft, spoken, strongest_bars, table, words
from cutaway.view.results._grids import bands, cell_name, grid_parts, head_map, intervals

_DIRECTIONS = {
    "denoise": "one piece of the clean run in the corrupted run. 0: the answer did not move; 1: it came back entirely",
    "noise": "one piece of the corrupted run in the clean run. 0: the answer did not move; 1: it was lost entirely",
}


@register
def _sweep(result: PatchSweep) -> Page:
    share = f"share of the way ({words(result.metric)})"
    n = len(result.clean)
    pairs = f"the mean over {n} pairs" if n > 1 else "one pair of prompts"
    how = f"Each cell is a run of its own, with {_DIRECTIONS[result.direction]}. It may leave 0 to 1. Shown is {pairs}."
    cells, flat = result.grid.cells(), result.normalised.flatten().tolist()
    control = [
        [cell_name(result.grid, cells[cell]), flat[cell], beside["normalised"]]
        for cell, beside in zip(result.control_cells, result.to_json()["control"], strict=True)
    ]
    details = [
        {
            "title": "The control: states of an unrelated prompt at the strongest cells",
            "parts": [
                table(
                    [("cell", "text"), ("patched", "number"), ("control", "number")],
                    control,
                )
            ],
        }
    ]
    bounds = intervals(result.normalised_per_pair.flatten(1))
    parts = grid_parts(result.grid, result.normalised, share, bounds)
    plain = (
        f"Unpatched, the {words(result.metric)} is {signed(float(result.clean.mean()))} on the clean and "
        f"{signed(float(result.corrupted.mean()))} on the corrupted prompt."
    )
    return Page(
        title=f"Patching {result.grid.site} over {' and '.join(result.axes)}",
        subtitle=f"{result.direction}, {words(result.metric)}, {pairs}",
        parts=[
            Section(
                title="What suffices" if result.direction == "denoise" else "What is necessary",
                how=how,
                parts=[*parts, soft(plain)],
                details=details if control else None,
            ),
            *conclusion(result.findings()),
        ],
    )


@register
def _residual(result: Patching) -> Page:
    return Page(
        title=f"Patching {result.site} by layer and position",
        subtitle=f"{result.model}: {result.direction}, {words(result.metric)}",
        parts=[flow(result), *conclusion(result.findings())],
    )


def flow(result: Patching, title: str = "Where the information flowed") -> Section:
    """The section of a layer and position grid."""
    tokens = result.tokens.strings[0]
    other = result.corrupted_tokens.strings[0]
    columns = [a if a == b else f"{a}/{b.strip()}" for a, b in zip(tokens, other, strict=True)]
    details = []
    beside = result.control_normalised
    if beside is not None and result.control_tokens is not None:
        details.append(
            {
                "title": "The control: the same patches with states of an unrelated prompt",
                "parts": [
                    soft(f"The unrelated prompt: {spoken(''.join(result.control_tokens.strings[0]))}."),
                    _layer_map(beside, columns, limit=1.0),
                ],
            }
        )
    return Section(
        title=title,
        how="Each cell is a run of its own: layers upwards, tokens across, with "
        f"{_DIRECTIONS[result.direction]}. Follow the colour upwards from the token that differs (clean/corrupted) to the last one.",
        parts=[
            _layer_map(result.normalised, columns, limit=1.0),
            soft(
                f"Unpatched, the {words(result.metric)} is {signed(result.clean)} on the clean prompt and "
                f"{signed(result.corrupted)} on the corrupted one. A hatched cell was not run."
            ),
        ],
        details=details or None,
    )


def _layer_map(values: Tensor, columns: Sequence[str], limit: float | None) -> HeatMap:
    finite = values[~values.isnan()]
    return HeatMap(
        values=values,
        rows=[str(layer) for layer in range(values.shape[0])],
        columns=columns,
        row_title="layer",
        column_title="token",
        value_title="share of the way",
        limit=max([limit or 0.0, *finite.abs().flatten().tolist()]) or None,
    )


@register
def _ablation(result: Ablation) -> Page:
    n = len(result.plain)
    what = {"zero": "zero", "mean": "its mean over other prompts", "resample": "its value on the corrupted prompt"}
    fall = f"fall of the {words(result.metric)}"
    beside = float((result.plain[:, None] - result.control).mean()) if result.control.numel() else None
    about = f"The intact {words(result.metric)} is {signed(float(result.plain.mean()))}" + (
        f"; as many cells drawn at random cost {beside:.3g}." if beside is not None else "."
    )
    drop = result.drop
    mean = drop.nanmean(0)
    if result.mode == "each":
        parts = grid_parts(result.grid, mean.unflatten(0, result.grid.shape), fall, intervals(drop))
        how = f"Each cell was replaced by {what[result.how]}, alone; blue cells held the answer up, orange ones held it down."
    elif result.mode == "cumulative":
        sizes = [len(cells) for cells in result.sets]
        low, high = bands(drop)
        series = {"name": "strongest first", "x": sizes, "y": mean, "low": low, "high": high}
        parts = [Curves(series=[series], x_title="cells removed", y_title=fall)]
        how = "Cells are removed one after the other, the strongest first; the line says what the answer has lost by then."
    else:
        pairs = result.interaction()
        parts = [
            strongest_bars(
                [" with ".join(entry["cells"]) for entry in pairs],
                [entry["interaction"] for entry in pairs],
                "what both cost beyond the sum of each",
                intervals=[entry["interval"] for entry in pairs],
            )
        ]
        how = "Two cells are removed together; a bar to the right says that they back each other up, to the left that they work in a chain."
    return Page(
        title=f"Ablating {result.grid.site} over {' and '.join(result.grid.axes)}",
        subtitle=f"with {result.how} values, {words(result.metric)}, {n} {'prompts' if n > 1 else 'prompt'}",
        parts=[
            Section(title="What the answer loses", how=how, parts=[*parts, soft(about)]),
            *conclusion(result.findings()),
        ],
    )


@register
def _trace(result: Trace) -> Page:
    first = result.effects[0]
    start, end = result.subjects[0]
    tokens = [f"{token}*" if start <= i < end else token for i, token in enumerate(result.tokens[0])]
    n = len(result.facts)
    state = {"resid_post": "one hidden state", "mlp_out": "MLP outputs", "attn_out": "attention outputs"}
    back = state.get(str(result.kind), str(result.kind))
    window = f" of {result.window} layers at once" if result.window > 1 else ""
    average = result.average()
    series = []
    for group in GROUPS:
        rows = [entry for entry in average if entry["group"] == group]
        if rows:
            bounds = [entry["interval"] for entry in rows]
            banded = all(bound is not None for bound in bounds)
            series.append(
                {
                    "name": words(group),
                    "x": [entry["layer"] for entry in rows],
                    "y": [entry["effect"] for entry in rows],
                    "low": [bound[0] for bound in bounds] if banded else None,
                    "high": [bound[1] for bound in bounds] if banded else None,
                }
            )
    severed = f" The outputs of later {result.severed} were held at their noised values." if result.severed else ""
    return Page(
        title=f"Causal tracing of {n} {'facts' if n > 1 else 'fact'}",
        subtitle=f"{back}{window} given back; noise of standard deviation {result.noise:.3g}",
        parts=[
            Section(
                title="Where it is recalled, by kind of token",
                how="A line is the mean gain in the answer's probability, over facts, when that layer's state is given back at "
                f"tokens of one kind; bands are 95% intervals.{severed}",
                parts=[
                    Curves(series=series, x_title="layer", y_title="probability gained"),
                    soft(
                        f"The noise takes the answer's probability from {float(result.clean.mean()):.3f} to "
                        f"{float(result.noised.mean()):.3f}, over all facts."
                    ),
                ],
            ),
            Section(
                title=f"One fact: {result.facts[0].prompt} {result.facts[0].answer.strip()}",
                how="Each cell gives one state back to the run whose subject (marked with *) was hidden by noise: the darker, the "
                "more of the answer's probability returns.",
                parts=[
                    HeatMap(
                        values=first,
                        rows=[str(layer) for layer in range(first.shape[0])],
                        columns=tokens,
                        row_title="layer",
                        column_title="token",
                        value_title="probability gained",
                    )
                ],
            ),
            *conclusion(result.findings()),
        ],
    )


@register
def _path(result: PathPatching) -> Page:
    low, high = bands(result.effect)
    mean = result.effect.mean(0)
    bounds = None if low is None or high is None else list(zip(low, high, strict=True))
    receivers = ", ".join(result.receivers[:6]) + (" …" if len(result.receivers) > 6 else "")
    parts: list[Part] = [
        strongest_bars(
            list(result.senders), mean.tolist(), "share of the way to the corrupted answer", intervals=bounds
        )
    ]
    places = [name.split(".") for name in result.senders]
    heads = [(int(name[1]), int(name[2])) for name in places if len(name) == 3]
    if len(heads) == len(result.senders):
        parts.append(head_map(dict(zip(heads, mean.tolist(), strict=True)), "share of the way"))
    return Page(
        title=f"What reaches {receivers} directly",
        subtitle=f"path patching, MLPs {result.mlps}, {words(result.metric)}",
        parts=[
            Section(
                title="Who tells the receivers what",
                how="Each sender's message to the receivers, and to nobody else, comes from the corrupted prompt; a bar says how far "
                "that alone moves the answer: 0 not at all, 1 all the way to the corrupted prompt's.",
                parts=parts,
            ),
            *conclusion(result.findings()),
        ],
    )


@register
def _attribution_patching(result: AttributionPatching) -> Page:
    estimate = result.per_pair.flatten(1)[:, list(result.sample)].mean(0)
    exact = result.exact.mean(0)
    title = f"estimated change of the {words(result.metric)}"
    cells = result.grid.cells()
    order = np.argsort(-numbers(exact.abs()))
    return Page(
        title=f"Attribution patching of {result.grid.site}",
        subtitle=f"{result.method}, {words(result.metric)}, {result.passes} forward and backward passes",
        parts=[
            Section(
                title="What each patch would do, estimated",
                how="Each cell is estimated from a gradient, not run: how the answer would change if that part came from the "
                f"corrupted prompt. Its ranks agree with real patches to {result.rank_correlation:.2f} (Spearman).",
                parts=grid_parts(result.grid, result.values, title, intervals(result.per_pair.flatten(1))),
                details=[
                    {
                        "title": f"Estimated beside exact, on {len(result.sample)} cells",
                        "parts": [
                            table(
                                [("cell", "text"), ("estimated", "number"), ("exact", "number")],
                                [
                                    [
                                        cell_name(result.grid, cells[result.sample[i]]),
                                        float(estimate[i]),
                                        float(exact[i]),
                                    ]
                                    for i in order.tolist()
                                ],
                            )
                        ],
                    }
                ],
            ),
            *conclusion(result.findings()),
        ],
    )
