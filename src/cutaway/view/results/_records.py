"""Pages of what is kept: findings, the ledger, tasks and their reports, corpora and stores."""

from collections import Counter

from cutaway.evidence import Finding, Ledger
from cutaway.store import Corpus, Store
from cutaway.tasks import Pair, Task, TaskReport
from cutaway.view._parts import Bars, Page, Part, Section
from cutaway.view.results._common import GRADES, card, facts, register, soft, table, words

_MOST = 200


@register
def _finding(result: Finding) -> Page:
    details = facts({"method": result.method, "command": result.command, **result.details})
    return Page(
        title="A finding",
        parts=[
            Section(
                title=result.claim,
                how=GRADES,
                parts=[card(result)],
                details=[{"title": "Details", "parts": [details]}],
            )
        ],
    )


@register
def _ledger(result: Ledger) -> Page:
    entries = result.findings()
    shown = entries[-_MOST:]
    grades = Counter(entry.finding.grade for entry in entries)
    studies = dict.fromkeys(entry.study for entry in reversed(shown))
    sections: list[Part] = [
        Section(
            title=study or "without a name",
            parts=[card(entry.finding) for entry in shown if entry.study == study],
            details=[
                {
                    "title": "When, and how to make them again",
                    "parts": [
                        table(
                            [("number", "number"), ("time", "text"), ("model", "text"), ("command", "text")],
                            [
                                [
                                    entry.id,
                                    entry.time,
                                    str(entry.provenance.get("model", "")),
                                    entry.finding.command or str(entry.provenance.get("command", "")),
                                ]
                                for entry in shown
                                if entry.study == study
                            ],
                        )
                    ],
                }
            ],
        )
        for study in studies
    ]
    counted = ", ".join(f"{n} {grade}" for grade, n in grades.items()) or "none yet"
    older = f"; the latest {_MOST} are shown" if len(entries) > _MOST else ""
    return Page(
        title=f"The ledger of {result.path.parent.name}",
        subtitle=f"{len(entries)} findings ({counted}){older}, the latest study first",
        parts=[soft(GRADES), *sections],
    )


@register
def _task(result: Task) -> Page:
    split = f", {result.split} split" if result.split else ""
    return Page(
        title=f"The task {words(result.name)}",
        subtitle=f"{len(result)} pairs{split}, scored by {words(result.metric.name)}",
        parts=[
            Section(
                title="The pairs",
                how=result.description
                or "Each line is a pair: the clean prompt, the same with what decides the answer changed, the right "
                "answer and the one it is measured against.",
                parts=[_pairs(result.pairs)],
            )
        ],
    )


@register
def _pair(result: Pair) -> Page:
    return Page(
        title=result.clean,
        subtitle="a pair of prompts",
        parts=[
            Section(
                title="The pair",
                how="The clean prompt is answered with the right answer; the corrupted one is the same with what decides it changed.",
                parts=[_pairs([result])],
            )
        ],
    )


@register
def _report(result: TaskReport) -> Page:
    share = Bars(
        labels=["clean prompts", "corrupted prompts, by the clean answer"],
        values=[result.accuracy, result.corrupted_accuracy],
        low=[result.interval.low, float("nan")],
        high=[result.interval.high, float("nan")],
        value_title="share answered right",
    )
    metric = Bars(
        labels=["clean prompts", "corrupted prompts"],
        values=[result.metric, result.corrupted_metric],
        low=[result.metric_interval.low, result.corrupted_metric_interval.low],
        high=[result.metric_interval.high, result.corrupted_metric_interval.high],
        value_title=words(result.metric_name),
    )
    templates = table(
        [("template", "text"), ("pairs", "number"), ("right", "number"), (words(result.metric_name), "number")],
        [[name, part.n, part.accuracy, part.metric] for name, part in result.per_template.items()],
    )
    return Page(
        title=f"How well the model does {words(result.name)}",
        subtitle=f"{result.n} pairs" + (f", {result.split} split, seed {result.seed}" if result.split else ""),
        parts=[
            Section(
                title="Right answers",
                how="The share of prompts on which the right answer is likelier than the wrong one, with its 95% interval; on corrupted "
                "prompts it should be near 0.",
                parts=[share],
            ),
            Section(
                title=f"Mean {words(result.metric_name)}",
                how="How far apart right and wrong answers are; the two prompts have to differ for a contrast to be worth anything.",
                parts=[metric],
                details=[
                    {"title": "By template", "parts": [templates]},
                    {"title": "The pairs", "parts": [_pairs(result.pairs, result.values)]},
                ],
            ),
        ],
    )


@register
def _corpus(result: Corpus) -> Page:
    return Page(title=f"The corpus {result.name}", parts=[facts(result.to_json())])


@register
def _store(result: Store) -> Page:
    m = result.manifest
    return Page(
        title=f"Activations of {m.model}",
        subtitle=f"{len(result):,} tokens at {len(result.sites)} sites, {m.dtype}",
        parts=[
            Section(
                title="What is kept",
                how="Each line is one fact of the store; every token has one vector a site.",
                parts=[facts({k: v for k, v in result.to_json().items() if k != "shards"})],
            )
        ],
    )


def _pairs(pairs: "list[Pair] | tuple[Pair, ...]", values: "tuple[float, ...] | None" = None) -> Part:
    columns = [("clean", "text"), ("corrupted", "text"), ("answer", "text"), ("wrong", "text")]
    rows: list[list[str | float]] = [
        [pair.clean, pair.corrupted, _texts(pair.answer), _texts(pair.wrong)] for pair in pairs[:_MOST]
    ]
    if values is not None:
        columns.append(("metric", "number"))
        rows = [[*row, value] for row, value in zip(rows, values, strict=False)]
    return table(columns, rows)


def _texts(texts: str | tuple[str, ...]) -> str:
    return repr(texts) if isinstance(texts, str) else ", ".join(map(repr, texts[:6])) + (" …" if len(texts) > 6 else "")
