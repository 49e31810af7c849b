"""Probing a site at every layer: one harvest, one grouped split, and for each layer a probe beside its controls."""

from collections.abc import Hashable, Sequence

import numpy as np
import torch
from jaxtyping import Float

from cutaway.errors import DataError
from cutaway.model import LanguageModel, Site
from cutaway.observe.probing._controls import (
    Baseline,
    CodeLength,
    bag_of_tokens,
    code_length,
    control_accuracies,
    embedding_probe,
    inner_split,
    shuffled_aurocs,
)
from cutaway.observe.probing._fit import STRENGTHS, TUNED, Fitted, check_kind, fit
from cutaway.observe.probing._harvest import embeddings, harvest, sites_of
from cutaway.observe.probing._labelled import Labelled, Position, Rows, rows_of
from cutaway.observe.probing._measures import accuracy_interval, auroc, auroc_interval
from cutaway.observe.probing._probe import Probe
from cutaway.observe.probing._result import LayerProbe, ProbeStudy, Transfer, TransferLayer
from cutaway.observe.probing._split import Split, split_groups
from cutaway.progress import Progress, silent

_LEAST_ROWS = 8


def probe(
    lm: LanguageModel,
    data: Labelled,
    *,
    site: str | Site = "resid_post",
    layers: Sequence[int] | None = None,
    kind: str = "logistic",
    pos: Position = "last",
    strength: float | None = None,
    test_share: float = 0.3,
    controls: int = 5,
    mdl: bool = True,
    seed: int = 0,
    progress: Progress = silent,
) -> ProbeStudy:
    """Train a probe of each layer, and test it on held-out groups beside its controls.

    A probe says what can be read off an activation, not what the model reads: `use_test` asks for that.

    Args:
        lm: the model.
        data: labelled prompts; one probe of each layer tells their labels apart.
        site: what is probed; a kind without a layer is probed at every layer.
        layers: these layers only.
        kind: `logistic` (L2), `ridge`, `mean_difference` (the probe that is most often causal: Marks and Tegmark,
            2023), `lda` (with shrinkage), or `mlp` (one hidden layer of 64).
        pos: the position that is read: `last`, `all` tokens, their `mean`, a position, or the name of a span; not
            asked where every word has its label.
        strength: weight of the L2 penalty; None: chosen at each layer on a part of the training groups.
        test_share: the share of the rows, in whole groups, that is held out.
        controls: how many control tasks (Hewitt and Liang, 2019), and how many probes of shuffled labels, at each layer.
        mdl: whether to measure the online code length (Voita and Titov, 2020).
        seed: draws the split, the controls and the MLP's start.
        progress: told how many prompts are read and how many layers are probed.

    Raises:
        DataError: the data are too few, cannot be split by group, or an option is out of range.
        SiteError: the site is not there, or is no vector.
        PromptError, AlignmentError: a prompt cannot be run, or a position not be found.
    """
    check_kind(kind)
    if controls < 0 or (strength is not None and strength <= 0):
        raise DataError(f"controls={controls}, strength={strength}; give none or more, and a positive strength")
    sites = sites_of(lm, site, layers)
    rows = rows_of(lm, data, pos)
    if len(rows) < _LEAST_ROWS:
        raise DataError(f"{data.name!r} gives {len(rows)} rows to probe; at least {_LEAST_ROWS} are needed")
    split = split_groups(rows.group, rows.label, share=test_share, seed=seed)
    inner = inner_split(rows, split, share=test_share, seed=seed)
    activations = harvest(lm, rows, sites, progress=progress)
    found = []
    for number, one in enumerate(sites):
        x = np.asarray(activations[one])
        layer = _Layer(x, rows, split, inner, kind=kind, seed=seed)
        found.append(layer.probed(lm, one, pos, strength, controls=controls, mdl=mdl, share=test_share))
        progress("probing", number + 1, len(sites))
    label = rows.label[split.test]
    majority = int(np.bincount(rows.label[split.train]).argmax())
    return ProbeStudy(
        data=data.name,
        site=str(Site.parse(site)),
        kind=kind,
        pos="each word" if data.per_word else str(pos),
        classes=rows.classes,
        layers=tuple(found),
        majority=float((label == majority).mean()),
        baselines=_baselines(lm, rows, split, test_share, seed),
        n_train=len(split.train),
        n_test=len(split.test),
        groups_train=len(np.unique(rows.group[split.train])),
        groups_test=len(np.unique(rows.group[split.test])),
        grouped=rows.grouped,
        test_prompts=tuple(np.setdiff1d(rows.prompt[split.test], rows.prompt[split.train]).tolist()),
        trained_on=_trained_on(data, rows, split),
        types_recur=len(np.unique(rows.type)) < len(rows) / 1.5,
        seed=seed,
        model=lm.name,
    )


