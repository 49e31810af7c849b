"""What probing found: each layer's probe with its controls, as numbers, findings and plain data."""

import math
from collections.abc import Hashable
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
from jaxtyping import Float, Int

from cutaway.errors import DataError
from cutaway.evidence import Finding, Interval
from cutaway.observe.probing._controls import Baseline, CodeLength
from cutaway.observe.probing._probe import Probe
from cutaway.shown import Shown


@dataclass(frozen=True, kw_only=True, eq=False)
class LayerProbe(Shown):
    """One layer's probe, and how it does on held-out groups."""

    site: str
    layer: int | None
    probe: Probe
    auroc: float
    interval: Interval | None
    """95%, over resampled held-out groups; None where there is only one."""
    accuracy: float
    accuracy_interval: Interval | None
    train_accuracy: float
    validation: float
    """AUROC on a part of the training groups, of a probe trained on the others: what layers are chosen by. NaN where
    there were too few groups."""
    strength: float | None
    """The penalty's weight; None for a kind without one."""
    controls: tuple[float, ...]
    """Held-out accuracy on each control task."""
    shuffled: tuple[float, ...]
    """Held-out AUROC of probes trained on shuffled labels."""
    mdl: CodeLength | None
    converged: bool
    test_scores: Float[np.ndarray, "row k"] = field(repr=False)
    test_labels: Int[np.ndarray, " row"] = field(repr=False)

    @property
    def control(self) -> float:
        """Mean accuracy on control tasks; NaN where there were none."""
        return float(np.mean(self.controls)) if self.controls else math.nan

    @property
    def selectivity(self) -> float:
        """Accuracy less control accuracy (Hewitt and Liang, 2019)."""
        return self.accuracy - self.control

    @property
    def chance(self) -> float:
        """Mean AUROC of the probes of shuffled labels."""
        return float(np.mean(self.shuffled)) if self.shuffled else math.nan

    def to_json(self) -> dict[str, Any]:
        """Plain data, without the weights."""
        return {
            "site": self.site,
            "layer": self.layer,
            "auroc": self.auroc,
            "interval": _pair(self.interval),
            "accuracy": self.accuracy,
            "accuracy_interval": _pair(self.accuracy_interval),
            "train_accuracy": self.train_accuracy,
            "validation_auroc": self.validation,
            "control": self.control,
            "controls": list(self.controls),
            "selectivity": self.selectivity,
            "shuffled_auroc": list(self.shuffled),
            "strength": self.strength,
            "mdl_bits": None if self.mdl is None else self.mdl.bits,
            "uniform_bits": None if self.mdl is None else self.mdl.uniform_bits,
            "compression": None if self.mdl is None else self.mdl.compression,
            "converged": self.converged,
        }


@dataclass(frozen=True, kw_only=True)
class TransferLayer(Shown):
    """One layer's probe on other data."""

    site: str
    layer: int | None
    auroc: float
    interval: Interval | None
    accuracy: float
    accuracy_interval: Interval | None

    def to_json(self) -> dict[str, Any]:
        """Plain data."""
        return {
            "site": self.site,
            "layer": self.layer,
            "auroc": self.auroc,
            "interval": _pair(self.interval),
            "accuracy": self.accuracy,
            "accuracy_interval": _pair(self.accuracy_interval),
        }


@dataclass(frozen=True, kw_only=True)
class Transfer(Shown):
    """A study's probes on other data, layer by layer."""

    data: str
    n: int
    left_out: int
    """Rows that were not tested on, since the probes had been trained on their prompt or their group."""
    layers: tuple[TransferLayer, ...]

    def findings(self, study: "ProbeStudy", *, layer: int | None = None, command: str = "") -> list[Finding]:
        """How well one layer's probe does here; its own held-out groups beside it.

        Args:
            study: the probes that were tested.
            layer: whose; None: the best of the study.
            command: as in `Finding`.

        Raises:
            DataError: that layer was not probed.
        """
        own = study.at(layer)
        one = next(row for row in self.layers if row.site == own.site)
        return [
            Finding(
                claim=(
                    f"The {study.kind.replace('_', ' ')} probe at {own.site} of {study.data} has AUROC {one.auroc:.3f} on "
                    f"{self.data}, beside {own.auroc:.3f} on its own held-out groups"
                ),
                method=f"transfer of the {study.kind} probe of {study.site}, {study.pos}, as it is",
                effect=one.auroc,
                interval=None if one.interval is None else (one.interval.low, one.interval.high),
                n=self.n,
                grade="observed",
                command=command,
                details={
                    "measure": "AUROC",
                    "accuracy": one.accuracy,
                    "held_out_auroc": own.auroc,
                    "left_out": self.left_out,
                },
            )
        ]

    def to_json(self) -> dict[str, Any]:
        """Plain data."""
        return {
            "data": self.data,
            "n": self.n,
            "left_out": self.left_out,
            "layers": [one.to_json() for one in self.layers],
        }


