"""Saliency: how much each token of a prompt counts for an answer, by several methods, each tested on the model itself.

A saliency map is an observation: gradients and attention say how the answer is connected to the tokens, not what it
depends on. So each map comes with its completeness error where completeness is defined, with deletion and insertion
curves beside random orders, and with its rank correlation with exact patching of the same tokens, in which methods
often disagree. Layer-wise relevance propagation is not among them.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

from jaxtyping import Float
from torch import Tensor

from cutaway.errors import DataError, PromptError, SiteUnavailableError, did_you_mean
from cutaway.evidence import Finding, spearman
from cutaway.model import LanguageModel, Prompts, Tokens
from cutaway.observe._faithfulness import Faithfulness, RandomOrders, faithfulness
from cutaway.observe._removal import BaselineKind, Removal
from cutaway.observe._saliency_methods import METHODS, Method, Settings
from cutaway.observe._target import Target, TargetKind, choose_target
from cutaway.observe._token_patching import TokenPatching, patch_tokens
from cutaway.progress import Progress, silent
from cutaway.shown import Shown


@dataclass(frozen=True, kw_only=True)
class SaliencyOptions:
    """How saliency is computed and tested."""

    method: Method | Literal["all"] = "integrated_gradients"
    """gradient_x_input, integrated_gradients, smoothgrad, attention_rollout, occlusion, or all of them."""
    target: TargetKind | None = None
    """logit, logit_difference or log_probability; the difference where a wrong token is given, else the log-probability."""
    baseline: BaselineKind = "mean"
    """What stands for a token that is taken away: the mean embedding of the vocabulary, or a neutral token."""
    steps: int = 128
    """Gradients along the path of integrated gradients, at the most."""
    tolerance: float = 0.01
    """Integrated gradients stop where their error is below this share of what all tokens are worth."""
    samples: int = 16
    """Noisy copies of the prompt for SmoothGrad."""
    noise: float = 0.1
    """SmoothGrad's noise, in standard deviations of the prompt's embeddings."""
    points: int = 21
    """Steps of the deletion and insertion curves, at the most."""
    draws: int = 20
    """Random orders that the curves are compared with, an even number; 0 leaves the curves out."""
    substitutes: int = 8
    """Substitutes of each token for exact patching; 0 leaves the comparison out."""

    def __post_init__(self) -> None:
        if self.method != "all" and self.method not in METHODS:
            raise DataError(
                f"no saliency method {self.method!r}{did_you_mean(str(self.method), METHODS)}; "
                f"use all, or one of {', '.join(METHODS)}"
            )
        for name, least in (("steps", 3), ("samples", 1), ("points", 2), ("draws", 0), ("substitutes", 0)):
            if getattr(self, name) < least:
                raise DataError(f"{name}={getattr(self, name)}; give at least {least}")
        if not 0 < self.tolerance < 1 or not (math.isfinite(self.noise) and self.noise >= 0):
            raise DataError(
                f"tolerance={self.tolerance}, noise={self.noise}; give a tolerance between 0 and 1 and noise of at least 0"
            )

    @property
    def methods(self) -> tuple[Method, ...]:
        """The methods that are meant."""
        return tuple(METHODS) if self.method == "all" else (self.method,)


@dataclass(frozen=True, kw_only=True)
class Completeness(Shown):
    """Whether the values of integrated gradients sum to what they should, F(x) − F(baseline)."""

    total: float
    """The sum of the values."""
    expected: float

    @property
    def error(self) -> float:
        """The difference, over the size of what is expected."""
        return abs(self.total - self.expected) / max(abs(self.expected), 1e-30)

    def to_json(self) -> dict[str, Any]:
        """Sum, what it should be, and the relative error."""
        return {"total": self.total, "expected": self.expected, "error": self.error}


@dataclass(frozen=True, kw_only=True, eq=False)
class SaliencyMap(Shown):
    """What one method says of each token."""

    axes = ("pos",)

    method: Method
    values: Float[Tensor, " pos"]
    """fp64; positive where the token speaks for the target."""
    completeness: Completeness | None
    """For integrated gradients."""
    faithfulness: Faithfulness | None
    rank_correlation: dict[str, float] | None
    """Spearman's, with exact patching of the tokens: `noise` and `denoise`."""
    shuffled_weights: float | None
    """The rank correlation with the same method's map of a model with shuffled weights; near 1 it shows the prompt, not
    the model."""

    def to_json(self, tokens: Sequence[str]) -> dict[str, Any]:
        """The map and its tests, as plain data."""
        return {
            "method": self.method,
            "values": self.values.tolist(),
            "tokens": list(tokens),
            "target_blind": self.method == "attention_rollout",
            "completeness": None if self.completeness is None else self.completeness.to_json(),
            "faithfulness": None if self.faithfulness is None else self.faithfulness.to_json(),
            "rank_correlation_with_patching": self.rank_correlation,
            "rank_correlation_with_shuffled_weights": self.shuffled_weights,
        }


