"""The report of `explain`: from the answer down to the mechanism, and how sure each claim is."""

from html import escape
from pathlib import Path
from typing import Any, Protocol, runtime_checkable

from cutaway.files import write_atomically
from cutaway.view._heatmap import heatmap
from cutaway.view._page import bar, page, section

Json = dict[str, Any]


@runtime_checkable
class HasJson(Protocol):
    """A result that can be shown, such as an `Explanation`."""

    def to_json(self) -> Json:
        """The result as plain data."""
        ...


def save_report(explanation: HasJson, path: Path | str) -> Path:
    """Write an explanation as one HTML file that makes no network request.

    Raises:
        FileError: the file cannot be written; nothing is left half-written.
    """
    return write_atomically(path, report_html(explanation.to_json()))


def report_html(data: Json) -> str:
    """The report of an explanation's plain data. All text in it is shown as text, whatever it looks like."""
    body = [
        _head(data),
        _said(data),
        _lens(data),
        _attribution(data),
        _attention(data),
        _patching(data),
        _components(data),
        _findings(data),
        _provenance(data),
    ]
    return page(f"{data['prompt']} → {data['answer']}", "".join(body))


def _head(data: Json) -> str:
    return (
        f"<header><div><h1>{escape(data['prompt'])}<mark>{escape(data['answer'])}</mark></h1>"
        f'<p class="soft">{escape(data["provenance"].get("model", ""))} gives this token a probability of '
        f"{data['probability']:.3f}. Why? And how sure is the answer to that?</p></div>"
        '<button id="theme" type="button" aria-label="switch between light and dark">◐ theme</button></header>'
    )


def _said(data: Json) -> str:
    largest = max(entry["probability"] for entry in data["top"])
    rows = "".join(
        f'<tr><td><code>{escape(repr(entry["token"]))}</code></td><td class="n">{entry["probability"]:.4f}</td>'
        f"<td>{bar(entry['probability'], largest)}</td></tr>"
        for entry in data["top"]
    )
    choices = "".join(
        f"<tr><td>{escape(name)}</td><td>{escape(how)}</td></tr>" for name, how in data["choices"].items()
    )
    return section(
        "What it said",
        "The likeliest next tokens. Everything below is about the first against its rival.",
        f'<table><tr><th>token</th><th class="n">probability</th><th></th></tr>{rows}</table>',
        f"<p>Rival: <code>{escape(repr(data['rival']))}</code>. Corrupted prompt, with another answer: "
        f"<q>{escape(data['corrupted'])}</q></p>",
        f"<details><summary>How these were chosen</summary><table>{choices}</table></details>",
    )


def _lens(data: Json) -> str:
    lens = data["lens"]
    texts = [[" ".join(repr(e["token"]) for e in cell[:3]) for cell in layer] for layer in lens["top"]]
    decided = lens.get("decided_at")
    when = (
        f"The answer leads for good from layer {decided}."
        if decided is not None
        else "The answer never leads before the end."
    )
    return section(
        "When it decided",
        "The logit lens reads every layer as if it were the last: the darker a cell, the likelier the answer would be at that "
        f"layer (upwards) and position (across). Hovering names the three likeliest tokens. {when} A lens only observes.",
        heatmap(
            lens["answer_probability"],
            rows=[str(layer) for layer in lens["layers"]],
            columns=data["tokens"],
            row_title="layer",
            label="logit lens: probability of the answer by layer and position",
            scale="sequential",
            limit=1.0,
            texts=texts,
        ),
    )


def _attribution(data: Json) -> str:
    attribution = data["attribution"]
    parts = attribution["parts"]
    heads = [part for part in parts if part["kind"] == "head"]
    largest = max((abs(part["value"] or 0.0) for part in parts), default=1.0)
    strongest = sorted(parts, key=lambda part: -abs(part["value"] or 0.0))[:14]
    rows = "".join(
        f'<tr><td>{escape(part["name"])}</td><td class="n">{part["value"]:+.3f}</td>'
        f"<td>{bar(part['value'], largest)}</td></tr>"
        for part in strongest
        if part["value"] is not None
    )
    grid = ""
    if heads:
        n_layers = 1 + max(part["layer"] for part in heads)
        n_heads = 1 + max(part["head"] for part in heads)
        table: list[list[float | None]] = [[None] * n_heads for _ in range(n_layers)]
        for part in heads:
            table[part["layer"]][part["head"]] = part["value"]
        grid = heatmap(
            table,
            rows=[str(layer) for layer in range(n_layers)],
            columns=[f"head {head}" for head in range(n_heads)],
            row_title="layer",
            label="direct logit attribution by head",
            scale="diverging",
        )
    return section(
        "Which parts wrote it",
        "Each part's own contribution to the answer's logit over its rival's. They sum to "
        f"{attribution['total']:+.3f}, which is the model's own difference (blue speaks for the answer, orange against). "
        "A direct contribution is not yet a cause: later parts may depend on earlier ones.",
        f'<table><tr><th>part</th><th class="n">logits</th><th></th></tr>{rows}</table>',
        f"<h3>All heads</h3>{grid}" if grid else "",
    )


