"""Does the behaviour that a role predicts go with the heads? They are removed, beside as many random heads.

What is removed, where, and what is then measured:

- induction: at the second list's positions; previous_token: where the answer stands in the first list, which is what an
  induction head would look for there. Mean ablation (over other lists, position by position); the loss on a token of
  the second list should rise. The prompts end at different places of that list.
- duplicate_token: at the subject's second mention; name_mover, s_inhibition, negative: at the last position. What the
  head says there is replaced by what it says when a third person is named instead; the logit difference between the two
  names should fall (rise, for negative).
- successor: at the last position of "Monday, Tuesday," and the like; the mean over all series' prompts takes its place,
  and the lead of the next item's logit over the other items' should fall.
- attention_sink: at the last position the heads may not look at position 0, and share what it got among the others; the
  output should move (KL divergence). The role says that these heads rest there; removed as a whole they would be missed
  little, which no control could tell from a head that does nothing.

The control draws as many heads that do not have the role, from all layers, and treats them alike.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import torch
from jaxtyping import Float
from torch import Tensor

from cutaway.evidence import Finding, graded
from cutaway.model import Edit, EditContext, LanguageModel, SweepRow, Tokens, ablate, apply, sweep
from cutaway.observe._attention import Head, all_heads
from cutaway.observe._role_scores import intro_ids, repeated, series, start_ids
from cutaway.progress import Progress, silent
from cutaway.shown import Shown
from cutaway.tasks import Task

_REFERENCES = 6
"""The mean that takes a head's place is over so many other lists."""

EditOf = Callable[[Head, int], Edit]
"""From a head and the number of a prompt to what removes it there."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Trial:
    """What one role predicts, ready to be measured."""

    behaviour: str
    """What is measured and which way it should go."""
    how: str
    """What is done to the heads."""
    tokens: Tokens
    score: Callable[[Tensor, Tensor], Tensor]
    sign: int
    """+1 where the measure should rise without the heads, −1 where it should fall."""
    vocab: Tensor | None
    edit: EditOf


@dataclass(frozen=True, kw_only=True, eq=False)
class RoleCheck(Shown):
    """What removing a role's heads did, beside random heads. Effects are positive as the role predicts."""

    role: str
    heads: tuple[Head, ...]
    """The heads that were removed together: those with the role, the strongest first, ten at most."""
    behaviour: str
    how: str
    plain: float
    """The measure with nothing removed."""
    effect: Float[Tensor, " prompt"]
    """How far it moved, as predicted."""
    control: Float[Tensor, "draw prompt"]
    """The same for each draw of as many random heads."""
    alone: Float[Tensor, "head prompt"]
    """The same with one of the heads removed at a time."""

    @property
    def beaten_by(self) -> int:
        """How many draws of random heads moved it at least as far."""
        return int((self.control.mean(1) >= self.effect.mean()).sum())

    @property
    def confirmed(self) -> bool:
        """The effect is as predicted, more than the control's by their intervals, and at most one draw in ten matches it."""
        finding = self._graded("")
        return finding.grade == "causal" and finding.effect > 0 and 10 * self.beaten_by <= len(self.control)

    def finding(self, *, command: str = "") -> Finding:
        """Causal where the check passed, else an observation that says what it did not show."""
        names = ", ".join(f"{layer}.{head}" for layer, head in self.heads)
        mean, beside = float(self.effect.mean()), float(self.control.mean())
        verdict = "confirmed" if self.confirmed else "not confirmed"
        before = f" from {self.plain:.3g}" if abs(self.plain) > 1e-4 else ""
        claim = (
            f"{self.role.replace('_', ' ')} heads {names}, {verdict}: without them {self.behaviour}{before} by "
            f"{mean:.3g}; without as many random heads by {beside:.3g}"
        )
        found = self._graded(claim, command=command)
        if found.grade == "causal" and not self.confirmed:
            found = Finding(**{**found.__dict__, "grade": "observed"})
        return found

    def to_json(self) -> dict[str, Any]:
        """Plain data."""
        return {
            "heads": [list(head) for head in self.heads],
            "behaviour": self.behaviour,
            "how": self.how,
            "plain": self.plain,
            "effect": float(self.effect.mean()),
            "control": float(self.control.mean()),
            "control_draws": self.control.mean(1).tolist(),
            "alone": self.alone.mean(1).tolist(),
            "beaten_by": self.beaten_by,
            "draws": len(self.control),
            "prompts": len(self.effect),
            "confirmed": self.confirmed,
        }

    def _graded(self, claim: str, *, command: str = "") -> Finding:
        return graded(
            claim=claim or self.role,
            method=f"{self.how}, beside {len(self.control)} draws of as many random heads",
            effect=self.effect.numpy(),
            control=self.control.mean(0).numpy(),
            command=command,
            details={
                "role": self.role,
                "heads": [list(head) for head in self.heads],
                "behaviour": self.behaviour,
                "beaten_by": self.beaten_by,
                "draws": len(self.control),
                "control": "as many random heads without the role",
            },
        )


