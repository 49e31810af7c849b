"""Is a concept held by few latents? Probes that see only k of them, and concepts that hide in other latents.

Sparse probing: on training prompts the k latents are chosen whose means differ most between a class and the rest (in
standard deviations), a logistic probe of these alone is fitted, and its AUROC is taken on held-out prompts; beside it k
coordinates of the activation itself chosen alike, k latents at random, and a probe of everything.

Absorption (Chanin et al., 2024): a latent that stands for a concept is silent on some of its cases, because a more special
latent has taken it over. Counted are held-out prompts of the class that a dense probe finds, on which all of the class's
chosen latents are silent while another latent writes more than `SHARE` of what the reconstruction has along the probe.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from torch import Tensor

from cutaway.errors import DataError
from cutaway.evidence import Finding, Interval, bootstrap, bootstrap_difference, wilson
from cutaway.features._dictionary import Dictionary
from cutaway.features.measures._evaluate import side_by_side
from cutaway.model import LanguageModel, Site
from cutaway.observe import Labelled
from cutaway.progress import Progress, silent
from cutaway.shown import Shown

SHARE = 0.4
"""What an absorbing latent has to write, of all that the code writes along the probe."""
_BATCH = 32
_FEWEST = 8
"""Prompts that a class needs."""
Kinds = ("latents", "coordinates", "random")


@dataclass(frozen=True, kw_only=True)
class SparseProbes(Shown):
    """Probes of few latents, for every class of a labelled set.

    Attributes:
        dictionary, model, data: what was probed.
        classes: each against the rest.
        ks: how many entries a probe sees.
        auroc: by kind (`latents`, `coordinates`, `random`), [class][k], on held-out prompts.
        dense: [class], of a probe of the whole activation.
        chosen: [class], the latents of the largest k, the best first.
        absorbed: [class], held-out prompts on which another latent has taken the concept over, with the largest k.
        found: [class], held-out prompts of the class that the dense probe finds.
    """

    dictionary: str
    model: str
    data: str
    classes: tuple[str, ...]
    ks: tuple[int, ...]
    auroc: dict[str, tuple[tuple[float, ...], ...]]
    dense: tuple[float, ...]
    chosen: tuple[tuple[int, ...], ...]
    absorbed: tuple[int, ...]
    found: tuple[int, ...]

    @property
    def absorption(self) -> float:
        """The share of found prompts that are absorbed."""
        return sum(self.absorbed) / max(sum(self.found), 1)

    @property
    def absorption_interval(self) -> Interval | None:
        """Its 95% interval; None where the dense probe found nothing."""
        return wilson(sum(self.absorbed), sum(self.found)) if sum(self.found) else None

    def to_json(self) -> dict[str, Any]:
        """Plain data."""
        interval = self.absorption_interval
        return {
            "dictionary": self.dictionary,
            "model": self.model,
            "data": self.data,
            "classes": list(self.classes),
            "ks": list(self.ks),
            "auroc": {kind: [list(row) for row in rows] for kind, rows in self.auroc.items()},
            "mean_auroc": {kind: np.mean(rows, axis=0).tolist() for kind, rows in self.auroc.items()},
            "dense": list(self.dense),
            "chosen": [list(row) for row in self.chosen],
            "absorption": self.absorption,
            "absorption_interval": None if interval is None else list(interval),
            "absorbed": list(self.absorbed),
            "found": list(self.found),
        }

    def findings(self, *, command: str = "") -> list[Finding]:
        """One latent beside one coordinate; and absorption."""
        own, other = ([row[0] for row in self.auroc[kind]] for kind in ("latents", "coordinates"))
        several = len(own) > 1
        gap = bootstrap_difference(own, other) if several else None
        spread = bootstrap(own) if several else None
        found = [
            Finding(
                claim=f"probes that see {self.ks[0]} of the latents tell the classes of {self.data} with an AUROC of "
                f"{np.mean(own):.3f}; {self.ks[0]} of the activation's own coordinates, {np.mean(other):.3f}",
                method="sparse probing, held-out prompts"
                + ("" if gap is None else f"; the difference is {gap.low:.3f} to {gap.high:.3f} over classes"),
                effect=float(np.mean(own)),
                interval=None if spread is None else (spread.low, spread.high),
                control=float(np.mean(other)),
                n=len(own),
                command=command,
                details={"dense": list(self.dense), "random": [row[0] for row in self.auroc["random"]]},
            )
        ]
        interval = self.absorption_interval
        if interval is not None:
            found.append(
                Finding(
                    claim=f"on {self.absorption:.1%} of the prompts whose class a dense probe finds, the class's own latents "
                    "are silent and another latent stands in",
                    method=f"feature absorption, {self.ks[-1]} latents a class, share of the probe's direction above {SHARE}",
                    effect=self.absorption,
                    interval=(interval.low, interval.high),
                    n=sum(self.found),
                    command=command,
                )
            )
        return found


def sparse_probe(
    lm: LanguageModel,
    dictionary: Dictionary,
    data: Labelled,
    *,
    ks: tuple[int, ...] = (1, 2, 5, 10),
    test_share: float = 0.3,
    seed: int = 0,
    progress: Progress = silent,
) -> SparseProbes:
    """Probe a dictionary's latents for the classes of labelled prompts, at each prompt's last token.

    Args:
        lm: the model that the dictionary was trained on.
        dictionary: an SAE or a transcoder.
        data: prompts with one label each; what is in one group is on one side of the split.
        ks: how many latents the probes see, rising.
        test_share: of the groups that are tested on.
        seed: draws the split and the random latents.
        progress: told how many prompts are read.

    Raises:
        DataError: another model's dictionary, labels for words, or classes with fewer than 8 prompts.
    """
    dictionary.check(lm)
    if data.per_word:
        raise DataError(f"{data.name!r} has a label for each word; give one label a prompt")
    ks = tuple(sorted(set(ks)))
    x = _last(lm, dictionary, data, progress)
    z = dictionary.encode(x.to(dictionary.device)).cpu()
    labels = np.asarray(data.labels)
    train, test = _split(data, test_share, seed)
    active = (z[torch.as_tensor(train)] != 0).any(0)
    rng = np.random.default_rng(seed)
    random = torch.as_tensor(rng.permutation(active.nonzero().flatten().numpy())[: ks[-1]])
    auroc: dict[str, list[tuple[float, ...]]] = {kind: [] for kind in Kinds}
    dense, chosen, absorbed, found = [], [], [], []
    for name in data.classes:
        y = labels == name
        if min(y[train].sum(), y[test].sum(), (~y[train]).sum(), (~y[test]).sum()) < _FEWEST // 4:
            raise DataError(f"{data.name!r} has too few prompts of the class {name!r}; give at least {_FEWEST} of each")
        best = {
            "latents": _separating(z, y, train, ks[-1]),
            "coordinates": _separating(x, y, train, ks[-1]),
            "random": random,
        }
        for kind, order in best.items():
            values = x if kind == "coordinates" else z
            auroc[kind].append(tuple(_auroc(values[:, order[:k]].numpy(), y, train, test) for k in ks))
        probe, score = _dense(x, y, train, test)
        dense.append(score)
        chosen.append(tuple(best["latents"].tolist()))
        taken, seen = _absorbed(dictionary, x, z, y, test, probe, best["latents"])
        absorbed.append(taken)
        found.append(seen)
    return SparseProbes(
        dictionary=repr(dictionary),
        model=lm.name,
        data=data.name,
        classes=data.classes,
        ks=ks,
        auroc={kind: tuple(rows) for kind, rows in auroc.items()},
        dense=tuple(dense),
        chosen=tuple(chosen),
        absorbed=tuple(absorbed),
        found=tuple(found),
    )


def first_letters(lm: LanguageModel, *, per_letter: int = 60, letters: int = 10, seed: int = 0) -> Labelled:
    """Words that are one token of the model, labelled by their first letter: what absorption was first seen on.

    Args:
        lm: the model, for its vocabulary.
        per_letter: words of each letter; letters with fewer are left out.
        letters: how many letters, those with the most words.
        seed: draws the words.

    Raises:
        DataError: the model has no tokenizer, or fewer than two letters have as many words.
    """
    if lm.tokenizer is None:
        raise DataError(f"{lm.name} has no tokenizer, so its words have no letters; load it with one")
    words: dict[str, list[int]] = {}
    for token in range(min(len(lm.tokenizer), lm.d_vocab)):
        text = str(lm.tokenizer.decode([token]))
        if text.startswith(" ") and text[1:].isascii() and text[1:].isalpha() and text.islower() and len(text) > 3:
            words.setdefault(text[1], []).append(token)
    kept = sorted((letter for letter in words if len(words[letter]) >= per_letter), key=lambda one: -len(words[one]))
    if len(kept[:letters]) < 2:
        raise DataError(f"{lm.name} has no {per_letter} words of one token for two letters; give a smaller per_letter")
    rng = np.random.default_rng(seed)
    drawn = [(letter, int(i)) for letter in sorted(kept[:letters]) for i in rng.permutation(words[letter])[:per_letter]]
    before = lm.tokenize("The word").rows[0]
    return Labelled(
        name="first letters",
        prompts=tuple((*before, token) for _, token in drawn),
        labels=tuple(letter for letter, _ in drawn),
        description="words of one token behind 'The word', by their first letter",
    )


def _last(lm: LanguageModel, dictionary: Dictionary, data: Labelled, progress: Progress) -> Tensor:
    """[prompt d_in], what the dictionary reads at each prompt's last token."""
    sites = [Site.parse(site) for site in dictionary.config.sites]
    rows = []
    for first in range(0, len(data), _BATCH):
        prompts = [p if isinstance(p, str) else list(p) for p in data.prompts[first : first + _BATCH]]
        run = lm.run(prompts, read=sites, logits=False, positions=-1)  # type: ignore[arg-type]
        rows.append(side_by_side([run[site][:, 0] for site in sites]).float().cpu())
        progress("prompts", min(first + _BATCH, len(data)), len(data))
    return torch.cat(rows)


