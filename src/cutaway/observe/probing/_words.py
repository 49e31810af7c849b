"""Our words for the built-in probing sets, and the sentences that they are put into."""


def _list(text: str) -> tuple[str, ...]:
    return tuple(text.split())


VERBS: tuple[tuple[str, str], ...] = tuple(
    (pair.split("/")[0], pair.split("/")[1])
    for pair in _list(
        """
        opens/opened closes/closed paints/painted washes/washed carries/carried watches/watched moves/moved
        repairs/repaired visits/visited follows/followed cleans/cleaned counts/counted covers/covered
        collects/collected describes/described admires/admired ignores/ignored orders/ordered pushes/pushed
        pulls/pulled guards/guarded examines/examined wants/wanted likes/liked hates/hated uses/used
        sees/saw finds/found buys/bought sells/sold brings/brought takes/took leaves/left holds/held
        breaks/broke draws/drew steals/stole hides/hid keeps/kept loses/lost builds/built chooses/chose
        forgets/forgot knows/knew gives/gave throws/threw drives/drove writes/wrote
        """
    )
)
"""Present and past, third person; both take an object."""

GOOD = _list(
    """
    wonderful excellent delightful superb brilliant charming amazing fantastic lovely perfect great good
    enjoyable beautiful impressive marvellous splendid terrific touching clever funny inspiring pleasant
    outstanding remarkable refreshing thrilling elegant satisfying magnificent
    """
)
BAD = _list(
    """
    terrible awful horrible dreadful boring disappointing dull painful ugly pathetic bad poor annoying
    ridiculous tedious miserable disgusting clumsy stupid hopeless worthless unpleasant offensive mediocre
    lifeless depressing irritating unbearable shallow atrocious
    """
)
REVIEWED = _list("film book meal concert hotel play song show story lecture trip game novel party exhibition dinner")
REVIEWS = (
    "The {thing} was {word}.",
    "I thought that the {thing} was {word}.",
    "Honestly, this {thing} is {word}.",
    "My sister says the {thing} was really {word}.",
    "It was a {word} {thing}.",
    "What a {word} {thing} that was!",
)

WORDS: dict[str, tuple[str, ...]] = {
    "adjective": _list(
        "old small red tall heavy empty young quiet bright cold narrow dirty broken famous strange green wet thin rich lazy"
    ),
    "adverb": _list(
        "slowly quickly often never carefully suddenly again quietly always soon badly gladly yesterday rarely twice early"
    ),
    "determiner": _list("the a this that every some another each my your our their"),
    "preposition": _list("near behind under beside above with without before after against toward across"),
    "pronoun": _list("he she it they we you somebody everyone nobody someone"),
}
SENTENCES = (
    "determiner noun verb determiner noun adverb",
    "determiner adjective noun verb determiner noun",
    "pronoun verb determiner adjective noun preposition determiner noun",
    "determiner noun preposition determiner noun verb determiner noun",
    "pronoun adverb verb determiner noun",
    "adverb pronoun verb determiner noun preposition determiner adjective noun",
    "determiner adjective noun adverb verb pronoun",
    "preposition determiner noun pronoun verb determiner noun",
)

NUMBERED = (
    "The {noun}",
    "Yesterday I saw that the {noun}",
    "The {noun} near the {other}",
    "Everyone knows that the {noun} behind the {other}",
    "The {noun} next to the {other}",
)
TENSED = (
    "The {subject} {verb} the {object}",
    "I heard that the {subject} {verb} a {object}",
    "Near the house, the {subject} {verb} the {object}",
    "The {subject} who lives here {verb} the {object}",
)

STATEMENTS: dict[str, tuple[str, ...]] = {
    "capital": ("The capital of {subject} is{not} {answer}.", "{answer} is{not} the capital of {subject}."),
    "language": (
        "The main language of {subject} is{not} {answer}.",
        "{answer} is{not} the language that most people speak in {subject}.",
    ),
    "continent": ("The country of {subject} is{not} in {answer}.", "{subject} is{not} a country in {answer}."),
    "landmark": ("The {subject} is{not} in the city of {answer}.", "The {subject} is{not} located in {answer}."),
}
