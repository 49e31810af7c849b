"""Options that several commands take, each group as one dataclass: which model, which pairs, how to sweep, what to keep."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Annotated, Any, Literal

from cyclopts import Parameter
from rich.console import Console

from cutaway.cli._common import command_line, show_findings, strict
from cutaway.errors import DataError
from cutaway.evidence import Finding, Ledger, provenance
from cutaway.files import write_atomically
from cutaway.model import LanguageModel, load
from cutaway.progress import Progress
from cutaway.shown import Shown
from cutaway.tasks import TASKS, Pair, Task, custom


@Parameter(name="*")
@dataclass(frozen=True, kw_only=True)
class ModelOptions:
    """Which model, and where it runs."""

    model: str = "smollm2-135m"
    """A short name, a folder, a .gguf file or a hub id."""
    device: str = "cpu"
    """Where the model runs."""
    dtype: str | None = None
    """The type of its weights."""

    def open(self, progress: Progress) -> LanguageModel:
        """Load it."""
        return load(self.model, device=self.device, dtype=self.dtype, progress=progress)


@Parameter(name="*")
@dataclass(frozen=True, kw_only=True)
class PairOptions:
    """Which pairs of prompts: one on the command line, a drawn task, or a file."""

    corrupted: str | None = None
    """A prompt of as many tokens with another answer."""
    answer: str | None = None
    """The token that the clean prompt is answered with, with its leading space."""
    wrong: str | None = None
    """The token that it is measured against."""
    task: str | None = None
    """Draw the pairs of a task: ioi, greater_than, induction, agreement, facts."""
    data: Path | None = None
    """A JSON lines file of pairs."""
    n: int | None = None
    """How many pairs of the task; 20 unless said."""
    split: Literal["train", "heldout"] = "train"
    """Which split of the task."""

    def draw(self, lm: LanguageModel, clean: str | None, seed: int, *, most: int = 20) -> Task:
        """The pairs.

        Args:
            lm: the model.
            clean: the prompt that was given on the command line, if any.
            seed: draws the task.
            most: how many are drawn where no number was given.

        Raises:
            DataError: neither a whole pair, nor a task, nor a file; or an unknown task.
        """
        if self.data is not None:
            return custom(lm, self.data)
        if self.task is not None:
            return TASKS[self.task](lm, n=self.n or most, split=self.split, seed=seed)
        if clean is None or self.corrupted is None or self.answer is None or self.wrong is None:
            raise DataError(
                "give a prompt with --corrupted, --answer and --wrong; or --task NAME; or --data PAIRS.jsonl"
            )
        pair = Pair(clean=clean, corrupted=self.corrupted, answer=self.answer, wrong=self.wrong)
        return Task(name="prompt", pairs=(pair,))


@Parameter(name="*")
@dataclass(frozen=True, kw_only=True)
class SweepOptions:
    """How a sweep is run."""

    memory: int | None = None
    """Bytes that the sweep may use beyond the model; half of what is free unless said."""
    checkpoint: Path | None = None
    """A file that keeps finished work; start again with it to go on."""


@Parameter(name="*")
@dataclass(frozen=True, kw_only=True)
class Output:
    """What is printed, and what is kept."""

    out: Path | None = None
    """Write the JSON result to this file."""
    html: Path | None = None
    """Write the result as a page to this file."""
    study: Path | None = None
    """A folder whose ledger takes the findings."""
    json_output: Annotated[bool, Parameter(name="--json", negative=())] = False
    """Print JSON."""

    def finish(
        self,
        result: dict[str, Any],
        findings: Sequence[Finding],
        *,
        shown: Shown | Sequence[Shown],
        lm: LanguageModel | None,
        subject: str,
        seed: int | None,
        printed: Any = None,
    ) -> None:
        """Keep the findings in the ledger and the result in files, and print the JSON if it was asked for.

        Args:
            result: plain data.
            findings: what was found.
            shown: the result itself, or several that share a page.
            lm: the model, for the provenance; None where none was opened.
            subject: what was studied, for the ledger.
            seed: what drew the data; None where nothing was drawn.
            printed: what `--json` prints, where that is not all of the result.
        """
        record = provenance(lm, seed=seed, command=command_line())
        data = strict({**result, "findings": [finding.to_json() for finding in findings], "provenance": record})
        if self.study is not None:
            Ledger.open(self.study).add(findings, study=subject, provenance=record)
        if self.out is not None:
            write_atomically(self.out, json.dumps(data, allow_nan=False))
        if self.html is not None:
            _save_page([shown] if isinstance(shown, Shown) else shown, self.html, record)
        if self.json_output:
            print(json.dumps(data if printed is None else strict(printed), allow_nan=False))
            return
        if findings:
            show_findings(findings)
        for path, what in ((self.out, "result"), (self.html, "page"), (self.study, "findings")):
            if path is not None:
                Console().print(f"[dim]{what} in[/] {path}", highlight=False)


def _save_page(results: Sequence[Shown], path: Path, record: dict[str, Any]) -> None:
    """One page of all results, under the title of the first."""
    from cutaway.view import page_of, save_html  # only where it is asked for, since it imports every method

    pages = [page_of(result) for result in results]
    parts = [part for page in pages for part in page.parts]
    save_html(replace(pages[0], parts=parts, provenance=record), path)
