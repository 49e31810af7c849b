"""Causal tracing: hide the subject in noise, give back one state, and see whether the fact returns.

As in Meng et al., "Locating and Editing Factual Associations in GPT" (2022): Gaussian noise of three standard
deviations of the embeddings on the subject's tokens, ten draws; total effect = p(clean) - p(noised), indirect effect
of a state = p(noised, state restored) - p(noised). MLP and attention outputs are restored over a window of layers. With
`severed` the later MLPs (or attentions) at the restored position are held at their noised values, which asks how much
of the effect passes through them. We deviate in the size of the window, which is scaled to the model's depth.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import torch
from jaxtyping import Float
from torch import Tensor

from cutaway.errors import DataError
from cutaway.evidence import Finding, grade_causal
from cutaway.intervene._contrast import interval_of
from cutaway.intervene._facts import Fact
from cutaway.model import Edit, LanguageModel, Site, SweepRow, Tokens, add, replace, sweep
from cutaway.progress import Progress, silent
from cutaway.shown import Shown

Kind = Literal["resid_post", "mlp_out", "attn_out"]
GROUPS = ("first subject", "middle subject", "last subject", "first after", "further", "last")
"""Where a token stands relative to the subject, so that facts of unequal length can be averaged."""


@dataclass(frozen=True, kw_only=True)
class Trace(Shown):
    """Indirect effects of every layer and position, for some facts.

    Attributes:
        facts: the facts.
        tokens: the text of each fact's tokens.
        subjects: each fact's subject, as (first token, one past the last).
        kind: which state is given back.
        window: how many layers are given back at once.
        severed: which outputs were held at their noised values downstream, if any.
        clean, noised: [fact], the answer's probability without noise, and with it (averaged over draws).
        effects: for every fact [layer pos], the indirect effect, averaged over draws. Tokens before the subject are as
            in the clean run, and giving them back does nothing: 0, and not run.
        noise: the standard deviation of the noise.
    """

    facts: tuple[Fact, ...]
    tokens: tuple[tuple[str, ...], ...]
    subjects: tuple[tuple[int, int], ...]
    kind: Kind
    window: int
    severed: str | None
    clean: Float[Tensor, " fact"]
    noised: Float[Tensor, " fact"]
    effects: tuple[Float[Tensor, "layer _"], ...]
    noise: float
    rows: int
    peak_bytes: int

    @property
    def total(self) -> Float[Tensor, " fact"]:
        """The total effect: what the noise takes away."""
        return self.clean - self.noised

    def grouped(self) -> Float[Tensor, "fact group layer"]:
        """Indirect effects by where the token stands (`GROUPS`); NaN where a fact has no such token."""
        n_layers = self.effects[0].shape[0]
        table = torch.full((len(self.facts), len(GROUPS), n_layers), torch.nan)
        for index, (effect, subject) in enumerate(zip(self.effects, self.subjects, strict=True)):
            for group, positions in enumerate(_grouped(subject, effect.shape[1])):
                if positions:
                    table[index, group] = effect[:, positions].mean(1)
        return table

    def average(self) -> list[dict[str, Any]]:
        """The average indirect effect per group and layer with bootstrap intervals over facts."""
        found = []
        for group, name in enumerate(GROUPS):
            for layer in range(self.effects[0].shape[0]):
                samples = self.grouped()[:, group, layer]
                samples = samples[~samples.isnan()]
                if len(samples):
                    found.append(
                        {
                            "group": name,
                            "layer": layer,
                            "effect": float(samples.mean()),
                            "interval": interval_of(samples),
                        }
                    )
        return found

    def findings(self, *, command: str = "") -> list[Finding]:
        """The early site (last subject token) and the late site (last token), beside the tokens between them.

        The early site is told at its best layer. The stream at the last token returns everything at the last layer by
        construction, so the late site is told at the first layer that returns half of what any returns.
        """
        table = self.grouped()
        others = [GROUPS.index(name) for name in ("first after", "further")]
        control = table[:, others].nanmean(1)
        found = []
        for name in ("last subject", "last"):
            column = table[:, GROUPS.index(name)]
            mean = column.nanmean(0).nan_to_num(-torch.inf)
            layer = int(mean.argmax())
            if name == "last" and self.kind == "resid_post":
                layer = int((mean >= mean.max() / 2).nonzero()[0])
            samples, beside = column[:, layer], control[:, layer]
            keep = ~samples.isnan() & ~beside.isnan()
            if not bool(keep.any()):
                continue
            found.append(
                Finding(
                    claim=f"giving back {self.kind} of layer {layer} at the {name} token returns "
                    f"{float(samples[keep].mean()):.3f} of the answer's probability (total effect {float(self.total.mean()):.3f})",
                    method=f"causal tracing, window {self.window}"
                    + (f", {self.severed} severed" if self.severed else ""),
                    effect=float(samples[keep].mean()),
                    interval=interval_of(samples[keep]),
                    control=float(beside[keep].mean()),
                    n=int(keep.sum()),
                    grade=grade_causal(samples[keep].numpy(), beside[keep].numpy()),
                    command=command,
                )
            )
        return found

    def to_json(self) -> dict[str, Any]:
        """Plain data; `values` are the indirect effects of the first fact, `average` those of all."""
        return {
            "kind": self.kind,
            "window": self.window,
            "severed": self.severed,
            "noise": self.noise,
            "n": len(self.facts),
            "clean": float(self.clean.mean()),
            "noised": float(self.noised.mean()),
            "total_effect": float(self.total.mean()),
            "axes": ["layer", "pos"],
            "tokens": list(self.tokens[0]),
            "subject": list(self.subjects[0]),
            "values": self.effects[0].tolist(),
            "average": self.average(),
            "rows": self.rows,
            "peak_bytes": self.peak_bytes,
        }


def trace(
    lm: LanguageModel,
    facts: Fact | Sequence[Fact],
    *,
    kind: Kind = "resid_post",
    window: int | None = None,
    severed: Literal["mlp", "attn"] | None = None,
    samples: int = 10,
    noise: float | None = None,
    seed: int = 0,
    memory: int | None = None,
    checkpoint: Path | str | None = None,
    progress: Progress = silent,
) -> Trace:
    """Trace where facts are recalled.

    Args:
        lm: the model.
        facts: one or several.
        kind: the state that is given back.
        window: layers given back at once, centred; None for one layer of `resid_post`, and a fifth of the depth of
            the outputs (ten of GPT-2 XL's 48, as in the paper).
        severed: hold the later `mlp` or `attn` outputs at the restored position at their noised values.
        samples: draws of noise for each fact.
        noise: its standard deviation; None for three times that of the token embeddings.
        seed: draws the noise.
        memory, checkpoint, progress: as for `patch`.

    Raises:
        DataError: no fact, a subject that is not in its prompt, or an unknown kind.
        AlignmentError: an answer that is not one token.
    """
    facts = (facts,) if isinstance(facts, Fact) else tuple(facts)
    if not facts or kind not in ("resid_post", "mlp_out", "attn_out") or samples < 1:
        raise DataError(f"{len(facts)} facts, kind={kind!r}, samples={samples}; kinds: resid_post, mlp_out, attn_out")
    if window is None:
        window = 1 if kind == "resid_post" else max(1, round(lm.n_layers * 10 / 48))
    sigma = 3 * float(lm.hf.get_input_embeddings().weight.float().std()) if noise is None else noise  # type: ignore[union-attr]
    sigma *= embedding_scale(lm)
    tokens = lm.tokenize([fact.prompt for fact in facts])
    subjects = tuple(subject_span(lm, fact, tokens, index) for index, fact in enumerate(facts))
    answers = torch.tensor([lm.token_id(fact.answer) for fact in facts])
    clean_run = lm.run(tokens, read=[kind], logits="last")
    clean = clean_run.last_logits.float().softmax(-1)[torch.arange(len(facts)), answers].cpu()

    repeated = Tokens(
        tokens.ids.repeat_interleave(samples, 0), tokens.lengths.repeat_interleave(samples), tokens.tokenizer
    )
    generator = torch.Generator().manual_seed(seed)
    base: list[list[Edit]] = []
    for fact in range(len(facts)):
        start, end = subjects[fact]
        for _ in range(samples):
            draw = sigma * torch.randn(end - start, lm.d_model, generator=generator)
            base.append([add("embed", draw, pos=list(range(start, end)))])
    held = {"mlp": "mlp_out", "attn": "attn_out", None: None}[severed]
    noised_run = None
    if held is not None:
        noised_edits = [_on_row(edits[0], row) for row, edits in enumerate(base)]
        noised_run = lm.run(repeated, read=[held], edits=noised_edits, logits=False)
    rows = []
    for fact in range(len(facts)):
        for draw in range(samples):
            prompt = fact * samples + draw
            for layer in range(lm.n_layers):
                for pos in range(subjects[fact][0], int(tokens.lengths[fact])):
                    restored = [
                        replace(Site(kind, each), clean_run[Site(kind, each)][fact, pos], pos=[pos])
                        for each in _window(layer, window, lm.n_layers)
                    ]
                    if noised_run is not None and held is not None:
                        restored += [
                            replace(Site(held, later), noised_run[Site(held, later)][prompt, pos], pos=[pos])
                            for later in range(layer + 1, lm.n_layers)
                        ]
                    rows.append(SweepRow(prompt, tuple(restored)))
    every_answer = answers.repeat_interleave(samples)

    def score(logits: Tensor, prompt: Tensor) -> Tensor:
        chosen = every_answer[prompt].to(logits.device)
        return logits.float().softmax(-1).gather(-1, chosen[:, None])[:, 0]

    done = sweep(
        lm,
        repeated,
        rows,
        score,
        base=base,
        memory=memory,
        checkpoint=checkpoint,
        job=f"trace {kind} {window} {severed} {samples} {sigma} {seed} {answers.tolist()} {subjects}",
        progress=progress,
    )
    noised = done.plain.reshape(len(facts), samples)
    effects, at = [], 0
    for fact in range(len(facts)):
        length, start = int(tokens.lengths[fact]), subjects[fact][0]
        size = samples * lm.n_layers * (length - start)
        restored_p = done.values[at : at + size].reshape(samples, lm.n_layers, length - start)
        effect = torch.zeros(lm.n_layers, length)
        effect[:, start:] = (restored_p - noised[fact][:, None, None]).mean(0)
        effects.append(effect)
        at += size
    return Trace(
        facts=facts,
        tokens=tuple(tuple(row) for row in tokens.strings),
        subjects=subjects,
        kind=kind,
        window=window,
        severed=severed,
        clean=clean,
        noised=noised.mean(1),
        effects=tuple(effects),
        noise=sigma,
        rows=len(rows),
        peak_bytes=done.peak_bytes,
    )


def embedding_scale(lm: LanguageModel) -> float:
    """The factor between the embedding matrix and what enters layer 0 (Gemma, Granite), so that noise is in proportion."""
    scale = getattr(lm.hf.get_input_embeddings(), "embed_scale", None)
    if scale is not None:
        return float(scale)
    return float(getattr(lm.hf.config.get_text_config(), "embedding_multiplier", 1.0))


def subject_span(lm: LanguageModel, fact: Fact, tokens: Tokens, index: int) -> tuple[int, int]:
    """The tokens that hold the subject, as (first, one past the last).

    Raises:
        DataError: the subject does not stand in the prompt, or the tokens do not spell the prompt.
    """
    begin = fact.prompt.find(fact.subject)
    if not fact.subject or begin < 0:
        raise DataError(
            f"the subject {fact.subject!r} does not stand in {fact.prompt!r}; give it as it is written there"
        )
    end = begin + len(fact.subject)
    row = tokens.rows[index]
    at, span = 0, []
    for position in range(len(row)):
        before = len(lm.tokenizer.decode(row[:position], skip_special_tokens=True))
        after = len(lm.tokenizer.decode(row[: position + 1], skip_special_tokens=True))
        if after > before and before < end and after > begin:
            span.append(position)
        at = after
    if not span or at < end:
        raise DataError(f"the tokens of {fact.prompt!r} could not be matched to its text; try a plainer prompt")
    return span[0], span[-1] + 1


def _window(layer: int, window: int, n_layers: int) -> range:
    first = max(0, layer - window // 2)
    return range(first, min(n_layers, layer - window // 2 + window))


def _grouped(subject: tuple[int, int], length: int) -> list[list[int]]:
    """The positions of each of `GROUPS` in a prompt."""
    start, end = subject
    return [
        [start] if end - start > 1 else [],
        list(range(start + 1, end - 1)),
        [end - 1],
        [end] if end < length - 1 else [],
        list(range(end + 1, length - 1)),
        [length - 1],
    ]


def _on_row(edit: Edit, row: int) -> Edit:
    return Edit(site=edit.site, function=edit.function, label=edit.label, pos=edit.pos, rows=[row])
