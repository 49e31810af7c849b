"""Pages of lenses: what each layer would say, how far it is from the end, what a hidden state says of itself."""

from collections.abc import Sequence

import numpy as np
import torch

from cutaway.observe import DirectionLens, Lens, LensComparison, Patchscopes, Trajectory, TunedLens
from cutaway.view._parts import Bars, Curves, Group, HeatMap, LensGrid, Page, Part, Section
from cutaway.view.results._common import conclusion, facts, register, soft, spoken, table

READ = (
    "Layers upwards, tokens across: each cell names the token that the model would say there if that layer were its last; the "
    "darker, the surer"
)


@register
def _lens(result: Lens) -> Page:
    answer = result.followed[0] if result.followed else None
    text = None if answer is None else result.tokens.decode(answer)
    followed = "" if text is None else f", following {spoken(text)}"
    curves: list[Part] = []
    if result.followed:
        curves = [
            Curves(
                series=[
                    {
                        "name": spoken(result.tokens.decode(token)),
                        "x": list(result.layers),
                        "y": result.probability(token)[:, 0, int(result.tokens.lengths[0]) - 1],
                    }
                    for token in result.followed
                ],
                x_title="layer",
                y_title="probability at the last position",
            )
        ]
    return Page(
        title=f"The {result.name} on {spoken(''.join(result.tokens.strings[0]))}",
        subtitle=f"{result.model}, {result.site}{followed}",
        parts=[lens_section(result, answer, title="What each layer would say", more=curves), *_found(result)],
    )


def _found(result: Lens) -> list[Part]:
    return conclusion(result.findings()) if result.followed else []


def lens_section(
    lens: Lens, answer: int | None, *, title: str, more: Sequence[Part] = (), how: str | None = None, prompt: int = 0
) -> Section:
    """The lens of one prompt as a grid."""
    n = int(lens.tokens.lengths[prompt])
    ids = lens.top_ids[:, prompt, :n].tolist()
    decided = None if answer is None else lens.decided_at(answer, prompt=prompt)
    grid = LensGrid(
        layers=[str(layer) for layer in lens.layers],
        tokens=lens.tokens.strings[prompt],
        top=[[[lens.tokens.decode(token) for token in cell] for cell in layer] for layer in ids],
        probabilities=lens.top_probabilities[:, prompt, :n],
        answer=None if answer is None else lens.tokens.decode(answer),
        answer_probability=None if answer is None else lens.probability(answer)[:, prompt, :n],
        decided_at=None if decided is None else lens.layers.index(decided),
    )
    return Section(title=title, how=how or f"{READ}. A lens only observes.", parts=[grid, *more])


@register
def _trajectory(result: Trajectory) -> Page:
    n = int(result.tokens.lengths[0])
    tokens = result.tokens.strings[0]
    figures = {
        "Distance": (result.kl, "KL to the model's own, nats"),
        "Entropy": (result.entropy, "entropy, nats"),
        "Surprise at the next token": (result.surprisal, "surprisal, nats"),
    }
    maps = [
        HeatMap(
            values=values[:, 0, :n],
            rows=[str(layer) for layer in result.layers],
            columns=tokens,
            row_title="layer",
            column_title="token",
            value_title=title,
            scale="sequential",
        )
        for values, title in figures.values()
    ]
    mean = [
        {"name": name, "x": list(result.layers), "y": values[:, 0, :n].nanmean(1)}
        for name, (values, _) in figures.items()
    ]
    return Page(
        title=f"How the {result.name} comes to the answer",
        subtitle=f"{result.model}: {spoken(''.join(tokens))}",
        parts=[
            Section(
                title="Layer by layer, token by token",
                how="Layers upwards, tokens across: the lighter, the nearer that layer is to what the model says in the end, the surer "
                "it is, or the less the next token of the prompt surprises it.",
                parts=[Group(titles=list(figures), parts=maps, layout="tabs")],
            ),
            Section(
                title="Averaged over the prompt",
                how="Each line is one of these figures, averaged over the tokens; where it falls, the layers settle on an answer.",
                parts=[Curves(series=mean, x_title="layer", y_title="nats")],
            ),
            Section(
                title="When each token's prediction settles",
                how="The first layer from which on the likeliest next token stays the model's own; low is early.",
                parts=[
                    Bars(
                        labels=[f"{i} {token}" for i, token in enumerate(tokens)],
                        values=result.depth[0, :n].double(),
                        value_title="layer",
                    )
                ],
            ),
        ],
    )