def _split(data: Labelled, share: float, seed: int) -> tuple[np.ndarray, np.ndarray]:
    groups = [str(group) for group in data.groups] or [str(prompt) for prompt in data.prompts]
    names = sorted(set(groups))
    drawn = np.random.default_rng(seed).random(len(names)) < share
    tested = dict(zip(names, drawn.tolist(), strict=True))
    side = np.asarray([tested[group] for group in groups])
    return np.flatnonzero(~side), np.flatnonzero(side)


def _separating(values: Tensor, y: np.ndarray, train: np.ndarray, k: int) -> Tensor:
    """The entries whose means differ most between the class and the rest, in standard deviations."""
    rows, mark = values[torch.as_tensor(train)].double(), torch.as_tensor(y[train])
    gap = rows[mark].mean(0) - rows[~mark].mean(0)
    spread = rows.std(0)
    return (gap.abs() / spread.where(spread > 0, float("inf"))).argsort(descending=True)[:k]


def _auroc(values: np.ndarray, y: np.ndarray, train: np.ndarray, test: np.ndarray) -> float:
    scale = values[train].std(0)
    scaled = values / np.where(scale > 0, scale, 1)
    probe = LogisticRegression(max_iter=500, class_weight="balanced").fit(scaled[train], y[train])
    return float(roc_auc_score(y[test], probe.decision_function(scaled[test])))