def check(
    lm: LanguageModel,
    role: str,
    trial: Trial,
    heads: Sequence[Head],
    *,
    others: Sequence[Head],
    draws: int,
    seed: int,
    progress: Progress = silent,
) -> RoleCheck:
    """Remove a role's heads together, one at a time, and as many of `others` in their place, in one sweep.

    Args:
        lm: the model.
        role: the role's name.
        trial: what it predicts.
        heads: the heads with the role.
        others: the heads to draw the control from.
        draws: how many draws.
        seed: draws them.
        progress: told how far the sweep is.
    """
    generator = torch.Generator().manual_seed(seed)
    random = [
        [others[i] for i in torch.randperm(len(others), generator=generator)[: len(heads)].tolist()]
        for _ in range(draws)
    ]
    sets = [list(heads), *random, *([head] for head in heads)]
    rows = [
        SweepRow(prompt, tuple(trial.edit(head, prompt) for head in chosen))
        for prompt in range(len(trial.tokens))
        for chosen in sets
    ]
    done = sweep(lm, trial.tokens, rows, trial.score, vocab=trial.vocab, progress=progress)
    moved = trial.sign * (done.values.reshape(len(trial.tokens), len(sets)) - done.plain[:, None]).T
    return RoleCheck(
        role=role,
        heads=tuple(heads),
        behaviour=trial.behaviour,
        how=trial.how,
        plain=float(done.plain.mean()),
        effect=moved[0],
        control=moved[1 : 1 + draws],
        alone=moved[1 + draws :],
    )


# -- what each role predicts -----------------------------------------------------------------------------------


def repeated_trial(lm: LanguageModel, *, n: int, length: int, seed: int, at: Literal["second", "answer"]) -> Trial:
    """The loss on the second of two equal lists of random tokens, with heads removed at one of two places."""
    tokens, target, _ = _broken_off(lm, n, length, seed)
    reference = lm.run(repeated(lm, _REFERENCES, length, seed=seed + 1), read=["z"], logits=False)
    begin = len(start_ids(lm)) + length

    def edit(head: Head, prompt: int) -> Edit:
        end = int(tokens.lengths[prompt])
        where = range(begin, end) if at == "second" else [end - length]
        return ablate(_site("z", head), "mean", reference=reference, pos=where)

    def loss(logits: Tensor, prompt: Tensor) -> Tensor:
        return logits.float().logsumexp(-1) - _taken(logits, target[prompt])

    return Trial(
        behaviour="the loss on the second of two equal lists of random tokens rises",
        how="mean ablation at the second list" if at == "second" else "mean ablation at the answer in the first list",
        tokens=tokens,
        score=loss,
        sign=1,
        vocab=None,
        edit=edit,
    )


def copying_effect(
    lm: LanguageModel, heads: Sequence[Head], *, n: int, length: int, seed: int, progress: Progress = silent
) -> Float[Tensor, "head list"]:
    """How far each head raises the logit of what came after this token the first time, over the other tokens of the list.

    Its total effect, through later layers too: what the logit's lead loses when the head is mean-ablated at the second
    list, averaged over that list's positions.
    """
    start = len(start_ids(lm))
    ids = repeated(lm, n, length, seed=seed)
    second = list(range(start + length, start + 2 * length - 1))  # what follows the last one is not known
    lists = ids[:, start : start + length]
    unembed = lm.W_U[lists.to(lm.W_U.device)]
    bias = 0.0 if lm.b_U is None else lm.b_U[lists.to(lm.b_U.device)][:, None]

    def lead(edits: Sequence[Edit]) -> Float[Tensor, " list"]:
        run = lm.run(ids, read="final_norm", edits=edits, positions=second, logits="last")
        logits = lm.parts.scaled(torch.einsum("bpm,bcm->bpc", run["final_norm"], unembed) + bias).float()
        own = logits.diagonal(offset=1, dim1=1, dim2=2)  # at the list's token i, that of token i+1
        return (own - (logits.sum(-1) - own) / (length - 1)).mean(-1).cpu()

    reference = lm.run(repeated(lm, _REFERENCES, length, seed=seed + 1), read=["z"], logits=False)
    intact = lead(())
    lost = []
    for done, head in enumerate(heads):
        progress("copying", done, len(heads))
        lost.append(intact - lead([ablate(_site("z", head), "mean", reference=reference, pos=second)]))
    progress("copying", len(heads), len(heads))
    return torch.stack(lost)


