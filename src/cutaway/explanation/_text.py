"""Between token ids and the text that somebody would type."""

from collections.abc import Sequence

from cutaway.model import LanguageModel


def text_of(lm: LanguageModel, ids: Sequence[int]) -> str:
    """Token ids as text which gives these ids again wherever that is possible; ids as numbers without a tokenizer.

    Special tokens that the tokenizer adds by itself are left out; those that it would not add are written out.
    """
    if lm.tokenizer is None:
        return " ".join(map(str, ids))
    plain = _decode(lm, ids, skip_special=True)
    return plain if _gives(lm, plain, ids) else _decode(lm, ids, skip_special=False)


def reads_back(lm: LanguageModel, ids: Sequence[int]) -> bool:
    """Whether these tokens are what the tokenizer makes of their own text."""
    return lm.tokenizer is not None and _gives(lm, _decode(lm, ids, skip_special=True), ids)


def kind_of(text: str) -> tuple[bool, bool, str]:
    """What must agree between a token and its exchange: leading space, leading capital, letters or digits or marks."""
    bare = text.strip()
    if bare.isalpha():
        what = "letters"
    elif bare.isdigit():
        what = f"{len(bare)} digits"
    else:
        what = "marks"
    return text[:1].isspace(), bare[:1].isupper(), what


def _decode(lm: LanguageModel, ids: Sequence[int], *, skip_special: bool) -> str:
    return str(lm.tokenizer.decode(list(ids), skip_special_tokens=skip_special, clean_up_tokenization_spaces=False))


def _gives(lm: LanguageModel, text: str, ids: Sequence[int]) -> bool:
    return bool(text) and list(lm.tokenizer(text)["input_ids"]) == list(ids)
