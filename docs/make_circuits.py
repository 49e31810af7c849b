"""The figures of docs/findings/circuits.md: `python docs/make_circuits.py TASK --out FILE [--n 60] [--split]`.

Every scoring method, then the circuits of ten sizes of each on held-out pairs, beside chance; how well each method's
scores rank edges by what ablating them one at a time does; with --split the practice of giving every query head a
key and a value of its own; with --spans the same edges told apart by token span. What is done is kept in --out as it is
done, and not done again.
"""

import argparse
import json
import time
from pathlib import Path

import numpy as np
from scipy.stats import spearmanr

from cutaway import load
from cutaway.circuits import (
    SHARES,
    CircuitRunner,
    EdgeScores,
    curves,
    resampled,
    score_edges,
    split_key_values,
    top_edges,
)
from cutaway.files import write_atomically
from cutaway.tasks import TASKS

STEPS = {"eap": 1, "eap-ig": 5, "mask-gradient": 5, "atp*": 1, "eap-ig-activations": 5}
DEAR = {"atp*": 6, "eap-ig-activations": 12, "exact": 12}
"""The most pairs for methods that take tens to thousands of passes a pair."""
SAMPLE = 256
"""Edges that are ablated one at a time."""


def main() -> None:
    options = argparse.ArgumentParser()
    options.add_argument("task")
    options.add_argument("--n", type=int, default=60, help="pairs to score on")
    options.add_argument("--heldout", type=int, default=40, help="held-out pairs to run circuits on")
    options.add_argument("--methods", nargs="*", default=list(STEPS))
    options.add_argument("--exact", type=int, default=SAMPLE, help="edges to ablate one at a time; 0 for none")
    options.add_argument("--out", type=Path, required=True)
    options.add_argument("--split", action="store_true")
    options.add_argument("--spans", action="store_true", help="the template's token spans told apart, too")
    given = options.parse_args()
    found: dict[str, dict] = json.loads(given.out.read_text()) if given.out.exists() else {}
    lm = load("smollm2-135m")

    def pairs(n: int, split: str = "train"):
        return TASKS[given.task](lm, n=n, split=split, seed=0)

    def keep(name: str, row: dict) -> None:
        found[name] = row
        write_atomically(given.out, json.dumps(found))
        print(name, {key: value for key, value in row.items() if isinstance(value, int | float | str)}, flush=True)

    models = {"": lm} | ({"split ": split_key_values(lm)} if given.split else {})
    for prefix, model in models.items():
        runner = None
        for method in given.methods if model is lm else ["eap-ig"]:
            if prefix + method in found:
                continue
            n = min(given.n, DEAR.get(method, given.n))
            scores = score_edges(model, pairs(n), method=method, steps=STEPS[method], keep_pairs=True)
            if model is lm:
                scores.save(_scores(given.out, method))
            start = time.perf_counter()
            runner = runner or CircuitRunner(model, pairs(given.heldout, "heldout"))
            curve = curves(model, [scores], runner, draws=1)[0]
            row = curve.to_json() | {"method": method, "pairs": n, "of": scores.graph.n_edges}
            row |= {"scoring": scores.seconds, "running": time.perf_counter() - start, "enough": curve.enough()}
            row["stability"] = {size: stability(scores, size) for size in (curve.sizes[1], curve.sizes[3])}
            row["strongest"] = scores.strongest(15)
            keep(prefix + method, row)
    if given.spans and "spans" not in found:
        scores = score_edges(lm, pairs(given.n), method="eap-ig", by_span=True, keep_pairs=True)
        scores.save(_scores(given.out, "spans"))
        graph = scores.graph
        shares = [max(1, round(share * graph.whole.n_edges)) / graph.n_edges for share in SHARES]  # as many edges
        runner = CircuitRunner(lm, pairs(given.heldout, "heldout"), graph=graph)
        curve = curves(lm, [scores], runner, shares=shares, draws=1)[0]
        row = curve.to_json() | {"spans": graph.spans, "pairs": given.n, "of": graph.n_edges, "scoring": scores.seconds}
        row["stability"] = {size: stability(scores, size) for size in (curve.sizes[1], curve.sizes[3])}
        keep("spans", row | {"strongest": scores.strongest(25)})
    if given.exact and "exact" not in found:
        exact = score_edges(lm, pairs(DEAR["exact"]), method="exact", sample=given.exact)
        exact.save(_scores(given.out, "exact"))
        keep("exact", {"pairs": exact.n, "edges": given.exact, "scoring": exact.seconds})
    if "exact" in found and "agreement" not in found["exact"]:
        exact = EdgeScores.load(_scores(given.out, "exact"))
        assert exact.measured is not None
        row = found["exact"] | {"agreement": {}}
        for method in given.methods:
            other = EdgeScores.load(_scores(given.out, method)).values[exact.measured].numpy()
            row["agreement"][method] = float(spearmanr(np.abs(other), np.abs(exact.values[exact.measured].numpy()))[0])
        keep("exact", row)


def stability(scores: EdgeScores, n: int) -> float:
    """Mean Jaccard's index of the circuit of n edges with those of pairs drawn again."""
    own = top_edges(scores, n).edges
    again = [top_edges(resampled(scores, draw), n).edges for draw in range(10)]
    return sum(int((own & other).sum()) / int((own | other).sum()) for other in again) / len(again)


def _scores(out: Path, method: str) -> Path:
    return out.with_suffix(f".{method.replace('*', '-star')}.safetensors")


if __name__ == "__main__":
    main()
