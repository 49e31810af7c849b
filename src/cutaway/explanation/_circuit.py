"""The circuit of one prompt: found on its pair, tested on prompts that it was not found on.

Edges are scored on the pair alone, and the smallest circuit of a few sizes is taken that keeps enough of the answer's lead
there. With m the logit difference, f = (m(C) − m(∅)) / (m(M) − m(∅)) is the share of the model's lead that the circuit C
gives by itself, everything outside it being replaced by the corrupted prompt's. The same f is then measured on variants of
the prompt, and for random circuits with as many edges between each two layers.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import torch
from jaxtyping import Bool, Float
from torch import Tensor

from cutaway.circuits import Circuit, CircuitRunner, score_edges, top_edges
from cutaway.evidence import Finding, bootstrap, bootstrap_difference, graded
from cutaway.explanation._text import text_of
from cutaway.explanation._variants import Variants, find_variants
from cutaway.intervene import Contrast
from cutaway.model import LanguageModel, Tokens
from cutaway.progress import Progress, silent
from cutaway.shown import Shown
from cutaway.tasks import Answers

ENOUGH = 0.85
"""The share of the lead that the smallest circuit taken must keep on its own pair."""
PREDICTS = 0.5
"""On held-out prompts, so much of the lead at least, and no further from all of it on the other side."""
SHARES = (0.001, 0.002, 0.005, 0.0075, 0.01, 0.015, 0.02, 0.03, 0.05)
"""Sizes that are tried, of all edges."""
N_RANDOM = 8
_FEW = 5
"""Fewer held-out prompts verify nothing."""
_OF_THE_MACHINE = ("seconds", "peak_bytes")
CIRCUIT_TOKENS = 2400
"""Runs of a circuit times tokens, for held-out prompts and random circuits together."""


@dataclass(frozen=True, kw_only=True, eq=False)
class PromptCircuit(Shown):
    """A circuit for one prompt, and how far it predicts others."""

    circuit: Circuit
    curve: tuple[tuple[int, float], ...]
    """(edges, f) on the pair that it was found on, for every size that was tried."""
    own: float
    """f on that pair."""
    own_random: Float[Tensor, " draw"]
    """The same for random circuits with the same layers."""
    prompts: tuple[tuple[str, str, str], ...]
    """The held-out prompts, what stands for each when it is corrupted, and the answer."""
    heldout: Float[Tensor, " prompt"]
    """f on each of them."""
    random: Float[Tensor, "draw prompt"]
    """f of random circuits on each of them."""
    how: str
    """How the held-out prompts were found."""

    @property
    def verified(self) -> bool:
        """It keeps the lead on held-out prompts, by the interval, and random circuits do not."""
        if len(self.heldout) < _FEW:
            return False
        samples, beside = self.heldout.numpy(), self.random.mean(0).numpy()
        low, _ = bootstrap(samples)
        return (
            low >= PREDICTS
            and float(samples.mean()) <= 2 - PREDICTS
            and float(beside.mean()) < PREDICTS
            and bootstrap_difference(samples, beside).low > 0
        )

    def finding(self, *, command: str = "") -> Finding:
        """`verified` if it predicts held-out prompts and random circuits do not; else what its interventions earn."""
        tested = len(self.heldout) > 0
        effect = self.heldout if tested else torch.tensor([self.own])
        control = self.random.mean(0) if tested else self.own_random
        where = f"on {len(self.heldout)} held-out prompts" if tested else "on the prompt that it was found on"
        found = graded(
            claim=f"{self.circuit.kept:,} of {self.circuit.graph.n_edges:,} connections by themselves keep "
            f"{float(effect.mean()):.0%} of the answer's lead {where}; random ones with the same layers keep "
            f"{round(float(control.mean()), 2) + 0.0:.0%}",
            method=f"circuit ({self.circuit.method}, {self.circuit.ablation.value} ablation)",
            effect=effect.numpy(),
            control=control.numpy(),
            command=command,
            details={
                "edges": self.circuit.kept,
                "faithfulness": self.own,
                "heldout": self.heldout.tolist(),
                "random": self.random.mean(1).tolist() if tested else self.own_random.tolist(),
                "control": f"{len(self.own_random)} random circuits with as many edges between each two layers",
            },
        )
        return replace(found, grade="verified") if self.verified else found

    def findings(self, *, command: str = "") -> list[Finding]:
        """The one finding."""
        return [self.finding(command=command)]

    def to_json(self) -> dict[str, Any]:
        """Plain data."""
        return {
            **{key: value for key, value in self.circuit.to_json().items() if key not in _OF_THE_MACHINE},
            "curve": [{"edges": size, "faithfulness": f} for size, f in self.curve],
            "faithfulness": self.own,
            "random": self.own_random.tolist(),
            "heldout": {
                "how": self.how,
                "prompts": [{"clean": a, "corrupted": b, "answer": c} for a, b, c in self.prompts],
                "faithfulness": self.heldout.tolist(),
                "random": self.random.mean(1).tolist() if len(self.heldout) else [],
                "verified": self.verified,
            },
        }


def prompt_circuit(
    lm: LanguageModel,
    tokens: Tokens,
    corrupted: Sequence[int],
    answers: Answers,
    logits: Float[Tensor, "pos d_vocab"],
    contrast: float,
    *,
    seed: int = 0,
    progress: Progress = silent,
) -> PromptCircuit | None:
    """Find a circuit on one pair and test it.

    Args:
        lm: the model.
        tokens: the one prompt.
        corrupted: the corrupted prompt's token ids.
        answers: one row, the answer and its rival.
        logits: the model's on the prompt.
        contrast: the answer's lead on the prompt less that on the corrupted one.
        seed: draws variants and random circuits.
        progress: told how far it is.

    Returns:
        None where the prompt is too long to be tested.
    """
    affordable = CIRCUIT_TOKENS // len(tokens.rows[0])
    if affordable < len(SHARES) + 2 * N_RANDOM:
        return None
    own = Contrast(clean=tokens, corrupted=lm.tokenize([list(corrupted)]), answers=answers)
    scores = score_edges(lm, own, method="eap-ig", progress=_part_of(progress, 0, 40))
    circuits = [top_edges(scores, max(1, round(share * scores.graph.n_edges))) for share in SHARES]
    runner = CircuitRunner(lm, own)
    kept = _shares(runner, [circuit.edges for circuit in circuits])[:, 0].tolist()
    chosen = next((index for index, f in enumerate(kept) if f >= ENOUGH), len(kept) - 1)
    circuit = circuits[chosen]
    drawn = [circuit.graph.random_like(circuit.connected, seed + draw) for draw in range(N_RANDOM)]
    variants = find_variants(
        lm, tokens, corrupted, answers, contrast, logits, seed=seed, progress=_part_of(progress, 40, 60)
    )
    n = min(len(variants.clean), affordable // (N_RANDOM + 1))
    heldout, random = torch.zeros(0), torch.zeros(N_RANDOM, 0)
    if n:
        found = _shares(_heldout(lm, variants, n), [circuit.edges, *drawn])
        heldout, random = found[0], found[1:]
    progress("circuit", 100, 100)
    return PromptCircuit(
        circuit=circuit,
        curve=tuple((one.kept, f) for one, f in zip(circuits, kept, strict=True)),
        own=kept[chosen],
        own_random=_shares(runner, drawn)[:, 0],
        prompts=tuple(
            (text_of(lm, a), text_of(lm, b), tokens.decode(c[0]))
            for a, b, c in zip(variants.clean[:n], variants.corrupted[:n], variants.answers.correct[:n], strict=True)
        ),
        heldout=heldout,
        random=random,
        how=variants.how,
    )


def _part_of(progress: Progress, first: int, last: int) -> Progress:
    """A callback that moves the one of the circuit from one percentage to another."""

    def told(label: str, done: int, total: int, /) -> None:
        progress("circuit", first + (last - first) * done // max(1, total), 100)

    return told


def _heldout(lm: LanguageModel, variants: Variants, n: int) -> CircuitRunner:
    return CircuitRunner(
        lm,
        Contrast(
            clean=lm.tokenize(variants.clean[:n]),
            corrupted=lm.tokenize(variants.corrupted[:n]),
            answers=variants.answers[:n],
        ),
    )


def _shares(runner: CircuitRunner, masks: Sequence[Bool[Tensor, "source destination"]]) -> Float[Tensor, "mask prompt"]:
    """f of every circuit on every prompt."""
    full, none = runner.clean_values, runner.ablated_values
    return (runner.values(list(masks)) - none) / (full - none)
