"""What reading costs: 8 x 128 tokens of smollm2-135m, plain, with all residuals, and with everything."""

from typing import Any

import torch

from bench._common import model_folder, peer, timed

ROWS, LENGTH = 8, 128


def run(*, peers: bool, repeat: int) -> list[dict[str, Any]]:
    import cutaway
    from cutaway.model import SITE_KINDS

    folder = model_folder()
    lm = cutaway.load(folder)
    ids = torch.randint(0, 49152, (ROWS, LENGTH), generator=torch.Generator().manual_seed(0))
    everything = [kind for kind in SITE_KINDS if kind not in lm.refused and kind != "head_out"]

    def plain() -> Any:
        with torch.no_grad():
            return lm.hf(input_ids=ids, use_cache=False).logits

    times = timed(
        {
            "plain": plain,
            "residuals": lambda: lm.run(ids, read=["resid_post"]),
            "everything": lambda: lm.run(ids, read=everything),
        },
        repeat,
    )
    same = torch.equal(plain(), lm.run(ids, read=everything).logits)
    rows = [
        {"what": "transformers, plain forward", "seconds": times["plain"], "ratio": 1.0, "against": "plain"},
        {"what": "cutaway, all residuals read", "seconds": times["residuals"]},
        {"what": "cutaway, everything read", "seconds": times["everything"], "logits_identical": same},
    ]
    for row in rows[1:]:
        row |= {"ratio": row["seconds"] / times["plain"], "against": "plain"}
    for name in ("transformer_lens", "nnsight") if peers else ():
        found = peer(name, "forward", folder=str(folder), rows=ROWS, length=LENGTH, repeat=repeat)
        for what, seconds in (found or {}).get("times", {}).items():
            ratio = seconds / found["plain"] if found else 0.0
            rows.append({"what": f"{name}, {what}", "seconds": seconds, "ratio": ratio, "against": "its own plain"})
    return rows
