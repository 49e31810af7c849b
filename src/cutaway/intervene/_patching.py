"""Activation patching of the residual stream, one layer and position at a time.

Two prompts that differ in what decides the answer are run. Then one is run again with a single state of the stream
taken from the other, and the metric says how much of the difference that one state carries (Vig et al., 2020; Meng et
al., 2022; "interchange intervention" in Geiger et al., 2021). The same is done with the state of an unrelated prompt
as a control: overwriting a state disturbs a model whatever is written, and only what goes beyond that is about content.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

import torch
from jaxtyping import Float
from torch import Tensor

from cutaway.errors import AlignmentError, EditError, PromptError
from cutaway.evidence import Finding, bootstrap, grade_causal
from cutaway.intervene._contrast import scoring
from cutaway.intervene._flow import Carrier, carriers
from cutaway.model import SITE_KINDS, LanguageModel, Prompts, Run, SweepRow, Tokens, replace, sweep
from cutaway.progress import Progress, silent
from cutaway.shown import Shown
from cutaway.tasks import METRICS, Answers, Metric

Direction = Literal["denoise", "noise"]
SITES = ("resid_pre", "resid_mid", "resid_post", "attn_out", "mlp_out")


@dataclass(frozen=True, kw_only=True, eq=False)
class Patching(Shown):
    """The metric under every patch of a (layer, position) grid.

    Cells that were not asked for are NaN.
    """

    axes = ("layer", "pos")

    site: str
    direction: Direction
    """`denoise`: clean states into the corrupted run; `noise`: corrupted states into the clean run."""
    metric: str
    per_prompt: Float[Tensor, "prompt layer pos"]
    """The metric of each pair under each patch."""
    clean_per_prompt: Float[Tensor, " prompt"]
    """The metric of each clean prompt, without edits."""
    corrupted_per_prompt: Float[Tensor, " prompt"]
    control_per_prompt: Float[Tensor, "prompt layer pos"] | None
    """The metric when the state comes from an unrelated prompt instead; NaN where both prompts of the pair have the
    same state, so that patching changes nothing."""
    tokens: Tokens
    corrupted_tokens: Tokens
    control_tokens: Tokens | None
    answers: Answers
    model: str

    @property
    def values(self) -> Float[Tensor, "layer pos"]:
        """The mean over pairs of the metric under each patch."""
        return self.per_prompt.mean(0)

    @property
    def clean(self) -> float:
        """The mean metric of the clean prompts."""
        return float(self.clean_per_prompt.mean())

    @property
    def corrupted(self) -> float:
        """The mean metric of the corrupted prompts."""
        return float(self.corrupted_per_prompt.mean())

    @property
    def normalised(self) -> Float[Tensor, "layer pos"]:
        """How much of the difference between the prompts a patch carries: 0 for nothing, 1 for all of it.

        (value - corrupted) / (clean - corrupted) for `denoise`, (clean - value) / (clean - corrupted) for `noise`, of
        means over pairs. It may exceed 1 or be negative. NaN where clean and corrupted do not differ.
        """
        return self._effect(self.per_prompt).mean(0) / self._difference()

    @property
    def control(self) -> Float[Tensor, "layer pos"] | None:
        """The mean over pairs of the metric under the control's patches."""
        return None if self.control_per_prompt is None else self.control_per_prompt.mean(0)

    @property
    def control_normalised(self) -> Float[Tensor, "layer pos"] | None:
        """`normalised`, of the control."""
        return (
            None
            if self.control_per_prompt is None
            else self._effect(self.control_per_prompt).mean(0) / self._difference()
        )

    def samples(self, layer: int, pos: int) -> Float[Tensor, " prompt"]:
        """The normalised effect of one cell on each pair.

        It is a ratio of means, R = mean(x) / mean(d), with x the effect on a pair and d the pair's own difference; these
        are its linearised samples R + (x - R d) / mean(d). Their mean is R, and their spread is that of R.
        """
        return self._samples(self.per_prompt[:, layer, pos])

    def control_samples(self, layer: int, pos: int) -> Float[Tensor, " prompt"] | None:
        """`samples`, of the control."""
        return None if self.control_per_prompt is None else self._samples(self.control_per_prompt[:, layer, pos])

    def carriers(self) -> list[Carrier]:
        """The cells where what decides the answer turns up: what `findings` are about."""
        differs = (self.tokens.ids != self.corrupted_tokens.ids).any(0)
        return carriers(self.normalised, differs)

    def findings(self, about: Sequence[Carrier] | None = None, *, command: str = "") -> list[Finding]:
        """What the carriers carry, graded causal only where that exceeds what the control's states do.

        Args:
            about: cells, from the `carriers` of this or of another sweep; None: this one's own.
            command: what makes this again.
        """
        found = []
        for one in self.carriers() if about is None else about:
            effect = self.samples(one.layer, one.pos).tolist()
            control = self.control_samples(one.layer, one.pos)
            found.append(
                Finding(
                    claim=self._claim(one),
                    method=f"activation patching of {self.site} ({self.direction}, resampled, metric {self.metric})",
                    effect=sum(effect) / len(effect),
                    interval=bootstrap(effect) if len(effect) > 1 else None,
                    control=None if control is None else float(control.mean()),
                    n=len(effect),
                    grade="observed" if control is None else grade_causal(effect, control.tolist()),
                    command=command,
                    details={
                        "measure": "share of the metric's difference between clean and corrupted",
                        "control": None if control is None else "the same cell, from an unrelated prompt",
                        "clean_prompts": len({tuple(row) for row in self.tokens.rows}),
                        "corrupted_prompts": len({tuple(row) for row in self.corrupted_tokens.rows}),
                        "layer": one.layer,
                        "pos": one.pos,
                        "role": one.role,
                    },
                )
            )
        return found

    def _claim(self, one: Carrier) -> str:
        verb = "restores" if self.direction == "denoise" else "removes"
        whose = "clean" if self.direction == "denoise" else "corrupted"
        token = self._token(one.pos)
        where = f"position {one.pos}" + (f" ({token!r})" if token is not None else "")
        share = f"{float(self.normalised[one.layer, one.pos]):.0%}"
        span = {
            "source": f"What decides the answer is at {where}, where the prompts differ, up to layer {one.layer}",
            "end": f"It is at {where}, the last, from layer {one.layer} on",
            "between": f"Part of it passes through {where}, most of all at layer {one.layer}",
        }[one.role]
        return (
            f"{span}: the {whose} {self.site}.{one.layer} there {verb} {share} of what separates the "
            f"prompts in {self.metric.replace('_', ' ')}"
        )

    def to_frame(self) -> list[dict[str, Any]]:
        """A row for each layer and position, as data frame libraries take them."""
        values, shares, control = self.values, self.normalised, self.control
        n_layers, n_pos = values.shape
        return [
            {
                "layer": layer,
                "pos": pos,
                "token": self._token(pos),
                "value": float(values[layer, pos]),
                "normalised": float(shares[layer, pos]),
                "control": None if control is None else float(control[layer, pos]),
            }
            for layer in range(n_layers)
            for pos in range(n_pos)
        ]

    def to_json(self) -> dict[str, Any]:
        """Means over the pairs (there is mostly one)."""
        control, control_share = self.control, self.control_normalised
        return {
            "axes": list(self.axes),
            "site": self.site,
            "direction": self.direction,
            "metric": self.metric,
            "n": len(self.per_prompt),
            "values": self.values.tolist(),
            "clean": self.clean,
            "corrupted": self.corrupted,
            "normalised": self.normalised.tolist(),
            "control": None
            if control is None or control_share is None or self.control_tokens is None
            else {
                "source": self.control_tokens.strings[0],
                "values": control.tolist(),
                "normalised": control_share.tolist(),
            },
        }

    def _effect(self, value: Float[Tensor, "prompt *cell"]) -> Float[Tensor, "prompt *cell"]:
        """How far a patch moves each pair's metric, towards the prompt that the state is from."""
        plain = self.corrupted_per_prompt if self.direction == "denoise" else self.clean_per_prompt
        moved = value - plain.reshape(-1, *(1,) * (value.dim() - 1))
        return moved if self.direction == "denoise" else -moved

    def _difference(self) -> float:
        """The mean difference between clean and corrupted; NaN where there is none to speak of."""
        difference = self.clean - self.corrupted
        return difference if abs(difference) > 1e-6 * max(1.0, abs(self.clean)) else float("nan")

    def _samples(self, value: Float[Tensor, " prompt"]) -> Float[Tensor, " prompt"]:
        x, d = self._effect(value), self.clean_per_prompt - self.corrupted_per_prompt
        ratio = x.mean() / self._difference()
        return ratio + (x - ratio * d) / self._difference()

    def _token(self, pos: int) -> str | None:
        """The clean prompts' token at a position, where all have the same."""
        ids = set(self.tokens.ids[:, pos].tolist())
        return self.tokens.decode(ids.pop()) if len(ids) == 1 else None


