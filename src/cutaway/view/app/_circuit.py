"""The circuit of one prompt, found and tested as a job."""

from cutaway.explanation import prompt_circuit
from cutaway.model import LanguageModel
from cutaway.progress import Progress
from cutaway.tasks import METRICS
from cutaway.tasks import Answers as TaskAnswers
from cutaway.view.app._compute import Counterparts, made, tokens_of
from cutaway.view.app._problems import RefusedError
from cutaway.view.app._wire import Answer, CircuitRequest, Contrast
from cutaway.view.results import page_of


def circuit(
    lm: LanguageModel, asked: CircuitRequest, most: int, counterparts: Counterparts, progress: Progress
) -> Answer:
    """The connections that give the answer by themselves, against a corrupted prompt that is given or found.

    Raises:
        RefusedError: the prompts are answered alike, or too long to be tested.
    """
    tokens = tokens_of(lm, asked.prompt, most)
    if asked.corrupted is not None:
        tokens_of(lm, asked.corrupted, most, "corrupted prompt")
    other = counterparts.of(lm, tokens, asked, progress)
    answers = TaskAnswers(((other.answer.token,),), ((other.rival.token,),))
    logits = lm.run(tokens).logits[0]
    rows = [logits[-1], lm.run(lm.tokenize([list(other.ids)]), logits="last").last_logits[0]]
    lead, without = (float(METRICS["logit_difference"](row[None], answers)) for row in rows)
    if abs(lead - without) < 1e-6 * max(1.0, abs(lead)):
        raise RefusedError(
            422,
            "the two prompts are answered alike, so there is nothing that a circuit could explain",
            "give another corrupted prompt",
            other.text,
        )
    found = prompt_circuit(lm, tokens, list(other.ids), answers, logits, lead - without, progress=progress)
    if found is None:
        raise RefusedError(
            422,
            f"a prompt of {len(tokens.rows[0])} tokens is too long to test a circuit on while you wait",
            "shorten it, or run: cutaway circuit find",
            asked.prompt,
        )
    text = tokens.decode
    contrast = Contrast(
        corrupted=other.text, answer=text(other.answer.token), wrong=text(other.rival.token), how=other.how
    )
    return made(lm, "circuit", asked, page_of(found), found.findings()).model_copy(update={"contrast": contrast})
