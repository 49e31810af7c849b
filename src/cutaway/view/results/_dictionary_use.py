"""Pages of what dictionaries are worth and what is done with them: evaluation, attribution, steering, stability."""

from collections.abc import Sequence
from typing import Any

import torch

from cutaway.features import (
    ContextCounts,
    DictionaryEvaluation,
    Estimate,
    LatentAttribution,
    LatentCircuit,
    SparseProbes,
    Stability,
    Steering,
)
from cutaway.view._parts import Bars, Curves, Graph, Page, Part, Section, TokenStrip
from cutaway.view.results._common import conclusion, register, soft, spoken, strongest_bars, table

FIGURES = [("figure", "text"), ("value", "number"), ("95% interval", "text"), ("what it is", "text")]


@register
def _evaluation(result: DictionaryEvaluation) -> Page:
    edges = result.histogram.edges
    rows = [
        _row("FVU", result.fvu, "variance left unexplained; the mean alone leaves 1"),
        _row("L0", result.l0, "active latents at a token"),
        ["dead", result.dead, "", f"share of latents that none of {result.tokens:,} tokens made active"],
        _row("ΔCE", result.delta_ce, f"loss added by the reconstruction, nats over {result.loss_tokens:,} predictions"),
        _row("ΔCE of zeros", result.delta_ce_zero, "loss added by setting the site to zero"),
        _row("KL", result.kl, "from the model's own predictions, nats a token"),
        _row("CE recovered", result.ce_recovered, "1 - ΔCE / ΔCE of zeros, sums over tokens"),
        _row("CE", result.ce, "the model's own loss"),
    ]
    parts: list[Part] = [
        Section(
            title="How much it explains, and what the model loses by it",
            how="Low FVU, ΔCE and KL are good. CE recovered says little alone: where a layer matters little it is high for a "
            "dictionary that does nothing.",
            parts=[table(FIGURES, rows), *([soft(_left_out(result))] if result.extreme else [])],
        ),
        Section(
            title="How often latents are active",
            how="Latents by the share of tokens that make them active, as a power of ten; far left are rare, far right nearly "
            "always on.",
            parts=[
                Bars(
                    labels=[f"{low:.1f}" for low in edges[:-1]],
                    values=list(result.histogram.counts),
                    value_title="latents",
                ),
                soft(
                    f"{result.dead:.1%} of the latents were silent on all {result.tokens:,} tokens, and {result.seen_once:.1%} "
                    "were active just once: with as many tokens again, about so many more would be."
                ),
            ],
        ),
        *conclusion(result.findings()),
    ]
    return Page(
        title=f"What the dictionary of {result.site} is worth",
        subtitle=f"{result.dictionary}; {result.documents} held-out documents",
        parts=parts,
    )


def _left_out(result: DictionaryEvaluation) -> str:
    return f"{result.extreme:,} tokens of extreme size were left to the model, as the training left them out."


def _row(name: str, estimate: Estimate, what: str) -> list[Any]:
    return [name, estimate.value, spoken_interval(estimate.interval), what]


def spoken_interval(interval: Sequence[float] | None) -> str:
    """An interval in words."""
    return "" if interval is None else f"{interval[0]:.4g} to {interval[1]:.4g}"


