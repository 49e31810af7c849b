"""Pages of dictionaries: what one is, how its training went, and how it did where the features are known."""

from typing import Any

import torch

from cutaway.features import Dictionary, SyntheticScore
from cutaway.view._parts import Bars, Curves, Page, Part, Section
from cutaway.view.results._common import conclusion, facts, register, soft

_BINS = 24


@register
def _dictionary(result: Dictionary) -> Page:
    c = result.config
    record: dict[str, Any] = {
        "kind": c.kind,
        "reads": c.site,
        "reconstructs": c.target,
        "latents": c.latents,
        "k": c.k,
        "model": c.model or "none",
        "fingerprint": c.fingerprint or "none",
        **({"nested prefixes": ", ".join(map(str, c.levels))} if c.levels else {}),
    }
    training = {key: value for key, value in c.training.items() if isinstance(value, str | int | float)}
    parts: list[Part] = [facts({**record, **training})]
    log = c.training.get("log") or []
    if len(log) > 1:
        x = [float(row["tokens"]) for row in log]
        parts.append(
            Section(
                title="How its training went",
                how="The share of the variance that is left unexplained on the batches of training; held-out figures are what "
                "evaluation gives.",
                parts=[
                    Curves(
                        series=[{"name": "unexplained variance", "x": x, "y": [float(row["fvu"]) for row in log]}],
                        x_title="tokens",
                        y_title="FVU",
                    )
                ],
            )
        )
    parts.append(
        Section(
            title="Its directions",
            how="How many latents have a decoder direction whose closest other direction has this cosine; far right are near-copies.",
            parts=[_closest(result), soft("Latents with near-copies share one feature between them.")],
        )
    )
    subject = {"sae": "A dictionary of", "transcoder": "A transcoder from", "crosscoder": "A crosscoder of"}[c.shape]
    end = f" to {c.target}" if c.sites != c.targets else ""
    return Page(title=f"{subject} {c.site}{end}", subtitle=repr(result), parts=parts)


def _closest(result: Dictionary) -> Bars:
    directions = torch.nn.functional.normalize(result.W_dec.float(), dim=-1)
    closest = []
    for start in range(0, len(directions), 1024):
        cosines = directions[start : start + 1024] @ directions.T
        own = torch.arange(len(cosines))
        cosines[own, own + start] = -1.0
        closest.append(cosines.amax(-1))
    counts = torch.histc(torch.cat(closest).clamp(0, 1), _BINS, 0, 1)
    return Bars(
        labels=[f"{i / _BINS:.2f}" for i in range(_BINS)],
        values=counts.tolist(),
        value_title="latents",
    )


@register
def _synthetic(result: SyntheticScore) -> Page:
    means = result.to_json()
    names = {"mcc": "MCC", "f1": "F1", "ev": "explained variance"}
    ends = {name: getattr(result, name) for name in names}
    return Page(
        title=f"How well {result.kind} finds known features",
        subtitle=f"{result.data.features:,} features in {result.data.width:,} dimensions, {len(result.mcc)} seeds",
        parts=[
            Section(
                title="What was found",
                how="Bars are means over seeds, with the smallest and the largest. MCC is the mean cosine of latents with the features "
                f"they are matched to (random directions have {result.random_mcc:.2f}); F1 tells how well they detect them "
                f"(with known directions and as many active it is {result.oracle_f1:.2f}, with each latent's best threshold "
                f"{result.oracle_f1_best:.2f}: about what training can reach). "
                "Explained variance alone ranks dictionaries wrongly.",
                parts=[
                    Bars(
                        labels=list(names.values()),
                        values=[means[name] for name in names],
                        low=[min(each) for each in ends.values()],
                        high=[max(each) for each in ends.values()],
                        value_title="score",
                    )
                ],
                details=[
                    {"title": "The features and the training", "parts": [facts({**means["data"], **means["training"]})]}
                ],
            ),
            *conclusion(result.findings()),
        ],
    )