@register
def _comparison(result: LensComparison) -> Page:
    frame = result.to_frame()
    x = list(range(len(frame)))

    def series(name: str, key: str, interval: str | None) -> dict[str, object]:
        bounds = [row[interval] for row in frame] if interval else None
        return {
            "name": name,
            "x": x,
            "y": [row[key] for row in frame],
            "low": None if bounds is None else [bound[0] for bound in bounds],
            "high": None if bounds is None else [bound[1] for bound in bounds],
        }

    columns = [("site", "text"), ("logit lens, nats", "number"), ("tuned lens, nats", "number"), ("gain", "number")]
    rows = [[row["site"], row["logit_kl"], row["tuned_kl"], row["gain"]] for row in frame]
    worse = (
        soft(f"The tuned lens is no closer than the logit lens at {', '.join(result.worse)}.")
        if result.worse
        else soft("The tuned lens is closer at every point.")
    )
    return Page(
        title="The tuned lens beside the logit lens",
        subtitle=f"{result.model}, {result.tuned_kl.shape[1]} held-out documents, {result.n_positions} positions",
        parts=[
            Section(
                title="Distance from the model's own distribution",
                how="The lower a line, the more that layer's lens already says what the model will say; bands are 95% intervals over "
                "documents.",
                parts=[
                    Curves(
                        series=[
                            series("logit lens", "logit_kl", "logit_interval"),
                            series("tuned lens", "tuned_kl", "tuned_interval"),
                        ],
                        x_title="point, from the embedding (0) upwards",
                        y_title="KL, nats",
                    ),
                    worse,
                ],
                details=[{"title": "The figures", "parts": [table(columns, rows)]}],
            ),
            Section(
                title="How often its first token is the model's",
                how="The share of positions at which the lens's likeliest token is what the model says.",
                parts=[
                    Curves(
                        series=[
                            series("logit lens", "logit_agreement", None),
                            series("tuned lens", "tuned_agreement", None),
                        ],
                        x_title="point, from the embedding (0) upwards",
                        y_title="share of positions",
                    )
                ],
            ),
            *conclusion(result.findings()),
        ],
    )


@register
def _tuned(result: TunedLens) -> Page:
    size = result.weight.double().flatten(1).norm(dim=1) / result.weight.shape[-1] ** 0.5
    x = list(range(len(result.weight)))
    parts: list[Part] = []
    kl = result.record.get("training_kl")
    if kl:
        parts.append(
            Section(
                title="What was left at the end of training",
                how="How far each point's translated distribution was from the model's own over the last ten steps; lower is closer.",
                parts=[
                    Curves(
                        series=[{"name": "KL to the model", "x": x[: len(kl)], "y": kl}],
                        x_title="point, from the embedding (0) upwards",
                        y_title="nats",
                    )
                ],
            )
        )
    parts.append(
        Section(
            title="How much each translator changes",
            how="The size of each point's linear map beyond the identity: 0 is the logit lens, 1 as much again as was there.",
            parts=[
                Curves(
                    series=[{"name": "change", "x": x, "y": size}],
                    x_title="point, from the embedding (0) upwards",
                    y_title="root mean square over directions",
                )
            ],
            details=[{"title": "How it was trained", "parts": [facts(result.record)]}] if result.record else None,
        )
    )
    return Page(title=f"A tuned lens for {result.model}", parts=parts)


@register
def _patchscopes(result: Patchscopes) -> Page:
    tokens = result.tokens.strings[0]
    columns = [tokens[pos] for pos in result.positions]
    answer = result.target.decode(result.answer)
    grid = LensGrid(
        layers=[str(layer) for layer in result.layers],
        tokens=columns,
        top=[[[result.target.decode(t) for t in cell] for cell in layer] for layer in result.top_ids.tolist()],
        probabilities=result.top_probabilities,
        answer=answer,
        answer_probability=result.answer_probabilities,
    )
    written: list[Part] = []
    if result.texts:
        rows = [
            [layer, columns[j], result.texts[i][j]]
            for i, layer in enumerate(result.layers)
            for j in range(len(columns))
            if result.texts[i][j]
        ]
        written = [table([("layer", "number"), ("token", "token"), ("what it went on to write", "text")], rows)]
    return Page(
        title="What each hidden state says of itself",
        subtitle=f"{result.model}: states of {spoken(''.join(tokens))} put into another prompt",
        parts=[
            Section(
                title="The next token of the inspecting prompt",
                how="Layers upwards, tokens across: each cell takes that state, puts it into the inspecting prompt "
                f"({spoken(''.join(result.target.strings[0]))}) and names what comes next. Nothing is said of what the model does with it.",
                parts=[
                    grid,
                    soft(
                        f"Without any state put in, the inspecting prompt gives {spoken(answer)} a probability of {result.control:.3f}. "
                        f"Put into their own places, states change the logits by at most {result.error:.2g}."
                    ),
                ],
                details=[{"title": "What the model wrote", "parts": written}] if written else None,
            ),
            *conclusion(result.findings()),
        ],
    )


@register
def _directions(result: DirectionLens) -> Page:
    cards = []
    titles = []
    for row, name in enumerate(result.names):
        up, down = result.words(row)
        values = torch.cat([result.promoted_logits[row], result.suppressed_logits[row].flip(0)]).double()
        labels = [spoken(word) for word in [*up, *reversed(down)]]
        cards.append(Bars(labels=labels, values=np.asarray(values), value_title="logits, less the mean"))
        prompt = result.prompts[row]
        titles.append(name if prompt is None or len(set(result.prompts)) == 1 else f"{name}, prompt {prompt}")
    where = "" if result.pos is None else f", at position {result.pos}"
    return Page(
        title="What components say in the vocabulary"
        if result.pos is not None
        else "What directions say in the vocabulary",
        subtitle=f"{result.model}{where}",
        parts=[
            Section(
                title="Promoted and suppressed tokens",
                how="A bar to the right is a token that this part makes likelier, to the left one that it makes less likely, by itself "
                "and directly.",
                parts=[Group(titles=titles, parts=cards, layout="columns" if len(cards) < 5 else "tabs")],
            ),
            *conclusion(result.findings()),
        ],
    )