def _attention(data: Json) -> str:
    if not data["attention"]:
        return ""
    maps = "".join(
        f"<div><h3>Layer {head['layer']}, head {head['head']} ({head['contribution']:+.2f} logits)</h3>"
        + heatmap(
            head["pattern"],
            rows=data["tokens"],
            columns=data["tokens"],
            row_title="from",
            label=f"attention of head {head['layer']}.{head['head']}",
            scale="sequential",
            limit=1.0,
            square=True,
        )
        + "</div>"
        for head in data["attention"]
    )
    return section(
        "Where those heads looked",
        "A row is the token that looks, a column the token that is looked at; a row sums to one. The heads shown are those "
        "that write most, either way.",
        f'<div class="heads">{maps}</div>',
    )


def _patching(data: Json) -> str:
    patching = data["patching"]
    sizes = [abs(value) for row in patching["normalised"] for value in row if value is not None]
    return section(
        "Where the information flowed",
        "Each cell is a run of its own: the corrupted prompt, with one residual state taken from the clean prompt. 0 means the "
        "answer did not move, 1 that it came back entirely; this is an intervention, not an observation.",
        heatmap(
            patching["normalised"],
            rows=[str(layer) for layer in range(len(patching["normalised"]))],
            columns=data["tokens"],
            row_title="layer",
            label="activation patching of the residual stream by layer and position",
            scale="diverging",
            limit=max([1.0, *sizes]),
        ),
        f'<p class="soft">Logit difference: clean {patching["clean"]:+.2f}, corrupted {patching["corrupted"]:+.2f}.</p>',
    )


_COMPONENTS = {
    "denoise": (
        "What suffices",
        "One part of the clean run in the corrupted run: how much of the answer it brings back",
    ),
    "noise": (
        "What is necessary",
        "One part of the corrupted run in the clean run: how much of the answer it takes away",
    ),
}


def _components(data: Json) -> str:
    parts = data.get("components")
    if not parts:
        return ""
    tables = {}
    for direction in _COMPONENTS:
        mlps = parts["mlps"][direction]["normalised"]
        heads = parts["heads"][direction]["normalised"] if parts["heads"] else [[] for _ in mlps]
        tables[direction] = [[*row, mlp] for row, mlp in zip(heads, mlps, strict=True)]
    sizes = [abs(value) for table in tables.values() for row in table for value in row if value is not None]
    maps = [
        f'<div><h3>{title}</h3><p class="soft">{escape(what)}.</p>'
        + heatmap(
            tables[direction],
            rows=[str(layer) for layer in range(len(tables[direction]))],
            columns=[*(f"head {head}" for head in range(len(tables[direction][0]) - 1)), "MLP"],
            row_title="layer",
            label=f"{title}: patching of heads and MLPs",
            scale="diverging",
            limit=max(sizes, default=1.0),
        )
        + "</div>"
        for direction, (title, what) in _COMPONENTS.items()
    ]
    n = parts["mlps"]["denoise"]["n"]
    return section(
        "Which heads and MLPs it took",
        f"Each cell is a part patched by itself over all positions, averaged over {n} corrupted prompts. The two differ where "
        "parts back each other up (each suffices, none is necessary) or work in a chain (each is necessary, none suffices).",
        f'<div class="heads">{"".join(maps)}</div>',
    )


def _findings(data: Json) -> str:
    cards = []
    for finding in data["findings"]:
        interval = finding["interval"]
        facts = [f"effect {finding['effect']:.3g}" if finding["effect"] is not None else "effect not a number"]
        facts += [f"95% interval {interval[0]:.3g} to {interval[1]:.3g}"] if interval else []
        facts += [f"control {finding['control']:.3g}"] if finding["control"] is not None else ["no control"]
        facts.append(f"n = {finding['n']}")
        cards.append(
            f'<div class="finding {escape(finding["grade"])}"><span class="grade">{escape(finding["grade"])}</span> '
            f'{escape(finding["claim"])}<br><span class="soft">{escape(finding["method"])} · {escape(" · ".join(facts))}'
            "</span></div>"
        )
    return section(
        "How sure this is",
        "observed: seen, but nothing was changed. causal: changing it moved the answer more than the control did. verified: it "
        "also predicts prompts that were held out. A causal claim here would be refuted by a prompt of the same kind on which "
        "the same patch does no more than the control.",
        *cards,
    )


def _provenance(data: Json) -> str:
    record = data["provenance"]
    rows = "".join(
        f"<tr><td>{escape(str(k))}</td><td><code>{escape(str(v))}</code></td></tr>" for k, v in record.items()
    )
    return section(
        "How to make it again",
        f"Made in {data['seconds']:.1f} s.",
        f"<p><code>{escape(str(record.get('command', '')))}</code></p>",
        f"<details><summary>Versions, seed and model</summary><table>{rows}</table></details>",
    )
