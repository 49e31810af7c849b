"""Train dictionaries, one or several on the same stream of activations; interrupted, training goes on where it was."""

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import torch
from safetensors import SafetensorError, safe_open
from safetensors.torch import save
from torch import Tensor

from cutaway.errors import CorruptFileError, DataError, NonFiniteError
from cutaway.features._config import DictionaryConfig
from cutaway.features._dictionary import Dictionary
from cutaway.features.training._data import Source, StoreSource, StreamSource, TableSource
from cutaway.features.training._settings import DictionaryTraining
from cutaway.features.training._trainer import Trainer
from cutaway.files import write_atomically
from cutaway.model import LanguageModel, Site
from cutaway.progress import Progress, silent
from cutaway.store import Corpus, Packing, Store

Data = Store | Corpus | Tensor | Mapping[str, Tensor]
"""What dictionaries are trained on: kept activations, a corpus that a model reads, or a table of numbers."""
FORMAT = "cutaway dictionary training 1"
SKIPPED = 2
"""Positions at the start of each row that are left out."""
_DEFAULT, _PACKING = DictionaryTraining(), Packing()


def train_dictionary(
    data: Data,
    training: DictionaryTraining = _DEFAULT,
    *,
    lm: LanguageModel | Sequence[LanguageModel] | None = None,
    packing: Packing = _PACKING,
    skip_positions: int = SKIPPED,
    device: str = "cpu",
    checkpoint: Path | str | None = None,
    every: int = 100,
    progress: Progress = silent,
) -> Dictionary:
    """Train one dictionary; see `train_dictionaries`.

    Returns:
        The dictionary; `config.training` holds how it was trained and what each part of the training gave.
    """
    return train_dictionaries(
        data,
        [training],
        lm=lm,
        packing=packing,
        skip_positions=skip_positions,
        device=device,
        checkpoint=checkpoint,
        every=every,
        progress=progress,
    )[0]


def train_dictionaries(
    data: Data,
    trainings: Sequence[DictionaryTraining],
    *,
    lm: LanguageModel | Sequence[LanguageModel] | None = None,
    packing: Packing = _PACKING,
    skip_positions: int = SKIPPED,
    device: str = "cpu",
    checkpoint: Path | str | None = None,
    every: int = 100,
    progress: Progress = silent,
) -> list[Dictionary]:
    """Train several dictionaries on one stream of activations.

    Args:
        data: a store that `harvest` made; a corpus, which `lm` reads on the fly, shuffled in a buffer; a table
            [token d]; or several tables by site.
        trainings: one for each dictionary; they share `tokens`, `batch` and `sample`, and the first one's seed draws the
            order of the data.
        lm: the model that reads the corpus; several models of one tokenizer for a crosscoder of models.
        packing: how documents of a corpus become rows.
        skip_positions: of a corpus or a store leave out so many positions at the start of each row. The first tokens of a
            row may have a residual stream of extreme size (in smollm2-135m the first, and now and then the second, is 200
            times as long as others), which would be most of the variance.
        device: where to train.
        checkpoint: a file that keeps the state; the same call goes on from it, to the same numbers. It is removed by
            whoever no longer needs it.
        every: steps between two writings of it.
        progress: told how many tokens were trained on.

    Raises:
        DataError: the settings contradict each other or the data, or the checkpoint is of another training.
        CorruptFileError: the checkpoint is damaged.
        NonFiniteError: the data or the loss are NaN or infinite; the checkpoint is that of before.
    """
    if not trainings:
        raise DataError("no training was given; give at least one DictionaryTraining")
    source = _source(data, trainings, lm, packing, skip_positions)
    return train_from(source, trainings, device=device, checkpoint=checkpoint, every=every, progress=progress)


