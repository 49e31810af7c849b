"""The report of `explain`: from the answer down to the mechanism, each claim with its grade, the details folded."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import torch

from cutaway.evidence import Finding
from cutaway.explanation import Explanation
from cutaway.intervene import PatchSweep
from cutaway.view._parts import (
    Answer,
    AttentionHeads,
    Bars,
    Curves,
    Group,
    HeatMap,
    Page,
    Part,
    Section,
    Text,
)
from cutaway.view.results._attribution import attribution_section, part_name
from cutaway.view.results._common import GRADES, card, refutation, register, signed, soft, spoken, table
from cutaway.view.results._heads import LOOKS
from cutaway.view.results._intervene import flow
from cutaway.view.results._lens import lens_section
from cutaway.view.results._prompt_circuit import circuit_line, circuit_section

_SHOWN = 2
"""Claims of a section that are not folded."""
_GRADES = ("observed", "causal", "verified")
_GLOSSARY = {
    "token": "the piece of text that the model reads or writes at a time; a leading space belongs to it",
    "layer": "one of the model's steps; each reads a stream of numbers at every token, and adds to it",
    "residual stream": "that stream: everything that a layer knows about a token and what came before it",
    "head": "the part of a layer that brings something from other tokens; 18.6 is head 6 of layer 18",
    "MLP": "the part of a layer that works on each token by itself",
    "connection": "one part's use of what another wrote; a circuit is a set of them that is claimed to do the task",
    "logit": "the number that the model gives a token; one more means 2.7 times as likely",
    "corrupted prompt": "the same prompt with what decides the answer exchanged, so that the two can be compared",
    "patching": "running one prompt with a piece of another's run put in: what moves the answer must matter to it",
}
_WHOLE = {
    "denoise": "What suffices",
    "noise": "What is necessary",
}


@register
def _report(result: Explanation) -> Page:
    lens = [f for f in result.findings if "lens" in f.method]
    written = [f for f in result.findings if f.method == "direct logit attribution"]
    moved = [f for f in result.findings if f.method.startswith("activation patching of ")]
    parts = [f for f in result.findings if f.method.startswith("activation patching, ")]
    whole = [f for f in result.findings if f.method.startswith("circuit ")]
    model = str(result.provenance.get("model", ""))
    return Page(
        title=f"Why {spoken(result.answer)}?",
        subtitle="What it said, when it decided, where the information flowed, which parts and connections did it, and how sure that is "
        f"(found in {result.seconds:.0f} s).",
        parts=[
            Answer(prompt=result.prompt, answer=result.answer, probability=result.probability, model=model),
            _short(result, lens=lens, moved=moved, parts=parts, written=written, whole=whole),
            _said(result),
            _decided(result, lens),
            _flowed(result, moved),
            *_did(result, parts),
            _wrote(result, written),
            *_looked(result),
            *([circuit_section(result.circuit, whole)] if result.circuit is not None else []),
            _sure(result.findings),
        ],
        provenance=dict(result.provenance),
    )


def _short(
    result: Explanation,
    *,
    lens: Sequence[Finding],
    moved: Sequence[Finding],
    parts: Sequence[Finding],
    written: Sequence[Finding],
    whole: Sequence[Finding],
) -> Section:
    """The story in a line for each step."""
    said = f"{spoken(result.answer)} with probability {result.probability:.2f}, rather than {spoken(result.rival)}."
    rows = [["What it said", said, "–"]]
    decided = result.lens.decided_at(result.answer_id)
    last = result.lens.layers[-1]
    when = "Never, before the end." if decided is None else f"From layer {decided} on; the last is {last}."
    rows.append(["When it decided", when, _weakest(lens)])
    rows.append(["Where the information flowed", _path(result), _weakest(moved)])
    for way, title in _WHOLE.items() if result.components is not None else ():
        rows.append(_strongest(result, way, title, parts))
    names = ", ".join(
        f"{part_name(part.name)} ({signed(round(value, 1))})" for part, value in result.attribution.largest(3)
    )
    rows.append(["Which parts wrote it", f"Most directly, in logits: {names}.", _weakest(written)])
    rows += [circuit_line(result.circuit, finding) for finding in whole if result.circuit is not None]
    return Section(
        title="In short",
        how="One line for each step of the story; the grade says how far it is proven, and each step is shown below.",
        parts=[table([("step", "text"), ("what was found", "text"), ("grade", "grade")], rows)],
        details=[
            {
                "title": "The words used here",
                "parts": [table([("word", "text"), ("meaning", "text")], _GLOSSARY.items())],
            }
        ],
    )


def _weakest(findings: Sequence[Finding]) -> str:
    """The grade that all of these findings have at least."""
    return min((f.grade for f in findings), key=_GRADES.index, default="–")


def _path(result: Explanation) -> str:
    carriers = result.patching.carriers()
    if not carriers:
        return "No single place carries enough to be named."
    said = []
    for one in carriers:
        token = spoken(result.tokens[one.pos])
        if one.role == "source":
            said.append(f"at {token}, where the prompts differ, up to layer {one.layer}")
        elif one.role == "end":
            said.append(f"at the last token {token} from layer {one.layer} on")
        else:
            said.append(f"in part at {token} around layer {one.layer}")
    return f"What decides the answer is {'; then '.join(said)}."


def _strongest(result: Explanation, way: str, title: str, found: Sequence[Finding]) -> list[str]:
    """The parts that move the answer most, one way; the line is worth no more than the weakest claim in it."""
    assert result.components is not None
    named, claims = [], []
    sweeps = [sweep for sweep in (result.components.heads.get(way), result.components.mlps[way]) if sweep is not None]
    for sweep in sweeps:
        for cell in sweep.strongest(2 if "head" in sweep.axes else 1):
            label = sweep.grid.cells()[cell]
            site = str(sweep.grid.site_of(label))
            kind = "head" if "head" in label else "MLP"
            share = float(sweep.normalised.flatten()[cell])
            named.append(f"{kind} {'.'.join(map(str, label.values()))} ({share:.0%})")
            claims += [f for f in found if f.details.get("site") == site and f.details.get("direction") == way]
    grade = _weakest(claims) if len(claims) == len(named) else "observed"
    lead = "By itself it brings the answer back" if way == "denoise" else "Exchanged, it takes the answer away"
    return [title, f"{lead}: {', '.join(named)}.", grade]


def _said(result: Explanation) -> Section:
    return Section(
        title="What it said",
        how="The likeliest next tokens. Everything below is about the answer against its rival, the token that the corrupted prompt "
        "is answered with.",
        parts=[
            Bars(
                labels=[spoken(token) for token, _ in result.top],
                values=[probability for _, probability in result.top],
                value_title="probability",
            ),
            table(
                [("", "text"), ("prompt", "text"), ("answered", "token")],
                [["clean", result.prompt, result.answer], ["corrupted", result.corrupted, result.rival]],
            ),
        ],
        details=[
            {
                "title": "How answer, rival and corrupted prompt were chosen",
                "parts": [table([("what", "text"), ("how", "text")], result.choices.items())],
            }
        ],
    )


def _decided(result: Explanation, found: Sequence[Finding]) -> Section:
    lens = result.lens
    layers = list(lens.layers)
    last = int(lens.tokens.lengths[0]) - 1
    curves = Curves(
        series=[
            {"name": spoken(text), "x": layers, "y": lens.probability(token)[:, 0, last]}
            for text, token in ((result.answer, result.answer_id), (result.rival, result.rival_id))
        ],
        x_title="layer",
        y_title="probability at the last token",
    )
    section = lens_section(
        lens,
        result.answer_id,
        title="When it decided",
        how="Layers upwards, tokens across: each cell names what the model would say next there if that layer were its last, the darker "
        "the surer. Read the last column from the bottom up.",
        more=[
            Section(
                title="Answer and rival",
                how="The same for two tokens at the last position: where the lines part, the model decides.",
                parts=[curves],
            ),
            *_claims(found)[0],
        ],
    )
    return replace(section, details=_claims(found)[1])


def _flowed(result: Explanation, found: Sequence[Finding]) -> Section:
    section = flow(result.patching)
    shown, folded = _claims(found)
    return Section(
        title=section.title,
        how=section.how,
        parts=[*section.parts, *shown],
        details=[*folded, *(section.details or ())],
    )


def _did(result: Explanation, found: Sequence[Finding]) -> list[Part]:
    if result.components is None:
        return []
    components = result.components
    limit = max(
        float(sweep.normalised.nan_to_num().abs().max())
        for sweeps in (components.heads, components.mlps)
        for sweep in sweeps.values()
    )
    maps = [_parts_map(components.heads.get(way), components.mlps[way], limit) for way in _WHOLE]
    n = len(components.mlps["denoise"].clean)
    about = [
        soft(
            f"Averaged over {n} corrupted {'prompts' if n > 1 else 'prompt'}. The two maps differ where parts back each other up "
            "(each suffices, none is necessary) or work in a chain (each is necessary, none suffices)."
        )
    ]
    if any(sweep.strongest(1) == [0] for sweep in components.mlps.values()):
        about.append(
            soft(
                "The first layer's MLP mostly says which token stands there: patching it is close to exchanging the token itself."
            )
        )
    shown, folded = _claims(found)
    return [
        Section(
            title="Which parts did it",
            how="Each cell is one head or MLP patched by itself. What suffices brings the answer back in the corrupted run; what is "
            "necessary takes it away in the clean run.",
            parts=[Group(titles=list(_WHOLE.values()), parts=maps, layout="columns"), *about, *shown],
            details=folded,
        )
    ]


def _claims(found: Sequence[Finding]) -> tuple[list[Part], list[dict[str, Any]]]:
    """The first claims as cards, the others folded. What would refute them is said once, at the end."""
    cards: list[Part] = [replace(card(finding), refuted_by=None) for finding in found]
    more = cards[_SHOWN:]
    return cards[:_SHOWN], [
        {"title": f"{len(more)} more {'claims' if len(more) > 1 else 'claim'}", "parts": more}
    ] if more else []


def _parts_map(heads: PatchSweep | None, mlps: PatchSweep, limit: float) -> HeatMap:
    """Heads and, in the last column, the MLP of each layer."""
    columns = [*(str(label) for label in heads.grid.labels[1]), "MLP"] if heads is not None else ["MLP"]
    values = mlps.normalised[:, None]
    low, high = _ends(mlps, 0)[:, None], _ends(mlps, 1)[:, None]
    if heads is not None:
        values = torch.cat([heads.normalised, values], 1)
        low = torch.cat([_ends(heads, 0), low], 1)
        high = torch.cat([_ends(heads, 1), high], 1)
    known = not bool(low.isnan().all())
    return HeatMap(
        values=values,
        low=low if known else None,
        high=high if known else None,
        rows=[str(label) for label in mlps.grid.labels[0]],
        columns=columns,
        row_title="layer",
        column_title="head",
        value_title="share of the way",
        limit=limit or None,
    )


def _ends(sweep: PatchSweep, which: int) -> torch.Tensor:
    """One end of every cell's interval; NaN where there is one pair only."""
    found = [sweep.interval(cell) for cell in range(sweep.normalised.numel())] if len(sweep.clean) > 1 else []
    flat = [float("nan") if one is None else one[which] for one in found] or [float("nan")] * sweep.normalised.numel()
    return torch.tensor(flat).reshape(sweep.normalised.shape)


