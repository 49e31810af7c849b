"""Token spans: which of them a graph tells apart, and which one each token of a pair belongs to.

A task's template names spans: a slot's tokens, and `end`, the last token. What no name covers is `elsewhere`. Since all
pairs of a task have the same spans, an edge of one span means the same in each of them, whatever its length (position-aware
circuits; Haklay et al., 2025).
"""

from collections.abc import Mapping, Sequence

import torch
from jaxtyping import Int
from torch import Tensor

from cutaway.circuits._graph import Graph
from cutaway.errors import DataError
from cutaway.intervene import Contrast, Pairs, contrast
from cutaway.model import LanguageModel

ELSEWHERE = "elsewhere"


def span_graph(lm: LanguageModel, pairs: Pairs) -> Graph:
    """The graph of a model with the spans of some pairs told apart, in the order in which they mostly come.

    Raises:
        DataError: the pairs name no spans.
        AlignmentError: as for `contrast`.
    """
    setting = contrast(lm, pairs)
    found = setting.token_spans(lm)
    if not any(name != "end" for spans in found for name in spans):
        raise DataError(
            "these pairs name no token spans, so that positions cannot be told apart; give a task, or pairs with "
            '"spans": {name: [start, end]}, or leave spans together'
        )
    starts: dict[str, list[int]] = {}
    for spans in found:
        for name, (start, _) in spans.items():
            starts.setdefault(name, []).append(start)
    names = sorted(starts, key=lambda name: (name == "end", sum(starts[name]) / len(starts[name])))
    names = [*(name for name in names if name != ELSEWHERE), ELSEWHERE]
    places = _placed(tuple(names), setting, found)
    n = len(names)
    sees = torch.zeros(n, n, dtype=torch.bool)
    for row, length in zip(places, setting.clean.lengths.tolist(), strict=True):
        own = torch.nn.functional.one_hot(row[:length], n).bool()
        sees |= (own.cumsum(0)[:, :, None] > 0).logical_and(own[:, None, :]).any(0)
    return Graph.of(lm).by_span(names, sees.tolist())


def placed(graph: Graph, setting: Contrast, lm: LanguageModel) -> Int[Tensor, "pair pos"] | None:
    """The span that every token of the clean prompts belongs to, as an index; None for a graph that tells none apart.

    The last token is `end`; another token that two spans name belongs to the first of them.

    Raises:
        DataError: the pairs name a span that the graph does not have, or none that it has.
    """
    return _placed(graph.spans, setting, setting.token_spans(lm)) if graph.spans else None


def _placed(
    names: tuple[str, ...], setting: Contrast, found: Sequence[Mapping[str, tuple[int, int]]]
) -> Int[Tensor, "pair pos"]:
    own = {name for spans in found for name in spans} - {"end"}
    if not own or not own <= set(names):
        strange = ", ".join(sorted(own - set(names))) or "none"
        raise DataError(
            f"these pairs name the spans {strange}, and the circuit tells apart {', '.join(names)}; use pairs of the "
            "same task"
        )
    if not {"end", ELSEWHERE} <= set(names):
        raise DataError(f"a graph of the spans {', '.join(names)}; end and {ELSEWHERE} must be among them")
    index = {name: number for number, name in enumerate(names)}
    places = torch.full(setting.clean.ids.shape, index[ELSEWHERE])
    for row, spans in enumerate(found):
        for name, (start, stop) in reversed(list(spans.items())):
            places[row, start:stop] = index[name]
        places[row, int(setting.clean.lengths[row]) - 1] = index["end"]
    return places
