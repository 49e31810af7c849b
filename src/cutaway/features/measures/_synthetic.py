"""Activations made of known features, so that a dictionary can be scored on what it should have found.

Features are random directions, more of them than dimensions (superposed). They are rare, their frequencies falling as a
power of their rank; tokens have topics, whose features fire together (correlated); and features stand in trees, where a
child fires only with its parent and never with its sibling (hierarchical). Explained variance ranks dictionaries on such
data wrongly, since one that mixes a child into its parent explains more with fewer latents; what counts is

- MCC: the mean absolute cosine of decoder rows and features, matched one to one for the largest sum;
- F1: of "the latent is active" as detector of its matched feature, mean over latents (a latent that never fires has 0).

About what can be had at all is told by a dictionary that knows the directions (`oracle_dictionaries`): its F1 is what one
linear look at an activation can tell of features that overlap.

After the description of SynthSAEBench; the generator is our own, so that figures of others are no exact reference.
"""

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

import numpy as np
import torch
from jaxtyping import Float
from torch import Tensor

from cutaway.errors import DataError
from cutaway.evidence import Finding
from cutaway.features._config import DictionaryConfig
from cutaway.features._dictionary import Dictionary
from cutaway.features.training._data import Source
from cutaway.features.training._kernels import Pairs, group_starts, summed
from cutaway.features.training._settings import DictionaryTraining
from cutaway.features.training._train import train_from
from cutaway.progress import Progress, silent
from cutaway.shown import Shown


@dataclass(frozen=True, kw_only=True)
class SyntheticFeatures:
    """Known features, and how they fire."""

    features: int = 4096
    """How many there are."""
    width: int = 256
    """Entries of an activation; fewer than features is what superposition means."""
    active: float = 25.0
    """Features a token, on average."""
    power: float = 0.5
    """Frequency falls as rank to this power."""
    topics: int = 16
    """Groups of features that fire together; 1 for none."""
    together: float = 4.0
    """How many times likelier a feature is on tokens of its own topic."""
    children: int = 4
    """Children of a parent; 0 for features without trees."""
    parents: float = 0.1
    """The share of features that are parents."""
    inherit: float = 0.6
    """How often one of the children fires with its parent."""
    spread: float = 0.25
    """Standard deviation of a feature's magnitude, whose mean is 1."""
    noise: float = 0.05
    """Length of the Gaussian noise that is added to an activation."""
    seed: int = 0
    """Draws directions, topics and trees."""

    def __post_init__(self) -> None:
        if min(self.features, self.width, self.topics) < 1 or not 0 < self.active < self.features:
            raise DataError("features, width and topics must be at least 1, and fewer active than there are features")
        if self.children and self.parents * (1 + self.children) > 1:
            raise DataError(f"parents={self.parents} with {self.children} children each are more than all features")

    def drawn(self) -> "Drawn":
        """The features themselves."""
        return Drawn(self)


_DEFAULT = SyntheticFeatures()
_ORACLE = 60_000
"""Tokens that the oracle's encoder is fitted on."""


@dataclass(frozen=True)
class SyntheticSetting:
    """Known features, and a training on them."""

    data: SyntheticFeatures
    training: DictionaryTraining


SYNTHETIC_SETTINGS = {
    "small": SyntheticSetting(
        SyntheticFeatures(active=8.0), DictionaryTraining(latents=1024, k=8, tokens=400_000, batch=512, rate=3e-3)
    ),
    "full": SyntheticSetting(
        SyntheticFeatures(features=16_384, width=768),
        DictionaryTraining(latents=4096, k=25, tokens=2_000_000, batch=1024, rate=1e-3),
    ),
}
"""The benchmark's two sizes: one that takes half a minute a dictionary, and that of the published figures."""


