"""Pages of planted models: how well each method finds edges that are known."""

import math
from typing import Any

from cutaway.planted import Calibration
from cutaway.view._parts import Bars, Group, HeatMap, Page, Part, Section
from cutaway.view.results._common import conclusion, register, table


@register
def _calibration(result: Calibration) -> Page:
    hardened = [row.model for row in result.rows if row.hardened]
    parts: list[Part] = [
        Section(
            title="Which method to trust",
            how="A bar is the median, over models whose mechanism is known, of the chance that an edge of the mechanism is ranked above "
            "another edge, with its 95% interval; half is chance.",
            parts=[_tabs(result, [_bars(result, ablation) for ablation in result.ablations])],
            details=[{"title": "All figures", "parts": [_summary(result, None)]}],
        ),
        Section(
            title="Model by model",
            how="Each cell is the AUROC of one method on one model, white at chance; hardened models were trained to look natural.",
            parts=[_tabs(result, [_map(result, ablation) for ablation in result.ablations])],
        ),
    ]
    if hardened and len(set(hardened)) < len(result.models):
        parts.append(
            Section(
                title="Compiled and hardened",
                how="The same medians over the two kinds of models apart: weights that look natural are the harder test.",
                parts=[
                    Group(
                        titles=["compiled", "hardened"],
                        parts=[_summary(result, False), _summary(result, True)],
                        layout="tabs",
                    )
                ],
            )
        )
    if result.training:
        rows = [
            [name, *(record.get(key) for key in ("steps", "accuracy", "agreement", "least_inside", "most_outside"))]
            for name, record in result.training.items()
        ]
        columns = [("model", "text"), ("steps", "number"), ("accuracy", "number"), ("agreement", "number")]
        columns += [("least edge inside moves", "number"), ("most outside", "number")]
        parts.append(
            Section(
                title="How well hardened models keep to their programs",
                how="Accuracy is over inputs, agreement over interventions on random edges; the last two are shares of probability.",
                parts=[table(columns, rows)],
            )
        )
    return Page(
        title="How well each method finds a known mechanism",
        subtitle=f"{_counted(len(result.models), 'model')}, {_counted(len(result.methods), 'method')}, {result.n} pairs of each task",
        parts=[*parts, *conclusion(result.findings())],
        provenance=result.provenance or None,
    )


def _tabs(result: Calibration, parts: list[Part]) -> Part:
    titles = [f"{ablation} ablation" for ablation in result.ablations]
    return parts[0] if len(parts) == 1 else Group(titles=titles, parts=parts, layout="tabs")


def _bars(result: Calibration, ablation: str) -> Part:
    shown = [each for each in result.summary() if each.ablation == ablation]
    return Bars(
        labels=[each.method for each in shown],
        values=[each.auroc for each in shown],
        value_title="median AUROC",
        low=[each.interval.low for each in shown],
        high=[each.interval.high for each in shown],
        notes=[f"average precision {each.auprc:.2f}, {each.seconds:.2g} s" for each in shown],
    )


def _map(result: Calibration, ablation: str) -> Part:
    found = {(row.method, row.model): row.auroc for row in result.rows if row.ablation == ablation}
    values = [[found.get((method, model), math.nan) - 0.5 for model in result.models] for method in result.methods]
    texts = [
        [f"AUROC {found.get((method, model), math.nan):.3f}" for model in result.models] for method in result.methods
    ]
    return HeatMap(
        values=values,
        rows=list(result.methods),
        columns=list(result.models),
        row_title="method",
        column_title="model",
        value_title="AUROC above chance",
        limit=0.5,
        texts=texts,
        origin="top",
    )


def _summary(result: Calibration, hardened: bool | None) -> Part:
    columns = [("method", "text"), ("ablation", "text"), ("AUROC", "number"), ("from", "number"), ("to", "number")]
    columns += [
        ("least", "number"),
        ("AUPRC", "number"),
        ("faithfulness", "number"),
        ("seconds", "number"),
        ("models", "number"),
    ]
    rows: list[list[Any]] = [
        [
            each.method,
            each.ablation,
            each.auroc,
            each.interval.low,
            each.interval.high,
            each.least,
            each.auprc,
            each.faithfulness,
            each.seconds,
            each.n,
        ]
        for each in result.summary(hardened=hardened)
    ]
    return table(columns, rows)


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