def transfer(
    lm: LanguageModel, study: ProbeStudy, other: Labelled, *, pos: Position | None = None, progress: Progress = silent
) -> Transfer:
    """Test a study's probes, as they are, on other data of the same labels.

    Rows whose prompt or group (by its name) the probes were trained on are left out.

    Args:
        lm: the model that was probed.
        study: the probes.
        other: labelled prompts.
        pos: the position to read in them; None: the study's.

    Raises:
        DataError: another model, labels that the probes do not know, or no two classes that are new to them.
    """
    check_model(lm, study.layers[0].probe)
    where: Position = pos if pos is not None else "last" if study.pos == "each word" else study.pos
    rows = rows_of(lm, other, where, classes=study.classes)
    new = np.array(
        [
            rows.group_names[group] not in study.trained_on and other.prompts[prompt] not in study.trained_on
            for group, prompt in zip(rows.group.tolist(), rows.prompt.tolist(), strict=True)
        ]
    )
    if len(np.unique(rows.label[new])) < 2:
        raise DataError(
            f"{other.name!r}: {int((~new).sum())} of {len(rows)} rows have a prompt or a group that the probes were "
            "trained on, and the others are not of two classes; give other data, or groups of other names"
        )
    rows = rows.take(new)
    activations = harvest(lm, rows, [Site.parse(one.site) for one in study.layers], progress=progress)
    found = []
    for one in study.layers:
        logits = one.probe.logits(torch.from_numpy(np.asarray(activations[Site.parse(one.site)])))
        scores = (logits if logits.shape[-1] == 1 else logits.log_softmax(-1)).double().numpy()
        correct = _predicted(scores) == rows.label
        found.append(
            TransferLayer(
                site=one.site,
                layer=one.layer,
                auroc=auroc(scores, rows.label),
                interval=auroc_interval(scores, rows.label, rows.group, seed=study.seed),
                accuracy=float(correct.mean()),
                accuracy_interval=accuracy_interval(correct, rows.group, seed=study.seed),
            )
        )
    return Transfer(data=other.name, n=len(rows), left_out=int((~new).sum()), layers=tuple(found))


def _trained_on(data: Labelled, rows: Rows, split: Split) -> frozenset[Hashable]:
    groups = {rows.group_names[group] for group in np.unique(rows.group[split.train]).tolist()}
    prompts = [] if data.per_word else [data.prompts[prompt] for prompt in np.unique(rows.prompt[split.train]).tolist()]
    return frozenset(groups | set(prompts))


def check_model(lm: LanguageModel, probe: Probe) -> None:
    """Refuse a probe of another model.

    Raises:
        DataError: the fingerprints differ.
    """
    if probe.fingerprint and probe.fingerprint != lm.fingerprint:
        raise DataError(
            f"this probe was trained on {probe.model} (fingerprint {probe.fingerprint}), but the model is {lm.name} "
            f"({lm.fingerprint}); load that model, or train a probe of this one"
        )


def as_probe(
    fitted: Fitted, lm: LanguageModel, site: Site, classes: tuple[str, ...], kind: str, pos: Position, gap: float
) -> Probe:
    """Fitted weights with what they belong to."""
    return Probe(
        site=str(site),
        kind=kind,
        classes=classes,
        weights=tuple(torch.from_numpy(weight).float() for weight in fitted.weights),
        biases=tuple(torch.from_numpy(np.atleast_1d(bias)).float() for bias in fitted.biases),
        pos=str(pos),
        gap=gap,
        model=lm.name,
        fingerprint=lm.fingerprint,
    )


