"""Activation patching of one prompt, every layer and position, and every head: ours, peers, and the lower bound."""

from typing import Any

import torch

from bench._common import model_folder, peer, timed

CLEAN = "When Mary and John went to the store, John gave a drink to"
CORRUPTED = "When Mary and John went to the store, Mary gave a drink to"
ANSWER, WRONG = " Mary", " John"


def run(*, peers: bool, repeat: int) -> list[dict[str, Any]]:
    import cutaway
    from cutaway.intervene import patch
    from cutaway.tasks import Pair

    folder = model_folder()
    lm = cutaway.load(folder)
    pair = Pair(clean=CLEAN, corrupted=CORRUPTED, answer=ANSWER, wrong=WRONG)
    ids = lm.tokenize(CORRUPTED).ids
    n_rows = lm.n_layers * ids.shape[1]

    def lower_bound() -> None:
        """The same number of rows as plain forward passes, in batches of 60."""
        with torch.no_grad():
            for _ in range(n_rows // 60):
                lm.hf(input_ids=ids.expand(60, -1), use_cache=False, logits_to_keep=1)

    times = timed(
        {
            "layer x position": lambda: patch(lm, pair, site="resid_pre", over="layer,pos", n_control=0),
            "heads": lambda: patch(lm, pair, site="z", over="layer,head", n_control=0),
            "rows as plain forward passes": lower_bound,
        },
        repeat,
    )
    ours = patch(lm, pair, site="resid_pre", over="layer,pos", n_control=0)
    rows: list[dict[str, Any]] = []
    for what, seconds in times.items():
        bound = times["rows as plain forward passes"]
        rows.append(
            {"what": f"cutaway, {what}", "seconds": seconds, "ratio": seconds / bound, "against": "plain passes"}
        )
    rows[0]["peak_megabytes"] = round(ours.peak_bytes / 1e6)
    for name in ("transformer_lens", "nnsight") if peers else ():
        texts = {"clean": CLEAN, "corrupted": CORRUPTED, "answer": ANSWER, "wrong": WRONG}
        found = peer(name, "sweep", folder=str(folder), **texts)
        for what, seconds in (found or {}).get("times", {}).items():
            row = {"what": f"{name}, {what}", "seconds": seconds, "ratio": seconds / times[what], "against": "cutaway"}
            if found and what == "layer x position" and "values" in found:
                values = torch.tensor(found["values"])
                row["largest_difference"] = float((values - ours.values).abs().max())
            rows.append(row)
    return rows
