"""`cutaway features eval`, `steer`, `attribute`, `circuit` and `convert`: what a dictionary is worth and what it is used for."""

import json
from pathlib import Path
from typing import Annotated, Any

from cyclopts import Parameter
from rich.console import Console
from rich.table import Table

from cutaway import features
from cutaway.cli._common import bars
from cutaway.cli._options import ModelOptions, Output, PairOptions
from cutaway.errors import DataError
from cutaway.features import Dictionary
from cutaway.model import LanguageModel
from cutaway.store import Packing, open_corpus

Json = Annotated[bool, Parameter(name="--json", negative=())]


def opened(path: str, lm: LanguageModel, *, site: str | None = None, target: str | None = None) -> Dictionary:
    """A dictionary of ours or of another library, or the one that comes along, tied to the model."""
    folder = Path(path).expanduser()
    own = folder if folder.suffix == ".safetensors" else folder / "dictionary.safetensors"
    if path == features.BUNDLED and not folder.exists():
        found = features.bundled_dictionary()
    elif own.is_file() and own.name == "dictionary.safetensors":
        found = features.load_dictionary(folder)
    else:
        return features.read_published_dictionary(path, lm, site=site, target=target)
    found.check(lm)
    return found


def evaluate(
    dictionary: str,
    *,
    corpus: str = "builtin",
    field: str = "text",
    tokens: int = 100_000,
    loss_tokens: int = 20_000,
    length: int = Packing.length,
    rows: int = 8,
    site: str | None = None,
    seed: int = 0,
    on: ModelOptions = ModelOptions(),
    output: Output = Output(),
) -> None:
    """Measure a dictionary on the held-out tenth of a corpus: FVU, L0, dead share, and what the model loses by it.

    Parameters
    ----------
    dictionary
        The folder of a dictionary, or bundled for the one that comes along; one of SAELens, sparsify, dictionary_learning,
        Gemma Scope or Llama Scope will do, also as org/name/folder on the hub.
    corpus
        builtin (text that comes with Python), packages (docstrings of installed packages), a text file, a folder of
        them, a .jsonl file, hf:NAME for a Hugging Face data set, sampled:N for N texts that the model writes itself; or
        several, joined by +. Only its held-out documents are read.
    field
        The field of the text in JSON lines and data sets.
    tokens
        Tokens for FVU, L0 and the dead share.
    loss_tokens
        Tokens for the losses, which take three runs of the whole model.
    length
        Tokens of a row of text.
    rows
        Rows of each document at the most, so that the tokens come from many documents.
    site
        Where a dictionary of another library belongs, if its files do not say.
    seed
        Draws the intervals.
    """
    with bars(quiet=output.json_output) as progress:
        lm = on.open(progress)
        found = features.evaluate_dictionary(
            lm,
            opened(dictionary, lm, site=site),
            open_corpus(corpus, field=field, lm=lm).split("heldout"),
            n_tokens=tokens,
            loss_tokens=loss_tokens,
            packing=Packing(length=length, rows_per_document=rows),
            seed=seed,
            progress=progress,
        )
    result = found.to_json()
    if not output.json_output:
        table = Table("figure", "value", "95% interval", title=found.dictionary)
        for name in ("fvu", "l0", "dead", "delta_ce", "kl", "ce_recovered", "delta_ce_zero", "ce"):
            interval = result["intervals"].get(name)
            table.add_row(name, f"{result[name]:.4g}", "" if interval is None else "{:.4g} to {:.4g}".format(*interval))
        Console().print(table)
        if found.extreme:
            Console().print(f"{found.extreme:,} tokens of extreme size were left out, as in training", style="dim")
    output.finish(result, found.findings(), shown=found, lm=lm, subject=f"dictionary {dictionary}", seed=seed)


def convert(
    dictionary: str,
    *,
    out: Path,
    to: str = "cutaway",
    site: str | None = None,
    target: str | None = None,
    scale: float | None = None,
    revision: str | None = None,
    on: ModelOptions = ModelOptions(),
    json_output: Json = False,
) -> None:
    """Read a dictionary of another library and keep it as ours, or write one for SAELens.

    Parameters
    ----------
    dictionary
        The folder of a dictionary, or org/name/folder on the hub.
    out
        The folder that it is written to.
    to
        cutaway, or saelens.
    site
        What it reads, if its files do not say.
    target
        What it reconstructs, if its files do not say.
    scale
        The factor on activations that SAELens' expected_average_only_in leaves out of its files.
    revision
        Branch, tag or commit, on the hub.
    json_output
        Print JSON.
    """
    if to not in ("cutaway", "saelens"):
        raise DataError(f"--to {to!r}; use cutaway or saelens")
    with bars(quiet=json_output) as progress:
        lm = on.open(progress)
        if scale is not None or revision is not None:
            found = features.read_published_dictionary(
                dictionary, lm, site=site, target=target, scale=scale, revision=revision
            )
        else:
            found = opened(dictionary, lm, site=site, target=target)
        if to == "saelens":
            features.write_saelens(found, out)
        else:
            found.save(out)
    result: dict[str, Any] = {"out": str(out), "to": to, **found.to_json()}
    if json_output:
        print(json.dumps(result))
    else:
        Console().print(f"{found!r} in {out}", highlight=False)


