"""A circuit of a task in one call: edges scored, a size chosen, the choice drawn again from other pairs."""

from dataclasses import replace
from typing import Any

import numpy as np

from cutaway.circuits._ablation import RESAMPLE, Ablation
from cutaway.circuits._circuit import Choice, Circuit, top_components, top_edges
from cutaway.circuits._curve import ENOUGH, SHARES
from cutaway.circuits._methods import resampled, score_edges
from cutaway.circuits._run import CircuitRunner
from cutaway.circuits._scores import EdgeScores
from cutaway.errors import DataError
from cutaway.intervene import Pairs
from cutaway.model import LanguageModel
from cutaway.progress import Progress, silent
from cutaway.tasks import Metric

_DRAWS = 10
"""Times that the pairs are drawn again."""


def find_circuit(
    lm: LanguageModel,
    pairs: Pairs,
    *,
    method: str = "eap-ig",
    n_edges: int | None = None,
    n_components: int | None = None,
    level: float = ENOUGH,
    how: Choice = "greedy",
    absolute: bool = True,
    ablation: Ablation = RESAMPLE,
    steps: int = 5,
    metric: Metric | str | None = None,
    sample: int | None = None,
    by_span: bool = False,
    seed: int = 0,
    memory: int | None = None,
    progress: Progress = silent,
) -> Circuit:
    """Score the edges, and keep as many of the best as the task needs.

    Args:
        lm: the model.
        pairs: a task, or pairs of prompts whose tokens align.
        method, ablation, steps, metric, sample, by_span, seed, memory, progress: as for `score_edges`.
        n_edges: how many edges; None for the smallest share of `SHARES` whose circuit reaches `level` on these pairs.
        n_components: how many components instead: all edges among them are in, all others' outputs are ablated whole.
        level: the faithfulness to reach. On pairs that it was not found on it is usually less: evaluate it there.
        how, absolute: as for `top_edges`.

    Returns:
        The circuit, with the scores of all edges, and in its provenance under `stability` how far circuits of the same
        size agree that are found on pairs drawn again.

    Raises:
        DataError: an unknown method, edges and components asked for at once, a level that no size reaches, or pairs on which the model does nothing.
        AlignmentError, UnsupportedModelError: as for `CircuitRunner`.
    """
    if n_edges is not None and n_components is not None:
        raise DataError(f"{n_edges} edges and {n_components} components; ask for one of them")
    scores = score_edges(
        lm,
        pairs,
        method=method,
        ablation=ablation,
        steps=steps,
        metric=metric,
        sample=sample,
        by_span=by_span,
        seed=seed,
        keep_pairs=True,
        memory=memory,
        progress=progress,
    )
    if n_components is not None:
        circuit = top_components(scores, n_components, absolute=absolute)
    elif n_edges is None:
        runner = CircuitRunner(lm, pairs, ablation=ablation, metric=metric, memory=memory, graph=scores.graph)
        circuit = _enough(runner, scores, level, how, absolute, progress)
    else:
        circuit = top_edges(scores, n_edges, absolute=absolute, how=how)
    record: dict[str, Any] = {
        "size": "asked for"
        if (n_edges, n_components) != (None, None)
        else f"the smallest share with f >= {level} on these pairs"
    }
    if scores.n > 1:
        record["stability"] = _stability(circuit, scores, how, absolute)
    return replace(circuit, provenance=circuit.provenance | record)


def _enough(
    runner: CircuitRunner, scores: EdgeScores, level: float, how: Choice, absolute: bool, progress: Progress
) -> Circuit:
    """The smallest share that does the task."""
    reached = []
    for number, share in enumerate(SHARES):
        circuit = top_edges(scores, max(1, round(share * scores.graph.n_edges)), absolute=absolute, how=how)
        f = float(runner.faithfulness(runner.values([circuit.edges])[0]))
        progress("sizes", number + 1, len(SHARES))
        if f >= level:
            return circuit
        reached.append(f)
    raise DataError(
        f"no size reaches a faithfulness of {level}; the most is {max(reached):.3g}: name a size with n_edges, or a level "
        "that can be reached"
    )


def _stability(circuit: Circuit, scores: EdgeScores, how: Choice, absolute: bool) -> dict[str, Any]:
    """Jaccard's index of the circuit with those of the same size from pairs drawn again with replacement."""
    found = []
    for draw in range(_DRAWS):
        again = resampled(scores, draw)
        if circuit.ablation.granularity == "node":
            other = top_components(again, circuit.provenance["components"], absolute=absolute).edges
        else:
            other = top_edges(again, circuit.requested, absolute=absolute, how=how).edges
        both, either = int((circuit.edges & other).sum()), int((circuit.edges | other).sum())
        found.append(both / either)
    low, high = np.quantile(found, [0.025, 0.975]).tolist()
    return {"jaccard": float(np.mean(found)), "interval": [low, high], "draws": _DRAWS, "pairs": scores.n}
