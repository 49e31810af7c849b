"""`cutaway probe` and `cutaway probe monitor`: what can be read off activations, and a probe that watches the model write."""

import time
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Annotated, Any

from cyclopts import App, Parameter
from rich.console import Console
from rich.table import Table
from rich.text import Text

from cutaway import observe
from cutaway.cli._common import bars
from cutaway.cli._options import ModelOptions, Output
from cutaway.errors import DataError
from cutaway.observe import PROBE_SETS, Labelled, Monitor, ProbeKind

probe = App(name="probe", help="Train probes of every layer beside their controls; watch a model write with one.")


@Parameter(name="*")
@dataclass(frozen=True, kw_only=True)
class LabelledOptions:
    """Which labelled prompts: a file, or a built-in set."""

    data: Path | None = None
    """A CSV or JSON lines file."""
    builtin: Annotated[str | None, Parameter(name="--set")] = None
    """A built-in set: pos, number, tense, truth, truth_negated, sentiment."""
    text: str = "text"
    """The column with the prompts."""
    label: str = "label"
    """The column with the labels: one a prompt, or one for each of its words."""
    group: str | None = None
    """The column with what must not be on both sides of the split, such as the entity that a statement is about."""
    group_pattern: str | None = None
    """Instead of a column: a regular expression whose first group, matched in the text, is what must not be."""
    span: tuple[str, ...] = ()
    """A column with a part of the text; --pos then takes its name. May be given again."""
    n: int | None = None
    """How many prompts, drawn at random; all of a file, and 400 of a set, unless said."""
    question: str = ""
    """How the model is asked for the label, with {text} where the prompt goes (for --use-test)."""
    answer: tuple[str, ...] = ()
    """LABEL=TOKEN: the token with which the model would answer a label; once for each label (for --use-test)."""

    def read(self, seed: int, *, other: str | None = None) -> Labelled:
        """The prompts.

        Args:
            seed: draws them.
            other: another file with the same columns, or another set, instead.

        Raises:
            DataError: neither a file nor a set, or both; a file's options beside a set alone; or as for
                `read_labelled`.
        """
        if other is None and (self.data is None) == (self.builtin is None):
            raise DataError(f"give --data FILE or --set NAME, one of them; the sets are {', '.join(PROBE_SETS)}")
        if other is None and self.builtin is not None and (self.group or self.group_pattern or self.span):
            raise DataError("--group, --group-pattern and --span belong to a file; a set brings its own")
        answers = _answers(self.answer)
        name = other if other is not None else self.builtin
        if name is not None and (other is None or other in PROBE_SETS):
            made = PROBE_SETS[name](seed=seed) if self.n is None else PROBE_SETS[name](n=self.n, seed=seed)
            return replace(made, question=self.question or made.question, answers=answers or made.answers)
        path = Path(other) if other is not None else self.data
        assert path is not None
        found = observe.read_labelled(
            path,
            text=self.text,
            label=self.label,
            group=self.group,
            group_pattern=self.group_pattern,
            spans=self.span,
            question=self.question,
            answers=answers,
        )
        return found if self.n is None else found.sample(self.n, seed=seed)


