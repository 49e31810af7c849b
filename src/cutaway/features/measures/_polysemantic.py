"""How many things does a unit mean? The distinct contexts in which a layer's neurons and a dictionary's latents are strong.

For each unit, its strongest examples in a corpus are kept, and two numbers say how many different things they are. Tokens:
the effective number of different tokens among them, exp of the entropy. Contexts: the number of clusters among the bags of
words around them (average linkage, cosine distance up to `APART`, rare words counting more). Both are also taken of as many
tokens at random, which is what a unit without meaning would have.
"""

import math
from collections import Counter
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from jaxtyping import Float
from scipy.cluster.hierarchy import fcluster, linkage
from torch import Tensor

from cutaway.errors import DataError
from cutaway.evidence import Finding, bootstrap, bootstrap_difference
from cutaway.features._dictionary import Dictionary
from cutaway.features.measures._evaluate import PACKING, SKIPPED, side_by_side
from cutaway.model import LanguageModel, Site
from cutaway.progress import Progress, silent
from cutaway.shown import Shown
from cutaway.store import Corpus, Packing, stream

WINDOW = 8
"""Tokens up to and with the example's that make its context."""
APART = 0.9
"""Contexts whose cosine distance is above this on average are different."""


@dataclass(frozen=True, kw_only=True)
class ContextCounts(Shown):
    """How many different things units are strong on.

    Attributes:
        dictionary, model, neurons: the dictionary, the model, and the site whose neurons are beside it.
        latent_tokens, neuron_tokens, random_tokens: [unit], the effective number of different tokens.
        latent_contexts, neuron_contexts, random_contexts: [unit], the number of clusters of contexts.
        examples: how many examples each unit has at the most.
        tokens: tokens of the corpus that were read.
    """

    dictionary: str
    model: str
    neurons: str
    latent_tokens: Float[Tensor, " latent"]
    neuron_tokens: Float[Tensor, " neuron"]
    random_tokens: Float[Tensor, " random"]
    latent_contexts: Float[Tensor, " latent"]
    neuron_contexts: Float[Tensor, " neuron"]
    random_contexts: Float[Tensor, " random"]
    examples: int
    tokens: int

    def to_json(self) -> dict[str, Any]:
        """Plain data."""
        figures = {
            f"{unit}_{what}": getattr(self, f"{unit}_{what}")
            for unit in ("latent", "neuron", "random")
            for what in ("tokens", "contexts")
        }
        return {
            "dictionary": self.dictionary,
            "model": self.model,
            "neurons": self.neurons,
            "examples": self.examples,
            "tokens": self.tokens,
            **{name: float(values.mean()) for name, values in figures.items()},
            "intervals": {name: list(bootstrap(values.numpy())) for name, values in figures.items()},
            "units": {name: len(values) for name, values in figures.items()},
        }

    def findings(self, *, command: str = "") -> list[Finding]:
        """Latents beside neurons, for tokens and for contexts."""
        found = []
        for what, said in (("tokens", "different tokens"), ("contexts", "different contexts")):
            own, other = (getattr(self, f"{unit}_{what}").numpy() for unit in ("latent", "neuron"))
            random = float(getattr(self, f"random_{what}").mean())
            gap, (low, high) = bootstrap_difference(own, other), bootstrap(own)
            found.append(
                Finding(
                    claim=f"the {self.examples} strongest examples of a latent are of {own.mean():.1f} {said}, those of a neuron "
                    f"of {self.neurons} of {other.mean():.1f}, and as many tokens at random of {random:.1f}",
                    method=f"strongest examples in {self.tokens:,} tokens; latents less neurons: {gap.low:.2f} to {gap.high:.2f}",
                    effect=float(own.mean()),
                    interval=(low, high),
                    control=float(other.mean()),
                    n=len(own),
                    command=command,
                )
            )
        return found