@dataclass(frozen=True, kw_only=True, eq=False)
class Saliency(Shown):
    """The maps of one prompt, and what they are compared with."""

    tokens: Tokens
    target: Target
    plain: float
    """The target on the prompt."""
    empty: float
    """The target on the prompt's baseline, without any of its tokens."""
    baseline: BaselineKind
    neutral: int | None
    """The token that stands for a token taken away; None where that is the mean embedding."""
    maps: tuple[SaliencyMap, ...]
    skipped: dict[str, str]
    """Methods that this model cannot have, with the reason (only where all were asked for)."""
    random: RandomOrders | None
    patching: TokenPatching | None
    model: str

    def __getitem__(self, method: str) -> SaliencyMap:
        for one in self.maps:
            if one.method == method:
                return one
        raise DataError(f"no map by {method!r}; there are {', '.join(one.method for one in self.maps)}")

    def to_frame(self) -> list[dict[str, Any]]:
        """A row for each position and method, as data frame libraries take them."""
        return [
            {"pos": pos, "token": token, "method": one.method, "value": value}
            for one in self.maps
            for pos, (token, value) in enumerate(zip(self.tokens.strings[0], one.values.tolist(), strict=True))
        ]

    def to_json(self) -> dict[str, Any]:
        """Everything, as plain data; what is undefined is NaN."""
        strings = self.tokens.strings[0]
        return {
            "axes": ["pos"],
            "tokens": strings,
            "target": self.target.kind,
            "answer": [self.tokens.decode(t) for t in self.target.answer],
            "wrong": [self.tokens.decode(t) for t in self.target.wrong],
            "plain": self.plain,
            "empty": self.empty,
            "baseline": self.baseline,
            "neutral": None if self.neutral is None else self.tokens.decode(self.neutral),
            "maps": [one.to_json(strings) for one in self.maps],
            "skipped": self.skipped,
            "random_orders": None if self.random is None else self.random.to_json(),
            "patching": None if self.patching is None else self.patching.to_json(),
        }

    def findings(self, *, n: int = 3, command: str = "") -> list[Finding]:
        """For each method the tokens that it puts first, and whether taking them away bears it out.

        The effect is the area between the insertion and the deletion curve, in shares of what all tokens are worth;
        `causal` where at most one in twenty random orders has as large a one, else `observed`.

        Args:
            n: how many tokens are named.
            command: what makes this again.
        """
        found = []
        for one in self.maps:
            test = one.faithfulness
            first = sorted(range(len(one.values)), key=lambda pos: -float(one.values[pos]))[:n]
            named = ", ".join(f"{self.tokens.strings[0][pos]!r} ({pos})" for pos in first)
            claim = f"By {one.method.replace('_', ' ')}, {named} count most for {self.target.spoken(self.tokens)}"
            details: dict[str, Any] = {
                "target": self.target.kind,
                "baseline": self.baseline,
                "positions": first,
                "target_blind": one.method == "attention_rollout",
                "completeness_error": None if one.completeness is None else one.completeness.error,
                "rank_correlation_with_patching": one.rank_correlation,
                "rank_correlation_with_shuffled_weights": one.shuffled_weights,
            }
            if test is None or test.random.gap <= 0:
                if test is not None:
                    claim += "; but the tokens together speak against it, so that their order cannot be tested"
                top = float(one.values[first[0]])
                details["measure"] = "value of the first token"
                found.append(Finding(claim=claim, method=one.method, effect=top, command=command, details=details))
                continue
            low, high = test.random.margin_interval
            details |= {
                "measure": "insertion area less deletion area, in shares of what all tokens are worth",
                "control": "the mean of the same for random orders, each drawn with its reverse",
                "control_interval": [low, high],
                "p": test.p_margin,
                "p_deletion": test.p_deletion,
                "p_insertion": test.p_insertion,
                "draws": len(test.random.deletion),
            }
            held = "taking tokens away in its order bears it out" if test.faithful else "random orders do as well"
            found.append(
                Finding(
                    claim=f"{claim}; {held} ({test.margin:+.2f}, at random {low:+.2f} to {high:+.2f})",
                    method=f"{one.method}, deletion and insertion",
                    effect=test.margin,
                    control=float(test.random.margins.mean()),
                    grade="causal" if test.faithful else "observed",
                    command=command,
                    details=details,
                )
            )
        return found


