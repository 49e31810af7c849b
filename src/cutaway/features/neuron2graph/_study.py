"""Graphs of many units, scored together: how well token patterns predict what units do, units that fail included."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from cutaway.errors import DataError
from cutaway.evidence import Finding, Interval, bootstrap, permutation_test
from cutaway.features.neuron2graph._neuron import NeuronGraph
from cutaway.shown import Shown

RULES = ("graph", "token_table", "ngram", "control")
"""What is compared, by the names of the fields of a `NeuronGraph`."""


@dataclass(frozen=True, kw_only=True, eq=False)
class GraphStudy(Shown):
    """Held-out F1 of the graphs of several units beside baselines.

    A unit that gave no graph, or that fires on no held-out token, counts with an F1 of 0.
    """

    graphs: tuple[NeuronGraph, ...]
    title: str
    """What the units are."""

    def __post_init__(self) -> None:
        if not self.graphs:
            raise DataError("a study needs the graph of at least one unit")

    @property
    def model(self) -> str:
        """The model that the units are of."""
        return self.graphs[0].model

    @property
    def silent(self) -> int:
        """Units that fire on no held-out token."""
        return sum(not graph.graph.fired for graph in self.graphs)

    @property
    def empty(self) -> int:
        """Units for which no graph was found."""
        return sum(not graph.nodes for graph in self.graphs)

    def f1(self, rule: str = "graph") -> list[float]:
        """The F1 of each unit under one of `graph`, `token_table`, `ngram` and `control`."""
        return [getattr(graph, rule).f1 for graph in self.graphs]

    def mean(self, rule: str = "graph") -> tuple[float, Interval]:
        """The mean F1 over units, with a 95% bootstrap interval."""
        values = self.f1(rule)
        return float(np.mean(values)), bootstrap(values)

    def to_json(self) -> dict[str, Any]:
        """Mean F1 of each rule, and the figures of each unit."""
        means = {rule: self.mean(rule) for rule in RULES}
        return {
            "title": self.title,
            "model": self.model,
            "units": len(self.graphs),
            "silent": self.silent,
            "empty": self.empty,
            "f1": {rule: {"mean": mean, "interval": list(interval)} for rule, (mean, interval) in means.items()},
            "precision": float(np.mean([graph.precision for graph in self.graphs])),
            "recall": float(np.mean([graph.recall for graph in self.graphs])),
            "each": [
                {
                    "unit": graph.unit,
                    "name": graph.name,
                    "label": graph.label,
                    "fired": graph.graph.fired,
                    "nodes": len(graph.nodes),
                    "precision": graph.precision,
                    "recall": graph.recall,
                    **{f"f1_{rule}": getattr(graph, rule).f1 for rule in RULES},
                    "replaced": None if graph.replaced is None else asdict(graph.replaced),
                }
                for graph in self.graphs
            ],
        }

    def to_frame(self) -> list[dict[str, Any]]:
        """A row for each unit, as data frame libraries take them."""
        return [{key: value for key, value in row.items() if key != "replaced"} for row in self.to_json()["each"]]

    def findings(self, *, command: str = "") -> list[Finding]:
        """Whether graphs predict held-out text better than a table of tokens."""
        mean, interval = self.mean()
        table, _ = self.mean("token_table")
        control, around = self.mean("control")
        p = permutation_test(self.f1(), self.f1("token_table"), paired=True) if len(self.graphs) > 1 else 1.0
        better = "more than" if p < 0.05 and mean > table else "no better than" if p >= 0.05 else "less than"
        return [
            Finding(
                claim=f"graphs predict {self.title} with a mean held-out F1 of {mean:.2f}, {better} a token table "
                f"({table:.2f}; p = {p:.3g})",
                method="Neuron2Graph, every unit counted",
                effect=mean,
                interval=interval,
                control=control,
                n=len(self.graphs),
                grade="verified" if len(self.graphs) > 1 and interval[0] > around[1] else "observed",
                command=command,
                details={"silent": self.silent, "empty": self.empty, "control": "as many tokens named at random"},
            )
        ]


def draw_units(count: int, n: int, *, seed: int = 0, among: Sequence[int] | None = None) -> list[int]:
    """Units at random, none twice.

    Args:
        count: how many units there are.
        n: how many to draw; all of them where there are fewer.
        seed: draws them.
        among: only these; None for all.
    """
    rng = np.random.default_rng(seed)
    pool = np.arange(count) if among is None else np.asarray(among)
    return sorted(int(unit) for unit in rng.permutation(pool)[:n])
