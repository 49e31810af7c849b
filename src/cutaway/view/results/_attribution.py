"""Pages of attribution: which parts write the answer, and which tokens it rests on."""

import math
from collections.abc import Mapping
from typing import Any

import torch

from cutaway.observe import (
    Attribution,
    Completeness,
    Faithfulness,
    Measured,
    RandomOrders,
    Saliency,
    SaliencyMap,
    SaliencyStudy,
    TokenPatching,
)
from cutaway.view._parts import Bars, Curves, Group, Page, Part, Section, Text, TokenStrip
from cutaway.view.results._common import conclusion, facts, register, signed, soft, spoken, strongest_bars, table, words
from cutaway.view.results._grids import head_map

_MEASURES = {
    "margin": "Insertion less deletion area",
    "rank_correlation_noise": "Agreement with patching (necessary)",
    "rank_correlation_denoise": "Agreement with patching (sufficient)",
    "shuffled_weights": "The same on shuffled weights",
    "completeness_error": "How far the sum is off",
}


@register
def _attribution(result: Attribution) -> Page:
    answer = spoken(result.tokens.decode(result.answer[0]))
    over = "" if result.wrong is None else f" over {spoken(result.tokens.decode(result.wrong[0]))}"
    n = len(result.tokens)
    return Page(
        title=f"Which parts write {answer}{over}",
        subtitle=f"{result.model}: {spoken(''.join(result.tokens.strings[0]))}"
        + (f" and {n - 1} more" if n > 1 else ""),
        parts=[attribution_section(result, title="Direct contributions"), *conclusion(result.findings())],
    )


def attribution_section(result: Attribution, *, title: str, how: str | None = None) -> Section:
    """The parts of a logit as bars, by layer, and by head."""
    mean = result.values.mean(0).tolist()
    names = [part_name(part.name) for part in result.parts]
    layers = result.by_layer()
    x = [row["layer"] for row in layers]
    titles = ["The strongest parts", "Layer by layer"]
    parts: list[Part] = [
        strongest_bars(names, mean, "logits", most=16),
        Curves(
            series=[
                {"name": "attention", "x": x, "y": [row["attn"] for row in layers]},
                {"name": "MLP", "x": x, "y": [row["mlp"] for row in layers]},
            ],
            x_title="layer",
            y_title="logits",
        ),
    ]
    heads = {
        (part.layer, part.head): value
        for part, value in zip(result.parts, mean, strict=True)
        if part.kind == "head" and part.layer is not None and part.head is not None
    }
    if heads:
        titles.append("All heads")
        parts.append(head_map(heads, "logits"))
    if result.by == "source" and len(result.tokens) == 1:
        sources = result.by_source()
        titles.append("By source token")
        parts.append(
            TokenStrip(
                tokens=[row["token"] for row in sources],
                values=[row["value"] for row in sources],
                value_title="logits brought from here",
            )
        )
    frozen = f" The scale of {', '.join(result.frozen)} is held at its value in this run." if result.frozen else ""
    cap = f" The model bounds its logits at {result.softcap:g} afterwards." if result.softcap else ""
    return Section(
        title=title,
        how=how
        or f"Each part's own contribution to the {words(result.measure)}: blue speaks for the answer, orange against it. A direct "
        "contribution is no cause yet, since later parts may depend on earlier ones.",
        parts=[
            Group(titles=titles, parts=parts, layout="tabs"),
            soft(
                f"All {len(mean)} parts sum to {signed(float(result.total.mean()))}; the model's own figure is "
                f"{signed(float(result.measured.mean()))}.{frozen}{cap}"
            ),
        ],
    )


def part_name(name: str) -> str:
    """A part's name for the reader: `head 18.6`, `MLP 3`."""
    kind, _, rest = name.partition(".")
    return {"head_out": f"head {rest}", "mlp_out": f"MLP {rest}", "attn_out": f"attention {rest}"}.get(kind, name)


