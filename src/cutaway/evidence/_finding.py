"""A finding: a claim with its evidence, and the grade that the evidence earns."""

import math
from dataclasses import asdict, dataclass, field
from typing import Any, Literal, get_args

import numpy as np
from numpy.typing import ArrayLike

from cutaway.errors import DataError
from cutaway.evidence._statistics import bootstrap

Grade = Literal["observed", "causal", "verified"]
"""`observed`: correlational (a lens, an attention pattern, a probe). `causal`: an intervention moved the output more
than its control did. `verified`: the explanation predicts held-out prompts, and a random one of the same size does not."""


@dataclass(frozen=True, kw_only=True)
class Finding:
    """A claim and what supports it."""

    claim: str
    """One sentence, with the figure in it."""
    method: str
    """How it was found: method, direction, metric."""
    effect: float
    """The size of the effect, in the method's unit."""
    interval: tuple[float, float] | None = None
    """A 95% interval of the effect; None for a single prompt."""
    control: float | None = None
    """The same measure under the control; None where there was none."""
    n: int = 1
    """Prompts (or facts, or pairs) behind it."""
    grade: Grade = "observed"
    """What the evidence earns."""
    command: str = ""
    """The command that makes it again."""
    details: dict[str, Any] = field(default_factory=dict)
    """Anything else that a reader may want, as plain data."""

    def __post_init__(self) -> None:
        if self.grade not in get_args(Grade):
            raise DataError(f"grade {self.grade!r}; use one of {', '.join(get_args(Grade))}")
        if not self.claim:
            raise DataError("a finding needs a claim")
        if self.grade == "causal" and self.control is None:
            raise DataError(f"'{self.claim}' is graded causal without a control; run one, or grade it observed")

    def to_json(self) -> dict[str, Any]:
        """Plain data; numbers that are not finite become None."""
        data = asdict(self)
        data["effect"] = self.effect if math.isfinite(self.effect) else None
        data["interval"] = None if self.interval is None else list(self.interval)
        return data

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> "Finding":
        """The finding that `to_json` wrote.

        Raises:
            DataError: the data is not a finding's.
        """
        try:
            fields = dict(data)
            if fields.get("interval") is not None:
                low, high = fields["interval"]
                fields["interval"] = (float(low), float(high))
            fields["effect"] = math.nan if fields["effect"] is None else float(fields["effect"])
            return cls(**fields)
        except (KeyError, TypeError, ValueError) as error:
            raise DataError(f"this is not a finding ({error}); it was written by something else") from None


def grade_causal(effects: ArrayLike, controls: ArrayLike) -> Grade:
    """The grade of an intervention's effect beside its control's.

    `causal` if the effect is larger in size than the control's and the control's mean lies outside the effect's
    interval; with a single sample of each there is no interval, and the effect must be twice the control's.

    Args:
        effects: [n], one a prompt.
        controls: [m], the same measure under the control.
    """
    x, c = np.asarray(effects, float).reshape(-1), np.asarray(controls, float).reshape(-1)
    x, c = x[np.isfinite(x)], c[np.isfinite(c)]
    if not len(x) or not len(c):
        return "observed"
    mean, beside = float(x.mean()), float(c.mean())
    if abs(mean) <= abs(beside):
        return "observed"
    if len(x) == 1:
        return "causal" if abs(mean) > 2 * abs(beside) else "observed"
    low, high = bootstrap(x)
    excludes_zero = low > 0 or high < 0
    return "causal" if excludes_zero and not low <= beside <= high else "observed"


def graded(
    *,
    claim: str,
    method: str,
    effect: ArrayLike,
    control: ArrayLike | None,
    command: str = "",
    details: dict[str, Any] | None = None,
) -> Finding:
    """The finding that an intervention's samples support: mean, interval, control and grade.

    Args:
        claim, method, command, details: as in `Finding`.
        effect: [n], the effect on each prompt.
        control: [m], the same measure under the control; None where there was none (then `observed`).
    """
    samples = np.asarray(effect, float).reshape(-1)
    beside = None if control is None else np.asarray(control, float).reshape(-1)
    beside = None if beside is None or not np.isfinite(beside).any() else beside[np.isfinite(beside)]
    interval = bootstrap(samples) if len(samples) > 1 and np.isfinite(samples).all() else None
    return Finding(
        claim=claim,
        method=method,
        effect=float(samples.mean()),
        interval=None if interval is None else (interval.low, interval.high),
        control=None if beside is None else float(beside.mean()),
        n=len(samples),
        grade="observed" if beside is None else grade_causal(samples, beside),
        command=command,
        details=details or {},
    )
