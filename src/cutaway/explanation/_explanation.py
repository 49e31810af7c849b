"""The result of `explain`: everything that was seen and done for one prompt, and what was found."""

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from jaxtyping import Float
from torch import Tensor

from cutaway.evidence import Finding
from cutaway.explanation._circuit import PromptCircuit
from cutaway.explanation._components import Components
from cutaway.files import write_atomically
from cutaway.intervene import Patching
from cutaway.observe import Attribution, Lens
from cutaway.shown import Shown

_DIGITS = 6


@dataclass(frozen=True, kw_only=True, eq=False)
class HeadPattern:
    """Where one head looks, and what it writes towards the answer by itself."""

    layer: int
    head: int
    contribution: float
    """In logits: the head's part of the direct logit attribution."""
    pattern: Float[Tensor, "query key"]


@dataclass(frozen=True, kw_only=True, eq=False)
class Explanation(Shown):
    """How one answer came about. `findings` says what the rest amounts to, and how far each claim is proven."""

    prompt: str
    answer: str
    probability: float
    """Of the answer, as the next token of the prompt."""
    rival: str
    corrupted: str
    tokens: list[str]
    corrupted_tokens: list[str]
    top: list[tuple[str, float]]
    """The likeliest next tokens with their probabilities."""
    choices: Mapping[str, str]
    """How the answer, the rival, the corrupted prompt and the heads were settled on, in words."""
    answer_id: int
    rival_id: int
    lens: Lens
    attribution: Attribution
    attention: list[HeadPattern]
    patching: Patching
    """Clean states into the corrupted run, over all layers and positions."""
    repeated: Patching
    """The cells of the findings, with further corrupted prompts and controls."""
    components: Components | None
    """Every head and every MLP, patched both ways; None where that was not affordable."""
    circuit: PromptCircuit | None
    """The connections that keep the answer's lead by themselves, and how far they predict other prompts; None where the
    prompt is too long, the model's graph is not known, or its two answers do not differ."""
    findings: list[Finding]
    seconds: float
    provenance: Mapping[str, Any]

    def to_json(self) -> dict[str, Any]:
        """Plain data for strict JSON: floats at 6 significant digits, None where a number is not finite."""
        rival_probability = self.lens.probability(self.rival_id)[:, 0].tolist()
        return _plain(
            {
                "prompt": self.prompt,
                "answer": self.answer,
                "probability": self.probability,
                "rival": self.rival,
                "corrupted": self.corrupted,
                "tokens": self.tokens,
                "corrupted_tokens": self.corrupted_tokens,
                "top": [{"token": token, "probability": p} for token, p in self.top],
                "choices": dict(self.choices),
                "lens": {**self.lens.to_json(answer=self.answer_id), "rival_probability": rival_probability},
                "attribution": self.attribution.to_json(),
                "attention": [
                    {
                        "layer": head.layer,
                        "head": head.head,
                        "contribution": head.contribution,
                        "pattern": torch.round(head.pattern.double(), decimals=4).tolist(),
                    }
                    for head in self.attention
                ],
                "patching": self.patching.to_json(),
                "components": None if self.components is None else self.components.to_json(),
                "circuit": None if self.circuit is None else self.circuit.to_json(),
                "findings": [finding.to_json() for finding in self.findings],
                "seconds": self.seconds,
                "provenance": dict(self.provenance),
            }
        )

    def save(self, path: str | Path) -> Path:
        """Write `to_json()` to a file, whole or not at all."""
        path = Path(path)
        text = json.dumps(self.to_json(), ensure_ascii=False, allow_nan=False)
        write_atomically(path, text)
        return path


def _plain(value: Any) -> Any:
    if isinstance(value, float):
        return float(f"{value:.{_DIGITS}g}") if math.isfinite(value) else None
    if isinstance(value, Mapping):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    return value