def train_from(
    source: Source,
    trainings: Sequence[DictionaryTraining],
    *,
    device: str = "cpu",
    checkpoint: Path | str | None = None,
    every: int = 100,
    progress: Progress = silent,
) -> list[Dictionary]:
    """`train_dictionaries`, from a source of batches."""
    first = trainings[0]
    if any((t.tokens, t.batch, t.sample) != (first.tokens, first.batch, first.sample) for t in trainings):
        raise DataError("trainings on one stream share tokens, batch and sample; train the others by themselves")
    trainers = _trainers(source, trainings, torch.device(device))
    file = None if checkpoint is None else Path(checkpoint)
    job = _job(source, trainings)
    if file is not None and file.exists():
        _restore(file, job, trainers)
    done = trainers[0].done
    progress("train", trainers[0].tokens, first.tokens)
    batches: Iterator[Mapping[str, Tensor]] = source.batches(first.batch, first.seed, done)
    while not trainers[0].finished:
        batch = {site: table.to(device) for site, table in next(batches).items()}
        for trainer, training in zip(trainers, trainings, strict=True):
            x, y = _ends(batch, training, source)
            if not bool(torch.isfinite(x.sum() + y.sum())):
                raise NonFiniteError("the activations hold NaN or infinite entries; look at the data, or keep float32")
            found = trainer.train(x, y)
            if not found.loss < float("inf"):
                raise NonFiniteError(f"the loss is {found.loss} at step {trainer.done}; choose a lower rate")
        if file is not None and trainers[0].done % every == 0:
            _keep(file, job, trainers)
        progress("train", min(trainers[0].tokens, first.tokens), first.tokens)
    if file is not None:
        _keep(file, job, trainers)
    return [trainer.folded().with_training(corpus=source.name, skip_positions=source.skipped) for trainer in trainers]


def _source(
    data: Data,
    trainings: Sequence[DictionaryTraining],
    lm: LanguageModel | Sequence[LanguageModel] | None,
    packing: Packing,
    skip: int,
) -> Source:
    wanted = list(dict.fromkeys(site for t in trainings for site in (*t.sites, *t.targets)))
    if isinstance(data, Store):
        missing = [site for site in wanted if site not in data.sites]
        if missing:
            raise DataError(f"{missing[0]} was not kept in {data.path}; it has {', '.join(data.sites)}")
        return StoreSource(data, wanted, skip=skip)
    if isinstance(data, Corpus):
        if lm is None or not wanted:
            raise DataError("a corpus needs a model that reads it (lm=) and the sites to read (sites=)")
        models = [lm] if isinstance(lm, LanguageModel) else list(lm)
        sites = [[str(site) for one in wanted for site in model.resolve(Site.parse(one))] for model in models]
        return StreamSource(models, data, sites, packing=packing, skip=skip)
    tables = {"data": data} if isinstance(data, Tensor) else dict(data)
    missing = [site for site in wanted if site not in tables]
    if missing:
        raise DataError(f"there is no table {missing[0]!r}; there are {', '.join(tables)}")
    return TableSource(tables)


def _columns(training: DictionaryTraining, source: Source) -> tuple[list[int], list[int]]:
    """The numbers of the source's sites that are read, and that are reconstructed."""

    def meant(names: Sequence[str]) -> list[int]:
        return [i for name in names for i, site in enumerate(source.sites) if site.split(":")[-1] == name]

    # A kind without a layer means every layer, and each of several models has a site of that name.
    every = list(range(len(source.sites)))
    read = meant(training.sites) or every
    return read, meant(training.targets) or read


def _ends(batch: Mapping[str, Tensor], training: DictionaryTraining, source: Source) -> tuple[Tensor, Tensor]:
    read, written = _columns(training, source)
    x = _beside([batch[source.sites[i]] for i in read])
    return x, x if written == read else _beside([batch[source.sites[i]] for i in written])


def _beside(tables: list[Tensor]) -> Tensor:
    return tables[0] if len(tables) == 1 else torch.cat(tables, dim=-1)


