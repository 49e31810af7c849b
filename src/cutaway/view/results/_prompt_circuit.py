"""The report's last step: the circuit of the prompt, and whether it predicts other prompts."""

from collections.abc import Sequence

from cutaway.evidence import Finding
from cutaway.explanation import PromptCircuit
from cutaway.view._parts import Bars, Page, Part, Section
from cutaway.view.results._common import GRADES, card, register, soft, table
from cutaway.view.results._discovery import circuit_graph, skeleton


@register
def _prompt_circuit(result: PromptCircuit) -> Page:
    section = circuit_section(result, result.findings())
    return Page(title="The circuit of one prompt", subtitle=GRADES, parts=[section])


def circuit_line(result: PromptCircuit, finding: Finding) -> list[str]:
    """The circuit as a line of the summary."""
    graph, circuit = result.circuit.graph, result.circuit
    tested = len(result.heldout)
    how = (
        f"on {tested} prompts with other words {float(result.heldout.mean()):.0%}"
        if tested
        else "no prompt could be held out to test it"
    )
    return [
        "Which connections do it",
        f"{circuit.kept:,} of {graph.n_edges:,} connections alone keep {result.own:.0%} of the answer's lead; {how}.",
        finding.grade,
    ]


def circuit_section(result: PromptCircuit, findings: Sequence[Finding]) -> Section:
    """The circuit as a graph, and its test."""
    circuit = result.circuit
    strongest = skeleton(circuit)
    whole = strongest.kept == circuit.kept
    drawn = "all of its" if whole else f"the {strongest.kept} strongest that fit a picture, of its {circuit.kept:,}"
    parts: list[Part] = [circuit_graph(strongest), soft(f"Drawn are {drawn} connections.")]
    n = len(result.heldout)
    if n:
        random = result.random.mean(1)
        parts.append(
            Bars(
                labels=["its own prompt", "held-out prompts", "random circuits"],
                values=[result.own, float(result.heldout.mean()), float(random.mean())],
                low=[float("nan"), float(result.heldout.min()), float(random.min())],
                high=[float("nan"), float(result.heldout.max()), float(random.max())],
                value_title="share of the lead kept",
            )
        )
    parts += [
        soft(
            "Connections outside the circuit carry what they carry after the corrupted prompt. "
            + ("Lines show the lowest and the highest of the prompts, and of the random circuits." if n else "")
        ),
        *(card(finding) for finding in findings),
    ]
    sizes = table(
        [("connections", "number"), ("share of the lead kept", "number")], [[size, f] for size, f in result.curve]
    )
    details = [] if whole else [{"title": "The whole circuit", "parts": [circuit_graph(circuit)]}]
    details.append({"title": "Larger and smaller circuits", "parts": [sizes]})
    if n:
        rows = [
            [clean, answer, f] for (clean, _, answer), f in zip(result.prompts, result.heldout.tolist(), strict=True)
        ]
        held = table([("held-out prompt", "text"), ("answer", "token"), ("share of the lead kept", "number")], rows)
        details.append({"title": f"The {n} held-out prompts", "parts": [soft(f"Found thus: {result.how}."), held]})
    return Section(
        title="Which connections do it",
        how="Read the graph from the bottom up: each line is one part using what another wrote (point at a part to see what for: q "
        "and k say where to look, v what to take). With everything outside the circuit cut, its lines alone must give the answer.",
        parts=parts,
        details=details,
    )
