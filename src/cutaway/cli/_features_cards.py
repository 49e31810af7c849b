"""`cutaway features cards | show | search | label`: what neurons and latents respond to."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any, Literal

from rich.console import Console
from rich.table import Table

from cutaway import features
from cutaway.cli._common import bars
from cutaway.cli._features_eval import opened
from cutaway.cli._options import ModelOptions, Output
from cutaway.errors import DataError
from cutaway.features import (
    Card,
    CardOptions,
    Cards,
    Dictionary,
    HttpJudge,
    Judge,
    ModelJudge,
)
from cutaway.model import LanguageModel
from cutaway.progress import Progress
from cutaway.store import Corpus, Packing, Store, open_corpus

_KEY = "CUTAWAY_JUDGE_KEY"


def cards(
    source: Path | None = None,
    *,
    out: Path,
    site: str | None = None,
    corpus: str = "builtin",
    field: str = "text",
    store: Path | None = None,
    tokens: int | None = None,
    length: int = Packing.length,
    top: int = CardOptions.top,
    groups: int = CardOptions.groups,
    per_group: int = CardOptions.per_group,
    seed: int = 0,
    on: ModelOptions = ModelOptions(),
    output: Output = Output(),
) -> None:
    """Make the cards of all latents of a dictionary, or of all neurons of a layer, in one pass over text.

    Interrupted, it goes on when the same command is given again.

    Parameters
    ----------
    source
        The dictionary's folder; the dictionary that comes with Cutaway unless said.
    out
        The folder that the cards are written to.
    site
        mlp_post.L: the neurons of a layer instead of a dictionary.
    corpus
        builtin (text that comes with Python), packages (docstrings of installed packages), a text file, a folder of
        them, a .jsonl file, hf:NAME for a Hugging Face data set, sampled:N for N texts that the model writes itself; or
        several, joined by +.
    field
        The field of the text in JSON lines and data sets.
    store
        Activations that `cutaway harvest` kept, instead of a corpus: the model is not run over it again.
    tokens
        Stop once so many tokens were read; the whole corpus unless said.
    length
        Tokens of a row of text.
    top
        Strongest examples of a unit.
    groups
        Quantiles that further examples are drawn from.
    per_group
        Examples of each quantile.
    seed
        Draws the examples of the quantiles.
    """
    with bars(quiet=output.json_output) as progress:
        lm = on.open(progress)
        found = features.make_cards(
            lm,
            source_of(lm, source, site),
            text_of(lm, corpus, field, store),
            out,
            n_tokens=tokens,
            packing=Packing(length=length),
            options=CardOptions(top=top, groups=groups, per_group=per_group, seed=seed),
            progress=progress,
        )
    result = found.to_json()
    if not output.json_output:
        Console().print(
            f"cards of {found.title} over {result['tokens']:,} tokens in {out}; {result['dead']:.1%} never active",
            highlight=False,
        )
    output.finish(result, [], shown=found, lm=lm, subject=f"cards of {found.title}", seed=seed)


def show(
    first: str,
    unit: int | None = None,
    *,
    site: str | None = None,
    corpus: str = "builtin",
    field: str = "text",
    store: Path | None = None,
    tokens: int = 20_000,
    length: int = Packing.length,
    examples: int = 12,
    on: ModelOptions = ModelOptions(),
    output: Output = Output(),
) -> None:
    """Show the card of one latent or neuron.

    Parameters
    ----------
    first
        A folder of cards, or a dictionary's folder; left out, the dictionary that comes with Cutaway is meant.
    unit
        The latent's or neuron's number.
    site
        mlp_post.L: a neuron of this layer.
    corpus
        The text that examples are taken from, where there are no cards: builtin, a file or a folder.
    field
        The field of the text in JSON lines and data sets.
    store
        Activations that `cutaway harvest` kept, instead of a corpus: the model is not run over it again.
    tokens
        Tokens of it.
    length
        Tokens of a row of text.
    examples
        How many examples to print.
    """
    folder, number = folder_and_unit(first, unit)
    with bars(quiet=output.json_output) as progress:
        kept = _cards_at(folder) if site is None else None
        found = kept.card(number) if kept is not None else None
        lm = None if found is not None and not _keeps(output) else on.open(progress)
        if found is None:
            assert lm is not None
            found = features.card(
                lm,
                source_of(lm, folder, site),
                number,
                text_of(lm, corpus, field, store),
                n_tokens=tokens,
                packing=Packing(length=length),
                progress=progress,
            )
    if not output.json_output:
        _print_card(found, examples)
    _finish(output, found, lm, subject=found.name)


def search(
    source: Path,
    query: str,
    *,
    by: Literal["token", "raises", "text", "label"] = "token",
    dictionary: Path | None = None,
    top: int = 20,
    on: ModelOptions = ModelOptions(),
    output: Output = Output(),
) -> None:
    """Find units: by a token that they peak on or raise, by what they do on a text, or by the words of a label.

    Parameters
    ----------
    source
        A folder of cards.
    query
        The token, the text, or the words.
    by
        token: units whose examples peak on it; raises: units whose direction raises it; text: units active on it;
        label: units whose label holds the words.
    dictionary
        For `--by text`: the dictionary's folder, unless the cards lie in it or are of neurons.
    top
        How many units at the most.
    """
    kept = _cards_at(source)
    if kept is None:
        raise DataError(f"there are no cards in {source}; make them with: cutaway features cards --out {source}")
    with bars(quiet=output.json_output) as progress:
        lm = on.open(progress) if by == "text" or _keeps(output) else None
        if by == "text":
            assert lm is not None
            own = kept.record["dictionary"] is None
            of = kept.record["sites"][0] if own else source_of(lm, dictionary or source, None)
            found = features.search_text(lm, of, query, cards=kept, top=top)
        else:
            find: dict[str, Callable[..., features.CardSearch]] = {
                "token": features.search_token,
                "raises": features.search_raised,
                "label": features.search_label,
            }
            found = find[by](kept, query, top=top)
    if not output.json_output:
        table = Table(
            "unit", "score", "why", "label", title=f"{query!r} by {by}: {found.measure}", title_justify="left"
        )
        for hit in found.hits:
            table.add_row(str(hit.unit), f"{hit.score:.3g}", plain(hit.note), plain(hit.label or ""))
        Console().print(table)
    _finish(output, found, lm, subject=f"units for {query!r}")


def label(
    source: Path,
    units: list[int] | None = None,
    *,
    judge: str | None = None,
    judge_model: str | None = None,
    n: int = 10,
    seed: int = 0,
    on: ModelOptions = ModelOptions(),
    output: Output = Output(),
) -> None:
    """Label units from their cards, and score the labels on examples that they were not made from.

    Without a judge, a label is a token rule, and nothing is run. A judge writes labels, and is then asked where they
    apply; the same is asked with another unit's label.

    Parameters
    ----------
    source
        A folder of cards.
    units
        Which units; all of them without a judge, unless said.
    judge
        local: the model of `--model`; or the address of a server that speaks the OpenAI chat format, such as
        http://127.0.0.1:8000/v1 (its key is taken from the environment variable CUTAWAY_JUDGE_KEY).
    judge_model
        What the server calls the model.
    n
        Texts that the judge is asked about, and as many of other units.
    seed
        Draws them.
    """
    kept = _cards_at(source)
    if kept is None:
        raise DataError(f"there are no cards in {source}; make them with: cutaway features cards --out {source}")
    with bars(quiet=output.json_output) as progress:
        lm = on.open(progress) if judge == "local" or _keeps(output) else None
        if judge is None:
            found: list[Any] = features.label_cards(kept, units, seed=seed, progress=progress)
        else:
            if not units:
                raise DataError(
                    "name the units that the judge is to label, as in: cutaway features label DIR 3 472 --judge local"
                )
            found = _judged(kept, units, _judge(judge, judge_model, lm), n, seed, progress)
    results = [one.to_json() for one in found]
    if not output.json_output:
        table = Table("unit", "label", "score", "control", title="Labels", title_justify="left")
        for one in results[:50]:
            control = one["control"] if judge is None else one["control_detection"]["auroc"]
            table.add_row(str(one["unit"]), plain(one["label"]), f"{one['score']:.2f}", f"{control:.2f}")
        Console().print(table)
    findings = [finding for one in found for finding in one.findings()] if len(found) <= 20 else []
    mean = sum(one["score"] for one in results) / max(1, len(results))
    _finish(
        output,
        found,
        lm,
        subject=f"labels of {kept.title}",
        result={"labels": results, "score": mean},
        findings=findings,
    )


def source_of(lm: LanguageModel, folder: Path | None, site: str | None) -> str | Dictionary:
    """What the units are named by: a site, a dictionary of ours or of another library, or the one that comes along."""
    if site is not None:
        return site
    if folder is not None:
        return opened(str(folder), lm)
    return features.bundled_dictionary()


def text_of(lm: LanguageModel, corpus: str, field: str, store: Path | None) -> Corpus | Store:
    """The text: a corpus, or a store of activations over one."""
    return open_corpus(corpus, field=field, lm=lm) if store is None else Store.open(store, lm)


def folder_and_unit(first: str | None, unit: int | None) -> tuple[Path | None, int]:
    """`DIR 472`, or `472` alone."""
    if unit is not None and first is not None:
        return Path(first), unit
    if first is not None and first.isdecimal():
        return None, int(first)
    raise DataError(f"which unit of {first or 'them'}? Give its number, as in: {first or 'DIR'} 472, or --random N")


def _cards_at(folder: Path | None) -> Cards | None:
    """The cards in a folder, or in the folder `cards` in it."""
    for place in () if folder is None else (folder, folder / "cards"):
        if (place / "cards.json").exists():
            return Cards.open(place)
    return None


def _judge(where: str, model: str | None, lm: LanguageModel | None) -> Judge:
    if where == "local":
        assert lm is not None
        return ModelJudge(lm)
    if model is None:
        raise DataError("say what the server calls the judge, with --judge-model NAME")
    return HttpJudge(where, model, key=os.environ.get(_KEY))


def _judged(kept: Cards, units: list[int], judge: Judge, n: int, seed: int, progress: Progress) -> list[Any]:
    strange = features.other_examples(kept, n=max(60, 2 * n), seed=seed)
    found = []
    for number, unit in enumerate(units):
        before = found[-1].label if found else str(features.label_card(kept.card((unit + 1) % len(kept)), strange).rule)
        found.append(features.judged_label(kept.card(unit), strange, judge, control_label=before, n=n, seed=seed))
        progress("judging", number + 1, len(units))
    kept.write_labels([one.to_json() for one in found])
    return found


def _keeps(output: Output) -> bool:
    """Whether a ledger is written, whose record names the model."""
    return output.study is not None


def _finish(
    output: Output,
    found: Any,
    lm: LanguageModel | None,
    *,
    subject: str,
    result: dict[str, Any] | None = None,
    findings: list[Any] | None = None,
) -> None:
    output.finish(
        found.to_json() if result is None else result,
        found.findings() if findings is None else findings,
        shown=found,
        lm=lm,
        subject=subject,
        seed=None,
    )


def _print_card(card: Card, most: int) -> None:
    console = Console()
    title = f"[bold]{card.name}[/]" + (f"  {plain(card.label)}" if card.label else "")
    console.print(f"{title}  active on {card.density:.2%} of {card.tokens:,} tokens, up to {card.peak:.3g}")
    for name, words in (("raises", card.promoted), ("lowers", card.suppressed)):
        console.print(f"[dim]{name}[/] " + "  ".join(plain(repr(token)) for token, _ in words), highlight=False)
    for example in card.examples[:most]:
        text = ""
        for token, value in zip(example.tokens, example.values, strict=True):
            word = plain(token.replace("\n", "⏎"))
            strong = value >= 0.5 * card.peak
            text += f"[bold black on green]{word}[/]" if strong else f"[green]{word}[/]" if value > 0 else word
        console.print(f"[dim]{example.value:6.2f}[/] {text}", highlight=False, soft_wrap=True)
    if card.neighbours:
        near = ", ".join(f"{unit} ({cosine:.2f})" for unit, cosine in card.neighbours[:5])
        console.print(f"[dim]nearest directions[/] {near}", highlight=False)
    if card.companions:
        near = ", ".join(f"{one.unit} ({one.share:.0%})" for one in card.companions[:5])
        console.print(f"[dim]active together with[/] {near}", highlight=False)


def plain(text: str) -> str:
    """Text in which brackets mean themselves."""
    return text.replace("[", r"\[")
