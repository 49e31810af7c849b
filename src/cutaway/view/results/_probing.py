"""Pages of probes: how well each layer tells a concept, on other data too, whether the model uses it, and a monitor."""

import math
from collections.abc import Sequence
from typing import Any

import numpy as np

from cutaway.observe import LayerProbe, Monitored, ProbeStudy, Transfer, TransferLayer, UseTest
from cutaway.view._parts import Bars, Curves, Page, Part, Section, TokenStrip
from cutaway.view.results._common import conclusion, facts, register, soft, spoken, table, words


@register
def _study(result: ProbeStudy) -> Page:
    best = result.best
    x = _layers(result.layers)
    series = [
        _line("probe", x, [one.auroc for one in result.layers], [one.interval for one in result.layers]),
        {"name": "trained on shuffled labels", "x": x, "y": [one.chance for one in result.layers]},
        *(
            {"name": f"baseline: {words(name)}", "x": [x[0], x[-1]], "y": [one.auroc, one.auroc]}
            for name, one in result.baselines.items()
        ),
    ]
    accuracy = [
        _line("accuracy", x, [one.accuracy for one in result.layers], [one.accuracy_interval for one in result.layers]),
        {"name": "control task", "x": x, "y": [one.control for one in result.layers]},
        {"name": "always the commonest", "x": [x[0], x[-1]], "y": [result.majority, result.majority]},
    ]
    columns = [("site", "text"), ("AUROC", "number"), ("accuracy", "number"), ("control", "number")]
    columns += [("selectivity", "number"), ("compression", "number")]
    rows = [
        [
            one.site,
            one.auroc,
            one.accuracy,
            one.control,
            one.selectivity,
            None if one.mdl is None else one.mdl.compression,
        ]
        for one in result.layers
    ]
    chosen = f"Layer {best.layer} was chosen on training groups" if best.layer is not None else "One site was probed"
    parts: list[Part] = [
        Section(
            title="How well each layer tells it",
            how="The line is the probe's AUROC on held-out groups with its 95% interval; only what it has above the baselines, which "
            "see no activation, and above shuffled labels is the layer's.",
            parts=[
                Curves(series=series, x_title="layer", y_title="AUROC", marks=_mark(best.layer, "chosen")),
                soft(f"{chosen}; its held-out AUROC is {best.auroc:.3f}."),
                *(soft(f"Note: {note}.") for note in result.notes),
            ],
            details=[{"title": "All layers in figures", "parts": [table(columns, rows)]}],
        ),
        Section(
            title="Accuracy beside a control task",
            how="The control task gives each word a random label: a probe that learns it as well has memorised, not read. The gap is "
            "the selectivity.",
            parts=[Curves(series=accuracy, x_title="layer", y_title="accuracy")],
        ),
    ]
    compressed = [
        (layer, one.mdl.compression) for layer, one in zip(x, result.layers, strict=True) if one.mdl is not None
    ]
    if compressed:
        curve = {"name": "compression", "x": [a for a, _ in compressed], "y": [b for _, b in compressed]}
        parts.append(
            Section(
                title="How much shorter the labels become",
                how="How many times fewer bits the labels cost to somebody who has the activations; 1 is nothing learned.",
                parts=[Curves(series=[curve], x_title="layer", y_title="times shorter")],
            )
        )
    classes = " or ".join(repr(name) for name in result.classes[:4]) + (" …" if len(result.classes) > 4 else "")
    return Page(
        title=f"Is {spoken(words(result.data))} represented at {result.site}?",
        subtitle=f"{result.model}: {result.kind} probes of {classes}, {result.n_train} rows to learn from, {result.n_test} held out",
        parts=[*parts, *conclusion(result.findings())],
    )


@register
def _layer(result: LayerProbe) -> Page:
    record = {key: value for key, value in result.to_json().items() if not isinstance(value, list)}
    return Page(
        title=f"A probe at {result.site}",
        parts=[
            Section(
                title="On held-out groups",
                how="Bars with 95% intervals; the control is the same probe on random labels.",
                parts=[
                    Bars(
                        labels=["AUROC", "AUROC, shuffled labels", "accuracy", "accuracy, control task"],
                        values=[result.auroc, result.chance, result.accuracy, result.control],
                        low=_ends([result.interval, None, result.accuracy_interval, None], 0),
                        high=_ends([result.interval, None, result.accuracy_interval, None], 1),
                        value_title="share",
                    )
                ],
                details=[{"title": "All figures", "parts": [facts(record)]}],
            )
        ],
    )