def patch_residual(
    lm: LanguageModel,
    clean: Prompts | Tokens,
    corrupted: Prompts | Tokens,
    *,
    answers: Answers,
    metric: Metric = METRICS["logit_difference"],
    site: str = "resid_pre",
    direction: Direction = "denoise",
    control: Prompts | Tokens | None = None,
    cells: Sequence[tuple[int, int]] | None = None,
    memory: int | None = None,
    progress: Progress = silent,
) -> Patching:
    """Patch one state at a time, at every layer and position.

    Edited runs are rows of one pass over the layers. A state that is the same in both prompts (all those before the first token that
    differs) is not run, since writing what is there already changes nothing.

    Args:
        lm: the model.
        clean: prompts whose answer is to be explained; all of the same number of tokens, so that a position means the
            same in each.
        corrupted: for each its partner, of the same number of tokens.
        answers: the correct and wrong tokens of each clean prompt.
        metric: what is measured at the last token. KL is taken from the clean prompt's distribution.
        site: which stream: `resid_pre` (what enters a layer), `resid_mid`, `resid_post`, or a layer's `attn_out` or
            `mlp_out`; at every layer.
        direction: `denoise` puts clean states into the corrupted run (what suffices to restore the answer), `noise`
            corrupted ones into the clean run (what is needed for it).
        control: an unrelated prompt for each pair, of the same number of tokens, whose states are written in the same
            cells for comparison.
        cells: the (layer, position) cells to patch; None for all.
        memory: bytes that the sweep may use beyond the model; None for half of what is free.
        progress: told how many edited runs are done.

    Returns:
        A `Patching`, fp32.

    Raises:
        AlignmentError: prompts of a pair, of two pairs or of the control differ in their number of tokens, or in
            number.
        PromptError: a pair whose prompts are the same.
        EditError: a site, direction or cell that cannot be patched.
    """
    if site not in SITES:
        known = "has no position" if site in SITE_KINDS else "is no site"
        raise EditError(
            f"{site!r} cannot be patched here ({known} of the stream, at every layer); use one of {', '.join(SITES)}"
        )
    if direction not in ("denoise", "noise"):
        raise EditError(f"direction={direction!r}; use 'denoise' or 'noise'")
    clean_tokens, corrupted_tokens = lm.tokenize(clean), lm.tokenize(corrupted)
    _check_aligned(clean_tokens, corrupted_tokens, answers)
    control_tokens = None if control is None else lm.tokenize(control)
    if control_tokens is not None:
        _check_same_length(clean_tokens, control_tokens, "control")
    clean_run = lm.run(clean_tokens, read=[site], logits="last")
    corrupted_run = lm.run(corrupted_tokens, read=[site], logits="last")
    source, base = (clean_run, corrupted_run) if direction == "denoise" else (corrupted_run, clean_run)
    n_layers, n_pos = lm.n_layers, clean_tokens.ids.shape[1]
    wanted = _wanted(cells, n_layers, n_pos)
    differs = torch.stack([(source[f"{site}.{n}"] != base[f"{site}.{n}"]).any(-1) for n in range(n_layers)]).cpu()
    jobs = [(b, n, p) for b in range(len(clean_tokens)) for n, p in wanted if differs[n, b, p]]
    reference = clean_run.last_logits if metric.needs == "reference" else None

    vocab, scored = scoring(answers, metric, reference)
    everyone = torch.arange(len(clean_tokens))
    plain = {
        name: scored(
            run.last_logits if vocab is None else run.last_logits[:, vocab.to(run.last_logits.device)], everyone
        )
        .float()
        .cpu()
        for name, run in (("clean", clean_run), ("corrupted", corrupted_run))
    }
    total = len(jobs) * (1 if control_tokens is None else 2)

    def swept(source: Run, done: int) -> list[float]:
        rows = [SweepRow(b, (replace(f"{site}.{n}", source, pos=[p]),)) for b, n, p in jobs]

        def told(label: str, within: int, of: int, /) -> None:
            progress("patching", done + within, total)

        return sweep(lm, base.tokens, rows, scored, vocab=vocab, memory=memory, progress=told).values.tolist()

    per_prompt = torch.full((len(clean_tokens), n_layers, n_pos), torch.nan)
    for n, p in wanted:
        per_prompt[:, n, p] = plain["corrupted" if direction == "denoise" else "clean"]
    at = tuple(torch.tensor(jobs, dtype=torch.long).reshape(-1, 3).T)
    per_prompt[at] = torch.tensor(swept(source, 0))
    control_values = None
    if control_tokens is not None:
        control_run = lm.run(control_tokens, read=[site], logits=False)
        control_values = torch.full_like(per_prompt, torch.nan)
        control_values[at] = torch.tensor(swept(control_run, len(jobs)))
    return Patching(
        site=site,
        direction=direction,
        metric=metric.name,
        per_prompt=per_prompt,
        clean_per_prompt=plain["clean"],
        corrupted_per_prompt=plain["corrupted"],
        control_per_prompt=control_values,
        tokens=clean_tokens,
        corrupted_tokens=corrupted_tokens,
        control_tokens=control_tokens,
        answers=answers,
        model=lm.name,
    )


