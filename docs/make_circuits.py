"""The figures of docs/findings/circuits.md: `python docs/make_circuits.py TASK [--n 40] [--out FILE] [--split]`.

Every scoring method on the same pairs, then the circuits of ten sizes of each on held-out pairs, beside chance, and
with --split beside the practice of giving every query head a key and a value of its own.
"""

import argparse
import json
import time
from pathlib import Path

from cutaway import load
from cutaway.circuits import CircuitRunner, curves, resampled, score_edges, split_key_values, top_edges
from cutaway.tasks import TASKS

METHODS = {"eap": 1, "eap-ig": 5, "mask-gradient": 5}


def main() -> None:
    options = argparse.ArgumentParser()
    options.add_argument("task")
    options.add_argument("--n", type=int, default=40)
    options.add_argument("--heldout", type=int, default=40)
    options.add_argument("--out", type=Path)
    options.add_argument("--split", action="store_true")
    given = options.parse_args()
    lm = load("smollm2-135m")
    train = TASKS[given.task](lm, n=given.n, split="train", seed=0)
    heldout = TASKS[given.task](lm, n=given.heldout, split="heldout", seed=0)
    found = []
    for model in [lm, split_key_values(lm)] if given.split else [lm]:
        names = METHODS if model is lm else {"eap-ig": 5}
        start = time.perf_counter()
        scores = [score_edges(model, train, method=name, steps=steps, keep_pairs=True) for name, steps in names.items()]
        runner = CircuitRunner(model, heldout)
        for one, curve in zip(scores, curves(model, scores, runner, draws=1), strict=True):
            row = curve.to_json() | {"of": one.graph.n_edges, "seconds": one.seconds, "peak_bytes": one.peak_bytes}
            row["stability"] = {n: stability(one, n) for n in (curve.sizes[1], curve.sizes[3])}
            row["strongest"] = one.strongest(15)
            found.append(row)
            print(
                f"{model.name} {one.method}: CPR {curve.cpr:.3f} CMD {curve.cmd:.3f} (chance {curve.random_cpr:.3f} "
                f"{curve.random_cmd:.3f}), f >= .85 at {curve.enough()} edges, scored in {one.seconds:.0f} s",
                flush=True,
            )
            print("  f", [round(f, 3) for f in curve.faithfulness.tolist()], flush=True)
        print(f"  all in {time.perf_counter() - start:.0f} s", flush=True)
    if given.out is not None:
        given.out.write_text(json.dumps(found))


def stability(scores, n: int) -> float:
    """Mean Jaccard's index of the circuit of n edges with those of pairs drawn again."""
    own = top_edges(scores, n).edges
    again = [top_edges(resampled(scores, draw), n).edges for draw in range(10)]
    return sum(int((own & other).sum()) / int((own | other).sum()) for other in again) / len(again)


if __name__ == "__main__":
    main()
