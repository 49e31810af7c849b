"""Splits that keep a group's rows together."""

from dataclasses import dataclass

import numpy as np
from jaxtyping import Bool, Int

from cutaway.errors import DataError

_TRIES = 200


@dataclass(frozen=True, kw_only=True, eq=False)
class Split:
    """Row indices of the two sides."""

    train: Int[np.ndarray, " train"]
    test: Int[np.ndarray, " test"]


def split_groups(
    group: Int[np.ndarray, " row"], label: Int[np.ndarray, " row"], *, share: float, seed: int, needs_all: bool = True
) -> Split:
    """Draw whole groups for the test side until it holds `share` of the rows; both sides hold every class.

    Args:
        group, label: of each row.
        share: of the rows that are tested on, about.
        seed: draws the groups.
        needs_all: whether every class must be on both sides; otherwise two classes must.

    Raises:
        DataError: no such split was found, because there are too few groups of some class.
    """
    if not 0 < share < 1:
        raise DataError(f"a test share of {share}; give one between 0 and 1, such as 0.3")
    names, index, sizes = np.unique(group, return_inverse=True, return_counts=True)
    rng = np.random.default_rng(seed)
    classes = len(np.unique(label)) if needs_all else 2
    for _ in range(_TRIES if len(names) > 1 else 0):
        order = rng.permutation(len(names))
        chosen = order[: 1 + int(np.searchsorted(sizes[order].cumsum(), share * len(group) - 0.5))]
        tested = np.isin(index, chosen)
        if len(np.unique(label[tested])) >= classes and len(np.unique(label[~tested])) >= classes:
            return Split(train=np.flatnonzero(~tested), test=np.flatnonzero(tested))
    raise DataError(
        f"{len(names)} groups cannot be split so that both sides have every class; give more groups of each class, or "
        "groups that are smaller"
    )


def split_within(kind: Int[np.ndarray, " row"], *, share: float, seed: int) -> tuple[Split, bool]:
    """A split in which every type that occurs more than once is on both sides, for control tasks.

    Returns:
        The split, and whether at least half of the tested rows are of a type that is also trained on.
    """
    rng = np.random.default_rng(seed)
    tested: Bool[np.ndarray, " row"] = np.zeros(len(kind), dtype=bool)
    order = rng.permutation(len(kind))
    shuffled = order[np.argsort(kind[order], kind="stable")]
    _, starts, sizes = np.unique(kind[shuffled], return_index=True, return_counts=True)
    for start, size in zip(starts.tolist(), sizes.tolist(), strict=True):
        whole = int(share * size)
        n = whole + int(rng.random() < share * size - whole)
        n = min(max(n, 1), size - 1) if size > 1 else n
        tested[shuffled[start : start + n]] = True
    if not tested.any() or tested.all():
        tested[order[0]] = not tested[order[0]]
    recurs = np.isin(kind[tested], kind[~tested])
    return Split(train=np.flatnonzero(~tested), test=np.flatnonzero(tested)), bool(recurs.mean() >= 0.5)
