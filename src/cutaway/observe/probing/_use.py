"""Does the model use what a probe reads? Erase the probe's direction, and see whether the behaviour changes.

A probe can read what nothing downstream reads. So its directions are projected out of the activation and the answer's
logit difference is measured, beside two controls of the same number of random directions: the same projection along
them (equal rank), and a change along them as large, at every position, as the one that the probe's directions made
(equal norm; a probe's direction may lie where activations are large, and any change so large might do harm). The
second question is whether adding the direction, as far as the classes are apart, moves the answer towards the class.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import torch
from jaxtyping import Float, Int
from torch import Tensor

from cutaway.errors import DataError
from cutaway.evidence import Finding, bootstrap, graded
from cutaway.model import Edit, EditContext, LanguageModel, SweepRow, apply, sweep
from cutaway.observe.probing._labelled import Labelled
from cutaway.observe.probing._probe import Probe
from cutaway.observe.probing._study import check_model
from cutaway.progress import Progress, silent
from cutaway.shown import Shown
from cutaway.tasks import Task


@dataclass(frozen=True, kw_only=True)
class Behaviour:
    """Prompts that the model answers with one token or another, depending on what a probe reads.

    Attributes:
        name: what it is.
        prompts: one text each.
        right: [prompt], the token id of the right answer.
        wrong: [prompt], that of the wrong one.
        positive: [prompt], whether the right answer is the one of the probe's second class; None where unknown.
    """

    name: str
    prompts: tuple[str, ...]
    right: tuple[int, ...]
    wrong: tuple[int, ...]
    positive: tuple[bool, ...] | None = None


@dataclass(frozen=True, kw_only=True, eq=False)
class UseTest(Shown):
    """What erasing (and adding) a probe's directions does to a behaviour, prompt by prompt.

    A change is in the logit difference of right and wrong answer; all of it is measured at the prompt's end.
    """

    behaviour: str
    sites: tuple[str, ...]
    kind: str
    rank: int
    """Directions that are erased at each site."""
    plain: Float[Tensor, " prompt"]
    """The logit difference without any edit."""
    erased: Float[Tensor, " prompt"]
    """With the probe's directions projected out."""
    random_rank: Float[Tensor, "draw prompt"]
    """With as many random directions projected out."""
    random_norm: Float[Tensor, "draw prompt"]
    """With a change along random directions as large as the probe's erasure."""
    shifted: Float[Tensor, " prompt"] | None
    """How far adding the direction rather than subtracting it moves the logit difference of the positive and the
    negative answer; None where the behaviour does not say which is which, or the probe has several directions."""
    shifted_random: Float[Tensor, "draw prompt"] | None
    seed: int

    @property
    def accuracy(self) -> float:
        """How often the model is right at all; where it is not, erasing says little."""
        return float((self.plain > 0).double().mean())

    @property
    def accuracy_erased(self) -> float:
        """The same with the directions projected out."""
        return float((self.erased > 0).double().mean())

    @property
    def drop(self) -> Float[Tensor, " prompt"]:
        """How much of the logit difference the erasure takes."""
        return self.plain - self.erased

    @property
    def control(self) -> Float[Tensor, " prompt"]:
        """The same under the control that takes more of it, averaged over its draws."""
        drops = [(self.plain - random).mean(0) for random in (self.random_rank, self.random_norm)]
        return max(drops, key=lambda one: abs(float(one.mean())))

    @property
    def does_it(self) -> bool:
        """Whether the model shows the behaviour: the interval of its mean logit difference is above 0."""
        return len(self.plain) > 1 and bootstrap(self.plain.numpy()).low > 0

    @property
    def passed(self) -> bool:
        """Whether the model shows the behaviour, and the erasure takes from it what neither control does."""
        return self.findings()[0].grade == "causal"

    def findings(self, *, command: str = "") -> list[Finding]:
        """Whether the behaviour depends on the directions, and whether adding them moves it; each beside its control."""
        where = " and ".join(self.sites) if len(self.sites) < 4 else f"{self.sites[0]} to {self.sites[-1]}"
        mean = float(self.drop.mean())
        share = mean / float(self.plain.mean()) if float(self.plain.mean()) > 0 else float("nan")
        details: dict[str, Any] = {
            "measure": "drop of the logit difference",
            "control": "the stronger of random directions of the same rank and random changes of the same norm",
            "plain": float(self.plain.mean()),
            "accuracy": self.accuracy,
            "accuracy_erased": self.accuracy_erased,
            "random_rank": float((self.plain - self.random_rank).mean()),
            "random_norm": float((self.plain - self.random_norm).mean()),
            "rank": self.rank,
        }
        drop = self.drop.double().numpy()
        if self.does_it and mean > 0:
            found = graded(
                claim=f"Erasing what the probe reads at {where} takes {share:.0%} of the logit difference of {self.behaviour}",
                method=f"use test: project out the {self.kind} probe's directions",
                effect=drop,
                control=self.control.double().numpy(),
                command=command,
                details=details,
            )
        else:
            why = (
                f"the model does not do {self.behaviour} in the first place (accuracy {self.accuracy:.2f})"
                if not self.does_it
                else f"{self.behaviour} does not get worse"
            )
            found = graded(
                claim=f"Erasing what the probe reads at {where} is no evidence of use: {why}",
                method=f"use test: project out the {self.kind} probe's directions",
                effect=drop,
                control=None,
                command=command,
                details={**details, "control_drop": float(self.control.mean())},
            )
        if self.shifted is None or self.shifted_random is None:
            return [found]
        moved = float(self.shifted.mean())
        return [
            found,
            graded(
                claim=(
                    f"Adding the probe's direction at {where} rather than subtracting it moves the answers of "
                    f"{self.behaviour} by {abs(moved):.2f} logits {'towards' if moved > 0 else 'away from'} its class"
                ),
                method=f"use test: add ±the {self.kind} probe's direction, half the gap of the classes",
                effect=self.shifted.double().numpy(),
                control=self.shifted_random.mean(0).double().numpy(),
                command=command,
                details={"measure": "logits", "control": "random directions of the same norm"},
            ),
        ]

    def to_json(self) -> dict[str, Any]:
        """Plain data: means over prompts, and every prompt's values."""
        return {
            "behaviour": self.behaviour,
            "sites": list(self.sites),
            "rank": self.rank,
            "n": len(self.plain),
            "accuracy": self.accuracy,
            "accuracy_erased": self.accuracy_erased,
            "plain": self.plain.tolist(),
            "erased": self.erased.tolist(),
            "random_rank": self.random_rank.mean(0).tolist(),
            "random_norm": self.random_norm.mean(0).tolist(),
            "shifted": None if self.shifted is None else self.shifted.tolist(),
            "shifted_random": None if self.shifted_random is None else self.shifted_random.mean(0).tolist(),
            "passed": self.passed,
            "seed": self.seed,
        }