@register
def _saliency(result: Saliency) -> Page:
    tokens = result.tokens.strings[0]
    strips = [_strip(tokens, one.values, words(one.method)) for one in result.maps]
    titles = [words(one.method) for one in result.maps]
    if result.patching is not None:
        strips.append(_strip(tokens, result.patching.noise, "exact patching: what the target loses"))
        titles.append("exact patching")
    parts: list[Part] = [
        Section(
            title="Which tokens it rests on",
            how=f"A token's colour says how far it speaks for {result.target.spoken(result.tokens)} (blue) or against it (orange), each "
            "strip by its own largest value. The methods disagree; the tests below say which to trust here.",
            parts=[
                Group(titles=titles, parts=strips, layout="columns") if len(strips) > 1 else strips[0],
                soft(
                    f"The target is {signed(result.plain)} on the prompt and {signed(result.empty)} without its tokens."
                ),
            ],
            details=[
                {
                    "title": "Methods that this model cannot have",
                    "parts": [table([("method", "text"), ("why", "text")], result.skipped.items())],
                }
            ]
            if result.skipped
            else None,
        )
    ]
    tested = {words(one.method): one.faithfulness for one in result.maps if one.faithfulness is not None}
    if tested and result.random is not None:
        parts.append(_curves(tested, result.random))
    parts.append(_tests(result))
    return Page(
        title=f"What {spoken(result.tokens.decode(result.target.answer[0]))} rests on",
        subtitle=f"{result.model}: {spoken(''.join(tokens))}",
        parts=[*parts, *conclusion(result.findings())],
    )


def _strip(tokens: list[str], values: Any, title: str) -> TokenStrip:
    return TokenStrip(tokens=tokens, values=values, value_title=title)


def _curves(tested: Mapping[str, Faithfulness], random: RandomOrders) -> Section:
    groups: list[Part] = []
    for kind in ("deletion", "insertion"):
        series: list[dict[str, Any]] = [
            {"name": name, "x": list(random.counts), "y": getattr(one, kind)} for name, one in tested.items()
        ]
        groups.append(Curves(series=[*series, _band(random, kind)], x_title=f"tokens, {kind}", y_title="target"))
    return Section(
        title="Does taking away what a method puts first bear it out?",
        how="Tokens are taken away (or put in) in each method's order: a faithful order falls (or rises) earlier than the band of "
        "random orders.",
        parts=[Group(titles=["Taken away", "Put in"], parts=groups, layout="columns")],
    )


def _band(random: RandomOrders, kind: str) -> dict[str, Any]:
    curves = getattr(random, kind).double()
    low, high = torch.quantile(curves, torch.tensor([0.025, 0.975], dtype=torch.double), dim=0)
    return {"name": "random orders", "x": list(random.counts), "y": curves.mean(0), "low": low, "high": high}


def _tests(result: Saliency) -> Section:
    columns = [("method", "text"), ("margin", "number"), ("by chance", "number"), ("beats chance", "text")]
    columns += [("ranks as patching", "number"), ("same on shuffled weights", "number"), ("sum is off by", "number")]
    rows = []
    for one in result.maps:
        faithful = one.faithfulness
        rows.append(
            [
                words(one.method),
                None if faithful is None else faithful.margin,
                None if faithful is None else faithful.p_margin,
                "–" if faithful is None else "yes" if faithful.faithful else "no",
                None if one.rank_correlation is None else one.rank_correlation["noise"],
                one.shuffled_weights,
                None if one.completeness is None else one.completeness.error,
            ]
        )
    reliability = ""
    if result.patching is not None and math.isfinite(result.patching.reliability):
        reliability = (
            f" Patching agrees with itself to {result.patching.reliability:.2f}, which is the most a method can reach."
        )
    return Section(
        title="The tests",
        how="Margin: insertion less deletion area, 0 for random orders. A method that gives the same map on shuffled weights shows "
        f"the prompt, not the model.{reliability}",
        parts=[table(columns, rows)],
    )


@register
def _map(result: SaliencyMap) -> Page:
    tokens = [f"{i} " for i in range(len(result.values))]
    parts: list[Part] = [_strip(tokens, result.values, words(result.method))]
    parts.append(
        facts({k: v for k, v in result.to_json(tokens).items() if k not in ("values", "tokens", "faithfulness")})
    )
    sections: list[Part] = [
        Section(
            title="By position",
            how="The colour of a position says how far its token speaks for the target (blue) or against it (orange).",
            parts=parts,
        )
    ]
    if result.faithfulness is not None:
        sections.append(_curves({words(result.method): result.faithfulness}, result.faithfulness.random))
    return Page(title=f"Saliency by {words(result.method)}", parts=sections)


