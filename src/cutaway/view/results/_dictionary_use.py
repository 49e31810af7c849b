"""Pages of what dictionaries are worth and what is done with them: evaluation, attribution, steering, stability."""

from collections.abc import Sequence
from typing import Any

from cutaway.features import DictionaryEvaluation, Estimate
from cutaway.view._parts import Bars, Page, Part, Section
from cutaway.view.results._common import conclusion, register, soft, table

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
            parts=[table(FIGURES, rows)],
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


def _row(name: str, estimate: Estimate, what: str) -> list[Any]:
    return [name, estimate.value, spoken_interval(estimate.interval), what]


def spoken_interval(interval: Sequence[float] | None) -> str:
    """An interval in words."""
    return "" if interval is None else f"{interval[0]:.4g} to {interval[1]:.4g}"
