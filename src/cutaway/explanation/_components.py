"""Which heads and MLPs an answer takes: patched whole, one at a time, both ways."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import torch

from cutaway.evidence import Finding
from cutaway.intervene import Contrast, Direction, PatchSweep, patch
from cutaway.model import LanguageModel
from cutaway.progress import Progress, silent
from cutaway.tasks import Answers

N_PAIRS = 5
EDITED_TOKENS = 120_000
"""Edited runs times tokens for all pairs and both directions; fewer pairs where the prompt is long."""
N_CONTROLS = 3
DIRECTIONS: tuple[Direction, ...] = ("denoise", "noise")
N_CLAIMS = 2
"""The strongest heads, and the strongest MLP, of each direction become findings."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Components:
    """Patching of every head and every MLP, over all positions at once.

    Attributes:
        heads: {direction: sweep over layer and head}; none for a model whose heads cannot be told apart.
        mlps: {direction: sweep over layer}.
    """

    heads: dict[str, PatchSweep]
    mlps: dict[str, PatchSweep]

    def findings(self, *, command: str = "") -> list[Finding]:
        """The strongest of each kind: what suffices (denoise) and what is necessary (noise)."""
        return [
            finding
            for sweeps, most in ((self.heads, N_CLAIMS), (self.mlps, 1))
            for sweep in sweeps.values()
            for finding in sweep.findings(command=command)[:most]
        ]

    def to_json(self) -> dict[str, Any]:
        """Plain data, without what depends on the machine."""
        return {
            name: {
                direction: {k: v for k, v in sweep.to_json().items() if k != "peak_bytes"}
                for direction, sweep in sweeps.items()
            }
            for name, sweeps in (("heads", self.heads), ("mlps", self.mlps))
        }


def components(
    lm: LanguageModel,
    clean: Sequence[int],
    corrupted: Sequence[Sequence[int]],
    answers: Answers,
    *,
    seed: int = 0,
    progress: Progress = silent,
) -> Components | None:
    """Patch every head and every MLP between a prompt and some corrupted ones.

    Args:
        lm: the model.
        clean: the prompt's token ids.
        corrupted: further prompts of the same number of tokens, each a pair with it; as many are used as are affordable.
        answers: one row, the answer and its rival.
        seed: orders the tokens of the control's prompt.
        progress: told how far it is.

    Returns:
        None where even one pair would take too long.
    """
    per_run = [_edited_tokens(lm, clean, other) for other in corrupted]
    n = max((k for k in range(1, len(corrupted) + 1) if 2 * sum(per_run[:k]) <= EDITED_TOKENS), default=0)
    n = min(n, N_PAIRS)
    if n == 0:
        return None
    pairs = Contrast(
        clean=lm.tokenize([list(clean)] * n),
        corrupted=lm.tokenize([list(row) for row in corrupted[:n]]),
        answers=answers.repeat(n),
    )

    sites = {"z": "layer,head", "mlp_out": "layer"} if lm.has("z") else {"mlp_out": "layer"}
    jobs: list[tuple[str, Direction]] = [(site, direction) for site in sites for direction in DIRECTIONS]
    found: dict[str, dict[str, PatchSweep]] = {"z": {}, "mlp_out": {}}
    for number, (site, direction) in enumerate(jobs):

        def told(label: str, done: int, total: int, /, number: int = number) -> None:
            progress("components", 100 * number + 100 * done // max(1, total), 100 * len(jobs))

        found[site][direction] = patch(
            lm,
            pairs,
            site=site,
            over=sites[site],
            direction=direction,
            n_control=N_CONTROLS,
            seed=seed,
            progress=told,
        )
    return Components(heads=found["z"], mlps=found["mlp_out"])


def _edited_tokens(lm: LanguageModel, clean: Sequence[int], other: Sequence[int]) -> int:
    changed = torch.tensor(clean) != torch.tensor(other)
    return lm.n_layers * (lm.n_heads + 1) * (len(clean) - int(changed.float().argmax()))
