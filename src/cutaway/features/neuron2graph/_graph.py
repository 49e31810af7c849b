"""The graph of a unit: a trie over reversed context, and which of its nodes a text matches.

A path is read from the token on which the unit is active to the left. Its steps are tokens; gaps, over which any tokens
may stand; and two that look farther back: `again` (the active token stood in this row before) and `earlier` (a token
stood anywhere before what was matched so far). Matching tries every way through the gaps, for all positions of a text at
once: a set of (start, current) pairs is narrowed from node to node, so that no way is missed, as a greedy walk would.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal, NamedTuple

import numpy as np

from cutaway.errors import DataError


class Step(NamedTuple):
    """One step to the left."""

    kind: Literal["token", "any", "gap", "again", "earlier"]
    token: int = -1
    """For `token` and `earlier`."""
    least: int = 0
    most: int = 0
    """For `gap`: how many tokens may stand in it."""

    @property
    def says(self) -> bool:
        """Whether it asks for anything."""
        return self.kind in ("token", "again", "earlier")


@dataclass(eq=False)
class Node:
    """A step and what follows it to the left; what is known of the places where it matches."""

    step: Step
    parent: "Node | None" = None
    children: dict[Step, "Node"] = field(default_factory=dict)
    number: int = -1
    """Its place in the list of nodes, parents before children."""
    shown: list[float] = field(default_factory=list)
    """Activations of the unit on prompts that end here, each seen in a forward pass."""
    n: float = 0.0
    """Places of the training text where it matches, and prompts that end here."""
    fired: float = 0.0
    """Those of them on which the unit fires."""
    total: float = 0.0
    """The sum of activations on them."""
    score: float = 0.0
    """The share of its matches on which the unit fires, drawn towards its parent's where they are few."""
    value: float = 0.0
    """The activation that it predicts, likewise."""


class Text:
    """Rows of tokens, indexed so that all places of a token are found at once.

    Args:
        ids: [token]
        starts: [row + 1]
    """

    def __init__(self, ids: np.ndarray, starts: np.ndarray):
        self.ids, self.starts = np.asarray(ids), np.asarray(starts)
        self.begin = np.repeat(self.starts[:-1], np.diff(self.starts))
        """[token]: where the token's row starts."""

    def __len__(self) -> int:
        return len(self.ids)

    @cached_property
    def _order(self) -> np.ndarray:
        return np.argsort(self.ids, kind="stable")

    @cached_property
    def _sorted(self) -> np.ndarray:
        return self.ids[self._order]

    def places(self, token: int) -> np.ndarray:
        """Where a token stands, in order."""
        low, high = np.searchsorted(self._sorted, [token, token + 1])
        return self._order[low:high]

    @cached_property
    def again(self) -> np.ndarray:
        """[token]: whether the same token stands earlier in the row."""
        found = np.zeros(len(self.ids), dtype=bool)
        order = self._order
        same = (self.ids[order[1:]] == self.ids[order[:-1]]) & (self.begin[order[1:]] == self.begin[order[:-1]])
        found[order[1:]] = same
        return found

    def stands_before(self, token: int, place: np.ndarray) -> np.ndarray:
        """Whether a token stands anywhere in the row before each place."""
        where = self.places(token)
        if not len(where):
            return np.zeros(len(place), dtype=bool)
        first = np.searchsorted(where, self.begin[place])
        return (first < len(where)) & (where[np.minimum(first, len(where) - 1)] < place)


class Trie:
    """Paths of steps that share their beginnings."""

    def __init__(self) -> None:
        self.root = Node(Step("any"))
        self.nodes: list[Node] = []

    def add(self, path: Sequence[Step], activation: float | None = None) -> Node:
        """A path, and an activation that was seen where it was matched.

        Raises:
            DataError: the path is empty, or does not begin with `token` or `any`.
        """
        if not path or path[0].kind not in ("token", "any"):
            raise DataError("a path begins with the token on which the unit is active, or with any token")
        node = self.root
        for step in path:
            node = node.children.setdefault(step, Node(step, None if node is self.root else node))
        if activation is not None:
            node.shown.append(activation)
        return node

    def enumerate(self) -> None:
        """List and number the nodes, parents before their children."""
        self.nodes = list(self._walk(self.root))
        for number, node in enumerate(self.nodes):
            node.number = number

    def _walk(self, node: Node) -> Iterator[Node]:
        for child in node.children.values():
            yield child
            yield from self._walk(child)

    def matches(self, text: Text) -> Iterator[tuple[Node, np.ndarray]]:
        """Each node with the places on which a path ending there matches, each place once."""
        every = np.arange(len(text))
        for child in self.root.children.values():
            starts = every if child.step.kind == "any" else text.places(child.step.token)
            yield from _matches(child, text, starts, starts)

    def best(self, text: Text) -> np.ndarray:
        """[token]: the number of the node that speaks there; -1 where none matches.

        On each branch the deepest node that matches speaks for it, since it knows most; of the branches, which are
        different reasons to fire, the one with the highest score does.
        """
        found = np.full(len(text), -1, dtype=np.int64)
        score = np.full(len(text), -1.0)
        every = np.arange(len(text))

        def visit(node: Node, starts: np.ndarray, currents: np.ndarray) -> np.ndarray:
            """The places where the node matches; for a gap, where something behind it does."""
            places = np.unique(starts)
            deeper = [visit(child, *_stepped(child.step, text, starts, currents)) for child in node.children.values()]
            behind = np.unique(np.concatenate(deeper)) if deeper else places[:0]
            if node.step.kind == "gap":
                return behind
            own = np.setdiff1d(places, behind, assume_unique=True)
            own = own[score[own] < node.score]
            found[own], score[own] = node.number, node.score
            return places

        for child in self.root.children.values():
            starts = every if child.step.kind == "any" else text.places(child.step.token)
            visit(child, starts, starts)
        return found


def _matches(node: Node, text: Text, starts: np.ndarray, currents: np.ndarray) -> Iterator[tuple[Node, np.ndarray]]:
    if not len(starts):
        return
    yield node, np.unique(starts)
    for child in node.children.values():
        yield from _matches(child, text, *_stepped(child.step, text, starts, currents))


def _stepped(step: Step, text: Text, starts: np.ndarray, currents: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The ways that a step leaves open, of (start, current) ways."""
    if step.kind == "again":
        kept = text.again[starts]
        return starts[kept], currents[kept]
    if step.kind == "earlier":
        kept = text.stands_before(step.token, currents)
        return starts[kept], currents[kept]
    if step.kind == "gap":
        ways = []
        for width in range(step.least, step.most + 1):
            inside = currents - width >= text.begin[starts]
            ways.append(np.stack([starts[inside], currents[inside] - width]))
        found = np.unique(np.concatenate(ways, 1), axis=1)
        return found[0], found[1]
    before = currents - 1
    kept = before >= text.begin[starts]
    if step.kind == "token":
        kept[kept] = text.ids[before[kept]] == step.token
    return starts[kept], before[kept]
