"""Activation patching at every layer and position, and of every head: ours, peers, and plain passes of as many rows.

Plain passes are the same number of whole forward passes in batches of 60: what a sweep costs that reads and edits for
free, but runs every row from the first token and the first layer.
"""

from collections.abc import Callable
from typing import Any

import torch

from bench._common import model_folder, peer, timed

CLEAN = "When Mary and John went to the store, John gave a drink to"
CORRUPTED = "When Mary and John went to the store, Mary gave a drink to"
FROM_THE_FIRST = "After Mary and John went to the store, Mary gave a drink to"
ANSWER, WRONG = " Mary", " John"
N_PAIRS = 32
_BATCH = 60
_SHARE = 10
"""Of the slowest plain passes one in so many is run, and the time multiplied."""


def run(*, peers: bool, repeat: int) -> list[dict[str, Any]]:
    import cutaway
    from cutaway import tasks
    from cutaway.intervene import patch
    from cutaway.tasks import Pair

    folder = model_folder()
    lm = cutaway.load(folder)
    half = cutaway.load(folder, dtype="bfloat16")
    pair = Pair(clean=CLEAN, corrupted=CORRUPTED, answer=ANSWER, wrong=WRONG)
    early = Pair(clean=CLEAN, corrupted=FROM_THE_FIRST, answer=ANSWER, wrong=WRONG)
    many = tasks.ioi(lm, n=N_PAIRS)
    ids = lm.tokenize(CORRUPTED).ids
    many_ids = lm.tokenize(many.corrupted).ids
    n_cells, n_heads = lm.n_layers * ids.shape[1], lm.n_layers * lm.n_heads
    many_cells = lm.n_layers * many_ids.shape[1]
    found: dict[str, Any] = {}

    def ours(name: str, model: Any, pairs: Any, site: str, over: str) -> Callable[[], None]:
        def sweep() -> None:
            found[name] = patch(model, pairs, site=site, over=over, n_control=0)

        return sweep

    grid = ("resid_pre", "layer,pos")
    jobs = {
        "layer x position": ours("layer x position", lm, pair, *grid),
        "layer x position, prompts differ from the first token": ours("early", lm, early, *grid),
        "heads": ours("heads", lm, pair, "z", "layer,head"),
        "heads, prompts differ from the first token": ours("early heads", lm, early, "z", "layer,head"),
        "layer x position, bf16": ours("bf16", half, pair, *grid),
    }
    bounds = {"layer x position": _plain(lm, ids, n_cells), "heads": _plain(lm, ids, n_heads)}
    times = timed(jobs | {f"plain: {name}": job for name, job in bounds.items()}, repeat)
    once = f"layer x position, {N_PAIRS} pairs"
    times |= timed({once: ours(once, lm, many, *grid)}, 1, warm_up=False)
    shares = {
        "layer x position, bf16": _plain(half, ids, n_cells // _SHARE),
        once: _plain(lm, many_ids, N_PAIRS * many_cells // _SHARE),
    }
    for name, seconds in timed(shares, 1, warm_up=False).items():
        times[f"plain: {name}"] = seconds * _SHARE

    rows: list[dict[str, Any]] = []
    for name in (*jobs, once):
        bound = times["plain: " + name.replace(", prompts differ from the first token", "")]
        rows.append(_row(f"cutaway, {name}", times[name], times[name] / bound, "plain passes"))
    for row, name in zip(rows, ("layer x position", "early", "heads", "early heads", "bf16", once), strict=True):
        row["peak_megabytes"] = round(found[name].peak_bytes / 1e6)
    for name in (*bounds, *shares):
        note = f" (1/{_SHARE} run)" if name in shares else ""
        rows.append(_row(f"plain passes, {name}{note}", times[f"plain: {name}"], 1.0, "plain passes"))
    for name in ("transformer_lens", "nnsight") if peers else ():
        texts = {"clean": CLEAN, "corrupted": CORRUPTED, "answer": ANSWER, "wrong": WRONG}
        measured = peer(name, "sweep", folder=str(folder), **texts) or {}
        for what, seconds in measured.get("times", {}).items():
            row = _row(f"{name}, {what}", seconds, seconds / times[what], "cutaway")
            row["against_early"] = round(seconds / times[f"{what}, prompts differ from the first token"], 2)
            row["peak_megabytes"] = measured["peak_megabytes"]
            if what in measured.get("values", {}):
                values = torch.tensor(measured["values"][what])
                row["largest_difference"] = float((values - found[what].values).abs().max())
            rows.append(row)
    return rows


def _row(what: str, seconds: float, ratio: float, against: str) -> dict[str, Any]:
    return {"what": what, "seconds": seconds, "ratio": ratio, "against": against}


def _plain(lm: Any, ids: torch.Tensor, n_rows: int) -> Callable[[], None]:
    """So many rows as plain forward passes."""
    ids = ids[torch.arange(_BATCH) % len(ids)].to(lm.device)

    def passes() -> None:
        with torch.no_grad():
            for first in range(0, n_rows, _BATCH):
                lm.hf(input_ids=ids[: n_rows - first], use_cache=False, logits_to_keep=1)

    return passes