class Drawn:
    """Directions, topics and trees of known features."""

    def __init__(self, settings: SyntheticFeatures):
        s = self.settings = settings
        # Not the seed itself: a dictionary of that seed starts from its first numbers, and would start from the truth.
        draw = torch.Generator().manual_seed(s.seed * 1_000_003 + 20_201)
        directions = torch.randn(s.features, s.width, generator=draw)
        self.directions: Float[Tensor, "feature width"] = directions / directions.norm(dim=-1, keepdim=True)
        order = torch.randperm(s.features, generator=draw)
        n_parents = int(s.parents * s.features) if s.children else 0
        n_young = n_parents * s.children
        self.roots = order[n_young:]
        """Parents first, then features without a tree."""
        self._young = order[:n_young].view(n_parents, max(1, s.children)) if n_young else None
        # Frequency does not go with being a parent.
        rank = torch.randperm(len(self.roots), generator=draw).double()
        self._weight = (rank + 1) ** -s.power
        self._topic = torch.randint(0, s.topics, (len(self.roots),), generator=draw)
        share = 1 + (s.inherit * self._of_parents() if n_parents else 0.0)
        self._rate = s.active / share
        boosted = self._weight.repeat(s.topics, 1)
        boosted[self._topic, torch.arange(len(self.roots))] *= s.together
        self._tables = (boosted / boosted.sum(1, keepdim=True)).cumsum(1)

    def _of_parents(self) -> float:
        n = 0 if self._young is None else len(self._young)
        return float(self._weight[:n].sum() / self._weight.sum())

    def sample(self, tokens: int, draw: torch.Generator) -> tuple[Float[Tensor, "token width"], Pairs]:
        """Activations, and which features are in them with which magnitude."""
        s = self.settings
        topic = torch.randint(0, s.topics, (tokens,), generator=draw)
        counts = torch.poisson(torch.full((tokens,), self._rate), generator=draw).long()
        token = torch.repeat_interleave(torch.arange(tokens), counts)
        at = torch.rand(len(token), generator=draw, dtype=torch.float64)
        root = torch.empty_like(token)
        for number in range(s.topics):
            own = topic[token] == number
            root[own] = torch.searchsorted(self._tables[number], at[own]).clamp(max=len(self.roots) - 1)
        key = torch.unique(token * len(self.roots) + root)
        token, root = key // len(self.roots), key % len(self.roots)
        feature = self.roots[root]
        if self._young is not None:
            inherits = (root < len(self._young)) & (torch.rand(len(root), generator=draw) < s.inherit)
            which = torch.randint(0, s.children, (int(inherits.sum()),), generator=draw)
            token = torch.cat([token, token[inherits]])
            feature = torch.cat([feature, self._young[root[inherits], which]])
            token, order = torch.sort(token, stable=True)
            feature = feature[order]
        value = (1 + s.spread * torch.randn(len(token), generator=draw)).clamp(min=0.05)
        x = summed(self.directions, feature, value, group_starts(token, tokens))
        x += s.noise / s.width**0.5 * torch.randn(x.shape, generator=draw)
        return x, Pairs(token, feature, value)


class _Stream(Source):
    """Known features as a source to train on; no batch comes twice."""

    def __init__(self, drawn: Drawn):
        self._drawn = drawn
        self.name, self.sites, self.owners = "synthetic", ("data",), (0,)
        self.widths = (drawn.settings.width,)

    def batches(self, size: int, seed: int, first: int) -> Iterator[dict[str, Tensor]]:
        """Each drawn from its own number."""
        number = first
        while True:
            draw = torch.Generator().manual_seed(seed * 1_000_003 + number)
            yield {"data": self._drawn.sample(size, draw)[0]}
            number += 1


@dataclass(frozen=True, kw_only=True)
class SyntheticScore(Shown):
    """How dictionaries of one kind did on known features."""

    kind: str
    mcc: tuple[float, ...]
    """Of each seed: mean absolute cosine with the matched features."""
    f1: tuple[float, ...]
    """Of each seed: mean F1 as detectors of the matched features."""
    ev: tuple[float, ...]
    """Of each seed: the share of variance explained."""
    l0: tuple[float, ...]
    """Of each seed: active latents a token."""
    dead: tuple[float, ...]
    """Of each seed: the share of latents that never fired on the test tokens."""
    random_mcc: float
    """What random directions have as MCC."""
    oracle_f1: float
    """What a dictionary that knows the first seed's directions has as F1, with as many latents active on average."""
    oracle_f1_best: float
    """The same where each latent has the threshold that is best for it."""
    data: SyntheticFeatures
    training: DictionaryTraining
    tokens: int
    """Tokens that were scored."""

    def to_json(self) -> dict[str, Any]:
        """Means over seeds, and each seed's figures."""
        names = ("mcc", "f1", "ev", "l0", "dead")
        return {
            "kind": self.kind,
            **{name: float(np.mean(getattr(self, name))) for name in names},
            "seeds": {name: list(getattr(self, name)) for name in names},
            "random_mcc": self.random_mcc,
            "oracle": {"f1": self.oracle_f1, "f1_best": self.oracle_f1_best},
            "tokens": self.tokens,
            "data": asdict(self.data),
            "training": self.training.record(),
        }

    def findings(self) -> list[Finding]:
        """That the features were found, beside random directions."""
        return [
            Finding(
                claim=f"A {self.kind} dictionary finds known features with a mean matched cosine of {np.mean(self.mcc):.2f}",
                method="synthetic benchmark",
                effect=float(np.mean(self.mcc)),
                control=self.random_mcc,
                n=len(self.mcc),
                grade="observed",
                details={"seeds": list(self.mcc), "control": "random directions"},
            )
        ]