@probe.default
def train(
    *,
    prompts: LabelledOptions = LabelledOptions(),
    site: str = "resid_post",
    layers: str | None = None,
    pos: str = "last",
    kind: ProbeKind = "logistic",
    strength: float | None = None,
    test_share: float = 0.3,
    controls: int = 5,
    mdl: bool = True,
    transfer: tuple[str, ...] = (),
    use_test: bool = False,
    use_prompts: int = 100,
    draws: int = 8,
    layer: int | None = None,
    export_monitor: Path | None = None,
    false_positive_rate: float = 0.05,
    positive: str | None = None,
    seed: int = 0,
    on: ModelOptions = ModelOptions(),
    output: Output = Output(),
) -> None:
    """Train a probe of each layer, and test it on held-out groups beside its controls.

    A probe shows what can be read off an activation, which is graded observed; only --use-test asks whether the
    model uses it.

    Parameters
    ----------
    site
        What is probed: any kind of site, such as resid_post, attn_out, mlp_post or z; one layer of it, as in
        resid_post.12; or with no layer, all of them, read in one pass.
    layers
        These layers only, such as 0,6,12-18.
    pos
        What is read of a prompt: last, all (every token), mean, a position, or a span's name. Where every word has
        its label, its last token is read.
    kind
        logistic, ridge, mean_difference, lda or mlp.
    strength
        Weight of the L2 penalty; chosen at each layer on a part of the training groups unless said.
    test_share
        The share of the prompts, in whole groups, that is held out.
    controls
        How many control tasks (random labels for each type), and how many shuffles of the labels, at each layer.
    mdl
        Measure how many bits the labels take with the probe (online code).
    transfer
        Test the probes on another set, or on a file with the same columns and labels, too, leaving out prompts and
        groups that they were trained on. May be given again.
    use_test
        Project the best layer's probe out of the model, beside random directions, and see whether its answers to held-out
        prompts get worse. A file needs --question and --answer for it.
    use_prompts
        How many prompts the use test takes at the most.
    draws
        Random controls of the use test.
    layer
        The layer of the use test, the monitor and the shown transfer, instead of the one that did best on a part of
        the training groups.
    export_monitor
        Write that layer's probe to this file, for `cutaway probe monitor`.
    false_positive_rate
        The share of held-out negatives that the monitor may flag.
    positive
        The class that the monitor watches for; of two, the second in alphabetical order unless said.
    seed
        Draws the prompts, the split and the controls.
    """
    data = prompts.read(seed)
    others = [prompts.read(seed, other=name) for name in transfer]
    _check(data, use_test, positive, export_monitor, false_positive_rate)
    chosen_layers = None if layers is None else _numbers(layers)
    started = time.perf_counter()
    with bars(quiet=output.json_output) as progress:
        lm = on.open(progress)
        study = observe.probe(
            lm,
            data,
            site=site,
            layers=chosen_layers,
            kind=kind,
            pos=pos,
            strength=strength,
            test_share=test_share,
            controls=controls,
            mdl=mdl,
            seed=seed,
            progress=progress,
        )
        one = study.at(layer)
        moved = [observe.transfer(lm, study, other, progress=progress) for other in others]
        used = None
        if use_test:
            held_out = data.take(list(study.test_prompts)).sample(use_prompts, seed=seed)
            used = observe.use_test(lm, one.probe, held_out, draws=draws, seed=seed, progress=progress)
        if export_monitor is not None:
            chosen = study.with_threshold(layer, false_positive_rate=false_positive_rate, positive=positive)
            Monitor(lm=lm, probe=chosen, positive=positive).export(export_monitor)
    result: dict[str, Any] = {
        **study.to_json(),
        "chosen": one.site,
        "transfer": [found.to_json() for found in moved],
        "use_test": None if used is None else used.to_json(),
        "monitor": None if export_monitor is None else str(export_monitor),
        "seconds": time.perf_counter() - started,
    }
    findings = [
        *study.findings(layer=layer),
        *(finding for found in moved for finding in found.findings(study, layer=layer)),
        *(used.findings() if used is not None else []),
    ]
    if not output.json_output:
        _show(result)
    output.finish(
        result, findings, shown=[study, *moved, *([used] if used else [])], lm=lm, subject=data.name, seed=seed
    )
    if export_monitor is not None and not output.json_output:
        Console().print(f"[dim]monitor in[/] {export_monitor}", highlight=False)


@probe.command
def monitor(
    file: Path,
    *prompt: str,
    tokens: int = 40,
    stop: bool = False,
    threshold: float | None = None,
    on: ModelOptions = ModelOptions(),
    output: Output = Output(),
) -> None:
    """Let the model write while an exported probe watches, and mark the tokens that it flags.

    Parameters
    ----------
    file
        What `cutaway probe --export-monitor` wrote, for this model.
    prompt
        One text, or several.
    tokens
        How many tokens to write at the most.
    stop
        End a text at the first token that is flagged.
    threshold
        The score (log-odds) above which a token is flagged, instead of the monitor's own.
    """
    if not prompt:
        raise DataError("give a prompt for the model to go on from")
    with bars(quiet=output.json_output) as progress:
        lm = on.open(progress)
        watching = Monitor.load(file, lm)
        watching = watching if threshold is None else watching.at(threshold)
        found = watching.generate(list(prompt), max_new_tokens=tokens, stop=stop)
    result = {
        "site": watching.probe.site,
        "watches_for": watching.positive or watching.probe.classes[-1],
        "prompts": list(prompt),
        **found.to_json(),
    }
    if not output.json_output:
        for text, row in zip(prompt, result["rows"], strict=True):
            line = Text(text, style="dim")
            for index, token in enumerate(row["tokens"]):
                line.append(token, style="bold red" if index in row["flagged"] else "")
            Console().print(line)
            most = f"{max(row['scores']):+.2f}" if row["scores"] else "none"
            Console().print(
                f"[dim]{result['watches_for']} at {result['site']}: {len(row['flagged'])} of {len(row['tokens'])} tokens "
                f"flagged above {result['threshold']:+.2f}; the highest score is {most}"
                f"{'; stopped' if row['stopped'] else ''}[/]",
                highlight=False,
            )
    output.finish(result, [], shown=found, lm=lm, subject=str(file), seed=None)


