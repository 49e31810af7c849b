"""Pages of heads: where they look, what they do, and what their weights say."""

import numpy as np
import torch

from cutaway.observe import ROLES, Attention, Composition, Copying, HeadRoles, HeadSummary, RoleCheck
from cutaway.view._parts import AttentionHeads, Bars, Group, HeatMap, Page, Part, Section
from cutaway.view.results._common import conclusion, register, strongest_bars, table, words
from cutaway.view.results._grids import head_map

LOOKS = (
    "A row is the token that looks, a column the token that is looked at; each row sums to one. Point at a token to see its "
    "row, choose a head to see it large."
)


@register
def _attention(result: Attention) -> Page:
    prompt, n = 0, int(result.tokens.lengths[0])
    patterns = result.patterns[:, prompt, :n, :n]
    weighted = patterns * result.output_norms[:, prompt, None, :n]
    summary = result.summary()
    notes = [
        f"{distance:.1f} tokens back on average, {sink:.0%} on the first"
        for distance, sink in zip(summary.distance.tolist(), summary.sink.tolist(), strict=True)
    ]
    more = f"; the first of {len(result.tokens)} prompts is drawn" if len(result.tokens) > 1 else ""
    return Page(
        title=f"Where {len(result.heads)} heads look"
        if len(result.heads) > 1
        else f"Where head {_name(result.heads[0])} looks",
        subtitle=f"{result.model}{more}",
        parts=[
            Section(
                title="Attention patterns",
                how=f"{LOOKS} Weighted by what is written, a key counts as much as its value vector is long.",
                parts=[
                    AttentionHeads(
                        tokens=result.tokens.strings[prompt],
                        names=[_name(head) for head in result.heads],
                        pattern=patterns,
                        value_weighted=weighted / weighted.sum(-1, keepdim=True).clamp(min=1e-12),
                        notes=notes,
                    )
                ],
                details=[{"title": "All heads in figures", "parts": [_summary_table(summary)]}],
            ),
            *conclusion(result.findings()),
        ],
    )


@register
def _summary(result: HeadSummary) -> Page:
    sink = dict(zip(result.heads, result.sink.tolist(), strict=True))
    distance = dict(zip(result.heads, result.distance.tolist(), strict=True))
    entropy = dict(zip(result.heads, result.entropy.tolist(), strict=True))
    maps: list[Part] = [
        head_map(sink, "share on the first token"),
        head_map(distance, "tokens back"),
        head_map(entropy, "nats"),
    ]
    maps = [_sequential(one) for one in maps if isinstance(one, HeatMap)]
    return Page(
        title=f"Attention of {len(result.heads)} heads, summed up",
        parts=[
            Section(
                title="How far and how sharply each head looks",
                how="A cell is a head (layers upwards, heads across). Spread evenly, a head would give the first token "
                f"{result.uniform_sink:.2f} and have an entropy of {result.uniform_entropy:.2f} nats.",
                parts=[
                    Group(
                        titles=["On the first token", "Distance", "Entropy"],
                        parts=maps,
                        layout="tabs",
                    )
                ],
                details=[{"title": "All heads in figures", "parts": [_summary_table(result)]}],
            ),
            *conclusion(result.findings()),
        ],
    )


@register
def _roles(result: HeadRoles) -> Page:
    n_layers, n_heads = result.scores.shape[1:]
    best = result.scores.argmax(0)
    rows = []
    for role in result.roles:
        check = result.checks.get(role)
        strongest, score = result.strongest(role, 1)[0]
        rows.append(
            [
                words(role),
                ROLES[role],
                len(result.holders[role]),
                f"{_name(strongest)} ({score:.2f})",
                result.thresholds[role],
                "–" if check is None else "yes" if check.confirmed else "no",
            ]
        )
    columns = [("role", "text"), ("what such a head does", "text"), ("heads", "number"), ("strongest", "text")]
    columns += [("needed", "number"), ("confirmed by removal", "text")]
    texts = [
        [", ".join(words(role) for role in result.roles_of(layer, head)) or "no role" for head in range(n_heads)]
        for layer in range(n_layers)
    ]
    holding = torch.tensor(
        [[bool(result.roles_of(layer, head)) for head in range(n_heads)] for layer in range(n_layers)]
    )
    everything = _scores(
        torch.where(holding, result.scores.amax(0), torch.zeros_like(best, dtype=result.scores.dtype)), texts
    )
    maps: list[Part] = [everything, *(_scores(result.score(role), texts) for role in result.roles)]
    checks = [_check_section(check) for check in result.checks.values()]
    return Page(
        title=f"What the heads of {result.model} do",
        subtitle=f"{sum(map(len, texts))} heads, {len(result.roles)} roles",
        parts=[
            Section(
                title="The roles",
                how="A head has a role if its score passes what is needed and shuffled text does not give it; confirmed means that "
                "removing the heads changed the model's behaviour as the role predicts, and random heads did not.",
                parts=[table(columns, rows)],
            ),
            Section(
                title="Every head",
                how="Layers upwards, heads across: the darker, the more a head shows the role. Point at a head for all its roles.",
                parts=[
                    Group(
                        titles=["heads with a role", *(words(role) for role in result.roles)], parts=maps, layout="tabs"
                    )
                ],
                details=[
                    {
                        "title": "Roles that could not be measured here",
                        "parts": [table([("role", "text"), ("why", "text")], result.skipped.items())],
                    }
                ]
                if result.skipped
                else None,
            ),
            *checks,
            *conclusion(result.findings()),
        ],
    )


