"""Head roles: what every head of a model seems to do, and whether the model's behaviour agrees.

A score says how strongly a head shows a role (`_role_scores`); a threshold and the same measure on shuffled text say
whether it has it; and for each role the heads that have it are removed together, beside as many random heads
(`_role_checks`). A name given by a score alone stays an observation.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import torch
from jaxtyping import Float
from torch import Tensor

from cutaway.errors import AlignmentError, DataError, PromptError, did_you_mean
from cutaway.evidence import Finding, bootstrap
from cutaway.model import LanguageModel
from cutaway.observe._attention import Head
from cutaway.observe._role_checks import (
    RoleCheck,
    Trial,
    check,
    copying_effect,
    heads_without,
    ioi_trial,
    repeated_trial,
    sink_trial,
    successor_trial,
)
from cutaway.observe._role_scores import Measured, ioi_scores, ioi_task, repeated_scores, successor_scores
from cutaway.progress import Progress, silent
from cutaway.shown import Shown
from cutaway.tasks import Task

ROLES: dict[str, str] = {
    "previous_token": "looks at the token before",
    "duplicate_token": "looks at the same token's earlier mention",
    "induction": "looks at what came after this token the first time, and raises that token's logit",
    "successor": "writes the next item of a series for the one it looks at",
    "name_mover": "looks from the end at the indirect object and writes that name",
    "s_inhibition": "looks from the end at the subject's second mention, before the name movers",
    "negative": "looks from the end at the indirect object and writes against that name (copy suppression)",
    "attention_sink": "rests on the first position",
}
"""Each role in a phrase; how it is measured is in `head_roles`."""

THRESHOLDS: dict[str, float] = {**dict.fromkeys(ROLES, 0.4), "attention_sink": 0.8}
"""Below these a head does not have the role, whatever shuffled text gives. Most heads rest on the first position much of
the time, hence the higher one."""

_ON_REPEATED = ("previous_token", "duplicate_token", "induction", "attention_sink")
_ON_IOI = ("name_mover", "s_inhibition", "negative")
_MOST = 10
"""So many heads of a role are removed together at the most."""
_LISTS = 10
"""So many repeated lists are behind a check; they are not those of the scores."""
_PROMPTS = 16
"""So many prompts are behind a check, from the held-out split of names and templates."""


@dataclass(frozen=True, kw_only=True, eq=False)
class HeadRoles(Shown):
    """Every head's score for every role that was measured, who has it, and what removing them did."""

    axes = ("role", "layer", "head")

    roles: tuple[str, ...]
    scores: Float[Tensor, "role layer head"]
    baseline: Float[Tensor, "role layer head"]
    """The same measure on shuffled text, or over the other positions for the two roles that know no order."""
    thresholds: dict[str, float]
    """A head needs this much: the role's own threshold, or the 99th percentile of all heads' baselines if that is more."""
    holders: dict[str, tuple[Head, ...]]
    """The heads that have each role, the strongest first."""
    checks: dict[str, RoleCheck]
    """What removing them did; a role that no head has, or that was not checked, is not there."""
    copying: Float[Tensor, "layer head"] | None
    """How far each head's OV circuit prefers the token it looks at among random ones, −1 to 1: its direct effect only."""
    copies: dict[Head, tuple[float, float, float]]
    """For the heads whose attention is an induction head's: the mean and 95% interval of how far each raises the logit of
    the token it looks at, over the rest of the list, through all later layers. The role needs the interval above zero."""
    skipped: dict[str, str]
    """Roles that could not be measured on this model (or `check of` one that could not be checked), with the reason."""
    model: str

    def score(self, role: str) -> Float[Tensor, "layer head"]:
        """One role's scores.

        Raises:
            DataError: the role was not measured.
        """
        return self.scores[self._index(role)]

    def strongest(self, role: str, n: int = 5) -> list[tuple[Head, float]]:
        """The heads that show a role most, whether or not they have it.

        Raises:
            DataError: the role was not measured.
        """
        score = self.score(role)
        values, places = score.flatten().topk(min(n, score.numel()))
        heads = score.shape[1]
        return [((p // heads, p % heads), v) for v, p in zip(values.tolist(), places.tolist(), strict=True)]

    def roles_of(self, layer: int, head: int) -> tuple[str, ...]:
        """The roles that one head has."""
        return tuple(role for role in self.roles if (layer, head) in self.holders[role])

    def to_frame(self) -> list[dict[str, Any]]:
        """A row for each head and role, as data frame libraries take them."""
        return [
            {
                "layer": layer,
                "head": head,
                "role": role,
                "score": float(self.scores[index, layer, head]),
                "baseline": float(self.baseline[index, layer, head]),
                "has": (layer, head) in self.holders[role],
                "confirmed": self.checks[role].confirmed
                if role in self.checks and (layer, head) in self.checks[role].heads
                else None,
            }
            for index, role in enumerate(self.roles)
            for layer in range(self.scores.shape[1])
            for head in range(self.scores.shape[2])
        ]

    def to_json(self) -> dict[str, Any]:
        """Plain data: a row a head, and a row a role."""
        return {
            "heads": [
                self._head_json(layer, head)
                for layer in range(self.scores.shape[1])
                for head in range(self.scores.shape[2])
            ],
            "roles": [
                {
                    "role": role,
                    "description": ROLES[role],
                    "threshold": self.thresholds[role],
                    "heads": [list(head) for head in self.holders[role]],
                    "strongest": [[*head, value] for head, value in self.strongest(role)],
                    "check": self.checks[role].to_json() if role in self.checks else None,
                }
                for role in self.roles
            ],
            "copies": [
                {"layer": layer, "head": head, "effect": value[0], "interval": list(value[1:])}
                for (layer, head), value in self.copies.items()
            ],
            "skipped": self.skipped,
        }

    def _head_json(self, layer: int, head: int) -> dict[str, Any]:
        tested = {
            role: found for role in self.roles if (found := self.checks.get(role)) and (layer, head) in found.heads
        }
        return {
            "layer": layer,
            "head": head,
            "roles": {role: float(self.scores[index, layer, head]) for index, role in enumerate(self.roles)},
            "has": list(self.roles_of(layer, head)),
            "confirmed": {role: found.confirmed for role, found in tested.items()},
            "alone": {
                role: float(found.alone[found.heads.index((layer, head))].mean()) for role, found in tested.items()
            },
            "copying": None if self.copying is None else float(self.copying[layer, head]),
        }

    def findings(self, *, command: str = "") -> list[Finding]:
        """A finding for each role that some head has: causal where the check passed, else observed."""
        found = []
        for index, role in enumerate(self.roles):
            heads = self.holders[role]
            if role in self.checks:
                found.append(self.checks[role].finding(command=command))
            elif heads:
                layer, head = heads[0]
                found.append(
                    Finding(
                        claim=f"{role.replace('_', ' ')} heads by their score, not tested: {len(heads)}, first {layer}.{head}",
                        method="head role score",
                        effect=float(self.scores[index, layer, head]),
                        control=float(self.baseline[index, layer, head]),
                        grade="observed",
                        command=command,
                        details={"role": role, "heads": [list(one) for one in heads], "control": "shuffled text"},
                    )
                )
        return found

    def _index(self, role: str) -> int:
        if role not in self.roles:
            why = f": {self.skipped[role]}" if role in self.skipped else ""
            raise DataError(
                f"role {role!r} was not measured{why}{did_you_mean(role, self.roles)}; there are {', '.join(self.roles)}"
            )
        return self.roles.index(role)


def head_roles(
    lm: LanguageModel,
    *,
    roles: Sequence[str] | None = None,
    n: int = 8,
    length: int = 50,
    n_prompts: int = 24,
    checked: bool = True,
    draws: int = 19,
    seed: int = 0,
    progress: Progress = silent,
) -> HeadRoles:
    """Score every head for every role, and test each role by removing the heads that have it.

    induction, duplicate_token, previous_token (Olsson et al. 2022) and attention_sink are measured on random tokens of
    which a list comes twice; name_mover, s_inhibition (Wang et al. 2022) and negative (McDougall et al. 2023) on
    indirect object identification; successor (Gould et al. 2023) on days, months, numbers and letters. The definitions
    are in `observe._role_scores`, the checks in `observe._role_checks`. Deviations: copying of an induction head is its
    total effect on the attended token's logit, measured by removing it; a successor head is measured on what attention
    reads in context, not on the first MLP's output.

    A head has a role if its score reaches the threshold, exceeds its own baseline by three standard errors, and, for
    induction, the head copies; for s_inhibition, it comes before the last name mover.

    Args:
        lm: the model.
        roles: which of `ROLES`; None for all that can be measured on it.
        n, length: how many repeated lists, and of how many tokens.
        n_prompts: prompts of indirect object identification.
        checked: whether to test roles by ablation.
        draws: random sets of heads behind each check's control.
        seed: draws lists, prompts and random heads.
        progress: told how far it is.

    Raises:
        DataError: an unknown role; a list that is too long for the vocabulary or the context; too few draws.
        DataError, AlignmentError, PromptError: a role that was asked for by name cannot be measured on this model.
        SiteError: the model does not show its patterns.
    """
    wanted = tuple(ROLES) if roles is None else tuple(dict.fromkeys(roles))
    unknown = [role for role in wanted if role not in ROLES]
    if unknown or not wanted:
        name = unknown[0] if unknown else ""
        raise DataError(f"no role {name!r}{did_you_mean(name, ROLES)}; the roles are {', '.join(ROLES)}")
    if checked and draws < 5:
        raise DataError(f"draws={draws}: a control of fewer than 5 draws says little; give at least 5")
    with torch.no_grad():
        return _Study(lm, wanted, roles is not None, n, length, n_prompts, seed, progress)(checked, draws)


class _Study:
    """One model's roles in the making."""

    def __init__(
        self,
        lm: LanguageModel,
        wanted: tuple[str, ...],
        named: bool,
        n: int,
        length: int,
        n_prompts: int,
        seed: int,
        progress: Progress,
    ):
        self._lm, self._wanted, self._named = lm, wanted, named
        self._n, self._length, self._n_prompts, self._seed = n, length, n_prompts, seed
        self._progress = progress
        self._task: Task | None = None
        self._skipped: dict[str, str] = {}
        self._short = min(length, 20)

    def __call__(self, checked: bool, draws: int) -> HeadRoles:
        measured = self._measure()
        copying = measured.pop("copying", None)
        roles = tuple(role for role in ROLES if role in measured and role in self._wanted)
        thresholds = {
            role: max(THRESHOLDS[role], float(found.shuffled.flatten().quantile(0.99)))
            for role, found in measured.items()
        }
        holders = {role: _holders(measured[role], thresholds[role]) for role in roles}
        copies = self._copies(holders.get("induction", ()))
        if "induction" in holders:
            holders["induction"] = tuple(head for head in holders["induction"] if copies[head][1] > 0)
        if "s_inhibition" in holders:
            movers = _holders(measured["name_mover"], thresholds["name_mover"])
            last = max((layer for layer, _ in movers), default=-1)
            holders["s_inhibition"] = tuple(head for head in holders["s_inhibition"] if head[0] < last)
        checks = {}
        for role in roles if checked else ():
            if holders[role] and (found := self._check(role, holders[role], draws)) is not None:
                checks[role] = found
        return HeadRoles(
            roles=roles,
            scores=torch.stack([measured[role].score for role in roles]),
            baseline=torch.stack([measured[role].shuffled for role in roles]),
            thresholds={role: thresholds[role] for role in roles},
            holders=holders,
            checks=checks,
            copying=None if copying is None else copying.score,
            copies=copies,
            skipped=self._skipped,
            model=self._lm.name,
        )

    def _measure(self) -> dict[str, Measured]:
        measured: dict[str, Measured] = {}
        steps: list[tuple[tuple[str, ...], Callable[[], dict[str, Measured]]]] = [
            (
                _ON_REPEATED,
                lambda: repeated_scores(self._lm, n=self._n, length=self._length, seed=self._seed),
            ),
            (_ON_IOI, self._ioi),
            (("successor",), lambda: successor_scores(self._lm, seed=self._seed)),
        ]
        steps = [(group, step) for group, step in steps if set(group) & set(self._wanted)]
        for done, (group, step) in enumerate(steps):
            self._progress("scores", done, len(steps))
            try:
                measured |= step()
            except (DataError, AlignmentError, PromptError) as error:
                if self._named or group == _ON_REPEATED:
                    raise
                self._skipped |= {role: str(error) for role in group}
        self._progress("scores", len(steps), len(steps))
        return measured

    def _ioi(self) -> dict[str, Measured]:
        return ioi_scores(self._lm, ioi_task(self._lm, n=self._n_prompts, seed=self._seed), seed=self._seed)

    def _copies(self, heads: tuple[Head, ...]) -> dict[Head, tuple[float, float, float]]:
        if not heads:
            return {}
        raised = copying_effect(self._lm, heads, n=6, length=self._length, seed=self._seed + 2, progress=self._progress)
        found = {}
        for head, value in zip(heads, raised, strict=True):
            interval = bootstrap(value.numpy())
            found[head] = (float(value.mean()), interval.low, interval.high)
        return found

    def _check(self, role: str, holders: tuple[Head, ...], draws: int) -> RoleCheck | None:
        """None where the prompts that the role predicts something of cannot be made for this model."""
        try:
            trial = self._trial(role)
        except (DataError, AlignmentError, PromptError) as error:
            self._skipped[f"check of {role}"] = str(error)
            return None
        others = heads_without(self._lm, holders)
        most = min(_MOST, max(1, len(others)))

        def told(label: str, done: int, total: int, /) -> None:
            self._progress(f"check {role.replace('_', ' ')}", done, total)

        return check(
            self._lm,
            role,
            trial,
            holders[:most],
            others=others,
            draws=draws,
            seed=self._seed,
            progress=told,
        )

    def _trial(self, role: str) -> Trial:
        if role in ("induction", "previous_token"):
            at = "second" if role == "induction" else "answer"
            return repeated_trial(self._lm, n=_LISTS, length=self._short, seed=self._seed + 2, at=at)
        if role == "attention_sink":
            return sink_trial(self._lm, n=_LISTS, length=self._short, seed=self._seed + 2)
        if role == "successor":
            return successor_trial(self._lm, n=_PROMPTS)
        self._task = self._task or ioi_task(self._lm, n=_PROMPTS, seed=self._seed, split="heldout")
        return ioi_trial(
            self._lm,
            self._task,
            at="S2" if role == "duplicate_token" else "end",
            sign=1 if role == "negative" else -1,
        )


def _holders(measured: Measured, threshold: float) -> tuple[Head, ...]:
    """Heads at or above the threshold and clearly above their own baseline, the strongest first."""
    score = measured.score
    gap = measured.per_row - measured.baseline
    error = gap.std(0) / len(gap) ** 0.5 if len(gap) > 1 else torch.zeros_like(score)
    has = (score >= threshold) & (gap.mean(0) > 3 * error)
    order = score.flatten().argsort(descending=True).tolist()
    heads = score.shape[1]
    return tuple((place // heads, place % heads) for place in order if bool(has.flatten()[place]))