def synthetic_benchmark(
    training: DictionaryTraining,
    data: SyntheticFeatures = _DEFAULT,
    *,
    seeds: Sequence[int] = (0, 1, 2),
    tokens: int = 20_000,
    progress: Progress = silent,
) -> SyntheticScore:
    """Train dictionaries on known features, and score what they found.

    Args:
        training: how; its seed is replaced.
        data: the features.
        seeds: one dictionary for each, on features of that seed.
        tokens: how many new tokens to score on.
        progress: told how many tokens were trained on, over all seeds.

    Raises:
        DataError: no seed, or settings that contradict each other.
    """
    if not seeds:
        raise DataError("no seed was given; give at least one")
    rows: list[dict[str, float]] = []
    chance = oracle = oracle_best = 0.0
    for number, seed in enumerate(seeds):
        drawn = replace(data, seed=seed).drawn()

        def passed(label: str, done: int, total: int, before: int = number) -> None:
            progress(label, before * training.tokens + done, len(seeds) * training.tokens)

        found = train_from(_Stream(drawn), [replace(training, seed=seed)], progress=passed)[0]
        rows.append(score_synthetic(found, drawn, tokens=tokens, seed=seed))
        if number == 0:
            draw = torch.Generator().manual_seed(seed + 1)
            chance = _matched(torch.randn(found.W_dec.shape, generator=draw), drawn.directions)[2]
            oracle, oracle_best = (
                score_synthetic(each, drawn, tokens=tokens, seed=seed)["f1"]
                for each in oracle_dictionaries(drawn, training.latents, training.k, seed=seed)
            )
    columns = {name: tuple(row[name] for row in rows) for name in ("mcc", "f1", "ev", "l0", "dead")}
    return SyntheticScore(
        kind=training.kind,
        random_mcc=chance,
        oracle_f1=oracle,
        oracle_f1_best=oracle_best,
        data=data,
        training=training,
        tokens=tokens,
        **columns,
    )


