"""`cutaway features`: the group of commands about dictionaries, and of them `train` and `synthetic`."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Annotated, Any, Literal

import torch
from cyclopts import App, Parameter
from rich.console import Console
from rich.table import Table

from cutaway import features as library
from cutaway.cli import _features_cards as cards
from cutaway.cli import _features_compare as beside
from cutaway.cli import _features_eval as use
from cutaway.cli import _features_graph as graphs
from cutaway.cli._common import bars, command_line, strict
from cutaway.cli._options import ModelOptions, Output
from cutaway.errors import DataError
from cutaway.evidence import provenance
from cutaway.features import SYNTHETIC_SETTINGS, DictionaryTraining, Kind
from cutaway.store import Packing, Store, open_corpus

Json = Annotated[bool, Parameter(name="--json", negative=())]

features = App(name="features", help="Dictionaries of features: train, measure, read and use them.")
features.command(use.evaluate, name="eval")
for _command in (use.steer, use.attribute, use.circuit, use.convert, beside.compare, beside.probe, beside.contexts):
    features.command(_command)
for _command in (cards.cards, cards.show, cards.search, cards.label, graphs.graph):
    features.command(_command)


@features.command
def train(
    *,
    site: list[str],
    out: Path,
    target: list[str] | None = None,
    corpus: str = "builtin",
    field: str = "text",
    store: Path | None = None,
    kind: Kind = "batch-topk",
    latents: int = DictionaryTraining.latents,
    k: int = DictionaryTraining.k,
    tokens: int = DictionaryTraining.tokens,
    batch: int = DictionaryTraining.batch,
    rate: float = DictionaryTraining.rate,
    restarts: int = DictionaryTraining.restarts,
    skip: bool = False,
    skip_positions: int = 2,
    length: int = Packing.length,
    copies: int = 1,
    checkpoint: Path | None = None,
    keep_as: Literal["float32", "bfloat16", "float16"] = "float32",
    seed: int = 0,
    on: ModelOptions = ModelOptions(),
    json_output: Json = False,
) -> None:
    """Train a dictionary on nine tenths of a corpus; the other tenth is what `features eval` measures it on.

    Interrupted, it goes on when it is started again with the same --checkpoint.

    Parameters
    ----------
    site
        What it reads, such as resid_post.12; several for a crosscoder.
    out
        The folder that it is written to.
    target
        What it reconstructs, for a transcoder: --site mlp_in.12 --target mlp_out.12.
    corpus
        builtin (text that comes with Python), packages (docstrings of installed packages), a text file, a folder of
        them, a .jsonl file, hf:NAME for a Hugging Face data set, sampled:N for N texts that the model writes itself; or
        several, joined by +.
    field
        The field of the text in JSON lines and data sets.
    store
        Read activations that `cutaway harvest` kept in this folder, instead of running the model.
    kind
        What makes it sparse: batch-topk, topk, matryoshka, jumprelu, gated or relu.
    latents
        How many latents.
    k
        How many are active a token, on average.
    tokens
        Tokens to train on; a smaller corpus is passed over again.
    batch
        Tokens a step.
    rate
        The highest learning rate.
    restarts
        How often latents that are never active are started anew.
    skip
        Add an affine path past the latents (transcoders).
    skip_positions
        Leave out so many positions at the start of each row of text.
    length
        Tokens of a row of text.
    copies
        Train so many dictionaries on the same stream, of seeds that follow each other, into folders of --out.
    checkpoint
        A file that keeps the state; start again with it to go on.
    keep_as
        The type of the weights on disk.
    seed
        Draws the initial weights and the order of the text.
    json_output
        Print JSON.
    """
    if copies < 1:
        raise DataError(f"--copies {copies}; train at least one")
    trainings = [
        DictionaryTraining(
            kind=kind,
            sites=tuple(site),
            targets=tuple(target or ()),
            latents=latents,
            k=k,
            skip=skip,
            tokens=tokens,
            batch=batch,
            rate=rate,
            restarts=restarts,
            seed=seed + number,
        )
        for number in range(copies)
    ]
    with bars(quiet=json_output) as progress:
        lm = on.open(progress)
        found = library.train_dictionaries(
            open_corpus(corpus, field=field, lm=lm).split("train") if store is None else Store.open(store, lm),
            trainings,
            lm=lm,
            packing=Packing(length=length),
            skip_positions=skip_positions,
            device=on.device,
            checkpoint=checkpoint,
            progress=progress,
        )
        record = provenance(lm, seed=seed, command=command_line())
        rows = []
        for number, one in enumerate(found):
            folder = out if copies == 1 else out / f"seed-{seed + number}"
            one.with_training(provenance=record).save(folder, dtype=getattr(torch, keep_as))
            last = one.config.training["log"][-1]
            rows.append({"out": str(folder), "seed": seed + number, **last})
    if json_output:
        config = {key: value for key, value in found[0].to_json().items() if key != "training"}
        print(json.dumps(strict({**rows[0], **config, "copies": rows, "provenance": record}), allow_nan=False))
        return
    table = Table("folder", "tokens", "FVU", "L0", "L0 with its threshold", "dead", title=repr(found[0]))
    for row in rows:
        figures = (f"{row[name]:.4g}" for name in ("fvu", "l0", "inference_l0", "dead"))
        table.add_row(row["out"], f"{row['tokens']:,}", *figures)
    Console().print(table)
    Console().print("Figures of the last batches of training; for held-out text: cutaway features eval", style="dim")


@features.command
def synthetic(
    *,
    kind: Kind = "batch-topk",
    setting: Literal["small", "full"] = "small",
    features: int | None = None,
    width: int | None = None,
    active: float | None = None,
    latents: int | None = None,
    k: int | None = None,
    tokens: int | None = None,
    batch: int | None = None,
    rate: float | None = None,
    seeds: int = 3,
    scored: int = 20_000,
    output: Output = Output(),
) -> None:
    """Train dictionaries on features that are known, and score what they found.

    Parameters
    ----------
    kind
        batch-topk, topk, matryoshka, jumprelu, gated or relu.
    setting
        small: 4,096 features in 256 dimensions, 8 at a time, 1,024 latents. full: 16,384 features in 768 dimensions, 25
        at a time, 4,096 latents. What follows changes single values of it.
    features
        How many known features there are.
    width
        In how many dimensions they lie.
    active
        How many are present at a time, on average.
    latents
        How many latents.
    k
        Active latents a token, on average.
    tokens
        Tokens to train on.
    batch
        Tokens a step.
    rate
        The highest learning rate.
    seeds
        How many times, each with other features.
    scored
        Tokens to score on.
    """
    s = SYNTHETIC_SETTINGS[setting]
    training = replace(
        s.training,
        kind=kind,
        **_given(latents=latents, k=k, tokens=tokens, batch=batch, rate=rate),
    )
    data = replace(s.data, **_given(features=features, width=width, active=active))
    with bars(quiet=output.json_output) as progress:
        found = library.synthetic_benchmark(training, data, seeds=range(seeds), tokens=scored, progress=progress)
    result = found.to_json()
    if not output.json_output:
        table = Table("score", "mean", *(f"seed {n}" for n in range(seeds)), title=f"{kind}, known features")
        for name, each in result["seeds"].items():
            table.add_row(name, f"{result[name]:.3f}", *(f"{value:.3f}" for value in each))
        table.add_row("mcc of random directions", f"{found.random_mcc:.3f}")
        table.add_row("f1 of the oracle, which knows the directions", f"{found.oracle_f1:.3f}")
        table.add_row("  and each latent's best threshold", f"{found.oracle_f1_best:.3f}")
        Console().print(table)
    output.finish(result, found.findings(), shown=found, lm=None, subject=f"known features, {kind}", seed=0)


def _given(**values: Any) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value is not None}