def behaviour_of(lm: LanguageModel, data: Labelled | Task, probe: Probe | None = None) -> Behaviour:
    """The prompts and answers of a task, or of labelled prompts that say how to ask for their label.

    Raises:
        DataError: the data have no question, or no answer for a label, or not two classes.
        AlignmentError: an answer is not one token.
    """
    if isinstance(data, Task):
        answers = data.answers(lm)
        if any(len(ids) != 1 for ids in (*answers.correct, *answers.wrong)):
            raise DataError(
                f"a use test needs one right and one wrong token a prompt, and {data.name!r} has sets of them"
            )
        right, wrong = (tuple(ids[0] for ids in side) for side in (answers.correct, answers.wrong))
        return Behaviour(name=data.name, prompts=tuple(data.clean), right=right, wrong=wrong)
    if "{text}" not in data.question or not data.answers or data.per_word:
        raise DataError(
            f"{data.name!r} does not say how the model is asked for the label; give a question with {{text}} in it, and "
            "the answer to each label"
        )
    if len(data.classes) != 2 or set(data.answers) != set(data.classes):
        raise DataError(
            f"{data.name!r} has the labels {', '.join(data.classes)} and answers for {', '.join(data.answers)}; a use "
            "test needs two labels, each with its answer"
        )
    ids = {label: lm.token_id(answer) for label, answer in data.answers.items()}
    other = dict(zip(data.classes, reversed(data.classes), strict=True))
    labels = [str(label) for label in data.labels]
    known = probe is None or probe.classes == data.classes
    return Behaviour(
        name=data.name,
        prompts=tuple(data.question.replace("{text}", str(prompt)) for prompt in data.prompts),
        right=tuple(ids[label] for label in labels),
        wrong=tuple(ids[other[label]] for label in labels),
        positive=tuple(label == data.classes[1] for label in labels) if known else None,
    )


