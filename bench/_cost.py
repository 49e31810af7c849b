"""What a sweep costs with longer prompts and with more of them, and where the time goes.

The prompts of a length are random tokens that differ from the first one on, so that nothing can be left out; of the
cells of a layer x position sweep a sample is run. Shares of time are of the operators of PyTorch's profiler.
"""

from collections import defaultdict
from typing import Any

import torch
from torch.profiler import ProfilerActivity, profile

from bench._common import model_folder, timed

LENGTHS = (32, 128, 512, 1024)
N_PROMPTS = (1, 4, 16)
N_CELLS = 30
PROFILED = (32, 512)
"""Profiling costs more than the job itself where it has many small operators, so two lengths are profiled."""
_KINDS = {
    "matrix products": ("mm", "addmm", "bmm", "baddbmm", "linear"),
    "attention": ("_scaled_dot_product_flash_attention_for_cpu", "_softmax", "_flash_attention_forward"),
    "copies": ("copy_", "cat", "clone", "index", "gather", "fill_", "stack"),
}


def run(*, peers: bool, repeat: int) -> list[dict[str, Any]]:
    import cutaway
    from cutaway import tasks
    from cutaway.intervene import patch

    lm = cutaway.load(model_folder())
    rows: list[dict[str, Any]] = []
    for length in LENGTHS:
        job, token_layers = _sample(lm, length)
        rows.append(
            {
                "what": f"{N_CELLS} cells of a prompt of {length} tokens",
                "seconds": timed({"job": job}, repeat, warm_up=length == LENGTHS[0])["job"],
                "rows": N_CELLS,
                "token_layers": token_layers,
                "where": _where(job) if length in PROFILED else None,
            }
        )
    for n in N_PROMPTS:
        task = tasks.ioi(lm, n=n)
        found: list[Any] = []

        def job(task: Any = task, found: list[Any] = found) -> None:
            found.append(patch(lm, task, n_control=0))

        seconds = timed({"job": job}, repeat, warm_up=False)["job"]
        run_rows = found[-1].rows - found[-1].unchanged
        rows.append({"what": f"layer x position, {n} IOI pairs", "seconds": seconds, "rows": run_rows})
    for row in rows:
        row["rows_per_second"] = round(row["rows"] / row["seconds"], 1)
        row |= {"ratio": row["seconds"] / rows[0]["seconds"], "against": "first line"}
    return rows


def _sample(lm: Any, length: int) -> tuple[Any, int]:
    """A sweep of some cells of one prompt, and how many tokens times layers their rows have."""
    from cutaway.model import SweepRow, replace, sweep

    generator = torch.Generator().manual_seed(length)
    base, source = torch.randint(0, lm.d_vocab, (2, 1, length), generator=generator)
    cells = torch.randperm(lm.n_layers * length, generator=generator)[:N_CELLS]
    places = [divmod(cell, length) for cell in cells.tolist()]

    def job() -> None:
        taken = lm.run(source, read=["resid_pre"], logits=False)
        rows = [SweepRow(0, (replace(f"resid_pre.{layer}", taken, pos=[pos]),)) for layer, pos in places]
        sweep(lm, base, rows, lambda logits, prompt: logits[:, 0], vocab=torch.tensor([0]))

    return job, sum((lm.n_layers - layer) * (length - pos) for layer, pos in places)


def _where(job: Any) -> dict[str, float]:
    """The share of the time spent in each kind of operator."""
    with profile(activities=[ProfilerActivity.CPU]) as recorded:
        job()
    spent: dict[str, float] = defaultdict(float)
    for event in recorded.key_averages():
        name = event.key.removeprefix("aten::")
        kind = next((kind for kind, names in _KINDS.items() if name in names), "other")
        spent[kind] += event.self_cpu_time_total
    total = sum(spent.values())
    return {kind: round(spent[kind] / total, 2) for kind in (*_KINDS, "other")}
