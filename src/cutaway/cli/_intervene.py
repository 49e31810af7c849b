"""`cutaway patch | ablate | trace | path | atp`: interventions from the command line."""

import time
from pathlib import Path
from typing import Annotated, Any, Literal

from cyclopts import Parameter

from cutaway import intervene
from cutaway.cli._common import bars, show_grid
from cutaway.cli._options import ModelOptions, Output, PairOptions, SweepOptions
from cutaway.errors import DataError
from cutaway.intervene import Fact
from cutaway.model import LanguageModel
from cutaway.tasks import facts as facts_task


def patch(
    clean: str | None = None,
    *,
    pairs: PairOptions = PairOptions(),
    site: str = "resid_pre",
    over: str = "layer,pos",
    metric: str | None = None,
    direction: Literal["denoise", "noise"] = "denoise",
    seed: int = 0,
    on: ModelOptions = ModelOptions(),
    run: SweepOptions = SweepOptions(),
    output: Output = Output(),
) -> None:
    """Activation patching: put one run's activation into another, one part at a time.

    Parameters
    ----------
    clean
        The clean prompt; instead of it, --task or --data.
    site
        What is patched: resid_pre, resid_mid, resid_post, attn_out, mlp_out, z, q, k, v, pattern, mlp_post, head_out, embed.
    over
        The axes of the sweep: any of layer, pos, head, neuron, span.
    metric
        logit_difference, probability, probability_difference, kl, cross_entropy, rank; the task's own unless said.
    direction
        denoise puts clean into corrupted (what suffices), noise corrupted into clean (what is necessary).
    seed
        Draws the task and the control.
    """
    with bars(quiet=output.json_output) as progress:
        lm = on.open(progress)
        task = pairs.draw(lm, clean, seed)
        started = time.perf_counter()
        result = intervene.patch(
            lm,
            task,
            site=site,
            over=over,
            metric=metric,
            direction=direction,
            seed=seed,
            memory=run.memory,
            checkpoint=run.checkpoint,
            progress=progress,
        )
    found = {**result.to_json(), "seconds": time.perf_counter() - started}
    if not output.json_output:
        show_grid(f"{site} patching, normalised ({direction})", result.axes, result.grid.labels, found["normalised"])
    output.finish(found, result.findings(), shown=result, lm=lm, subject=task.name, seed=seed)


def ablate(
    clean: str | None = None,
    *,
    pairs: PairOptions = PairOptions(),
    site: str = "z",
    over: str = "layer,head",
    how: Annotated[Literal["zero", "mean", "resample"], Parameter(name="--with")] = "mean",
    mode: Literal["each", "cumulative", "pairs"] = "each",
    top: int = 10,
    metric: str | None = None,
    seed: int = 0,
    on: ModelOptions = ModelOptions(),
    run: SweepOptions = SweepOptions(),
    output: Output = Output(),
) -> None:
    """Ablation: remove components one at a time, cumulatively or in pairs, and see what the answer loses.

    Parameters
    ----------
    clean
        The clean prompt; instead of it, --task or --data. Mean and resample take their values from the corrupted prompts.
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
    seed
        Draws the task and the control.
    """
    with bars(quiet=output.json_output) as progress:
        lm = on.open(progress)
        task = pairs.draw(lm, clean, seed)
        started = time.perf_counter()
        result = intervene.ablate(
            lm,
            task,
            site=site,
            over=over,
            how=how,
            mode=mode,
            top=top,
            metric=metric,
            seed=seed,
            memory=run.memory,
            checkpoint=run.checkpoint,
            progress=progress,
        )
    found: dict[str, Any] = {**result.to_json(), "seconds": time.perf_counter() - started}
    if not output.json_output and mode == "each":
        drop = result.drop.nanmean(0).unflatten(0, result.grid.shape).tolist()
        show_grid(f"what {how} ablation of {site} costs", result.grid.axes, result.grid.labels, drop)
    output.finish(found, result.findings(), shown=result, lm=lm, subject=task.name, seed=seed)


