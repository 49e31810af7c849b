"""A continuation with components ablated or a direction added, beside the model's own."""

import difflib
from collections.abc import Mapping, Sequence
from typing import Any

import torch
from jaxtyping import Float
from torch import Tensor
from transformers import StoppingCriteria, StoppingCriteriaList

from cutaway.evidence import Finding, graded
from cutaway.model import Edit, Generation, LanguageModel, Site, SweepRow, Tokens, ablate, add, scale, sweep
from cutaway.progress import Progress
from cutaway.view._parts import Bars, Page, Section
from cutaway.view.app._compute import made, tokens_of
from cutaway.view.app._host import Host
from cutaway.view.app._latents import active_latents, edits_of, named, others
from cutaway.view.app._problems import RefusedError
from cutaway.view.app._shelf import Shelf
from cutaway.view.app._wire import Answer, Change, Continuations, GenerationRequest, NextToken, Piece, Steer
from cutaway.view.results._common import conclusion

_CONTROLS = 8
_TOP = 8


class _Told(StoppingCriteria):
    """Never stops; tells how many tokens are written, which is where a job can be cancelled."""

    def __init__(self, progress: Progress, label: str, start: int, total: int):
        self._progress, self._label, self._done, self._total = progress, label, start, total

    def __call__(self, input_ids: Any, scores: Any, **options: Any) -> Any:
        self._done += 1
        self._progress(self._label, min(self._done, self._total), self._total)
        return torch.zeros(input_ids.shape[0], dtype=torch.bool, device=input_ids.device)


def generation(
    host: Host, shelf: Shelf, lm: LanguageModel, asked: GenerationRequest, most: int, progress: Progress
) -> Answer:
    """Write on from a prompt, without and with changes.

    Args:
        host: has the means for mean ablation.
        shelf: has the dictionaries whose latents are changed.
        lm: the model.
        asked: what to change.
        most: tokens of a prompt.
        progress: told how many tokens are written.
    """
    tokens = tokens_of(lm, asked.prompt, most)
    edits = [_edit(host, lm, change) for change in asked.changes]
    edits += edits_of(shelf, lm, asked.latents)
    vector = None if asked.steer is None else _difference(lm, asked.steer, most)
    if asked.steer is not None and vector is not None:
        edits.append(add(f"resid_post.{asked.steer.layer}", vector, scale=asked.steer.strength))
    total = asked.new_tokens * (2 if edits else 1)
    plain = _written(lm, tokens, (), asked.new_tokens, progress, "writing", 0, total)
    if not edits:
        return _answer(lm, asked, tokens, plain)
    edited = _written(
        lm, tokens, edits, asked.new_tokens, progress, "writing with the changes", asked.new_tokens, total
    )
    progress("comparing with the control", 0, 0)
    changed = any(record.changed for record in edited.receipt.edits)
    finding = _finding(host, shelf, lm, asked, tokens, edits, vector, changed=changed)
    return _answer(lm, asked, tokens, plain, edited, edits, [finding])


def _written(
    lm: LanguageModel,
    tokens: Tokens,
    edits: Sequence[Edit],
    count: int,
    progress: Progress,
    label: str,
    start: int,
    total: int,
) -> Generation:
    told = StoppingCriteriaList([_Told(progress, label, start, total)])
    progress(label, start, total)
    return lm.generate(tokens, max_new_tokens=count, edits=edits, stopping_criteria=told)


def _edit(host: Host, lm: LanguageModel, change: Change) -> Edit:
    """One change as an edit; it is checked against the model here, so that an error names it."""
    site = lm.resolve(Site.parse(change.site))[0]
    if change.how == "scale":
        return scale(site, change.factor)
    if change.how == "mean":
        mean = host.mean(lm, site.kind)[site.layer or 0]
        return ablate(site, "mean", reference=mean if site.unit is None else mean[site.unit])
    return ablate(site, "zero")