def steer(
    dictionary: str,
    latent: int,
    prompts: list[str] | None = None,
    *,
    strength: float = 0.5,
    words: list[str] | None = None,
    random: int = 4,
    draws: int = 2,
    new_tokens: int = 30,
    temperature: float = 1.0,
    seed: int = 0,
    on: ModelOptions = ModelOptions(),
    output: Output = Output(),
) -> None:
    """Push a latent while the model writes, and measure whether the text goes where it points, beside random latents.

    Parameters
    ----------
    dictionary
        The folder of a dictionary, or bundled for the one that comes along.
    latent
        The latent's number.
    prompts
        What is continued; eight openings of texts about anything unless given.
    strength
        The length of what is added at every token, as a multiple of the site's mean size; negative pushes the other way.
    words
        Tokens to look for in the texts, with their leading spaces; those that the direction promotes most unless given.
    random
        How many other latents are pushed as far, for comparison.
    draws
        Continuations of each prompt.
    new_tokens
        How long they are.
    temperature
        Of the sampling.
    seed
        Draws the continuations and the random latents.
    """
    with bars(quiet=output.json_output) as progress:
        lm = on.open(progress)
        found = features.steer(
            lm,
            opened(dictionary, lm),
            latent,
            prompts=prompts or features.OPENINGS,
            strength=strength,
            words=words,
            n_random=random,
            draws=draws,
            max_new_tokens=new_tokens,
            temperature=temperature,
            seed=seed,
            progress=progress,
        )
    if not output.json_output:
        table = Table("prompt", "plain", f"with latent {latent}", title=found.dictionary)
        for prompt, plain, steered in zip(found.prompts, found.plain.texts, found.steered.texts, strict=True):
            table.add_row(*(text.replace("[", r"\[") for text in (prompt, plain, steered)))
        Console().print(table)
    subject = f"latent {latent} of {dictionary}"
    output.finish(found.to_json(), found.findings(), shown=found, lm=lm, subject=subject, seed=seed)


def attribute(
    dictionary: str,
    prompt: str,
    *,
    answer: str | None = None,
    wrong: str | None = None,
    sample: int = 64,
    draws: int = 4,
    seed: int = 0,
    on: ModelOptions = ModelOptions(),
    output: Output = Output(),
) -> None:
    """Show which latents an answer rests on: from one gradient, and by removing them, beside random directions.

    Parameters
    ----------
    dictionary
        The folder of a dictionary, or bundled for the one that comes along.
    prompt
        The text.
    answer
        The token that follows, with its leading space; the model's own unless said.
    wrong
        A token that it is measured against.
    sample
        How many latents are removed one at a time: the strongest estimates, and as many others at random.
    draws
        Random directions, and random sets of latents, for each control.
    seed
        Draws the sample and the controls.
    """
    with bars(quiet=output.json_output) as progress:
        lm = on.open(progress)
        found = features.attribute_latents(
            lm,
            opened(dictionary, lm),
            prompt,
            answer=answer,
            wrong=wrong,
            sample=sample,
            draws=draws,
            seed=seed,
            progress=progress,
        )
    if not output.json_output:
        table = Table("latent", "token", "activation", "estimate", "exact", "random directions", title=found.score)
        for effect in found.strongest(15):
            control = f"{sum(effect.control) / len(effect.control):.3f}" if effect.control else ""
            token = repr(found.prompt[effect.position]).replace("[", r"\[")
            figures = [f"{value:.3f}" for value in (effect.activation, effect.estimate, effect.exact or 0.0)]
            table.add_row(str(effect.latent), token, *figures, control)
        Console().print(table)
    output.finish(found.to_json(), found.findings(), shown=found, lm=lm, subject=prompt, seed=seed)


def circuit(
    dictionary: str,
    *,
    task: str,
    n: int = 20,
    draws: int = 3,
    seed: int = 0,
    on: ModelOptions = ModelOptions(),
    output: Output = Output(),
) -> None:
    """Find the latents at the dictionary's site that carry a task, and test them on held-out pairs.

    Parameters
    ----------
    dictionary
        The folder of a dictionary, or bundled for the one that comes along.
    task
        The task: ioi, greater_than, induction, agreement, facts.
    n
        Pairs that latents are chosen on, and as many held-out ones.
    draws
        Random circuits of each size.
    seed
        Draws the pairs and the random circuits.
    """
    with bars(quiet=output.json_output) as progress:
        lm = on.open(progress)
        train = PairOptions(task=task, n=n, split="train").draw(lm, None, seed)
        heldout = PairOptions(task=task, n=n, split="heldout").draw(lm, None, seed)
        found = features.latent_circuit(
            lm, opened(dictionary, lm), train, heldout, draws=draws, seed=seed, progress=progress
        )
    result = found.to_json()
    if not output.json_output:
        table = Table("latents", "faithfulness", "with the clean error", "random", title=f"{found.site}, {found.task}")
        for row in zip(*(result[name] for name in ("sizes", "faithfulness", "with_error", "random")), strict=True):
            table.add_row(str(row[0]), *(f"{value:.3f}" for value in row[1:]))
        Console().print(table)
    output.finish(result, found.findings(), shown=found, lm=lm, subject=f"{task} in {dictionary}", seed=seed)