def _check(data: Labelled, use_test: bool, positive: str | None, monitor: Path | None, rate: float) -> None:
    """Refuse what would fail only after the probes are trained."""
    if use_test and not (data.question and data.answers):
        raise DataError(
            f"--use-test asks the model for the label, and {data.name!r} does not say how; give --question with {{text}} "
            "in it and --answer LABEL=TOKEN for each label"
        )
    if monitor is not None and positive is None and len(data.classes) > 2:
        raise DataError(f"name the class to watch for with --positive: {', '.join(data.classes)}")
    if positive is not None and positive not in data.classes:
        raise DataError(f"--positive {positive}: the labels are {', '.join(data.classes)}")
    if not 0 <= rate < 1:
        raise DataError(f"--false-positive-rate {rate}: give a share from 0 up to 1")


def _answers(pairs: tuple[str, ...]) -> dict[str, str]:
    found = {}
    for pair in pairs:
        label, equals, token = pair.partition("=")
        if not equals or not label or not token:
            raise DataError(f"--answer {pair!r}: write LABEL=TOKEN, as in --answer '1= true'")
        found[label] = token
    return found


def _numbers(text: str) -> list[int]:
    """`0,6,12-18` as numbers."""
    found: list[int] = []
    for part in text.split(","):
        first, dash, last = part.strip().partition("-")
        if not first.isdigit() or (dash and not last.isdigit()):
            raise DataError(f"--layers {text}: write numbers and ranges, such as 0,6,12-18")
        found += range(int(first), int(last or first) + 1)
    return found


def _show(result: dict[str, Any]) -> None:
    what = f"{result['probe'].replace('_', ' ')} probes of {result['site']}, {result['data']}"
    table = Table(
        "layer",
        "AUROC",
        "95%",
        "accuracy",
        "control",
        "selectivity",
        "MDL",
        title=what,
        title_justify="left",
    )
    for row in result["layers"]:
        table.add_row(
            "–" if row["layer"] is None else str(row["layer"]),
            f"{row['auroc']:.3f}",
            _interval(row["interval"]),
            f"{row['accuracy']:.3f}",
            f"{row['control']:.3f}",
            f"{row['selectivity']:+.3f}",
            "–" if row["compression"] is None else f"{row['compression']:.2f}×",
            style="bold" if row["site"] == result["chosen"] else None,
        )
    for name, base in result["baselines"].items():
        table.add_row(
            name.split("_")[0], f"{base['auroc']:.3f}", _interval(base["interval"]), f"{base['accuracy']:.3f}"
        )
    console = Console()
    console.print(table)
    console.print(
        f"[dim]{result['n_train']} rows to train on ({result['groups_train']} groups), {result['n_test']} held out "
        f"({result['groups_test']} groups); always saying the commonest class: {result['majority']:.3f}[/]",
        highlight=False,
    )
    for note in result["notes"]:
        console.print(f"[yellow]{note}[/]", highlight=False)
    if result["transfer"]:
        moved = Table("data", "rows", "left out", "AUROC", "95%", "accuracy", title=f"Transfer of {result['chosen']}")
        for found in result["transfer"]:
            row = next(one for one in found["layers"] if one["site"] == result["chosen"])
            moved.add_row(
                found["data"],
                str(found["n"]),
                str(found["left_out"]),
                f"{row['auroc']:.3f}",
                _interval(row["interval"]),
                f"{row['accuracy']:.3f}",
            )
        console.print(moved)


def _interval(ends: list[float] | None) -> str:
    return "–" if ends is None else f"{ends[0]:.2f}–{ends[1]:.2f}"
