"""Built-in labelled prompts, made from our own words: part of speech, number, tense, truth, sentiment.

Groups are the words (or the subjects of the facts) that decide the label, so that a probe is tested on ones that it has
never seen; a bag of tokens can then know little.
"""

from collections.abc import Callable
from random import Random

from cutaway.errors import DataError
from cutaway.observe.probing._labelled import Labelled
from cutaway.observe.probing._words import (
    BAD,
    GOOD,
    NUMBERED,
    REVIEWED,
    REVIEWS,
    SENTENCES,
    STATEMENTS,
    TENSED,
    VERBS,
    WORDS,
)
from cutaway.tasks import FACTS, NOUNS, Named


def part_of_speech(*, n: int = 200, seed: int = 0) -> Labelled:
    """Sentences in which every word is labelled with its part of speech; the word is the group."""
    rng = Random(seed)
    words = {
        **WORDS,
        "noun": tuple(noun for noun, _ in NOUNS),
        "verb": tuple(past for _, past in VERBS),
    }
    prompts, labels, groups = [], [], []
    for number in range(_checked(n)):
        kinds = SENTENCES[number % len(SENTENCES)].split()
        chosen = [rng.choice(words[kind]) for kind in kinds]
        prompts.append(" ".join(chosen))
        labels.append(tuple(kinds))
        groups.append(tuple(chosen))
    return Labelled(
        name="pos",
        prompts=tuple(prompts),
        labels=tuple(labels),
        groups=tuple(groups),
        description="the part of speech of each word",
    )


def number(*, n: int = 400, seed: int = 0) -> Labelled:
    """Beginnings of sentences whose subject is one thing or several; in some another noun follows, of either number.

    The span `noun` is the subject; the model's own verb shows whether it knows.
    """
    rng = Random(seed)
    prompts, labels, groups, spans = [], [], [], []
    for index in range(_checked(n)):
        noun, other = rng.sample(NOUNS, 2)
        plural = index % 2
        frame = NUMBERED[(index // 2) % len(NUMBERED)]
        prompts.append(frame.format(noun=noun[plural], other=rng.choice(other)))
        labels.append(("singular", "plural")[plural])
        groups.append(noun[0])
        start = frame.index("{noun}")
        spans.append({"noun": (start, start + len(noun[plural]))})
    return Labelled(
        name="number",
        prompts=tuple(prompts),
        labels=tuple(labels),
        groups=tuple(groups),
        spans=tuple(spans),
        question="{text}",
        answers={"singular": " is", "plural": " are"},
        description="whether the subject is one thing or several",
    )


def tense(*, n: int = 400, seed: int = 0) -> Labelled:
    """Sentences in the present and in the past, whose verb alone tells; the span `verb` is that verb."""
    rng = Random(seed)
    prompts, labels, groups, spans = [], [], [], []
    for index in range(_checked(n)):
        verb, past = rng.choice(VERBS), index % 2
        subject, thing = rng.sample(NOUNS, 2)
        frame = TENSED[(index // 2) % len(TENSED)].replace("{subject}", subject[0])
        prompts.append(frame.format(verb=verb[past], object=thing[0]))
        labels.append(("present", "past")[past])
        groups.append(verb[0])
        start = frame.index("{verb}")
        spans.append({"verb": (start, start + len(verb[past]))})
    return Labelled(
        name="tense",
        prompts=tuple(prompts),
        labels=tuple(labels),
        groups=tuple(groups),
        spans=tuple(spans),
        description="whether it is or was",
    )


def truth(*, n: int = 400, seed: int = 0, negated: bool = False) -> Labelled:
    """True and false statements from our table of facts; the subject is the group.

    A false statement has the answer of another subject in the same relation, so that every fact comes in both kinds.

    Args:
        n: how many.
        seed: draws them.
        negated: "is not" for "is", and the labels the other way round.
    """
    rng = Random(seed)
    facts = [(relation, *fact) for relation, table in FACTS.items() for fact in table.items()]
    frames = [(frame, *fact) for fact in facts for frame in STATEMENTS[fact[0]]]
    rng.shuffle(frames)
    prompts, labels, groups = [], [], []
    for index in range(min(_checked(n), 2 * len(frames))):
        frame, relation, subject, answer = frames[index // 2]
        holds = index % 2 == 0
        if not holds:
            answer = rng.choice(sorted(set(FACTS[relation].values()) - {answer}))
        text = frame.replace("{not}", " not" if negated else "").format(subject=subject, answer=answer)
        prompts.append(text[0].upper() + text[1:])
        labels.append("true" if holds != negated else "false")
        groups.append(subject)
    return Labelled(
        name="truth_negated" if negated else "truth",
        prompts=tuple(prompts),
        labels=tuple(labels),
        groups=tuple(groups),
        question="{text} Is this statement true or false? It is",
        answers={"true": " true", "false": " false"},
        description="whether a statement is true",
    )


def truth_negated(*, n: int = 400, seed: int = 0) -> Labelled:
    """The statements of `truth` with "is not": what was true is false."""
    return truth(n=n, seed=seed, negated=True)


def sentiment(*, n: int = 400, seed: int = 0) -> Labelled:
    """Short reviews whose one adjective praises or blames; the adjective is the group."""
    rng = Random(seed)
    prompts, labels, groups = [], [], []
    for index in range(_checked(n)):
        good = index % 2
        word = rng.choice(GOOD if good else BAD)
        text = REVIEWS[(index // 2) % len(REVIEWS)].format(thing=rng.choice(REVIEWED), word=word)
        prompts.append(text.replace(" a " + word, " an " + word) if word[0] in "aeiou" else text)
        labels.append("positive" if good else "negative")
        groups.append(word)
    return Labelled(
        name="sentiment",
        prompts=tuple(prompts),
        labels=tuple(labels),
        groups=tuple(groups),
        question="Review: {text}\nSentiment:",
        answers={"positive": " positive", "negative": " negative"},
        description="whether a review praises or blames",
    )


def _checked(n: int) -> int:
    if n < 8:
        raise DataError(f"n={n}; a probe needs at least 8 prompts")
    return n


PROBE_SETS: Named[Callable[..., Labelled]] = Named(
    "probing set",
    {
        "pos": part_of_speech,
        "number": number,
        "tense": tense,
        "truth": truth,
        "truth_negated": truth_negated,
        "sentiment": sentiment,
    },
)
"""The built-in sets: each is called as `PROBE_SETS[name](n=400, seed=0)`."""
