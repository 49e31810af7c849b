"""Prompts of every accepted form become token ids, padded on the right, with their lengths.

Padding is on the right for a run: positions then count from the prompt's first token, and a causal model cannot see
what comes after a token, so no mask is needed and a padded prompt gives the numbers that it gives alone.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import torch
from jaxtyping import Int
from torch import Tensor
from transformers import PreTrainedTokenizerBase

from cutaway.errors import PromptError

Chat = Sequence[Mapping[str, str]]
Prompts = str | Sequence[str] | Sequence[int] | Sequence[Sequence[int]] | Tensor | Chat | Sequence[Chat]


@dataclass(frozen=True)
class Tokens:
    """Token ids of a batch of prompts.

    Attributes:
        ids: [batch pos], padded on the right.
        lengths: [batch], the number of tokens of each prompt.
        tokenizer: what decodes them; None for a model without one.
    """

    ids: Int[Tensor, "batch pos"]
    lengths: Int[Tensor, " batch"]
    tokenizer: PreTrainedTokenizerBase | None = None

    def __len__(self) -> int:
        return self.ids.shape[0]

    @property
    def strings(self) -> list[list[str]]:
        """The text of every token decoded on its own, without padding."""
        return [[self.decode(token) for token in row] for row in self.rows]

    @property
    def rows(self) -> list[list[int]]:
        """The token ids of each prompt, without padding."""
        return [ids[:n] for ids, n in zip(self.ids.tolist(), self.lengths.tolist(), strict=True)]

    @property
    def padded(self) -> bool:
        """Whether any prompt is shorter than the longest."""
        return bool((self.lengths != self.ids.shape[1]).any())

    def decode(self, token: int) -> str:
        """The text of one token id."""
        return str(token) if self.tokenizer is None else str(self.tokenizer.decode([token]))


def is_chat(item: Any) -> bool:
    """Whether `item` is one chat: a non-empty sequence of messages with a role and content."""
    return isinstance(item, Sequence) and not isinstance(item, str) and bool(item) and isinstance(item[0], Mapping)


def tokenize(
    prompts: "Prompts | Tokens",
    tokenizer: PreTrainedTokenizerBase | None,
    *,
    d_vocab: int,
    context_length: int | None,
    add_special_tokens: bool = True,
) -> Tokens:
    """Turn prompts into tokens.

    Raises:
        PromptError: no prompt, an empty one, one longer than the model's context, a token id outside the
            vocabulary, or text for a model that has no tokenizer (or no chat template for a chat).
    """
    given = isinstance(prompts, Tokens)
    rows = prompts.rows if given else [_ids(item, tokenizer, add_special_tokens) for item in _items(prompts)]
    if not rows:
        raise PromptError("no prompt was given; pass at least one")
    for number, row in enumerate(rows):
        if not row:
            raise PromptError(f"prompt {number} is empty: a model needs at least one token to run on")
        if context_length is not None and len(row) > context_length:
            raise PromptError(
                f"prompt {number} has {len(row)} tokens, but the model's context is {context_length}; shorten it"
            )
        if not 0 <= min(row) <= max(row) < d_vocab:
            raise PromptError(f"prompt {number} has a token id outside 0..{d_vocab - 1}: {min(row)}..{max(row)}")
    if given:
        return prompts  # as wide as it is: a part of a batch stays aligned with the whole
    lengths = torch.tensor([len(row) for row in rows])
    pad = 0 if tokenizer is None else _pad_id(tokenizer, d_vocab)
    ids = torch.full((len(rows), int(lengths.max())), pad)
    for number, row in enumerate(rows):
        ids[number, : len(row)] = torch.tensor(row)
    return Tokens(ids, lengths, tokenizer)


def _items(prompts: Any) -> list[Any]:
    """One item a prompt."""
    if isinstance(prompts, Tensor):
        if prompts.dim() not in (1, 2) or prompts.is_floating_point():
            raise PromptError(
                f"token ids must be whole numbers of shape [pos] or [batch pos], not {prompts.dtype} of {tuple(prompts.shape)}"
            )
        return prompts.reshape(-1, prompts.shape[-1]).tolist()
    if isinstance(prompts, str) or is_chat(prompts):
        return [prompts]
    if isinstance(prompts, Sequence):
        if prompts and all(isinstance(item, int) for item in prompts):
            return [prompts]
        return list(prompts)
    raise PromptError(f"a prompt is text, token ids or a chat, not {type(prompts).__name__}")


def _ids(item: Any, tokenizer: PreTrainedTokenizerBase | None, add_special_tokens: bool) -> list[int]:
    if isinstance(item, Sequence) and not isinstance(item, str) and all(isinstance(token, int) for token in item):
        return list(item)
    if tokenizer is None:
        raise PromptError("this model has no tokenizer; give token ids instead of text")
    if isinstance(item, str):
        if not item:
            return []
        return list(tokenizer(item, add_special_tokens=add_special_tokens)["input_ids"])
    if is_chat(item):
        if not tokenizer.chat_template:
            raise PromptError("a chat was given, but this model's tokenizer has no chat template; give text")
        text = tokenizer.apply_chat_template(list(item), tokenize=False, add_generation_prompt=True)
        return list(tokenizer(str(text), add_special_tokens=False)["input_ids"])
    raise PromptError(f"a prompt is text, token ids or a chat, not {type(item).__name__}")


def _pad_id(tokenizer: PreTrainedTokenizerBase, d_vocab: int) -> int:
    for candidate in (tokenizer.pad_token_id, tokenizer.eos_token_id):
        if isinstance(candidate, int) and 0 <= candidate < d_vocab:
            return candidate
    return 0
