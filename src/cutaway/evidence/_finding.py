"""A finding: a claim with its evidence, and the grade that the evidence earns."""

import math
from dataclasses import asdict, dataclass, field
from typing import Any, Literal, get_args

import numpy as np
from numpy.typing import ArrayLike

from cutaway.errors import DataError
from cutaway.evidence._plain import plain_data
from cutaway.evidence._statistics import bootstrap, bootstrap_difference
from cutaway.shown import Shown

Grade = Literal["observed", "causal", "verified"]
"""`observed`: correlational (a lens, an attention pattern, a probe). `causal`: an intervention moved the output more
than its control did. `verified`: the explanation predicts held-out prompts, and a random one of the same size does not."""


_FEW = 5
"""Below so many samples an interval is too narrow to rest a cause on alone."""


@dataclass(frozen=True, kw_only=True)
class Finding(Shown):
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
        if self.interval is not None and not -math.inf < self.interval[0] <= self.interval[1] < math.inf:
            raise DataError(f"'{self.claim}' has the interval {self.interval}; give (low, high), both finite, or None")
        if self.grade == "causal" and self.control is None:
            raise DataError(f"'{self.claim}' is graded causal without a control; run one, or grade it observed")
        if self.grade != "observed" and not all(math.isfinite(x) for x in (self.effect, self.control or 0.0)):
            raise DataError(
                f"'{self.claim}' is graded {self.grade} on an effect of {self.effect} beside a control of {self.control}; "
                "both must be finite, or grade it observed"
            )

    def to_json(self) -> dict[str, Any]:
        """Plain data; numbers that are not finite become None, and NumPy's become Python's.

        Raises:
            DataError: the details hold something that is not plain data.
        """
        return plain_data(asdict(self))

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

    `causal` if the effect is larger in size than the control's, and neither the interval of the effect nor that of its
    difference from the control contains zero. The second interval holds the control's own spread: a control measured
    on few prompts excludes little. With fewer than five samples on either side intervals are too narrow (and with one
    there is none), so the effect must also be twice the control's. A sample that is not finite earns `observed`.

    Args:
        effects: [n], one a prompt.
        controls: [m], the same measure under the control.
    """
    x, c = np.asarray(effects, float).reshape(-1), np.asarray(controls, float).reshape(-1)
    if not len(x) or not len(c) or not (np.isfinite(x).all() and np.isfinite(c).all()):
        return "observed"
    size, beside = abs(float(x.mean())), abs(float(c.mean()))
    if size <= (2 * beside if min(len(x), len(c)) < _FEW else beside):
        return "observed"
    intervals = (bootstrap(x), bootstrap_difference(x, c))
    return "observed" if any(low <= 0 <= high for low, high in intervals) else "causal"


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

    Raises:
        DataError: no sample of the effect.
    """
    samples = np.asarray(effect, float).reshape(-1)
    if not len(samples):
        raise DataError(f"'{claim}' rests on no sample; give at least one")
    beside = None if control is None else np.asarray(control, float).reshape(-1)
    beside = None if beside is None or not len(beside) else beside
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