@register
def _faithfulness(result: Faithfulness) -> Page:
    return Page(
        title="Deletion and insertion beside random orders",
        parts=[
            _curves({"this order": result}, result.random),
            Section(
                title="In figures",
                how="Areas under the curves above the empty prompt, over the whole gap; p is how often chance does as well.",
                parts=[
                    facts({k: v for k, v in result.to_json().items() if not isinstance(v, dict)}),
                    table(
                        [("curve", "text"), ("area", "number"), ("p", "number")],
                        [
                            ["deletion", result.deletion_area, result.p_deletion],
                            ["insertion", result.insertion_area, result.p_insertion],
                        ],
                    ),
                ],
            ),
        ],
    )


@register
def _random(result: RandomOrders) -> Page:
    return Page(
        title="What random orders of the tokens give",
        subtitle=f"{len(result.deletion)} draws, {result.counts[-1]} tokens",
        parts=[
            Section(
                title="The control of every saliency method",
                how="The line is the mean over random orders, the band holds 95% of them: a method's curve has to leave it.",
                parts=[
                    Group(
                        titles=["Taken away", "Put in"],
                        parts=[
                            Curves(series=[_band(result, kind)], x_title=f"tokens, {kind}", y_title="target")
                            for kind in ("deletion", "insertion")
                        ],
                        layout="columns",
                    )
                ],
            )
        ],
    )


@register
def _token_patching(result: TokenPatching) -> Page:
    labels = [f"position {i}" for i in range(result.noise.numel())]
    return Page(
        title="What each token is worth, by exchanging it",
        subtitle=f"{len(result.substitutes)} substitutes a token",
        parts=[
            Section(
                title="Exact patching of tokens",
                how="Necessary: what the target loses when a token is exchanged. Sufficient: what it gains when the token is put back "
                "among substitutes. Special tokens are never exchanged.",
                parts=[
                    Group(
                        titles=["Necessary", "Sufficient"],
                        parts=[
                            Bars(labels=labels, values=result.noise, value_title="loss"),
                            Bars(labels=labels, values=result.denoise, value_title="gain"),
                        ],
                        layout="columns",
                    ),
                    soft(
                        f"The target is {signed(result.plain)} on the prompt and {signed(result.corrupted)} with substitutes only; two halves of "
                        f"the substitutes agree to {result.reliability:.2f} (rank correlation)."
                    ),
                ],
            )
        ],
    )


@register
def _study(result: SaliencyStudy) -> Page:
    titles, parts = [], []
    for measure, title in _MEASURES.items():
        found = [(name, one) for name in (*result.methods, "random") if (one := result.measured(name, measure))]
        if found:
            titles.append(title)
            parts.append(
                Bars(
                    labels=[words(method) for method, _ in found],
                    values=[one.mean for _, one in found],
                    low=[one.interval.low for _, one in found],
                    high=[one.interval.high for _, one in found],
                    value_title=title,
                )
            )
    shown = result.each[0]
    tokens = shown.tokens.strings[0]
    return Page(
        title=f"Saliency methods on {result.task}",
        subtitle=f"{shown.model}, {len(result.each)} prompts",
        parts=[
            Section(
                title="Which method can be trusted here",
                how="A bar is a mean over prompts with its 95% interval; a method that does no better than random orders tells nothing.",
                parts=[
                    Group(titles=titles, parts=parts, layout="tabs"),
                    soft(
                        f"All tokens of a prompt are worth {result.gap:.3g} on average. Patching agrees with itself to "
                        f"{result.reliability:.2f}."
                    ),
                ],
            ),
            Section(
                title="The first prompt",
                how="Blue tokens speak for the answer, orange ones against it, each strip by its own largest value.",
                parts=[
                    Group(
                        titles=[words(one.method) for one in shown.maps],
                        parts=[_strip(tokens, one.values, words(one.method)) for one in shown.maps],
                        layout="columns",
                    )
                ],
            ),
            *conclusion(result.findings()),
        ],
    )


@register
def _measured(result: Measured) -> Page:
    return Page(
        title="A mean over prompts",
        parts=[
            Bars(
                labels=["mean"],
                values=[result.mean],
                low=[result.interval.low],
                high=[result.interval.high],
                value_title=f"mean of {result.n} prompts",
            )
        ],
    )


@register
def _completeness(result: Completeness) -> Page:
    return Page(
        title="Do the values sum to what they should?",
        parts=[
            Bars(
                labels=["sum of values", "F(x) − F(baseline)"],
                values=[result.total, result.expected],
                value_title="target",
            ),
            Text(text=f"The relative error is {result.error:.2%}.", tone="soft"),
        ],
    )