def _trainers(source: Source, trainings: Sequence[DictionaryTraining], device: torch.device) -> list[Trainer]:
    first = trainings[0]
    sample: list[Mapping[str, Tensor]] = []
    held = 0
    for batch in source.batches(first.batch, first.seed, 0):
        sample.append(batch)
        held += len(next(iter(batch.values())))
        if held >= min(first.sample, first.tokens):
            break
    joined = {site: torch.cat([batch[site] for batch in sample]) for site in source.sites}
    measured = {site: _measured(table, first.outliers) for site, table in joined.items()}
    trainers = []
    for training in trainings:
        read, written = _columns(training, source)
        config = DictionaryConfig(
            kind=training.kind,
            sites=tuple(source.sites[i].split(":")[-1] for i in read),
            targets=tuple(source.sites[i].split(":")[-1] for i in written) if written != read else (),
            widths_in=tuple(source.widths[i] for i in read),
            widths_out=tuple(source.widths[i] for i in written),
            latents=training.latents,
            k=training.k,
            skip=training.skip,
            levels=training.levels,
            models=source.models,
            owners=tuple(source.owners[i] for i in read),
        )
        statistics = []
        for columns in (read, written):
            own = [measured[source.sites[i]] for i in columns]
            centre, scale = (torch.cat([one[part] for one in own]) for part in (0, 1))
            if not training.normalise:
                centre, scale = torch.zeros_like(centre), torch.ones_like(scale)
            statistics.append((centre, scale))
        (mu, s), (nu, t) = statistics
        x = _beside([joined[source.sites[i]] for i in read])
        trainers.append(Trainer(config, training, centre=(mu, nu), scale=(s, t), sample=x, device=device))
    return trainers


def _measured(table: Tensor, outliers: float) -> tuple[Tensor, Tensor]:
    """Mean of a site, and the root of the mean variance of its entries, for each entry; without extreme tokens."""
    exact = table.double()
    # What is extreme is told from the median entry by entry, which a few extreme tokens do not move.
    away = (exact - exact.median(0).values).norm(dim=-1)
    exact = exact[away <= outliers * away.median()]
    centre = exact.mean(0)
    scale = (exact - centre).square().mean().sqrt()
    if not float(scale) > 0:
        raise DataError(
            "the activations are all the same (or NaN), so that there is nothing to learn; look at the data"
        )
    return centre.float(), scale.float().expand(len(centre)).clone()


def _job(source: Source, trainings: Sequence[DictionaryTraining]) -> dict[str, Any]:
    """What has to be the same for a training to go on."""
    data = {"name": source.name, "models": source.models, "sites": source.sites, "widths": source.widths}
    return json.loads(json.dumps({"data": data, "trainings": [t.record() for t in trainings]}))


def _keep(file: Path, job: dict[str, Any], trainers: Sequence[Trainer]) -> None:
    tensors: dict[str, Tensor] = {}
    plain = []
    for i, trainer in enumerate(trainers):
        own, record = trainer.state()
        tensors |= {f"{i}.{name}": tensor for name, tensor in own.items()}
        plain.append(record)
    write_atomically(file, save(tensors, {"format": FORMAT, "job": json.dumps(job), "state": json.dumps(plain)}))


def _restore(file: Path, job: dict[str, Any], trainers: Sequence[Trainer]) -> None:
    try:
        with safe_open(file, "pt") as opened:
            metadata = opened.metadata() or {}
            if metadata.get("format") != FORMAT:
                raise DataError(f"{file} is not the checkpoint of a dictionary's training; name another file")
            if json.loads(metadata["job"]) != job:
                raise DataError(f"{file} is of another training (other settings or data); name another file")
            state = json.loads(metadata["state"])
            tensors = {name: opened.get_tensor(name) for name in opened.keys()}  # noqa: SIM118
        for i, (trainer, plain) in enumerate(zip(trainers, state, strict=True)):
            own = f"{i}."
            trainer.restore({k.removeprefix(own): v for k, v in tensors.items() if k.startswith(own)}, plain)
    except (SafetensorError, KeyError, ValueError) as error:
        raise CorruptFileError(f"{file} is damaged ({error}); remove it and start again") from None
