"""`cutaway patch | ablate | trace | path | atp`: interventions from the command line."""

import time
from pathlib import Path
from typing import Annotated, Any, Literal

from cyclopts import Parameter

from cutaway import intervene
from cutaway.cli._common import bars, finish, open_model, show_grid
from cutaway.errors import DataError
from cutaway.model import LanguageModel
from cutaway.tasks import TASKS, Pair, Task, custom

Json = Annotated[bool, Parameter(name="--json", negative=())]


def _pairs(
    lm: LanguageModel,
    clean: str | None,
    corrupted: str | None,
    answer: str | None,
    wrong: str | None,
    task: str | None,
    n: int,
    split: str,
    seed: int,
    data: Path | None,
) -> Task:
    """The pairs that a command names: one on the command line, a drawn task, or a file."""
    if data is not None:
        return custom(lm, data)
    if task is not None:
        return TASKS[task](lm, n=n, split=split, seed=seed)
    if clean is None or corrupted is None or answer is None or wrong is None:
        raise DataError("give a prompt with --corrupted, --answer and --wrong; or --task NAME; or --data PAIRS.jsonl")
    return Task(name="prompt", pairs=(Pair(clean=clean, corrupted=corrupted, answer=answer, wrong=wrong),))


def patch(
    clean: str | None = None,
    *,
    corrupted: str | None = None,
    answer: str | None = None,
    wrong: str | None = None,
    task: str | None = None,
    data: Path | None = None,
    n: int = 20,
    split: Literal["train", "heldout"] = "train",
    site: str = "resid_pre",
    over: str = "layer,pos",
    metric: str | None = None,
    direction: Literal["denoise", "noise"] = "denoise",
    model: str = "smollm2-135m",
    device: str = "cpu",
    dtype: str | None = None,
    seed: int = 0,
    memory: int | None = None,
    checkpoint: Path | None = None,
    out: Path | None = None,
    study: Path | None = None,
    json_output: Json = False,
) -> None:
    """Activation patching: put one run's activations into another, cell by cell, exactly.

    Parameters
    ----------
    clean
        The clean prompt; instead of it, --task or --data.
    corrupted
        A prompt of as many tokens with another answer.
    answer
        The token that the clean prompt is answered with, with its leading space.
    wrong
        The token that it is measured against.
    task
        Draw the pairs of a task: ioi, greater_than, induction, agreement, facts.
    data
        A JSON lines file of pairs.
    n
        How many pairs of the task.
    split
        Which split of the task.
    site
        What is patched: resid_pre, resid_mid, resid_post, attn_out, mlp_out, z, q, k, v, pattern, mlp_post, head_out, embed.
    over
        The axes of the sweep: any of layer, pos, head, neuron, span.
    metric
        logit_difference, probability, probability_difference, kl, cross_entropy, rank; the task's own unless said.
    direction
        denoise puts clean into corrupted (what suffices), noise corrupted into clean (what is necessary).
    model
        A short name, a folder, a .gguf file or a hub id.
    device
        Where the model runs.
    dtype
        The type of its weights.
    seed
        Draws the task and the control.
    memory
        Bytes that the sweep may use beyond the model.
    checkpoint
        A file that keeps finished work; start again with it to go on.
    out
        Write the JSON result to this file.
    study
        A folder whose ledger takes the findings.
    json_output
        Print JSON.
    """
    with bars(quiet=json_output) as progress:
        lm = open_model(model, device, dtype, progress)
        pairs = _pairs(lm, clean, corrupted, answer, wrong, task, n, split, seed, data)
        started = time.perf_counter()
        result = intervene.patch(
            lm,
            pairs,
            site=site,
            over=over,
            metric=metric,
            direction=direction,
            seed=seed,
            memory=memory,
            checkpoint=checkpoint,
            progress=progress,
        )
    seconds = time.perf_counter() - started
    found = {**result.to_json(), "seconds": seconds}
    if not json_output:
        show_grid(f"{site} patching, normalised ({direction})", result.axes, result.grid.labels, found["normalised"])
    finish(
        found, result.findings(), lm=lm, subject=pairs.name, json_output=json_output, out=out, study=study, seed=seed
    )


