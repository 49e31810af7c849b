"""The circuit of all edges whose score passes a threshold: its size follows from the scores instead of being asked for."""

from dataclasses import replace

from cutaway.circuits._circuit import Circuit, top_edges
from cutaway.circuits._scores import EdgeScores
from cutaway.errors import DataError


def threshold(scores: EdgeScores, tau: float, *, absolute: bool = True) -> Circuit:
    """The circuit of the edges whose score is at least τ.

    Args:
        scores: of all edges.
        tau: in the metric's unit; above 0.
        absolute: compare the score's size; otherwise its value, so that edges that work against the task stay out.

    Returns:
        The circuit; `requested` is the number of edges that passed, `kept` how many of them are connected.

    Raises:
        DataError: τ is not above 0, or no edge passes.
    """
    if not tau > 0:
        raise DataError(f"tau={tau}; give a threshold above 0, in the unit of the scores")
    size = scores.values.abs() if absolute else scores.values
    passing = int(((size >= tau) & scores.graph.valid).sum())
    if not passing:
        raise DataError(f"no edge scores {tau} or more; the largest is {float(size.max()):.4g}: lower the threshold")
    return replace(
        top_edges(scores, passing, absolute=absolute, how="top"),
        method=f"{scores.method}, {'|score|' if absolute else 'score'} ≥ {tau:g}",
        provenance={**scores.provenance, "tau": tau, "absolute": absolute},
    )
