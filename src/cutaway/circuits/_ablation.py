"""What stands in for an edge that is not in the circuit: the whole methodology in one object.

The same circuit's faithfulness moves from below 0 to far above 1 with these choices, so they travel with every score
and every circuit, and are printed with them.
"""

from dataclasses import asdict, dataclass
from typing import Any, Literal, get_args

from cutaway.errors import DataError

Value = Literal["resample", "mean", "zero"]


@dataclass(frozen=True, kw_only=True)
class Ablation:
    """How edges outside a circuit are ablated."""

    value: Value = "resample"
    """What an ablated edge carries: what the source said in the paired corrupted run (`resample`), its mean at that
    position over the corrupted prompts (`mean`), or nothing (`zero`)."""
    granularity: Literal["edge", "node"] = "edge"
    """What is ablated: single edges, or all edges of a component at once."""
    positions: Literal["all", "spans"] = "all"
    """Where: at all positions alike, or token span by token span."""
    direction: str = "corrupted into clean"
    """The run starts from the clean prompt; what is outside the circuit is replaced."""

    def __post_init__(self) -> None:
        if self.value not in get_args(Value):
            raise DataError(f"ablation {self.value!r}; use one of {', '.join(get_args(Value))}")
        if self.granularity not in ("edge", "node"):
            raise DataError(f"granularity {self.granularity!r}; use edge or node")
        if self.positions not in ("all", "spans"):
            raise DataError(f"positions {self.positions!r}; use all or spans")

    def __str__(self) -> str:
        where = "at all positions" if self.positions == "all" else "by token span"
        return f"{self.value} ablation of {self.granularity}s {where}, {self.direction}"

    def record(self) -> dict[str, Any]:
        """Plain data."""
        return asdict(self)


RESAMPLE = Ablation()
"""The default."""