def count_contexts(
    lm: LanguageModel,
    dictionary: Dictionary,
    corpus: Corpus,
    *,
    neurons: str | Site | None = None,
    n_tokens: int = 50_000,
    units: int = 200,
    examples: int = 40,
    packing: Packing = PACKING,
    seed: int = 0,
    progress: Progress = silent,
) -> ContextCounts:
    """Count the contexts in which latents and neurons are strong.

    Args:
        lm: the model that the dictionary was trained on.
        dictionary: the dictionary; its latents are drawn from those that are active at all.
        corpus: the text.
        neurons: whose neurons stand beside it; None: `mlp_post` of the dictionary's layer.
        n_tokens: how much text is read.
        units: how many latents and how many neurons are drawn.
        examples: the strongest examples of each; units with fewer than 5 are left out.
        packing: how documents become rows.
        seed: draws the units.
        progress: told how many tokens are read.

    Raises:
        DataError: another model's dictionary, or nothing is active.
        SiteError: there are no such neurons.
    """
    dictionary.check(lm)
    c = dictionary.config
    beside = Site.parse(neurons) if neurons is not None else Site("mlp_post", c.layer)
    reads = [Site.parse(site) for site in c.sites]
    generator = torch.Generator().manual_seed(seed)
    width = lm.unit_count(beside)
    if not width:
        raise DataError(f"{beside} has no neurons; give neurons=, such as mlp_post.3")
    picked = torch.randperm(width, generator=generator)[:units]
    strongest, wide = _Strongest(c.latents, examples), _Strongest(len(picked), examples)
    ids: list[Tensor] = []
    starts: list[Tensor] = []
    read = 0
    for batch in stream(lm, corpus, [*reads, beside], packing=packing, n_tokens=n_tokens):
        kept = batch.pos >= SKIPPED
        place = torch.arange(len(batch)) + read
        z = dictionary.encode(side_by_side([batch[site] for site in reads])[kept].to(dictionary.device)).cpu()
        strongest.add(z, place[kept])
        wide.add(batch[beside][kept][:, picked].float(), place[kept])
        ids.append(batch.ids)
        starts.append(place - batch.pos)
        read += len(batch)
        progress("tokens", min(read, n_tokens), n_tokens)
    tokens, start = torch.cat(ids), torch.cat(starts)
    describe = _Contexts(tokens, start)
    active = (strongest.values > 0).sum(1).ge(5).nonzero().flatten()
    chosen = active[torch.randperm(len(active), generator=generator)[:units]]
    if not len(chosen):
        raise DataError(f"no latent is active on 5 tokens of {corpus.name}; give more text")
    usable = (torch.arange(read) - start >= SKIPPED).nonzero().flatten()
    random = [usable[torch.randint(len(usable), (examples,), generator=generator)] for _ in range(min(units, 100))]
    sets = {
        "latent": [strongest.examples(int(unit)) for unit in chosen],
        "neuron": [wide.examples(unit) for unit in range(len(picked))],
        "random": random,
    }
    figures: dict[str, Tensor] = {}
    for unit, places in sets.items():
        measured = [describe(one) for one in places if len(one) >= 5]
        figures[f"{unit}_tokens"] = torch.tensor([a for a, _ in measured], dtype=torch.float64)
        figures[f"{unit}_contexts"] = torch.tensor([float(b) for _, b in measured], dtype=torch.float64)
    return ContextCounts(
        dictionary=repr(dictionary), model=lm.name, neurons=str(beside), examples=examples, tokens=read, **figures
    )


class _Strongest:
    """The largest values of each unit so far, and where they are."""

    def __init__(self, units: int, n: int):
        self.values = torch.zeros(units, n)
        self.places = torch.full((units, n), -1)

    def add(self, values: Float[Tensor, "token unit"], places: Tensor) -> None:
        n = self.values.shape[1]
        top, where = values.T.topk(min(n, len(values)), dim=1)
        joined = torch.cat([self.values, top], 1)
        self.values, order = joined.topk(n, dim=1)
        self.places = torch.cat([self.places, places[where]], 1).gather(1, order)

    def examples(self, unit: int) -> Tensor:
        """Where the unit is strongest and above zero."""
        return self.places[unit][self.values[unit] > 0]


class _Contexts:
    """Describes places in a text by the tokens that lead up to them."""

    def __init__(self, ids: Tensor, start: Tensor):
        self._ids, self._start = ids.tolist(), start.tolist()
        counts = Counter(self._ids)
        total = len(self._ids)
        self._weight = {token: math.log(total / count) for token, count in counts.items()}

    def __call__(self, places: Tensor) -> tuple[float, int]:
        """The effective number of different tokens, and the number of different contexts."""
        counts = np.asarray(list(Counter(self._ids[i] for i in places.tolist()).values()), dtype=float)
        share = counts / counts.sum()
        return float(np.exp(-(share * np.log(share)).sum())), self._clusters(places.tolist())

    def _clusters(self, places: list[int]) -> int:
        bags = [Counter(self._ids[max(self._start[i], i - WINDOW + 1) : i + 1]) for i in places]
        column = {token: index for index, token in enumerate(sorted({token for bag in bags for token in bag}))}
        matrix = np.zeros((len(bags), len(column)))
        for row, bag in enumerate(bags):
            for token in bag:
                matrix[row, column[token]] = max(self._weight[token], 1e-9)
        return int(fcluster(linkage(matrix, "average", metric="cosine"), APART, criterion="distance").max())