class _Layer:
    """The fits of one layer."""

    def __init__(
        self, x: Float[np.ndarray, "row d"], rows: Rows, split: Split, inner: Split | None, *, kind: str, seed: int
    ):
        self.x, self.rows, self.split, self.inner = x, rows, split, inner
        self.kind, self.seed = kind, seed

    def fit(self, where: np.ndarray, strength: float) -> Fitted:
        n = len(self.rows.classes)
        return fit(self.kind, self.x[where], self.rows.label[where], n, strength=strength, seed=self.seed)

    def validation(self, strength: float) -> float:
        """The AUROC on a part of the training groups of a probe that did not see it."""
        if self.inner is None:
            return float("nan")
        fitted = self.fit(self.inner.train, strength)
        return auroc(fitted.scores(self.x[self.inner.test]), self.rows.label[self.inner.test])

    def chosen(self, strength: float | None) -> tuple[float, float]:
        """The strength and its validation AUROC."""
        tried = (strength,) if strength is not None else STRENGTHS if self.kind in TUNED else (100.0,)
        if self.inner is None:
            return (tried[len(tried) // 2], float("nan"))
        found = [self.validation(one) for one in tried]
        best = int(np.nanargmax(found)) if np.isfinite(found).any() else len(tried) // 2
        return tried[best], found[best]

    def gap(self, fitted: Fitted) -> float:
        """How far the mean scores of the two classes' training rows are apart."""
        if len(self.rows.classes) != 2:
            return 0.0
        scores, label = fitted.logits(self.x[self.split.train])[:, 0], self.rows.label[self.split.train]
        return float(scores[label == 1].mean() - scores[label == 0].mean())

    def probed(
        self,
        lm: LanguageModel,
        site: Site,
        pos: Position,
        strength: float | None,
        *,
        controls: int,
        mdl: bool,
        share: float,
    ) -> LayerProbe:
        rows, split = self.rows, self.split
        chosen, validation = self.chosen(strength)
        fitted = self.fit(split.train, chosen)
        x, label, group = self.x[split.test], rows.label[split.test], rows.group[split.test]
        scores, correct = fitted.scores(x), fitted.predict(x) == label
        options = {"probe": self.kind, "strength": chosen, "seed": self.seed}
        length: CodeLength | None = None
        if mdl:
            train = split.train
            # The fits of an MLP take too long to try several.
            strengths = STRENGTHS if strength is None and self.kind in TUNED and self.kind != "mlp" else (chosen,)
            length = code_length(
                self.x[train],
                rows.label[train],
                rows.group[train],
                len(rows.classes),
                probe=self.kind,
                strengths=strengths,
                seed=self.seed,
            )
        return LayerProbe(
            site=str(site),
            layer=site.layer,
            probe=as_probe(fitted, lm, site, rows.classes, self.kind, pos, self.gap(fitted)),
            auroc=auroc(scores, label),
            interval=auroc_interval(scores, label, group, seed=self.seed),
            accuracy=float(correct.mean()),
            accuracy_interval=accuracy_interval(correct, group, seed=self.seed),
            train_accuracy=float((fitted.predict(self.x[split.train]) == rows.label[split.train]).mean()),
            validation=validation,
            strength=chosen if self.kind in TUNED else None,
            controls=control_accuracies(self.x, rows, share=share, n=controls, **options),  # type: ignore[arg-type]
            shuffled=shuffled_aurocs(self.x, rows, split, n=controls, **options),  # type: ignore[arg-type]
            mdl=length,
            converged=fitted.converged,
            test_scores=scores,
            test_labels=label,
        )


def _predicted(scores: np.ndarray) -> np.ndarray:
    return (scores[:, 0] > 0).astype(int) if scores.shape[1] == 1 else scores.argmax(1)


def _baselines(lm: LanguageModel, rows: Rows, split: Split, share: float, seed: int) -> dict[str, Baseline]:
    return {
        "bag_of_tokens": bag_of_tokens(rows, split, share=share, seed=seed),
        "embedding": embedding_probe(embeddings(lm, rows), rows, split, share=share, seed=seed),
    }