@register
def _check(result: RoleCheck) -> Page:
    return Page(
        title=f"Without the {words(result.role)} heads",
        subtitle=result.behaviour,
        parts=[_check_section(result), *conclusion([result.finding()])],
    )


def _check_section(check: RoleCheck) -> Section:
    labels = ["these heads together", "as many random heads", *(f"{_name(head)} alone" for head in check.heads)]
    values = [float(check.effect.mean()), float(check.control.mean()), *check.alone.mean(1).tolist()]
    draws = check.control.mean(1)
    low = [np.nan, float(draws.min()), *(np.nan for _ in check.heads)]
    high = [np.nan, float(draws.max()), *(np.nan for _ in check.heads)]
    return Section(
        title=f"Without the {words(check.role)} heads",
        how=f"How far {check.behaviour.removesuffix('.')} when heads are removed ({check.how}); the line on the random heads spans "
        f"{len(check.control)} draws.",
        parts=[Bars(labels=labels, values=values, low=low, high=high, value_title="change, as the role predicts")],
    )


@register
def _copying(result: Copying) -> Page:
    n_heads = result.score.shape[1]
    largest = result.largest(12)
    return Page(
        title="Which heads copy, by their weights",
        parts=[
            Section(
                title="Copying scores",
                how="From the eigenvalues of each head's path from token to logits: near 1 (blue) the head raises the token it looks "
                "at, near −1 (orange) it lowers it. Weights alone are read; no prompt was run.",
                parts=[
                    HeatMap(
                        values=result.score,
                        rows=[str(layer) for layer in result.layers],
                        columns=[str(head) for head in range(n_heads)],
                        row_title="layer",
                        column_title="head",
                        value_title="copying score",
                        limit=1.0,
                    ),
                    Bars(
                        labels=[f"{layer}.{head}" for layer, head, _ in largest],
                        values=[value for _, _, value in largest],
                        value_title="copying score",
                    ),
                ],
            )
        ],
    )


@register
def _composition(result: Composition) -> Page:
    parts: list[Part] = []
    for index, kind in enumerate(result.kinds):
        pairs = result.largest(20, kind=kind)
        parts.append(
            strongest_bars(
                [f"{_of(pair['writer'])} → {_of(pair['reader'])}" for pair in pairs],
                [pair["score"] - pair["baseline"] for pair in pairs],
                f"score above chance ({float(result.baseline[index]):.3f})",
            )
        )
    return Page(
        title="Which heads could talk to each other, by their weights",
        parts=[
            Section(
                title="Composition scores",
                how="A bar is a pair of heads: how much of what the first writes lies where the second reads its queries, keys or "
                "values, above what random matrices give. Weights allow it; whether a prompt uses it, path patching tells.",
                parts=[Group(titles=[words(str(kind)) for kind in result.kinds], parts=parts, layout="tabs")],
            )
        ],
    )


def _scores(values: torch.Tensor, texts: list[list[str]]) -> HeatMap:
    return HeatMap(
        values=values,
        rows=[str(layer) for layer in range(values.shape[0])],
        columns=[str(head) for head in range(values.shape[1])],
        row_title="layer",
        column_title="head",
        value_title="score",
        scale="sequential",
        limit=1.0,
        texts=texts,
    )


def _sequential(one: HeatMap) -> HeatMap:
    return HeatMap(**{**one.__dict__, "scale": "sequential"})


def _summary_table(summary: HeadSummary) -> Part:
    columns = [
        ("head", "text"),
        ("entropy, nats", "number"),
        ("tokens back", "number"),
        ("on the first token", "number"),
    ]
    rows = [
        [f"{row['layer']}.{row['head']}", row["entropy"], row["mean_distance"], row["sink_share"]]
        for row in summary.to_json()
    ]
    return table(columns, rows)


def _name(head: tuple[int, int]) -> str:
    return f"{head[0]}.{head[1]}"


def _of(place: dict[str, int]) -> str:
    return f"{place['layer']}.{place['head']}"