@register
def _attribution(result: LatentAttribution) -> Page:
    run = [effect for effect in result.effects if effect.exact is not None]
    kept = result.kept
    series = [{"name": "strongest", "x": list(kept.sizes), "y": list(kept.chosen)}]
    series += [{"name": f"random {i + 1}", "x": list(kept.sizes), "y": list(y)} for i, y in enumerate(kept.random)]
    strongest = result.strongest(1)
    strip = [0.0] * len(result.prompt)
    for effect in run:
        strip[effect.position] += abs(effect.exact or 0.0)
    parts: list[Part] = [
        Section(
            title="What the answer loses without each latent",
            how="Each bar is one run from which the latent's direction is taken off wherever it is active; everything that the "
            "dictionary does not explain stays.",
            parts=[
                strongest_bars(
                    [f"{effect.latent} at {spoken(result.prompt[effect.position])}" for effect in run],
                    [effect.exact or 0.0 for effect in run],
                    f"loss of {result.score}",
                    notes=[f"estimate {effect.estimate:.3g}, activation {effect.activation:.3g}" for effect in run],
                ),
                soft(
                    f"Rank correlation of the gradient's estimate with these: {result.rank_correlation:.2f} over {len(run)} of "
                    f"{result.active} active latents. What the dictionary does not explain: estimate "
                    f"{result.error_estimate:.3g}, exact {result.error_exact:.3g}."
                ),
            ],
        ),
        Section(
            title="Where they are",
            how="Tokens by the size of the effects of the latents that are strongest there.",
            parts=[TokenStrip(tokens=list(result.prompt), values=strip, value_title="effects", scale="sequential")],
        ),
    ]
    if kept.sizes:
        parts.append(
            Section(
                title="What is left with few of them",
                how="The score with only so many latents, the strongest or as many active ones at random; the error stays in.",
                parts=[
                    Curves(series=series, x_title="latents kept", y_title=result.score, x_log=True),
                    soft(f"With all of them {kept.all:.3g}, with none {kept.none:.3g}."),
                ],
            )
        )
    head = f": latent {strongest[0].latent} most" if strongest else ""
    return Page(
        title=f"Which latents the answer rests on{head}",
        subtitle=f"{result.model}, {result.dictionary}: {spoken(''.join(result.prompt))}",
        parts=[*parts, *conclusion(result.findings())],
    )


@register
def _steering(result: Steering) -> Page:
    arms = [result.plain, result.steered, *result.random]
    columns = [("continuations", "text"), ("words", "number"), ("echo", "number"), ("surprise, nats", "number")]
    rows = [[arm.name, *(float(getattr(arm, m).mean()) for m in ("words", "echo", "surprise"))] for arm in arms]
    texts = [
        [prompt, plain, steered]
        for prompt, plain, steered in zip(result.prompts, result.plain.texts, result.steered.texts, strict=True)
    ]
    return Page(
        title=f"Pushing latent {result.latent} while the model writes",
        subtitle=f"{result.model}, {result.dictionary}; {result.strength:g} times the mean size of {result.site} is added",
        parts=[
            Section(
                title="Whether the text goes where the latent points",
                how="Words: the share of written tokens among those that the direction promotes. Echo: how active the latent is "
                "when the plain model reads what was written. Surprise: how odd the text is to the plain model.",
                parts=[table(columns, rows), soft("Words: " + ", ".join(spoken(word) for word in result.words))],
            ),
            Section(
                title="What was written",
                how="Every continuation, without and with the latent, from the same random numbers.",
                parts=[table([("prompt", "text"), ("plain", "text"), ("steered", "text")], texts)],
            ),
            *conclusion(result.findings()),
        ],
    )


@register
def _circuit(result: LatentCircuit) -> Page:
    size = result.size_for(0.5) or result.sizes[-1]
    shown = result.ranking[: min(size, 24)]
    x = list(result.sizes)
    largest = float(result.scores.abs().max()) or 1.0
    nodes: list[dict[str, Any]] = [{"id": "in", "label": result.site, "kind": "embed", "layer": 0}]
    nodes += [
        {"id": str(j), "label": str(j), "kind": "latent", "layer": 1, "score": float(s)}
        for j, s in zip(shown, result.scores.tolist(), strict=False)
    ]
    nodes.append({"id": "out", "label": result.task, "kind": "logits", "layer": 2})
    edges = [
        {"source": a, "target": b, "score": float(s) / largest}
        for j, s in zip(shown, result.scores.tolist(), strict=False)
        for a, b in (("in", str(j)), (str(j), "out"))
    ]
    return Page(
        title=f"The latents at {result.site} that carry {result.task}",
        subtitle=f"{result.model}, {result.dictionary}; {result.faithfulness.shape[1]} held-out pairs",
        parts=[
            Section(
                title="How many latents it takes",
                how="Clean code in so many latents, corrupted code in all others: 0 is the corrupted run, 1 the clean one.",
                parts=[
                    Curves(
                        series=[
                            {"name": "chosen", "x": x, "y": result.faithfulness.mean(1)},
                            {"name": "chosen, with the clean error", "x": x, "y": result.with_error.mean(1)},
                            {"name": "random", "x": x, "y": result.random.mean((0, 2))},
                        ],
                        x_title="latents",
                        y_title="faithfulness",
                        x_log=True,
                    ),
                    soft(
                        f"The clean error alone gives {float(result.error_alone.mean()):.2f}. Rank correlation of attribution "
                        f"with exact patching of single latents: {result.rank_correlation:.2f}."
                    ),
                ],
            ),
            Section(
                title="Which they are",
                how=f"The first {len(shown)} of the circuit that reaches half of what the model does; wider is stronger.",
                parts=[Graph(nodes=nodes, edges=edges, score_title="attribution")],
            ),
            *conclusion(result.findings()),
        ],
    )