def ablate(
    clean: str | None = None,
    *,
    corrupted: str | None = None,
    answer: str | None = None,
    wrong: str | None = None,
    task: str | None = None,
    data: Path | None = None,
    n: int = 20,
    split: Literal["train", "heldout"] = "train",
    site: str = "z",
    over: str = "layer,head",
    how: Annotated[Literal["zero", "mean", "resample"], Parameter(name="--with")] = "mean",
    mode: Literal["each", "cumulative", "pairs"] = "each",
    top: int = 10,
    metric: str | None = None,
    model: str = "smollm2-135m",
    device: str = "cpu",
    dtype: str | None = None,
    seed: int = 0,
    memory: int | None = None,
    checkpoint: Path | None = None,
    out: Path | None = None,
    study: Path | None = None,
    json_output: Json = False,
) -> None:
    """Ablation: remove components one at a time, cumulatively or in pairs, and see what the answer loses.

    Parameters
    ----------
    clean
        The clean prompt; instead of it, --task or --data.
    corrupted
        A prompt of as many tokens with another answer; resample and mean ablation take their values from it.
    answer
        The right token, with its leading space.
    wrong
        The token that it is measured against.
    task
        Draw the pairs of a task: ioi, greater_than, induction, agreement, facts.
    data
        A JSON lines file of pairs.
    n
        How many pairs of the task.
    split
        Which split of the task.
    site
        What is removed: z (heads), mlp_out, attn_out, mlp_post (neurons) and other sites.
    over
        The axes: any of layer, head, neuron, pos, span.
    how
        What takes its place: zero, mean (per position over the corrupted prompts) or resample.
    mode
        each one alone, cumulative sets of the strongest, or pairs of them (to show backups).
    top
        How many of the strongest cumulative and pairs consider.
    metric
        A metric; the task's own unless said.
    model
        A short name, a folder, a .gguf file or a hub id.
    device
        Where the model runs.
    dtype
        The type of its weights.
    seed
        Draws the task and the control.
    memory
        Bytes that the sweep may use beyond the model.
    checkpoint
        A file that keeps finished work; start again with it to go on.
    out
        Write the JSON result to this file.
    study
        A folder whose ledger takes the findings.
    json_output
        Print JSON.
    """
    with bars(quiet=json_output) as progress:
        lm = open_model(model, device, dtype, progress)
        pairs = _pairs(lm, clean, corrupted, answer, wrong, task, n, split, seed, data)
        started = time.perf_counter()
        result = intervene.ablate(
            lm,
            pairs,
            site=site,
            over=over,
            how=how,
            mode=mode,
            top=top,
            metric=metric,
            seed=seed,
            memory=memory,
            checkpoint=checkpoint,
            progress=progress,
        )
    found: dict[str, Any] = {**result.to_json(), "seconds": time.perf_counter() - started}
    if not json_output and mode == "each":
        drop = result.drop.nanmean(0).unflatten(0, result.grid.shape).tolist()
        show_grid(f"what {how} ablation of {site} costs", result.grid.axes, result.grid.labels, drop)
    finish(
        found, result.findings(), lm=lm, subject=pairs.name, json_output=json_output, out=out, study=study, seed=seed
    )


def trace(
    prompt: str,
    *,
    subject: str,
    answer: str,
    kind: Literal["resid_post", "mlp_out", "attn_out"] = "resid_post",
    window: int | None = None,
    severed: Literal["mlp", "attn"] | None = None,
    samples: int = 10,
    noise: float | None = None,
    model: str = "smollm2-135m",
    device: str = "cpu",
    dtype: str | None = None,
    seed: int = 0,
    memory: int | None = None,
    checkpoint: Path | None = None,
    out: Path | None = None,
    study: Path | None = None,
    json_output: Json = False,
) -> None:
    """Causal tracing: hide the subject in noise, give back one state, and see whether the fact returns.

    Parameters
    ----------
    prompt
        A prompt that ends where the object would follow.
    subject
        The subject as it stands in the prompt.
    answer
        The object's token, with its leading space.
    kind
        The state that is given back.
    window
        Layers given back at once; 1 for resid_post, a fifth of the depth for outputs.
    severed
        Hold the later mlp or attn outputs there at their noised values.
    samples
        Draws of noise.
    noise
        Its standard deviation; three times that of the embeddings unless said.
    model
        A short name, a folder, a .gguf file or a hub id.
    device
        Where the model runs.
    dtype
        The type of its weights.
    seed
        Draws the noise.
    memory
        Bytes that the sweep may use beyond the model.
    checkpoint
        A file that keeps finished work; start again with it to go on.
    out
        Write the JSON result to this file.
    study
        A folder whose ledger takes the findings.
    json_output
        Print JSON.
    """
    with bars(quiet=json_output) as progress:
        lm = open_model(model, device, dtype, progress)
        started = time.perf_counter()
        result = intervene.trace(
            lm,
            intervene.Fact(prompt=prompt, subject=subject, answer=answer),
            kind=kind,
            window=window,
            severed=severed,
            samples=samples,
            noise=noise,
            seed=seed,
            memory=memory,
            checkpoint=checkpoint,
            progress=progress,
        )
    found = {**result.to_json(), "seconds": time.perf_counter() - started}
    if not json_output:
        labels = [range(lm.n_layers), [f"{i} {token!r}" for i, token in enumerate(found["tokens"])]]
        show_grid(
            f"indirect effect of {kind} (total {found['total_effect']:.3f})", ["layer", "pos"], labels, found["values"]
        )
    finish(found, result.findings(), lm=lm, subject=prompt, json_output=json_output, out=out, study=study, seed=seed)