def _difference(lm: LanguageModel, steer: Steer, most: int) -> Float[Tensor, " d_model"]:
    """The difference of two prompts' last residual states behind a layer."""
    site = lm.resolve(Site("resid_post", steer.layer))[0]
    ends = []
    for what, prompt in (("prompt to steer towards", steer.towards), ("prompt to steer away from", steer.away)):
        tokens = tokens_of(lm, prompt, most, what)
        ends.append(lm.run(tokens, read=[site], positions=-1, logits=False)[site][0, 0].float())
    difference = ends[0] - ends[1]
    if not bool(difference.norm() > 0):
        raise RefusedError(
            422,
            "the two prompts end in the same state, so there is nothing to add",
            "word them differently",
            steer.away,
        )
    return difference


def _answer(
    lm: LanguageModel,
    asked: GenerationRequest,
    tokens: Tokens,
    plain: Generation,
    edited: Generation | None = None,
    edits: Sequence[Edit] = (),
    findings: Sequence[Finding] = (),
) -> Answer:
    before = _next(lm, tokens, ())
    after = None if edited is None else _next(lm, tokens, edits)
    shown = before.topk(min(_TOP, lm.d_vocab)).indices.tolist()
    if after is not None:
        shown = list(dict.fromkeys([*shown, *after.topk(min(_TOP, lm.d_vocab)).indices.tolist()]))
    text = tokens.decode
    next_tokens = [
        NextToken(token=text(t), before=float(before[t]), after=None if after is None else float(after[t]))
        for t in shown
    ]
    old = [text(token) for token in plain.new_ids[0]]
    new = None if edited is None else [text(token) for token in edited.new_ids[0]]
    same = 0
    while new is not None and same < min(len(old), len(new)) and old[same] == new[same]:
        same += 1
    continuations = Continuations(
        plain=_pieces(old, new if new is not None else old),
        edited=None if new is None else _pieces(new, old),
        same_tokens=same if new is not None else len(old),
        next=next_tokens,
        notes=[] if edited is None else _notes(edited),
    )
    answer = made(lm, "generation", asked, _page(next_tokens, edited is not None, findings), findings)
    return answer.model_copy(update={"continuations": continuations})


def _next(lm: LanguageModel, tokens: Tokens, edits: Sequence[Edit]) -> Tensor:
    """[d_vocab], the probabilities of the next token."""
    return lm.run(tokens, edits=edits, logits="last").last_logits[0].float().softmax(-1).cpu()


def _pieces(own: list[str], other: list[str]) -> list[Piece]:
    """A continuation in stretches that the other has too, and stretches that it has not."""
    pieces: list[Piece] = []
    at = 0
    matcher = difflib.SequenceMatcher(a=own, b=other, autojunk=False)
    for start, _, size in matcher.get_matching_blocks():
        for text, differs in (("".join(own[at:start]), True), ("".join(own[start : start + size]), False)):
            if text:
                pieces.append(Piece(text=text, differs=differs))
        at = start + size
    return pieces


def _notes(edited: Generation) -> list[str]:
    return [
        f"{record.edit}: moved the activation by {record.moved:.0%} of its size"
        if record.changed
        else f"{record.edit}: changed nothing"
        for record in edited.receipt.edits
    ]


def _page(rows: list[NextToken], changed: bool, findings: Sequence[Finding]) -> Page:
    labels = [row.token for row in rows]
    parts = [Bars(labels=labels, values=[row.before for row in rows], value_title="probability")]
    how = "The likeliest next tokens, with the probability of each."
    if changed:
        moved = sorted(rows, key=lambda row: -abs((row.after or 0.0) - row.before))
        parts = [
            Bars(
                labels=[row.token for row in moved],
                values=[(row.after or 0.0) - row.before for row in moved],
                value_title="change of probability",
                notes=[f"{row.before:.3f} before, {row.after or 0.0:.3f} after" for row in moved],
            )
        ]
        how = "How the changes move the probability of the next token: blue tokens became likelier, orange ones less likely."
    section = Section(title="The next token", how=how, parts=list(parts))
    return Page(title="The next token", parts=[section, *conclusion(findings)])