def oracle_dictionaries(
    drawn: Drawn, latents: int, k: int, *, tokens: int = _ORACLE, seed: int = 0
) -> tuple[Dictionary, Dictionary]:
    """Two dictionaries whose directions are those of the most frequent features: about what training can come to.

    They share the encoder, the linear map from activations that is nearest to the features' magnitudes by least squares.
    In the first, one threshold leaves k latents active on average; in the second each latent has the one of best F1.

    Args:
        drawn: the features.
        latents: how many of them are known.
        k: active latents a token, on average.
        tokens: how many to fit the encoder and the thresholds on; with too few it falls short.
        seed: draws them.
    """
    width, most = drawn.settings.width, min(latents, drawn.settings.features)
    draw = torch.Generator().manual_seed(seed * 7919 + 54_321)
    x, truth = drawn.sample(tokens, draw)
    count = torch.bincount(truth.latent, minlength=drawn.settings.features)
    known = count.argsort(descending=True, stable=True)[:most]
    number = torch.full((drawn.settings.features,), -1)
    number[known] = torch.arange(most)
    inside = number[truth.latent] >= 0
    token, latent, value = truth.token[inside], number[truth.latent[inside]], truth.value[inside]
    centred = x - x.mean(0)
    spread = centred.T @ centred + 1e-4 * centred.square().sum() / width * torch.eye(width)
    together = torch.zeros(most, width).index_add_(0, latent, centred[token] * value[:, None])
    encoder = torch.linalg.solve(spread, together.T)
    bias = torch.zeros(most).index_add_(0, latent, value) / tokens - x.mean(0) @ encoder
    shared = torch.cat([(part @ encoder + bias).flatten() for part in x[:4096].split(512)])
    bar = shared.topk(min(len(shared), k * min(tokens, 4096))).values[-1].clamp(min=0)
    best = torch.zeros(most)
    order = latent.argsort(stable=True)
    holders = token[order].split(torch.bincount(latent, minlength=most).tolist())
    for first in range(0, most, 256):  # from the most frequent features to the rarest
        pre = (x @ encoder[:, first : first + 256] + bias[first : first + 256]).T.contiguous()
        present = torch.zeros(pre.shape, dtype=torch.bool)
        for row, own in enumerate(holders[first : first + 256]):
            present[row, own] = True
        count = present.sum(1, keepdim=True)
        # A bar that lets more through than eight times what there is has an F1 of at most 2/9.
        ranked, at = pre.topk(min(tokens, 8 * int(count.max()) + 2), dim=1)
        f1 = 2 * present.gather(1, at).cumsum(1) / (torch.arange(1, at.shape[1] + 1) + count)
        best_at = f1.argmax(1, keepdim=True)
        below = ranked.gather(1, (best_at + 1).clamp(max=at.shape[1] - 1))
        best[first : first + 256] = ((ranked.gather(1, best_at) + below) / 2)[:, 0].clamp(min=0)
    config = DictionaryConfig(kind="jumprelu", sites=("data",), widths_in=(width,), latents=most, k=min(k, most))
    weights = {"W_enc": encoder, "b_enc": bias, "W_dec": drawn.directions[known], "b_dec": torch.zeros(width)}
    one, each = (Dictionary(config, **weights, threshold=bars) for bars in (bar.expand(most).clone(), best))
    return one, each


def score_synthetic(found: Dictionary, drawn: Drawn, *, tokens: int, seed: int = 0) -> dict[str, float]:
    """MCC, F1, explained variance, L0 and dead share of a dictionary, on new tokens of known features."""
    latent_of, feature_of, mcc = _matched(found.W_dec, drawn.directions)
    mate = torch.full((len(drawn.directions),), -1, dtype=torch.int64)
    mate[feature_of] = latent_of
    latents = found.config.latents
    both, fired, present = (np.zeros(latents) for _ in range(3))
    left = whole = 0.0
    active = 0
    draw = torch.Generator().manual_seed(seed * 7919 + 12_345)
    for start in range(0, tokens, 2048):
        n = min(2048, tokens - start)
        x, truth = drawn.sample(n, draw)
        z = found.encode(x)
        token, latent = (z > 0).nonzero().unbind(1)
        own = mate[truth.latent]
        known = own >= 0
        ours = (token * latents + latent).numpy()
        theirs = (truth.token[known] * latents + own[known]).numpy()
        hits = np.intersect1d(ours, theirs, assume_unique=True) % latents
        both += np.bincount(hits, minlength=latents)
        fired += np.bincount(latent.numpy(), minlength=latents)
        present += np.bincount(own[known].numpy(), minlength=latents)
        left += float((found.decode(z) - x).double().square().sum())
        whole += float((x - x.mean(0)).double().square().sum())
        active += len(token)
    f1 = np.divide(2 * both, fired + present, out=np.zeros(latents), where=fired + present > 0)
    matched = latent_of.numpy()
    return {
        "mcc": mcc,
        "f1": float(f1[matched].mean()),
        "ev": 1 - left / whole,
        "l0": active / tokens,
        "dead": float((fired == 0).mean()),
    }


def _matched(rows: Tensor, directions: Tensor) -> tuple[Tensor, Tensor, float]:
    """Rows and directions matched one to one, and the mean absolute cosine."""
    from scipy.optimize import linear_sum_assignment

    unit = torch.nn.functional.normalize(rows.float(), dim=-1)
    cosines = (unit @ directions.T).abs().numpy()
    a, b = linear_sum_assignment(cosines, maximize=True)
    return torch.from_numpy(a), torch.from_numpy(b), float(cosines[a, b].mean())