def _wanted(cells: Sequence[tuple[int, int]] | None, n_layers: int, n_pos: int) -> list[tuple[int, int]]:
    if cells is None:
        return [(n, p) for n in range(n_layers) for p in range(n_pos)]
    outside = [cell for cell in cells if not (0 <= cell[0] < n_layers and 0 <= cell[1] < n_pos)]
    if outside:
        raise EditError(f"cell {outside[0]} is outside the {n_layers} layers and {n_pos} positions; count from 0")
    return list(dict.fromkeys(cells))


def _check_aligned(clean: Tokens, corrupted: Tokens, answers: Answers) -> None:
    if len(answers) != len(clean):
        raise AlignmentError(f"{len(answers)} rows of answers for {len(clean)} prompts; give one for each")
    _check_same_length(clean, corrupted, "corrupted")
    if clean.padded:
        raise AlignmentError(
            f"the prompts have {int(clean.lengths.min())} to {int(clean.lengths.max())} tokens, so that a position "
            "does not mean the same in each; patch those of one length together"
        )
    for number, (one, other) in enumerate(zip(clean.rows, corrupted.rows, strict=True)):
        if one == other:
            raise PromptError(f"clean and corrupted prompt {number} are the same; change what decides the answer")


def _check_same_length(clean: Tokens, other: Tokens, what: str) -> None:
    if len(clean) != len(other):
        raise AlignmentError(f"{len(clean)} clean prompts, but {len(other)} as {what}=; give one for each")
    for number, (a, b) in enumerate(zip(clean.rows, other.rows, strict=True)):
        if len(a) != len(b):
            raise AlignmentError(
                f"pair {number} does not align: the clean prompt has {len(a)} tokens {clean.strings[number]}, and as "
                f"{what}= there are {len(b)} {other.strings[number]}; word them to the same number of tokens"
            )