def _wrote(result: Explanation, found: Sequence[Finding]) -> Section:
    section = attribution_section(
        result.attribution,
        title="Which parts wrote it",
        how=f"What each part adds by itself to the logit of {spoken(result.answer)} over {spoken(result.rival)}: blue for the answer, orange against "
        "it. It is no cause yet, since later parts may depend on earlier ones.",
    )
    shown, folded = _claims(found)
    return Section(title=section.title, how=section.how, parts=[*section.parts, *shown], details=folded)


def _looked(result: Explanation) -> list[Part]:
    if not result.attention:
        return []
    return [
        Section(
            title="Where those heads looked",
            how=f"The heads that write most, either way. {LOOKS}",
            parts=[
                AttentionHeads(
                    tokens=result.tokens,
                    names=[f"{head.layer}.{head.head}" for head in result.attention],
                    pattern=torch.stack([head.pattern for head in result.attention]),
                    notes=[f"writes {signed(head.contribution)} logits" for head in result.attention],
                )
            ],
        )
    ]


def _sure(findings: Sequence[Finding]) -> Section:
    order = sorted(findings, key=lambda f: -_GRADES.index(f.grade))
    counts = ", ".join(f"{sum(f.grade == grade for f in findings)} {grade}" for grade in reversed(_GRADES))
    columns = [
        ("grade", "grade"),
        ("claim", "text"),
        ("effect", "number"),
        ("control", "number"),
        ("prompts", "number"),
    ]
    rows = [[f.grade, f.claim, f.effect, f.control, f.n] for f in order]
    refuted = [
        [grade, "; or ".join(dict.fromkeys(refutation(f) for f in order if f.grade == grade)) + "."]
        for grade in reversed(_GRADES)
        if any(f.grade == grade for f in order)
    ]
    return Section(
        title="How sure this is",
        how=GRADES,
        parts=[
            Text(text=f"Of {len(findings)} claims: {counts}. They are about one prompt, and a few like it."),
            table([("a claim that is", "grade"), ("would be refuted by", "text")], refuted),
        ],
        details=[{"title": "All claims in figures", "parts": [table(columns, rows)]}],
    )
