"""Prompts that have nothing to do with the one explained, of the same length: the source of the control's states."""

import random
from collections.abc import Sequence

from cutaway.model import LanguageModel

TEXT = """
Rain fell on the harbour all morning, and the boats stayed in. By noon the fog had lifted and the baker opened his
windows to let out the heat. Nobody had counted on so many visitors this early in spring, yet every bench along the
wall was taken. A small orchestra practised behind the library, stopping whenever the drums lost their place. In the
mountains it had snowed again; trucks waited in long rows below the pass. Old maps of the valley show three mills, but
only one of them still turns. The seeds should be kept dry until the soil is warm, then covered with a thin layer of
sand. Engineers measured the bridge twice before they trusted the result. It takes about nine hours to cross the desert
by train, most of them without a single tree in sight. The lecture was short, clear, and somewhat cold. Fresh paint
smells stronger in closed rooms, so leave the doors open over night. Several letters were found under the floor, tied
with blue string and never sent. When the market closes, gulls pick over what is left.
"""


def unrelated(lm: LanguageModel, ids: Sequence[int], n: int, *, seed: int) -> list[list[int]]:
    """`n` different prompts of as many tokens as `ids`, cut from a text of ours (random ids without a tokenizer).

    Special tokens at the start of `ids` are kept, since models treat them unlike any text.
    """
    chance = random.Random(seed)
    if lm.tokenizer is None:
        return [[ids[0], *(chance.randrange(lm.d_vocab) for _ in ids[1:])] for _ in range(n)]
    special = set(lm.tokenizer.all_special_ids)
    head = 0
    while head < len(ids) and ids[head] in special:
        head += 1
    length = len(ids) - head
    text = list(lm.tokenizer(" ".join(TEXT.split()), add_special_tokens=False)["input_ids"])
    text *= (length + n) // len(text) + 1
    starts = chance.sample(range(len(text) - length + 1), n)
    return [[*ids[:head], *text[start : start + length]] for start in starts]