@register
def _transfer(result: Transfer) -> Page:
    x = _layers(result.layers)
    return Page(
        title=f"The same probes on {words(result.data)}",
        subtitle=f"{result.n} rows that no probe has learnt from",
        parts=[
            Section(
                title="Layer by layer",
                how="The probes as they are, on other data: a concept that is really represented survives, a trick of the first data "
                "set does not.",
                parts=[
                    Curves(
                        series=[
                            _line(
                                "AUROC",
                                x,
                                [one.auroc for one in result.layers],
                                [one.interval for one in result.layers],
                            ),
                            _line(
                                "accuracy",
                                x,
                                [one.accuracy for one in result.layers],
                                [one.accuracy_interval for one in result.layers],
                            ),
                        ],
                        x_title="layer",
                        y_title="share",
                    )
                ],
            )
        ],
    )


@register
def _transfer_layer(result: TransferLayer) -> Page:
    return Page(
        title=f"The probe at {result.site} on other data",
        parts=[
            Bars(
                labels=["AUROC", "accuracy"],
                values=[result.auroc, result.accuracy],
                low=_ends([result.interval, result.accuracy_interval], 0),
                high=_ends([result.interval, result.accuracy_interval], 1),
                value_title="share",
            )
        ],
    )


@register
def _use(result: UseTest) -> Page:
    labels = ["as it is", "directions erased", "random directions erased", "random change of the same size"]
    samples = [result.plain, result.erased, result.random_rank.mean(0), result.random_norm.mean(0)]
    return Page(
        title=f"Does the model use what the probe reads for {result.behaviour}?",
        subtitle=f"{result.rank} {'direction' if result.rank == 1 else 'directions'} at "
        f"{result.sites[0] if len(result.sites) == 1 else f'{result.sites[0]} to {result.sites[-1]}'}, {len(result.plain)} prompts",
        parts=[
            Section(
                title="Erase it, and see what becomes of the behaviour",
                how="A bar is the mean logit difference of right and wrong answer; erasing what the model uses lowers it by more than the "
                "two controls do.",
                parts=[
                    Bars(
                        labels=labels,
                        values=[float(sample.mean()) for sample in samples],
                        value_title="logit difference",
                    ),
                    soft(
                        f"The model is right {result.accuracy:.0%} of the time, and {result.accuracy_erased:.0%} with it erased."
                    ),
                ],
            ),
            *conclusion(result.findings()),
        ],
    )


@register
def _monitored(result: Monitored) -> Page:
    decode = result.generation.prompts.decode
    sections = []
    for row, (text, ids) in enumerate(zip(result.generation.new_text, result.generation.new_ids, strict=True)):
        prompt_ids = result.generation.prompts.rows[row]
        parts: list[Part] = []
        for title, tokens, scores in (
            ("prompt", prompt_ids, result.prompt_scores[row]),
            ("written", ids, result.scores[row]),
        ):
            if tokens and len(tokens) == len(scores):
                strip = TokenStrip(
                    tokens=[decode(token) for token in tokens],
                    values=np.asarray(scores) - result.threshold,
                    value_title=f"score above the threshold ({title})",
                )
                parts.append(strip)
        ended = " The monitor ended it." if result.stopped[row] else ""
        flagged = len(result.flagged[row])
        sections.append(
            Section(
                title=f"Prompt {row}",
                how="Blue tokens are above the monitor's threshold, orange ones below; the deeper, the further.",
                parts=[*parts, soft(f"{flagged} of {len(ids)} tokens written are flagged.{ended}")],
                details=[{"title": "What was written", "parts": [soft(text)]}],
            )
        )
    return Page(title="Text under a monitor", subtitle=f"threshold {result.threshold:.3g}", parts=sections)


def _layers(layers: Sequence[Any]) -> list[float]:
    """The layers' numbers; their order where a site has none."""
    return [float(index if one.layer is None else one.layer) for index, one in enumerate(layers)]


def _line(name: str, x: list[float], y: list[float], intervals: Sequence[Any]) -> dict[str, Any]:
    bounds = any(interval is not None for interval in intervals)
    return {
        "name": name,
        "x": x,
        "y": y,
        "low": _ends(intervals, 0) if bounds else None,
        "high": _ends(intervals, 1) if bounds else None,
    }


def _ends(intervals: Sequence[Any], which: int) -> list[float]:
    return [math.nan if interval is None else float(interval[which]) for interval in intervals]


def _mark(layer: int | None, text: str) -> list[dict[str, Any]] | None:
    return None if layer is None else [{"x": layer, "text": text}]