@dataclass(frozen=True, kw_only=True, eq=False)
class ProbeStudy(Shown):
    """Probes of one site at every layer asked for, on one grouped split."""

    data: str
    site: str
    kind: str
    pos: str
    classes: tuple[str, ...]
    """Of two, the second is the positive one."""
    layers: tuple[LayerProbe, ...]
    majority: float
    """Held-out accuracy of always saying the commonest class of the training rows."""
    baselines: dict[str, Baseline]
    """`bag_of_tokens` and `embedding`, which see no layer's activations."""
    n_train: int
    n_test: int
    groups_train: int
    groups_test: int
    grouped: bool
    """Whether groups were given; otherwise prompts of the same text are one."""
    test_prompts: tuple[int, ...]
    """The prompts of which nothing was trained on; a use test on them is one on new prompts."""
    trained_on: frozenset[Hashable] = field(repr=False)
    """The groups of the training rows, and (where a prompt has one label) their prompts."""
    types_recur: bool
    """Whether the types of the control tasks come up again; where not, no probe can learn a control task."""
    seed: int
    model: str

    @property
    def best(self) -> LayerProbe:
        """The layer with the highest AUROC on the part of the training groups that is kept for choosing; the held-out
        groups have no say, so that its AUROC is not the highest of many. Where nothing could be kept: the middle."""
        if not any(math.isfinite(one.validation) for one in self.layers):
            return self.layers[len(self.layers) // 2]
        return max(self.layers, key=lambda one: one.validation if math.isfinite(one.validation) else -1.0)

    @property
    def baseline(self) -> float:
        """The AUROC of the better baseline."""
        return max((one.auroc for one in self.baselines.values()), default=math.nan)

    @property
    def notes(self) -> tuple[str, ...]:
        """What a reader has to know before trusting the numbers."""
        found = []
        if not self.grouped:
            found.append("no groups were given: prompts about the same thing may be on both sides of the split")
        if not self.types_recur:
            found.append("types do not recur: control accuracy is chance by construction, selectivity says little")
        if not all(one.converged for one in self.layers):
            bad = [one.site for one in self.layers if not one.converged]
            found.append(f"the fit did not converge at {', '.join(bad)}")
        return tuple(found)

    def at(self, layer: int | None = None) -> LayerProbe:
        """The probe of one layer; None: of the best.

        Raises:
            DataError: that layer was not probed.
        """
        if layer is None:
            return self.best
        for one in self.layers:
            if one.layer == layer:
                return one
        raise DataError(f"layer {layer} was not probed; there are {', '.join(str(one.layer) for one in self.layers)}")

    def with_threshold(
        self, layer: int | None = None, *, false_positive_rate: float, positive: str | None = None
    ) -> Probe:
        """One layer's probe with the threshold that flags at most this share of the held-out negatives.

        Raises:
            DataError: the rate is not between 0 and 1.
        """
        if not 0 <= false_positive_rate < 1:
            raise DataError(f"a false positive rate of {false_positive_rate}; give one from 0 up to 1")
        one = self.at(layer)
        index = one.probe.index(positive)
        scores = one.test_scores[:, 0] if len(self.classes) == 2 else _log_odds(one.test_scores[:, index])
        scores = -scores if len(self.classes) == 2 and index == 0 else scores
        negatives = np.sort(scores[one.test_labels != index])[::-1]
        allowed = int(false_positive_rate * len(negatives))
        return replace(one.probe, threshold=float(negatives[min(allowed, len(negatives) - 1)]))

    def to_frame(self) -> list[dict[str, Any]]:
        """A row for each layer, as data frame libraries take them."""
        return [{k: v for k, v in one.to_json().items() if not isinstance(v, list)} for one in self.layers]

    def to_json(self) -> dict[str, Any]:
        """Plain data."""
        return {
            "data": self.data,
            "site": self.site,
            "probe": self.kind,
            "pos": self.pos,
            "classes": list(self.classes),
            "positive": self.classes[1] if len(self.classes) == 2 else None,
            "n_train": self.n_train,
            "n_test": self.n_test,
            "groups_train": self.groups_train,
            "groups_test": self.groups_test,
            "majority": self.majority,
            "baselines": {
                name: {
                    "auroc": one.auroc,
                    "interval": _pair(one.interval),
                    "accuracy": one.accuracy,
                    "accuracy_interval": _pair(one.accuracy_interval),
                }
                for name, one in self.baselines.items()
            },
            "layers": [one.to_json() for one in self.layers],
            "best": self.best.to_json(),
            "notes": list(self.notes),
            "seed": self.seed,
        }

    def findings(self, *, layer: int | None = None, command: str = "") -> list[Finding]:
        """How well one layer's probe (None: the best's) does on held-out groups; the control is the better baseline."""
        one = self.at(layer)
        return [
            Finding(
                claim=(
                    f"A {self.kind.replace('_', ' ')} probe at {one.site} tells {' from '.join(self.classes)} "
                    f"({self.data}) with AUROC {one.auroc:.3f} on held-out groups"
                    if len(self.classes) == 2
                    else f"A {self.kind.replace('_', ' ')} probe at {one.site} tells {len(self.classes)} classes apart "
                    f"({self.data}) with AUROC {one.auroc:.3f} on held-out groups"
                ),
                method=f"{self.kind} probe of {self.site}, {self.pos}; layer {'chosen on training groups' if layer is None else 'given'}",
                effect=one.auroc,
                interval=None if one.interval is None else (one.interval.low, one.interval.high),
                control=self.baseline if math.isfinite(self.baseline) else None,
                n=self.n_test,
                grade="observed",
                command=command,
                details={
                    "measure": "AUROC",
                    "control": "the better of a bag of tokens and an embedding probe, on the same split",
                    "groups": self.groups_test,
                    "accuracy": one.accuracy,
                    "majority": self.majority,
                    "control_accuracy": _number(one.control),
                    "selectivity": _number(one.selectivity),
                    "shuffled_auroc": _number(one.chance),
                    "notes": list(self.notes),
                },
            )
        ]


def _log_odds(logp: np.ndarray) -> np.ndarray:
    return logp - np.log(-np.expm1(np.minimum(logp, -1e-12)))


def _pair(interval: Interval | None) -> list[float] | None:
    return None if interval is None else [interval.low, interval.high]


def _number(value: float) -> float | None:
    return value if math.isfinite(value) else None