def ioi_trial(lm: LanguageModel, task: Task, *, at: str, sign: int) -> Trial:
    """The logit difference of the two names."""
    tokens, answers = lm.tokenize(task.clean), task.answers(lm)
    reference = lm.run(task.corrupted, read=["z"], logits=False)
    vocab, pairs = _vocabulary(
        [(correct[0], wrong[0]) for correct, wrong in zip(answers.correct, answers.wrong, strict=True)]
    )
    places = [span[at][1] - 1 for span in task.token_spans(lm)]

    def edit(head: Head, prompt: int) -> Edit:
        return ablate(_site("z", head), "resample", reference=reference, pos=[places[prompt]])

    def difference(logits: Tensor, prompt: Tensor) -> Tensor:
        return _taken(logits, pairs[prompt, 0]) - _taken(logits, pairs[prompt, 1])

    return Trial(
        behaviour=f"the logit difference of indirect object identification {'rises' if sign > 0 else 'falls'}",
        how=f"resample ablation from a prompt with a third name, at {'the last position' if at == 'end' else at}",
        tokens=tokens,
        score=difference,
        sign=sign,
        vocab=vocab,
        edit=edit,
    )


def successor_trial(lm: LanguageModel, *, n: int) -> Trial:
    """The next item's lead after three items in order."""
    comma = list(lm.tokenizer(",", add_special_tokens=False)["input_ids"])
    intro = intro_ids(lm)
    prompts: list[tuple[list[int], int, list[int]]] = []
    for one in series(lm):
        for first in range(len(one.ids) - 3):
            shown = [token for item in one.ids[first : first + 3] for token in (*one.lead, item, *comma)]
            ids = [*intro, *shown, *one.lead]
            rivals = [item for item in one.ids if item not in one.ids[first : first + 4]] or [one.ids[first + 2]]
            prompts.append((ids, one.ids[first + 3], rivals))
    chosen = [prompts[i * len(prompts) // min(n, len(prompts))] for i in range(min(n, len(prompts)))]
    tokens = lm.tokenize([ids for ids, _, _ in chosen])
    kept = lm.run(tokens, read=["z"], positions=-1, logits=False)["z"][:, :, 0].mean(1)  # [layer head d]

    def edit(head: Head, prompt: int) -> Edit:
        return ablate(_site("z", head), "mean", reference=kept[head[0], head[1]], pos=[-1])

    def lead(logits: Tensor, prompt: Tensor) -> Tensor:
        values = [
            row[chosen[number][1]] - row[chosen[number][2]].mean()
            for row, number in zip(logits.float(), prompt.tolist(), strict=True)
        ]
        return torch.stack(values)

    return Trial(
        behaviour="the lead of the next item of a series over the others falls",
        how="mean ablation at the last position",
        tokens=tokens,
        score=lead,
        sign=-1,
        vocab=None,
        edit=edit,
    )


def sink_trial(lm: LanguageModel, *, n: int, length: int, seed: int) -> Trial:
    """The divergence from the intact output where heads may not look at position 0."""
    tokens, _, _ = _broken_off(lm, n, length, seed)
    intact = lm.run(tokens, logits="last").last_logits.float().log_softmax(-1)

    def withheld(pattern: Tensor, context: EditContext) -> Tensor:
        first = pattern[..., :1]
        rest = pattern[..., 1:]
        left = rest.sum(-1, keepdim=True)
        return torch.cat([torch.zeros_like(first), rest * (first + left) / left.clamp(min=1e-12)], dim=-1)

    def edit(head: Head, prompt: int) -> Edit:
        return apply(_site("pattern", head), withheld, pos=[-1])

    def divergence(logits: Tensor, prompt: Tensor) -> Tensor:
        reference = intact[prompt.to(intact.device)]
        return (reference.exp() * (reference - logits.float().log_softmax(-1))).sum(-1)

    return Trial(
        behaviour="the output moves (KL divergence, nats)",
        how="position 0 withheld at the last position",
        tokens=tokens,
        score=divergence,
        sign=1,
        vocab=None,
        edit=edit,
    )


def _broken_off(lm: LanguageModel, n: int, length: int, seed: int) -> tuple[Tokens, Tensor, Tensor]:
    """Repeated lists that end within the second one, at places spread over it; what comes next; and the lists."""
    ids = repeated(lm, n, length, seed=seed)
    start = len(start_ids(lm))
    said = [1 + row * (length - 1) // n for row in range(n)]  # 1 to length-1 tokens of the second list
    tokens = lm.tokenize([ids[row, : start + length + count].tolist() for row, count in enumerate(said)])
    lists = ids[:, start : start + length]
    return tokens, lists[torch.arange(n), torch.tensor(said)], lists


def _vocabulary(pairs: list[tuple[int, int]]) -> tuple[Tensor, Tensor]:
    """The entries that pairs of tokens need, and the pairs as indices into them."""
    entries = sorted({token for pair in pairs for token in pair})
    place = {token: index for index, token in enumerate(entries)}
    return torch.tensor(entries), torch.tensor([[place[token] for token in pair] for pair in pairs])


def _taken(logits: Tensor, index: Tensor) -> Tensor:
    return logits.float().gather(-1, index.to(logits.device)[:, None])[:, 0]


def _site(kind: str, head: Head) -> str:
    return f"{kind}.{head[0]}.{head[1]}"


def heads_without(lm: LanguageModel, holders: Sequence[Head]) -> list[Head]:
    """Every head that is not among these."""
    held = set(holders)
    return [head for head in all_heads(lm) if head not in held]