def use_test(
    lm: LanguageModel,
    probes: Probe | Sequence[Probe],
    on: Labelled | Task | Behaviour,
    *,
    pos: int | Sequence[int] | None = None,
    draws: int = 8,
    seed: int = 0,
    memory: int | None = None,
    progress: Progress = silent,
) -> UseTest:
    """Erase what probes read, and see whether the behaviour that should depend on it changes.

    Args:
        lm: the model that was probed.
        probes: linear probes; several are erased at once, each at its own site (later layers may compute again what an
            earlier one lost).
        on: labelled prompts with a question and answers, a task, or prompts with a right and a wrong token.
        pos: the positions that are edited; None for all.
        draws: random controls of each kind.
        seed: draws them.
        memory: as for `sweep`.
        progress: told how many runs are done.

    Raises:
        DataError: a probe is not linear or of another model, or the behaviour is incomplete.
    """
    probes = (probes,) if isinstance(probes, Probe) else tuple(probes)
    if not probes or draws < 1:
        raise DataError(f"{len(probes)} probes and {draws} draws; give at least one of each")
    for probe in probes:
        check_model(lm, probe)
    behaviour = on if isinstance(on, Behaviour) else behaviour_of(lm, on, probes[0])
    generator = torch.Generator().manual_seed(seed)
    bases = [_basis(probe.directions) for probe in probes]
    random = [[_basis(torch.randn(basis.shape, generator=generator)) for basis in bases] for _ in range(draws)]
    sites = [probe.site for probe in probes]
    variants: list[tuple[Edit, ...]] = [tuple(_projected(s, b, pos) for s, b in zip(sites, bases, strict=True))]
    variants += [tuple(_projected(s, b, pos) for s, b in zip(sites, draw, strict=True)) for draw in random]
    variants += [tuple(_as_large(s, b, r, pos) for s, b, r in zip(sites, bases, draw, strict=True)) for draw in random]
    steps = [_half_gap(probe) for probe in probes] if behaviour.positive and probes[0].gap else None
    if steps is not None:
        for vectors in (steps, *[[_along(r, v) for r, v in zip(draw, steps, strict=True)] for draw in random]):
            variants += [
                tuple(_added(s, v, sign, pos) for s, v in zip(sites, vectors, strict=True)) for sign in (1.0, -1.0)
            ]
    n = len(behaviour.prompts)
    rows = [SweepRow(prompt, edits) for prompt in range(n) for edits in variants]
    vocab = torch.tensor(sorted({*behaviour.right, *behaviour.wrong}))
    place = {token: index for index, token in enumerate(vocab.tolist())}
    right = torch.tensor([place[token] for token in behaviour.right])
    wrong = torch.tensor([place[token] for token in behaviour.wrong])

    def score(logits: Tensor, prompt: Int[Tensor, " row"]) -> Tensor:
        at = torch.arange(len(logits), device=logits.device)
        return (logits[at, right[prompt].to(at)] - logits[at, wrong[prompt].to(at)]).float()

    prompts = list(behaviour.prompts)
    found = sweep(lm, prompts, rows, score, vocab=vocab, memory=memory, job="use test", progress=progress)
    values = found.values.reshape(n, len(variants)).T
    shifted = shifted_random = None
    if steps is not None and behaviour.positive is not None:
        sign = torch.tensor([1.0 if one else -1.0 for one in behaviour.positive])
        moved = (values[1 + 2 * draws :: 2] - values[2 + 2 * draws :: 2]) * sign
        shifted, shifted_random = moved[0], moved[1:]
    return UseTest(
        behaviour=behaviour.name,
        sites=tuple(sites),
        kind=probes[0].kind,
        rank=sum(len(basis) for basis in bases),
        plain=found.plain,
        erased=values[0],
        random_rank=values[1 : 1 + draws],
        random_norm=values[1 + draws : 1 + 2 * draws],
        shifted=shifted,
        shifted_random=shifted_random,
        seed=seed,
    )


def _basis(directions: Float[Tensor, "n d"]) -> Float[Tensor, "rank d"]:
    """Orthonormal rows that span the directions."""
    _, sizes, vectors = torch.linalg.svd(directions.double(), full_matrices=False)
    return vectors[sizes > sizes[0] * 1e-8].float()


def _flat(site: str, change: Callable[[Tensor], Tensor], pos: int | Sequence[int] | None) -> Edit:
    """An edit of vectors; heads are laid side by side, as the probe sees them."""

    def function(activation: Tensor, context: EditContext) -> Tensor:
        return change(activation.reshape(*activation.shape[:2], -1)).reshape(activation.shape)

    return apply(site, function, pos=pos)


def _projected(site: str, basis: Float[Tensor, "rank d"], pos: int | Sequence[int] | None) -> Edit:
    return _flat(site, lambda x: x - (x @ basis.to(x).T) @ basis.to(x), pos)


def _as_large(
    site: str, basis: Float[Tensor, "rank d"], random: Float[Tensor, "rank d"], pos: int | Sequence[int] | None
) -> Edit:
    """Take from each position, along random directions, as much as the projection along `basis` would."""

    return _flat(site, lambda x: x - (x @ basis.to(x).T) @ random.to(x), pos)


def _added(site: str, vector: Float[Tensor, " d"], sign: float, pos: int | Sequence[int] | None) -> Edit:
    return _flat(site, lambda x: x + sign * vector.to(x), pos)


def _half_gap(probe: Probe) -> Float[Tensor, " d"]:
    """The step along the direction that moves a score by half of what the classes' means are apart."""
    (direction,) = probe.directions
    return probe.gap / 2 * direction / direction.norm() ** 2


def _along(random: Float[Tensor, "rank d"], vector: Float[Tensor, " d"]) -> Float[Tensor, " d"]:
    """A random direction of the same norm."""
    return random[0] * vector.norm()