@register
def _stability(result: Stability) -> Page:
    bins = 20
    counts = {
        name: torch.histc(values.float().clamp(0, 1), bins, 0, 1).tolist()
        for name, values in (("matched", result.matched), ("turned at random", result.chance))
    }
    x = [(i + 0.5) / bins for i in range(bins)]
    return Page(
        title="Whether two dictionaries find the same features",
        subtitle=f"{result.names[0]}; {result.names[1]}",
        parts=[
            Section(
                title="How alike matched latents are",
                how="How many latents have a match of this cosine in the other dictionary; far right are the same feature. The "
                "second line is the other dictionary turned at random.",
                parts=[
                    Curves(
                        series=[{"name": name, "x": x, "y": y} for name, y in counts.items()],
                        x_title="cosine of the match",
                        y_title="latents",
                    ),
                    soft(f"{result.left_out[0]} and {result.left_out[1]} dead latents are left out."),
                ],
            ),
            *conclusion(result.findings()),
        ],
    )


@register
def _sparse_probes(result: SparseProbes) -> Page:
    names = {"latents": "latents", "coordinates": "the activation's own coordinates", "random": "random latents"}
    mean = {
        kind: [sum(column) / len(column) for column in zip(*rows, strict=True)] for kind, rows in result.auroc.items()
    }
    columns = [("class", "text"), ("best latent", "number"), ("1 coordinate", "number"), ("all of it", "number")]
    columns += [("found", "number"), ("absorbed", "number"), ("latents", "text")]
    rows = [
        [
            name,
            result.auroc["latents"][i][0],
            result.auroc["coordinates"][i][0],
            result.dense[i],
            result.found[i],
            result.absorbed[i],
            ", ".join(map(str, result.chosen[i][:5])),
        ]
        for i, name in enumerate(result.classes)
    ]
    return Page(
        title=f"How few latents hold {result.data}",
        subtitle=f"{result.model}, {result.dictionary}",
        parts=[
            Section(
                title="Probes that see few entries",
                how="The higher, the better the classes are told on held-out prompts from so few entries; 0.5 is chance.",
                parts=[
                    Curves(
                        series=[{"name": names[kind], "x": list(result.ks), "y": y} for kind, y in mean.items()],
                        x_title="entries seen",
                        y_title="AUROC, mean over classes",
                    ),
                    table(columns, rows),
                ],
            ),
            *conclusion(result.findings()),
        ],
    )


@register
def _contexts(result: ContextCounts) -> Page:
    data = result.to_json()
    bars: list[Part] = []
    for what, title in (("tokens", "different tokens"), ("contexts", "different contexts")):
        intervals = [data["intervals"][f"{unit}_{what}"] for unit in ("latent", "neuron", "random")]
        bars.append(
            Bars(
                labels=["latents", f"neurons of {result.neurons}", "random tokens"],
                values=[data[f"{unit}_{what}"] for unit in ("latent", "neuron", "random")],
                value_title=f"{title} among {result.examples} examples",
                low=[low for low, _ in intervals],
                high=[high for _, high in intervals],
            )
        )
    return Page(
        title="How many things a unit means",
        subtitle=f"{result.model}, {result.dictionary}; {result.tokens:,} tokens",
        parts=[
            Section(
                title="Strongest examples of latents and of neurons",
                how="Few is one meaning, many is several; as many tokens at random show what no meaning gives.",
                parts=bars,
            ),
            *conclusion(result.findings()),
        ],
    )
