"""How much each edge matters for a task: the result that every scoring method gives."""

from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import torch
from jaxtyping import Bool, Float
from torch import Tensor

from cutaway.circuits._ablation import Ablation
from cutaway.circuits._files import read, write
from cutaway.circuits._graph import Graph
from cutaway.errors import CorruptFileError
from cutaway.shown import Shown


@dataclass(frozen=True, kw_only=True, eq=False)
class EdgeScores(Shown):
    """A number for every edge, an estimate of how far the metric falls when that edge is ablated.

    Attributes:
        graph: of the model.
        values: the mean over pairs; positive where the edge helps the metric; 0 where there is no edge.
        method: how they were computed.
        ablation: what an ablated edge carries.
        task, metric, n: on what: the task's name, its metric, the number of pairs.
        measured: the edges that were scored, where only a sample was; None for all. Others have a score of 0.
        per_pair: each pair's own scores, where they were kept; not saved.
        model, fingerprint: of the model.
        seconds, peak_bytes: what it took: time, and the most memory above what was in use before.
        provenance: what is needed to compute them again.
    """

    graph: Graph
    values: Float[Tensor, "source destination"]
    method: str
    ablation: Ablation = Ablation()
    task: str = ""
    metric: str = "logit_difference"
    n: int = 0
    measured: Bool[Tensor, "source destination"] | None = None
    per_pair: Float[Tensor, "pair source destination"] | None = None
    model: str = ""
    fingerprint: str = ""
    seconds: float = 0.0
    peak_bytes: int = 0
    provenance: dict[str, Any] = field(default_factory=dict)

    @property
    def components(self) -> Float[Tensor, " node"]:
        """A number for every component (at every span, where these are told apart): the sum over all that read it. To
        first order that is how far the metric falls when the component is ablated wherever it is read; for `exact`,
        whose edges were ablated one at a time, it is a sum of separate effects."""
        return self.values.unflatten(1, (-1, self.graph.n_spans)).sum(1).flatten()

    @property
    def whole(self) -> "EdgeScores":
        """The same with token spans taken together: the sums of their scores; for `exact`, whose edges were ablated at one
        span at a time, sums of separate effects. Of a sample only edges count as measured that were at every span."""
        if not self.graph.spans:
            return self
        n = self.graph.n_spans
        each = None if self.per_pair is None else self.per_pair.unflatten(2, (-1, n)).sum(3)
        measured = None
        if self.measured is not None:
            everywhere = (self.measured | ~self.graph.valid).unflatten(1, (-1, n)).all(2)
            measured = everywhere & self.graph.whole.valid
        return replace(
            self,
            graph=self.graph.whole,
            values=self.values.unflatten(1, (-1, n)).sum(2),
            measured=measured,
            per_pair=each,
            ablation=replace(self.ablation, positions="all"),
        )

    def strongest(self, n: int = 20) -> list[tuple[str, float]]:
        """The edges of the largest scores in size, with their scores."""
        order = self.values.abs().flatten().argsort(descending=True)[:n].tolist()
        width = self.values.shape[1]
        return [(self.graph.edge_text(i // width, i % width), float(self.values.flatten()[i])) for i in order]

    def to_json(self) -> dict[str, Any]:
        """Plain data: the thousand strongest edges, and what was done."""
        return {
            "scores": [[*text.split("->"), value] for text, value in self.strongest(1000)],
            "of": self.graph.n_edges,
            "measured": self.graph.n_edges if self.measured is None else int(self.measured.sum()),
            "method": self.method,
            "ablation": self.ablation.record(),
            "task": self.task,
            "metric": self.metric,
            "n": self.n,
            "model": self.model,
            "seconds": self.seconds,
            "peak_bytes": self.peak_bytes,
        }

    def save(self, path: Path | str) -> Path:
        """Write one safetensors file.

        Raises:
            FileError: it cannot be written.
        """
        names = ("method", "task", "metric", "n", "model", "fingerprint", "seconds", "peak_bytes", "provenance")
        about = {name: getattr(self, name) for name in names}
        about |= {"graph": self.graph.head(), "ablation": self.ablation.record()}
        tensors = {"values": self.values}
        if self.measured is not None:
            tensors["measured"] = self.measured.to(torch.uint8)
        return write(path, "edge scores", tensors, about)

    @classmethod
    def load(cls, path: Path | str) -> "EdgeScores":
        """Read what `save` wrote.

        Raises:
            DataError: there is no such file, or it holds no scores.
            CorruptFileError: it is damaged.
        """
        _, tensors, about = read(path, "edge scores")
        try:
            about |= {"graph": Graph.from_head(about["graph"]), "ablation": Ablation(**about["ablation"])}
            measured = tensors.get("measured")
            return cls(values=tensors["values"], measured=None if measured is None else measured.bool(), **about)
        except (KeyError, TypeError) as error:
            raise CorruptFileError(f"{path} is damaged ({error}); compute it again") from None
