"""What a calibration found: for every model, method and ablation how well the true edges were ranked."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from cutaway.errors import DataError
from cutaway.evidence import Finding, Interval
from cutaway.files import write_atomically
from cutaway.shown import Shown


@dataclass(frozen=True, kw_only=True)
class Calibrated:
    """One method on one model under one ablation.

    Attributes:
        model: its name; `hardened` says which kind it is.
        method, ablation: what was tried.
        auroc: the chance that a true edge is ranked above another one. True are the edges of the mechanism, whatever
            the ablation; all other edges of the graph are not, those that are missing from the answer included.
        auprc: average precision, against the same edges.
        auroc_own: as auroc, but against the edges that this very ablation, tried on each, says are true; None where all
            or none are.
        faithfulness: of the circuit of as many best edges as there are true ones, (m(C) − m(∅)) / (m(M) − m(∅)).
        n_true, n_edges: how many edges are true, and how many there are.
        seconds: what the method took.
    """

    model: str
    hardened: bool
    method: str
    ablation: str
    auroc: float
    auprc: float
    auroc_own: float | None
    faithfulness: float
    n_true: int
    n_edges: int
    seconds: float


@dataclass(frozen=True, kw_only=True)
class Summary:
    """One method under one ablation, over models.

    Attributes:
        auroc, auprc, faithfulness, seconds: medians over models.
        interval: of the median AUROC, by bootstrap over models.
        least: the AUROC on the model on which it is lowest.
        n: models.
    """

    method: str
    ablation: str
    auroc: float
    interval: Interval
    least: float
    auprc: float
    faithfulness: float
    seconds: float
    n: int


@dataclass(frozen=True, kw_only=True)
class Calibration(Shown):
    """How well each method finds planted edges.

    Attributes:
        rows: one for every model, method and ablation.
        n: pairs of each task.
        seed: drew them.
        training: of each hardened model, how well it keeps to its program.
        provenance: what is needed to make it again.
    """

    rows: tuple[Calibrated, ...]
    n: int
    seed: int = 0
    training: dict[str, dict[str, Any]] = field(default_factory=dict)
    provenance: dict[str, Any] = field(default_factory=dict)

    @property
    def methods(self) -> tuple[str, ...]:
        """In the order in which they were tried."""
        return tuple(dict.fromkeys(row.method for row in self.rows))

    @property
    def ablations(self) -> tuple[str, ...]:
        """In the order in which they were tried."""
        return tuple(dict.fromkeys(row.ablation for row in self.rows))

    @property
    def models(self) -> tuple[str, ...]:
        """In the order in which they were tried."""
        return tuple(dict.fromkeys(row.model for row in self.rows))

    def of(self, method: str, ablation: str, *, hardened: bool | None = None) -> tuple[Calibrated, ...]:
        """The rows of one method under one ablation; only those of hardened models, or only the others, if asked."""
        return tuple(
            row
            for row in self.rows
            if row.method == method and row.ablation == ablation and hardened in (None, row.hardened)
        )

    def summary(self, *, hardened: bool | None = None) -> tuple[Summary, ...]:
        """Medians over models for every method and ablation, the best AUROC first; where it is the same, the one whose
        worst model is better."""
        found = []
        for ablation in self.ablations:
            for method in self.methods:
                rows = self.of(method, ablation, hardened=hardened)
                if not rows:
                    continue
                values = [row.auroc for row in rows]
                found.append(
                    Summary(
                        method=method,
                        ablation=ablation,
                        auroc=float(np.median(values)),
                        interval=median_interval(values, seed=self.seed),
                        least=min(values),
                        auprc=float(np.median([row.auprc for row in rows])),
                        faithfulness=float(np.median([row.faithfulness for row in rows])),
                        seconds=float(np.median([row.seconds for row in rows])),
                        n=len(rows),
                    )
                )
        return tuple(sorted(found, key=lambda each: (-each.auroc, -each.least, -each.auprc)))

    def findings(self) -> list[Finding]:
        """The best method beside random ranking, and what zero ablation costs."""
        table = {(each.method, each.ablation): each for each in self.summary()}
        random = [each.auroc for each in table.values() if each.method == "random"]
        control = float(np.mean(random)) if random else None
        real = [each for each in table.values() if each.method != "random"]
        found: list[Finding] = []
        if real:
            best = real[0]
            found.append(
                Finding(
                    claim=(
                        f"{best.method} under {best.ablation} ablation ranks the planted edges with a median AUROC of "
                        f"{best.auroc:.2f} over {best.n} models, and {best.least:.2f} on the worst of them"
                    ),
                    method="AUROC against edges that are known",
                    effect=best.auroc,
                    interval=(best.interval.low, best.interval.high),
                    control=control,
                    n=best.n,
                )
            )
        losses = [
            table[method, "resample"].auroc - table[method, "zero"].auroc
            for method in self.methods
            if method != "random" and {(method, "resample"), (method, "zero")} <= set(table)
        ]
        if losses:
            found.append(
                Finding(
                    claim=(
                        f"Zero ablation instead of resampling costs {float(np.median(losses)):.2f} of AUROC in the median "
                        f"over {len(losses)} methods"
                    ),
                    method="difference of median AUROC",
                    effect=float(np.median(losses)),
                    n=len(losses),
                )
            )
        return found

    def to_json(self) -> dict[str, Any]:
        """Plain data."""
        return {
            "rows": [asdict(row) for row in self.rows],
            "summary": [{**asdict(each), "interval": list(each.interval)} for each in self.summary()],
            "n": self.n,
            "seed": self.seed,
            "training": self.training,
            "provenance": self.provenance,
        }

    def save(self, path: Path | str) -> Path:
        """Write it as JSON.

        Raises:
            FileError: it cannot be written.
        """
        return write_atomically(path, json.dumps(self.to_json()))

    @classmethod
    def load(cls, path: Path | str) -> "Calibration":
        """Read what `save` wrote.

        Raises:
            DataError: there is no such file, or it holds no calibration.
        """
        try:
            data = json.loads(Path(path).read_text())
            return cls(
                rows=tuple(Calibrated(**row) for row in data["rows"]),
                n=data["n"],
                seed=data["seed"],
                training=data["training"],
                provenance=data["provenance"],
            )
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise DataError(f"{path} holds no calibration ({error}); name a file that calibrate --out wrote") from None


def median_interval(values: Sequence[float], *, seed: int = 0, n_resamples: int = 4000) -> Interval:
    """A 95% percentile bootstrap interval of the median."""
    x = np.asarray(values, dtype=float)
    rng = np.random.default_rng(seed)
    medians = np.median(x[rng.integers(0, len(x), (n_resamples, len(x)))], axis=1)
    low, high = np.quantile(medians, [0.025, 0.975])
    return Interval(float(low), float(high))