def path(
    clean: str | None = None,
    *,
    corrupted: str | None = None,
    answer: str | None = None,
    wrong: str | None = None,
    task: str | None = None,
    data: Path | None = None,
    n: int = 5,
    split: Literal["train", "heldout"] = "train",
    senders: str | None = None,
    receivers: str = "logits",
    mlps: Literal["frozen", "recomputed"] = "frozen",
    metric: str | None = None,
    model: str = "smollm2-135m",
    device: str = "cpu",
    dtype: str | None = None,
    seed: int = 0,
    out: Path | None = None,
    study: Path | None = None,
    json_output: Json = False,
) -> None:
    """Path patching: what one component tells another directly, with everything else held still.

    Parameters
    ----------
    clean
        The clean prompt; instead of it, --task or --data.
    corrupted
        A prompt of as many tokens with another answer.
    answer
        The right token, with its leading space.
    wrong
        The token that it is measured against.
    task
        Draw the pairs of a task.
    data
        A JSON lines file of pairs.
    n
        How many pairs of the task.
    split
        Which split of the task.
    senders
        Comma-separated head_out.LAYER.HEAD, mlp_out.LAYER or embed; every head and MLP unless said.
    receivers
        Comma-separated q, k or v.LAYER.HEAD, mlp_in.LAYER or logits.
    mlps
        What stands between: frozen for the direct path, recomputed to let MLPs pass the message on.
    metric
        A metric; the task's own unless said.
    model
        A short name, a folder, a .gguf file or a hub id.
    device
        Where the model runs.
    dtype
        The type of its weights.
    seed
        Draws the task and the control.
    out
        Write the JSON result to this file.
    study
        A folder whose ledger takes the findings.
    json_output
        Print JSON.
    """
    with bars(quiet=json_output) as progress:
        lm = open_model(model, device, dtype, progress)
        pairs = _pairs(lm, clean, corrupted, answer, wrong, task, n, split, seed, data)
        started = time.perf_counter()
        result = intervene.path_patch(
            lm,
            pairs,
            senders=None if senders is None else senders.split(","),
            receivers=receivers.split(","),
            mlps=mlps,
            metric=metric,
            seed=seed,
            progress=progress,
        )
    found = {**result.to_json(), "seconds": time.perf_counter() - started}
    if not json_output:
        show_grid(f"paths to {receivers}", ["sender"], [found["senders"]], found["effect"])
    finish(
        found, result.findings(), lm=lm, subject=pairs.name, json_output=json_output, out=out, study=study, seed=seed
    )


def atp(
    clean: str | None = None,
    *,
    corrupted: str | None = None,
    answer: str | None = None,
    wrong: str | None = None,
    task: str | None = None,
    data: Path | None = None,
    n: int = 10,
    split: Literal["train", "heldout"] = "train",
    site: str = "z",
    over: str = "layer,head",
    method: Literal["atp", "atp*", "ig"] = "atp*",
    steps: int = 5,
    sample: int = 64,
    metric: str | None = None,
    model: str = "smollm2-135m",
    device: str = "cpu",
    dtype: str | None = None,
    seed: int = 0,
    out: Path | None = None,
    study: Path | None = None,
    json_output: Json = False,
) -> None:
    """Attribution patching: estimate every patch from gradients, and say how well that agrees with exact patching.

    Parameters
    ----------
    clean
        The clean prompt; instead of it, --task or --data.
    corrupted
        A prompt of as many tokens with another answer.
    answer
        The right token, with its leading space.
    wrong
        The token that it is measured against.
    task
        Draw the pairs of a task.
    data
        A JSON lines file of pairs.
    n
        How many pairs of the task.
    split
        Which split of the task.
    site
        What is patched: z, q, k, v, head_out, mlp_post, mlp_out, residuals.
    over
        The axes: any of layer, head, neuron, pos.
    method
        atp (one gradient), atp* (softmax recomputed, GradDrop) or ig (integrated gradients).
    steps
        Gradients of ig.
    sample
        Cells that are patched exactly as well, to measure the agreement.
    metric
        A differentiable metric; the task's own unless said.
    model
        A short name, a folder, a .gguf file or a hub id.
    device
        Where the model runs.
    dtype
        The type of its weights.
    seed
        Draws the task and the sample.
    out
        Write the JSON result to this file.
    study
        A folder whose ledger takes the findings.
    json_output
        Print JSON.
    """
    with bars(quiet=json_output) as progress:
        lm = open_model(model, device, dtype, progress)
        pairs = _pairs(lm, clean, corrupted, answer, wrong, task, n, split, seed, data)
        started = time.perf_counter()
        result = intervene.attribution_patch(
            lm,
            pairs,
            site=site,
            over=over,
            method=method,
            steps=steps,
            metric=metric,
            sample=sample,
            seed=seed,
            progress=progress,
        )
    found = {**result.to_json(), "seconds": time.perf_counter() - started}
    if not json_output:
        title = f"estimated change of the metric ({method}; rank correlation with exact {result.rank_correlation:.2f})"
        show_grid(title, result.grid.axes, result.grid.labels, found["values"])
    finish(
        found, result.findings(), lm=lm, subject=pairs.name, json_output=json_output, out=out, study=study, seed=seed
    )