def saliency(
    lm: LanguageModel,
    prompt: Prompts | Tokens,
    *,
    answer: int | Sequence[int] | None = None,
    wrong: int | Sequence[int] | None = None,
    options: SaliencyOptions = SaliencyOptions(),
    neutral: int | None = None,
    forgetful: LanguageModel | None = None,
    seed: int = 0,
    progress: Progress = silent,
) -> Saliency:
    """How much each token of a prompt counts for the token that follows it.

    Args:
        lm: the model.
        prompt: one prompt; what follows its last token is explained.
        answer: a token id, or several that count together; None: the likeliest.
        wrong: the token id that it is compared with, or several.
        options: which methods, and how they are tested.
        neutral: the neutral token of the baseline `token`; None: a comma.
        forgetful: the same model with shuffled weights (`shuffled_weights(lm)`), for the control that a map does depend
            on the model; None leaves it out.
        seed: draws SmoothGrad's noise, the random orders and the substitutes.
        progress: told how far it is.

    Returns:
        A `Saliency`. Special tokens are never taken away and are left out of the tests.

    Raises:
        PromptError: several prompts, or one of special tokens alone.
        DataError: a token outside the vocabulary, or one that is answer and wrong at once.
        SiteUnavailableError: attention rollout alone was asked for, in a model that does not give every pattern.
        NonFiniteError: the target is infinite.
    """
    tokens = lm.tokenize(prompt)
    if len(tokens) != 1:
        raise PromptError(f"{len(tokens)} prompts were given, but one is explained at a time; call once for each")
    target = choose_target(lm, tokens, answer=_ids(answer), wrong=_ids(wrong), kind=options.target)
    removal = Removal(lm, tokens, target, kind=options.baseline, token=neutral)
    settings = Settings(
        steps=options.steps, tolerance=options.tolerance, samples=options.samples, noise=options.noise, seed=seed
    )
    plain, empty = removal.scores([(), removal.everything])
    values, skipped = _values(removal, options, settings, progress)
    names = list(values)
    tests: Sequence[Faithfulness | None] = [None] * len(names)
    if options.draws:
        tests = faithfulness(
            removal,
            [values[m] for m in names],
            points=options.points,
            draws=options.draws,
            seed=seed,
            progress=progress,
        )
    patching = None
    if options.substitutes:
        patching = patch_tokens(removal, substitutes=options.substitutes, seed=seed, progress=progress)
    control: dict[Method, Tensor] = {}
    if forgetful is not None:
        other = Removal(forgetful, tokens, target, kind=options.baseline, token=neutral)
        control, _ = _values(other, options, settings, progress)
    inside = list(removal.baseline.removable)
    maps = tuple(
        SaliencyMap(
            method=name,
            values=values[name],
            completeness=Completeness(total=float(values[name].sum()), expected=plain - empty)
            if name == "integrated_gradients"
            else None,
            faithfulness=test,
            rank_correlation=None if patching is None else patching.rank_correlation(values[name]),
            shuffled_weights=spearman(values[name][inside].numpy(), control[name][inside].numpy())
            if name in control
            else None,
        )
        for name, test in zip(names, tests, strict=True)
    )
    return Saliency(
        tokens=tokens,
        target=target,
        plain=plain,
        empty=empty,
        baseline=options.baseline,
        neutral=removal.baseline.token,
        maps=maps,
        skipped=skipped,
        random=tests[0].random if tests[0] is not None else None,
        patching=patching,
        model=lm.name,
    )


def _values(
    removal: Removal, options: SaliencyOptions, settings: Settings, progress: Progress
) -> tuple[dict[Method, Tensor], dict[str, str]]:
    """Each method's values, and the methods that a model cannot have where all were asked for."""
    values: dict[Method, Tensor] = {}
    skipped: dict[str, str] = {}
    for done, name in enumerate(options.methods):
        progress("saliency", done, len(options.methods))
        try:
            values[name] = METHODS[name](removal, settings)
        except SiteUnavailableError as error:
            if options.method != "all":
                raise
            skipped[name] = str(error)
    progress("saliency", len(options.methods), len(options.methods))
    return values, skipped


def _ids(given: int | Sequence[int] | None) -> tuple[int, ...] | None:
    return None if given is None else (given,) if isinstance(given, int) else tuple(given)