def _dense(x: Tensor, y: np.ndarray, train: np.ndarray, test: np.ndarray) -> tuple[Tensor, float]:
    """The direction of a probe of the whole activation in its own coordinates with its offset last, and its AUROC."""
    values = x.double().numpy()
    mean, scale = values[train].mean(0), values[train].std(0)
    scale = np.where(scale > 0, scale, 1)
    probe = LogisticRegression(max_iter=1000, C=0.1, class_weight="balanced").fit(
        (values[train] - mean) / scale, y[train]
    )
    score = roc_auc_score(y[test], probe.decision_function((values[test] - mean) / scale))
    direction = probe.coef_[0] / scale
    return torch.as_tensor(np.append(direction, probe.intercept_[0] - mean @ direction)), float(score)


def _absorbed(
    dictionary: Dictionary, x: Tensor, z: Tensor, y: np.ndarray, test: np.ndarray, probe: Tensor, own: Tensor
) -> tuple[int, int]:
    """How many found prompts of the class are absorbed, and how many are found."""
    if dictionary.config.shape != "sae":
        return 0, 0
    rows = torch.as_tensor([i for i in test if y[i]])
    direction, offset = probe[:-1], probe[-1]
    seen = rows[(x[rows].double() @ direction + offset) > 0]
    if not len(seen):
        return 0, 0
    written = z[seen].double() * (dictionary.W_dec.cpu().double() @ direction)
    total = written.sum(1)
    silent_own = (z[seen][:, own] == 0).all(1)
    other = written.clone()
    other[:, own] = 0
    stands_in = (total > 0) & (other.amax(1) > SHARE * total)
    return int((silent_own & stands_in).sum()), len(seen)
