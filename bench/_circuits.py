"""Scores of all edges and circuits of ten sizes: ours beside plain passes of the same prompts, and beside auto-circuit.

On the bundled model, plain passes are the forward and backward passes that a method of five steps cannot do without; an
evaluation is compared with plain forward passes of as many rows as it runs. auto-circuit reads GPT-2-like models only,
so both score a random one that both can load; their scores are compared as well.
"""

import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import torch
from transformers import GPT2Config, GPT2LMHeadModel

from bench._common import model_folder, peer, timed

N_PAIRS = 100
STEPS = 5
SHAPE = {"n_layer": 6, "n_head": 8, "n_embd": 256, "n_positions": 32, "vocab_size": 500}
LENGTH, ROWS = 16, 32


def run(*, peers: bool, repeat: int) -> list[dict[str, Any]]:
    import cutaway
    from cutaway import tasks
    from cutaway.circuits import curves, score_edges

    lm = cutaway.load(model_folder())
    task = tasks.ioi(lm, n=N_PAIRS)
    found: dict[str, Any] = {}

    def score() -> None:
        found["scores"] = score_edges(lm, task, method="eap-ig", steps=STEPS)

    def evaluate() -> None:
        found["curve"] = curves(lm, [found["scores"]], task, draws=0)

    rows = []
    ids = lm.tokenize(task.clean).ids
    times = timed({"score": score}, 1, warm_up=False) | timed({"evaluate": evaluate}, 1, warm_up=False)
    times |= timed({"both ways": _both_ways(lm, ids), "forward": _forward(lm, ids)}, 1)
    bound = times["both ways"] * STEPS
    row = _row(f"cutaway, EAP-IG of {STEPS} steps, {N_PAIRS} pairs", times["score"], bound, "plain passes both ways")
    rows.append(
        row | {"edges": found["scores"].graph.n_edges, "peak_megabytes": round(found["scores"].peak_bytes / 1e6)}
    )
    n_runs = 2 * (len(found["curve"][0].sizes) - 1)
    rows.append(
        _row(
            f"cutaway, ten sizes in two orders, {N_PAIRS} pairs", times["evaluate"], times["forward"] * n_runs, "passes"
        )
    )
    return rows + _beside(peers, repeat)


def _beside(peers: bool, repeat: int) -> list[dict[str, Any]]:
    """Both on a random model of GPT-2's kind."""
    from cutaway.circuits import score_edges
    from cutaway.evidence import spearman
    from cutaway.intervene import Contrast
    from cutaway.model import LanguageModel, Tokens
    from cutaway.tasks import Answers

    torch.manual_seed(0)
    hf = GPT2LMHeadModel(GPT2Config(**SHAPE, bos_token_id=0, eos_token_id=0))
    with torch.no_grad():
        for parameter in hf.parameters():
            parameter.add_(0.1 * torch.randn_like(parameter))
    lm = LanguageModel(hf, name="random GPT-2")
    clean = torch.randint(0, SHAPE["vocab_size"], (ROWS, LENGTH))
    corrupted = clean.clone()
    corrupted[:, 0] = (clean[:, 0] + 1) % SHAPE["vocab_size"]
    corrupted[:, LENGTH // 2] = (clean[:, LENGTH // 2] + 7) % SHAPE["vocab_size"]
    right, wrong = torch.randint(0, SHAPE["vocab_size"] // 2, (ROWS,)), torch.randint(250, 500, (ROWS,))
    lengths = torch.full((ROWS,), LENGTH)
    answers = Answers(tuple((int(i),) for i in right), tuple((int(i),) for i in wrong))
    pairs = Contrast(clean=Tokens(clean, lengths), corrupted=Tokens(corrupted, lengths), answers=answers)
    jobs: dict[str, Callable[[], Any]] = {
        "EAP": lambda: score_edges(lm, pairs, method="eap"),
        "gradients of masks": lambda: score_edges(lm, pairs, method="mask-gradient", steps=STEPS),
    }
    times = timed(jobs, repeat)
    rows = [_row(f"cutaway, {name}, random GPT-2 of 6 layers", times[name], times[name], "cutaway") for name in jobs]
    if not peers:
        return rows
    with tempfile.TemporaryDirectory() as folder:
        hf.save_pretrained(folder)
        data = {
            "clean": clean.tolist(),
            "corrupted": corrupted.tolist(),
            "right": right.tolist(),
            "wrong": wrong.tolist(),
        }
        measured = peer(
            "auto_circuit", "score", weights=str(Path(folder) / "model.safetensors"), shape=SHAPE, steps=STEPS, **data
        )
    if measured is None:
        return rows
    for name, job in jobs.items():
        ours, theirs = job(), measured["scores"][name]
        both = [(float(ours.values[ours.graph.edge(edge)]), value) for edge, value in theirs.items()]
        mine, others = zip(*both, strict=True)
        row = _row(f"auto-circuit, {name}", measured["times"][name], times[name], "cutaway")
        rows.append(row | {"edges": len(both), "rank_correlation": round(spearman(mine, others), 4)})
    return rows


def _row(what: str, seconds: float, against: float, name: str) -> dict[str, Any]:
    return {"what": what, "seconds": seconds, "ratio": seconds / against, "against": name}


def _both_ways(lm: Any, ids: torch.Tensor) -> Callable[[], None]:
    def passes() -> None:
        for part in ids.split(20):
            embeds = lm.hf.get_input_embeddings()(part).detach().requires_grad_()
            logits = lm.hf(inputs_embeds=embeds, use_cache=False, logits_to_keep=1).logits
            torch.autograd.grad(logits[:, 0, 0].sum(), embeds)

    return passes


def _forward(lm: Any, ids: torch.Tensor) -> Callable[[], None]:
    def passes() -> None:
        with torch.no_grad():
            for part in ids.split(20):
                lm.hf(input_ids=part, use_cache=False, logits_to_keep=1)

    return passes