def trace(
    prompt: str | None = None,
    *,
    subject: str | None = None,
    answer: str | None = None,
    task: Literal["facts"] | None = None,
    facts: Path | None = None,
    n: int = 20,
    split: Literal["train", "heldout"] = "train",
    kind: Literal["resid_post", "mlp_out", "attn_out"] = "resid_post",
    window: int | None = None,
    severed: Literal["mlp", "attn"] | None = None,
    samples: int = 10,
    noise: float | None = None,
    seed: int = 0,
    on: ModelOptions = ModelOptions(),
    run: SweepOptions = SweepOptions(),
    output: Output = Output(),
) -> None:
    """Causal tracing: hide the subject in noise, give back one state, and see whether the fact returns.

    Parameters
    ----------
    prompt
        A prompt that ends where the object would follow; instead of it, --task or --facts.
    subject
        The subject as it stands in the prompt.
    answer
        The object's token, with its leading space.
    task
        Trace the facts of this task that the model knows.
    facts
        A file of facts (JSON or JSON lines with prompt, subject and answer), of which those that the model knows are traced.
    n
        How many facts of the task or the file at the most.
    split
        Which split of the task.
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
    seed
        Draws the facts and the noise.
    """
    with bars(quiet=output.json_output) as progress:
        lm = on.open(progress)
        chosen = _facts(lm, prompt, subject, answer, task, facts, n, split, seed)
        started = time.perf_counter()
        result = intervene.trace(
            lm,
            chosen,
            kind=kind,
            window=window,
            severed=severed,
            samples=samples,
            noise=noise,
            seed=seed,
            memory=run.memory,
            checkpoint=run.checkpoint,
            progress=progress,
        )
    found = {**result.to_json(), "seconds": time.perf_counter() - started}
    if not output.json_output:
        title = f"indirect effect of {kind} (total {found['total_effect']:.3f})"
        if len(chosen) == 1:
            labels = [range(lm.n_layers), [f"{i} {token!r}" for i, token in enumerate(found["tokens"])]]
            show_grid(title, ["layer", "pos"], labels, found["values"])
        else:
            table = result.grouped().nanmean(0).tolist()
            show_grid(
                f"{title}, {len(chosen)} facts", ["token", "layer"], [intervene.GROUPS, range(lm.n_layers)], table
            )
    output.finish(found, result.findings(), shown=result, lm=lm, subject=prompt or str(facts or task), seed=seed)


def _facts(
    lm: LanguageModel,
    prompt: str | None,
    subject: str | None,
    answer: str | None,
    task: str | None,
    file: Path | None,
    n: int,
    split: str,
    seed: int,
) -> tuple[Fact, ...]:
    """The facts that a command names: one on the command line, or those that the model knows of a task or a file."""
    if file is not None:
        return intervene.sampled(intervene.known(lm, intervene.load_facts(file)), n, seed)
    if task is not None:
        drawn = intervene.facts_of(facts_task(lm, n=2 * n, split=split, seed=seed))
        return intervene.known(lm, drawn)[:n]
    if prompt is None or subject is None or answer is None:
        raise DataError("give a prompt with --subject and --answer; or --task facts; or --facts FILE.json")
    return (Fact(prompt=prompt, subject=subject, answer=answer),)


def path(
    clean: str | None = None,
    *,
    pairs: PairOptions = PairOptions(),
    senders: str | None = None,
    receivers: str = "logits",
    mlps: Literal["frozen", "recomputed"] = "frozen",
    metric: str | None = None,
    seed: int = 0,
    on: ModelOptions = ModelOptions(),
    output: Output = Output(),
) -> None:
    """Path patching: what one component tells another directly, with everything else held still.

    Parameters
    ----------
    clean
        The clean prompt; instead of it, --task or --data. Of a task 5 pairs are drawn unless --n says otherwise.
    senders
        Comma-separated head_out.LAYER.HEAD, mlp_out.LAYER or embed; every head and MLP unless said.
    receivers
        Comma-separated q, k or v.LAYER.HEAD, mlp_in.LAYER or logits.
    mlps
        What stands between: frozen for the direct path, recomputed to let MLPs pass the message on.
    metric
        A metric; the task's own unless said.
    seed
        Draws the task and the control.
    """
    with bars(quiet=output.json_output) as progress:
        lm = on.open(progress)
        task = pairs.draw(lm, clean, seed, most=5)
        started = time.perf_counter()
        result = intervene.path_patch(
            lm,
            task,
            senders=None if senders is None else senders.split(","),
            receivers=receivers.split(","),
            mlps=mlps,
            metric=metric,
            seed=seed,
            progress=progress,
        )
    found = {**result.to_json(), "seconds": time.perf_counter() - started}
    if not output.json_output:
        show_grid(f"paths to {receivers}", ["sender"], [found["senders"]], found["effect"])
    output.finish(found, result.findings(), shown=result, lm=lm, subject=task.name, seed=seed)


def atp(
    clean: str | None = None,
    *,
    pairs: PairOptions = PairOptions(),
    site: str = "z",
    over: str = "layer,head",
    method: Literal["atp", "atp*", "ig"] = "atp*",
    steps: int = 5,
    sample: int = 64,
    metric: str | None = None,
    seed: int = 0,
    on: ModelOptions = ModelOptions(),
    output: Output = Output(),
) -> None:
    """Attribution patching: estimate every patch from gradients, and say how well that agrees with exact patching.

    Parameters
    ----------
    clean
        The clean prompt; instead of it, --task or --data. Of a task 10 pairs are drawn unless --n says otherwise.
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
    seed
        Draws the task and the sample.
    """
    with bars(quiet=output.json_output) as progress:
        lm = on.open(progress)
        task = pairs.draw(lm, clean, seed, most=10)
        started = time.perf_counter()
        result = intervene.attribution_patch(
            lm,
            task,
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
    if not output.json_output:
        title = f"estimated change of the metric ({method}; rank correlation with exact {result.rank_correlation:.2f})"
        show_grid(title, result.grid.axes, result.grid.labels, found["values"])
    output.finish(found, result.findings(), shown=result, lm=lm, subject=task.name, seed=seed)
