"""`cutaway attribute`: who writes an answer's logit, in parts that sum to it."""

from typing import Any

from rich.console import Console
from rich.table import Table

from cutaway.cli._common import bars
from cutaway.cli._options import ModelOptions, Output
from cutaway.observe import Attribution, By, direct_logit_attribution


def attribute(
    prompt: str,
    *,
    answer: str | None = None,
    wrong: str | None = None,
    by: By = "head",
    top: int = 20,
    on: ModelOptions = ModelOptions(),
    output: Output = Output(),
) -> None:
    """Direct logit attribution: take the answer's logit apart into what each part of the model writes.

    The parts sum to the logit, or to its lead over the wrong token. The final norm's scale is held as it is in this
    run; what a part does through later parts is not in it.

    Parameters
    ----------
    prompt
        The prompt; its next token is explained.
    answer
        The token to explain, with its leading space; the likeliest unless said.
    wrong
        The token that it is compared with; the answer's logit alone unless said.
    by
        component: each layer's attention and MLP. head: each head and MLP. neuron: the heads and the strongest neurons.
        source: each head's part from every token that it reads.
    top
        How many parts are shown, and how many neurons get a part of their own.
    """
    with bars(quiet=output.json_output) as progress:
        lm = on.open(progress)
        tokens = lm.tokenize(prompt)
        if answer is None:
            token = int(lm.run(tokens, logits="last").last_logits[0].argmax())
        else:
            token = lm.token_id(answer)
        rival = None if wrong is None else lm.token_id(wrong)
        result = direct_logit_attribution(lm, tokens, answer=token, wrong=rival, by=by, top=top)
    found: dict[str, Any] = {
        "prompt": prompt,
        "answer": lm.tokenizer.decode([token]),
        "wrong": wrong,
        "tokens": result.tokens.strings[0],
        **result.to_json(),
    }
    if not output.json_output:
        _summarise(found, result, top)
    output.finish(found, result.findings(n=3), shown=result, lm=lm, subject=prompt, seed=None)


def _summarise(found: dict[str, Any], result: Attribution, top: int) -> None:
    console = Console()
    over = "" if found["wrong"] is None else f" over {found['wrong']!r}"
    table = Table(
        "part", "logits", title=f"What writes {found['answer']!r}{over}, by {result.by}", title_justify="left"
    )
    chosen = result.largest(top)
    for part, value in chosen:
        read = "" if part.source is None else f" {found['tokens'][part.source]!r}"
        table.add_row(f"{part.name}{read}".replace("[", r"\["), f"{value:+.3f}")
    others = len(result.parts) - len(chosen)
    if others:
        rest = found["total"] - sum(value for _, value in chosen)
        table.add_row(f"[dim]{others} others[/]", f"{rest:+.3f}")
    table.add_row("[bold]sum[/]", f"{found['total']:+.3f}")
    console.print(table)
    held = ", ".join(result.frozen)
    console.print(
        f"[dim]measured {found[result.measure]:+.3f}, remainder {found['remainder']:.1e}; held fixed: scale of {held}[/]",
        highlight=False,
    )
