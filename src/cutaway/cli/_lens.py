"""`cutaway lens` and `cutaway lens train`: what each layer would say, plainly or through a tuned lens."""

from pathlib import Path
from typing import Annotated, Any

from cyclopts import App, Parameter
from rich.console import Console
from rich.table import Table

from cutaway import observe
from cutaway.cli._common import bars
from cutaway.cli._options import ModelOptions, Output
from cutaway.observe import LensTraining, TunedLens
from cutaway.store import open_corpus

Json = Annotated[bool, Parameter(name="--json", negative=())]

lens = App(name="lens", help="Show what each layer would answer if it were the last; or train a tuned lens.")


@lens.default
def show(
    prompt: str,
    *,
    at: str = "resid_post",
    top: int = 5,
    answer: str | None = None,
    tuned: Path | None = None,
    on: ModelOptions = ModelOptions(),
    output: Output = Output(),
) -> None:
    """Show what each layer would answer if it were the last: the logit lens, or a tuned lens.

    Parameters
    ----------
    prompt
        The text.
    at
        The residual stream that is read: resid_post (behind each layer), resid_pre (before it) or resid_mid.
    top
        How many of the likeliest tokens to keep at each layer and position.
    answer
        The token to follow, with its leading space; the model's own answer unless said.
    tuned
        A tuned lens: a file that `cutaway lens train` wrote, or the folder of a published lens (config.json and
        params.pt).
    """
    with bars(quiet=output.json_output) as progress:
        lm = on.open(progress)
        translator = None
        if tuned is not None:
            translator = observe.read_published_lens(tuned, lm) if tuned.is_dir() else TunedLens.load(tuned, lm)
        follow = [] if answer is None else [lm.token_id(answer)]
        found = observe.logit_lens(lm, prompt, at=at, top=top, follow=follow, translator=translator)
    result = found.to_json()
    if not output.json_output:
        table = Table(
            "layer", "top token", "probability", f"{result['answer']!r}", "rank", title=f"{found.name}, last position"
        )
        for index, layer in enumerate(result["layers"]):
            first = result["top"][index][-1][0]
            probability, rank = result["answer_probability"][index][-1], result["answer_rank"][index][-1]
            table.add_row(
                str(layer),
                repr(first["token"]).replace("[", r"\["),
                f"{first['probability']:.3f}",
                f"{probability:.3f}",
                str(rank),
            )
        Console().print(table)
    output.finish(result, found.findings(), shown=found, lm=lm, subject=prompt, seed=None)


@lens.command
def train(
    *,
    out: Path,
    corpus: str = "builtin",
    field: str = "text",
    tokens: int = LensTraining.n_tokens,
    length: int = LensTraining.length,
    positions: int = LensTraining.positions,
    compared: int = 2048,
    published: Path | None = None,
    checkpoint: Path | None = None,
    seed: int = 0,
    study: Path | None = None,
    html: Path | None = None,
    on: ModelOptions = ModelOptions(),
    json_output: Json = False,
) -> None:
    """Train a tuned lens on nine tenths of a corpus, and compare it with the logit lens on the other tenth.

    Parameters
    ----------
    out
        The file that the lens is written to (safetensors).
    corpus
        builtin (text that comes with Python), packages (docstrings of installed packages), a text file, a folder of
        them, a .jsonl file, hf:NAME for a Hugging Face data set, sampled:N for N texts that the model writes itself; or
        several, joined by +.
    field
        The field of the text in JSON lines and data sets.
    tokens
        How many tokens to train on; a smaller corpus is passed over again.
    length
        Tokens of a row of text.
    positions
        Positions that each gradient step looks at; time goes with it.
    compared
        About how many held-out positions the two lenses are compared on.
    published
        Also write the lens to this folder in the format of the tuned-lens package.
    checkpoint
        A file that keeps the state; start again with it to go on.
    seed
        Draws the positions.
    study
        A folder whose ledger takes the findings.
    html
        Write the comparison as a page to this file.
    json_output
        Print JSON.
    """
    with bars(quiet=json_output) as progress:
        lm = on.open(progress)
        text = open_corpus(corpus, field=field, lm=lm)
        training = LensTraining(n_tokens=tokens, length=length, positions=positions, seed=seed)
        trained = observe.train_tuned_lens(
            lm, text.split("train"), training=training, checkpoint=checkpoint, progress=progress
        )
        trained.save(out)
        if published is not None:
            observe.write_published_lens(trained, published, lm)
        found = observe.compare_lenses(
            lm, trained, text.split("heldout"), length=length, n_positions=compared, seed=seed, progress=progress
        )
    result: dict[str, Any] = {"out": str(out), **found.to_json(), "training": trained.record}
    if not json_output:
        table = Table(
            "site", "logit lens", "tuned lens", "95% interval", "agrees", title="KL from the model, held-out text"
        )
        for row in result["points"]:
            low, high = row["tuned_interval"]
            table.add_row(
                row["site"],
                f"{row['logit_kl']:.3f}",
                f"{row['tuned_kl']:.3f}",
                f"{low:.3f} to {high:.3f}",
                f"{row['tuned_agreement']:.2f}",
            )
        Console().print(table)
    output = Output(study=study, html=html, json_output=json_output)
    output.finish(result, found.findings(), shown=[found, trained], lm=lm, subject=f"tuned lens on {corpus}", seed=seed)
    if not json_output:
        Console().print(f"[dim]lens in[/] {out}", highlight=False)