def _finding(
    host: Host,
    shelf: Shelf,
    lm: LanguageModel,
    asked: GenerationRequest,
    tokens: Tokens,
    edits: Sequence[Edit],
    vector: Float[Tensor, " d_model"] | None,
    *,
    changed: bool,
) -> Finding:
    """What the changes cost the answer, beside the same done to parts (or in directions) drawn at random."""
    before, after = _next(lm, tokens, ()), _next(lm, tokens, edits)
    answer = int(before.argmax())

    def score(logits: Tensor, prompt: Tensor) -> Tensor:
        return logits.float().log_softmax(-1)[:, answer]

    generator = torch.Generator().manual_seed(0)
    active = active_latents(shelf, lm, asked.latents, tokens)
    drawn = [_drawn(host, shelf, lm, asked, vector, active, generator) for _ in range(_CONTROLS)]
    rows = [SweepRow(0, tuple(one)) for one in (edits, *drawn)]
    done = sweep(lm, tokens, rows, score)
    effect, *controls = (done.plain[0] - done.values).tolist()
    if not changed:
        effect = 0.0  # what is left is rounding, which differs between a row alone and in a pack
    names = [*map(_named, asked.changes), *map(named, asked.latents)]
    if asked.steer is not None:
        names.append(f"steering at resid_post.{asked.steer.layer} with strength {asked.steer.strength:g}")
    names[0] = names[0][:1].upper() + names[0][1:]
    what = ", ".join(names[:4]) + (f" and {len(names) - 4} more" if len(names) > 4 else "")
    return graded(
        claim=f"{what}: the log-probability of {tokens.decode(answer)!r} {'falls' if effect >= 0 else 'rises'} by "
        f"{abs(effect):.3g} nats, its probability goes from {float(before[answer]):.3g} to {float(after[answer]):.3g}",
        method="intervention on one prompt",
        effect=[effect],
        control=controls,
        details={
            "measure": "fall of the log-probability of the model's own answer, in nats",
            "control": f"the mean of {_CONTROLS} draws: the same changes to other parts of the same kind, to other latents "
            "that are active on the prompt, or a random direction of the same length",
            "controls": controls,
        },
    )


def _named(change: Change) -> str:
    return (
        f"{change.site} times {change.factor:g}" if change.how == "scale" else f"{change.how} ablation of {change.site}"
    )


def _drawn(
    host: Host,
    shelf: Shelf,
    lm: LanguageModel,
    asked: GenerationRequest,
    vector: Tensor | None,
    active: Mapping[str, Sequence[int]],
    generator: torch.Generator,
) -> list[Edit]:
    """The same changes to other components of the same kinds and to other latents, and another direction as long, drawn
    at random."""
    taken = {change.site for change in asked.changes}
    edits = []
    for change in asked.changes:
        kind = Site.parse(change.site).kind
        sites = [
            str(Site(kind, site.layer, unit))
            for site in lm.resolve(Site(kind))
            for unit in (range(lm.unit_count(site)) if site.info.unit else [None])
        ]
        free = [name for name in sites if name not in taken] or sites
        name = free[int(torch.randint(len(free), (1,), generator=generator))]
        taken.add(name)
        edits.append(_edit(host, lm, change.model_copy(update={"site": name})))
    edits += edits_of(shelf, lm, others(asked.latents, active, generator))
    if asked.steer is not None and vector is not None:
        random = torch.randn(lm.d_model, generator=generator)
        other = random / random.norm() * vector.norm().cpu()
        edits.append(add(f"resid_post.{asked.steer.layer}", other, scale=asked.steer.strength))
    return edits
