"""`LanguageModel`: a Hugging Face causal language model whose insides have names."""

import hashlib
import threading
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from typing import Any, Literal

import torch
from jaxtyping import Float
from torch import Tensor
from transformers import PreTrainedModel, PreTrainedTokenizerBase

from cutaway.errors import (
    AlignmentError,
    EditError,
    SiteUnavailableError,
    UnknownSiteError,
    did_you_mean,
)
from cutaway.model._attention import install
from cutaway.model._edits import Edit, EditContext, apply
from cutaway.model._execution import Execution, Keep, StopForward, bind
from cutaway.model._generation import Generation, left_padded, until_end
from cutaway.model._norms import Norm
from cutaway.model._parts import Parts
from cutaway.model._places import During
from cutaway.model._run import Gradients, Run
from cutaway.model._sites import Site
from cutaway.model._tokens import Prompts, Tokens, tokenize
from cutaway.model._verify import Check, identify

Logits = bool | Literal["last"]


class LanguageModel:
    """A causal language model, its tokenizer, and names for what is inside.

    The model is the Hugging Face model itself (`lm.hf`), in evaluation mode, with parameters that require no
    gradient. On construction every site is checked against its defining equation.

    Args:
        hf: a transformers causal language model.
        tokenizer: its tokenizer; None for a model that is only given token ids.
        name: what to call it.

    Raises:
        UnsupportedModelError: no known anatomy fits, with the identity that failed.
    """

    def __init__(self, hf: PreTrainedModel, tokenizer: PreTrainedTokenizerBase | None = None, *, name: str = ""):
        self.hf = hf.eval().requires_grad_(False)
        self.tokenizer: PreTrainedTokenizerBase = tokenizer  # type: ignore[assignment]
        self.name = name or str(getattr(hf.config, "_name_or_path", "")) or type(hf).__name__
        self._lock = threading.RLock()
        config = hf.config.get_text_config()
        self.d_model = int(config.hidden_size)
        self.n_heads = int(config.num_attention_heads)
        self.d_vocab = int(hf.get_output_embeddings().weight.shape[0])  # type: ignore[union-attr]
        self.context_length = _context_length(config)
        install(hf)
        identified = identify(hf, self._execute)
        self.parts: Parts = identified.parts
        self.checks: tuple[Check, ...] = identified.checks
        """The identities that were checked when the model was loaded, with their errors."""
        self.refused: dict[str, str] = identified.refused
        """Sites that are not to be had, by `kind` or `kind.layer`, each with the reason."""
        self.n_layers = len(self.parts.layers)
        self.n_kv_heads, self.d_head = identified.n_kv_heads, identified.d_head
        self.fingerprint = _fingerprint(hf)

    def __repr__(self) -> str:
        return (
            f"LanguageModel({self.name!r}, {self.n_layers} layers x {self.n_heads} heads, d_model {self.d_model}, "
            f"{self.dtype} on {self.device})"
        )

    # -- facts -----------------------------------------------------------------------------------------------

    @property
    def device(self) -> torch.device:
        """Where the model's input goes."""
        return self.hf.get_input_embeddings().weight.device  # type: ignore[union-attr,return-value]

    @property
    def dtype(self) -> torch.dtype:
        """The type of the model's weights."""
        return self.hf.dtype

    @property
    def final_norm(self) -> Norm:
        """The norm before the unembedding."""
        return self.parts.final_norm

    @property
    def W_U(self) -> Float[Tensor, "d_vocab d_model"]:  # noqa: N802 (the field's name for it)
        """The unembedding matrix."""
        return self.parts.unembed.weight  # type: ignore[return-value]

    @property
    def b_U(self) -> Float[Tensor, " d_vocab"] | None:  # noqa: N802
        """The unembedding's bias, where there is one."""
        return getattr(self.parts.unembed, "bias", None)

    @property
    def logit_scale(self) -> float:
        """The factor on the unembedding's output."""
        return 1.0 / self.parts.logit_divisor

    @property
    def logit_softcap(self) -> float | None:
        """The tanh bound on the logits, where there is one."""
        return self.parts.logit_softcap

    def normalised(self, resid: Float[Tensor, "*rest d_model"]) -> Float[Tensor, "*rest d_model"]:
        """The final norm of a residual stream."""
        return self.parts.final_norm(resid)

    def unembed(self, resid: Float[Tensor, "*rest d_model"]) -> Float[Tensor, "*rest d_vocab"]:
        """The logits that the model would give if this were its last residual stream: final norm, unembedding,
        scale and soft cap, as the model itself computes them."""
        return self.to_logits(self.normalised(resid))

    def to_logits(self, normalised: Float[Tensor, "*rest d_model"]) -> Float[Tensor, "*rest d_vocab"]:
        """The logits of a stream that has been through the final norm already."""
        return self.parts.to_logits(normalised)

    def has(self, site: str | Site) -> bool:
        """Whether this model has the site (all layers of it, where none is named)."""
        try:
            self.resolve(Site.parse(site))
        except SiteUnavailableError:
            return False
        return True

    def resolve(self, site: Site) -> list[Site]:
        """The site at each layer that it means, checked against this model.

        Raises:
            UnknownSiteError: a layer or unit that does not exist.
            SiteUnavailableError: the model lacks the site, with the reason and what to use instead. A kind without a
                layer that only some layers have (neurons in a mixture of experts) means those layers.
        """
        if site.kind in self.refused:
            raise SiteUnavailableError(f"no site {site.kind!r} in {self.name}: {self.refused[site.kind]}")
        layered = site.info.layered
        if not layered:
            return [site]
        layers = range(self.n_layers) if site.layer is None else [site.layer]
        found = []
        for layer in layers:
            if not -self.n_layers <= layer < self.n_layers:
                raise UnknownSiteError(f"{site}: {self.name} has {self.n_layers} layers, 0 to {self.n_layers - 1}")
            concrete = Site(site.kind, layer % self.n_layers, site.unit)
            reason = self.refused.get(f"{site.kind}.{concrete.layer}")
            if reason is None:
                found.append(concrete)
            elif site.layer is not None:
                raise SiteUnavailableError(f"no site {site} in {self.name}: {reason}")
        count = self.unit_count(site)
        if site.unit is not None and not 0 <= site.unit < count:
            raise UnknownSiteError(f"{site}: there are {count} {site.info.unit}s, 0 to {count - 1}")
        return found

    def unit_count(self, site: Site) -> int:
        """How many heads or neurons a site has (in its layer, or in the first layer that has it)."""
        if site.info.unit == "head":
            return self.n_heads
        if site.info.unit == "kv_head":
            return self.n_kv_heads
        if site.info.unit == "neuron":
            parts = self.parts.layers if site.layer is None else [self.parts.layers[site.layer]]
            down = next((part.mlp_down for part in parts if part.mlp_down is not None), None)
            if down is not None:
                shape = down.weight.shape  # type: ignore[union-attr]
                return int(shape[0] if type(down).__name__ == "Conv1D" else shape[1])  # type: ignore[index]
        return 0

    def exclusive(self) -> AbstractContextManager[object]:
        """Within this context no other thread runs this model, whose modules carry the hooks of one run at a time."""
        return self._lock

    # -- prompts ---------------------------------------------------------------------------------------------

    def tokenize(self, prompts: Prompts | Tokens, *, add_special_tokens: bool = True) -> Tokens:
        """Token ids of text, ids or chats, padded on the right.

        Raises:
            PromptError: empty, too long for the model's context, or not a prompt.
        """
        return tokenize(
            prompts,
            self.tokenizer,
            d_vocab=self.d_vocab,
            context_length=self.context_length,
            add_special_tokens=add_special_tokens,
        )

    def token_id(self, text: str) -> int:
        """The id of the one token that `text` is.

        Raises:
            AlignmentError: the text is no token, or several.
        """
        if not text:
            raise AlignmentError("an answer is one token, but '' has none")
        ids = self.tokenizer(text, add_special_tokens=False)["input_ids"]
        if len(ids) != 1:
            pieces = [self.tokenizer.decode([i]) for i in ids]
            hint = did_you_mean(text, [f" {text}"]) if not text.startswith(" ") else ""
            raise AlignmentError(
                f"{text!r} is {len(ids)} tokens {pieces} to {self.name}, but an answer must be one{hint}; "
                f"give its first token instead"
            )
        return int(ids[0])

    # -- running ---------------------------------------------------------------------------------------------

    def run(
        self,
        prompts: Prompts | Tokens,
        *,
        read: Sequence[str | Site] | str | Site = (),
        edits: Sequence[Edit] | Edit = (),
        positions: int | Sequence[int] | None = None,
        logits: Logits = True,
        device: str | torch.device | None = None,
        dtype: torch.dtype | None = None,
    ) -> Run:
        """One forward pass: read activations, make edits.

        Args:
            prompts: text, token ids or chats, one or several.
            read: sites to keep, as `kind`, `kind.layer` or `kind.layer.unit`. Reading changes nothing. A site that
                is edited is read after its edits.
            edits: changes to make, in order.
            positions: keep only these positions of what is read, counted from the end where negative.
            logits: keep all logits, only those at each prompt's `"last"` token, or none: then the pass stops
                after the last layer that anything needs.
            device: where to keep what is read; None: where it is computed.
            dtype: in which type to keep it; None: the model's.

        Raises:
            SiteError: an unknown or unavailable site, or one that never fired.
            EditError: an edit that does not fit.
            PromptError: a prompt that cannot be run.
        """
        tokens = self.tokenize(prompts)
        with torch.no_grad():
            return self._run(tokens, read, edits, positions=positions, logits=logits, device=device, dtype=dtype)

    def _run(
        self,
        tokens: Tokens,
        read: Sequence[str | Site] | str | Site,
        edits: Sequence[Edit] | Edit,
        *,
        positions: int | Sequence[int] | None = None,
        logits: Logits = True,
        device: str | torch.device | None = None,
        dtype: torch.dtype | None = None,
    ) -> Run:
        read = [read] if isinstance(read, str | Site) else read
        edits = (edits,) if isinstance(edits, Edit) else tuple(edits)
        sites = list(dict.fromkeys(site for text in read for site in self.resolve(Site.parse(text))))
        bound = bind(edits, self.resolve)
        kept_positions = None if positions is None else _kept_positions(positions, tokens)
        stop = None
        needed = [*sites, *(site for _, site in bound)]
        if not logits and all(site.info.layered or site.kind == "embed" for site in needed):
            stop = max((site.layer or 0 for site in needed), default=0)
        execution = Execution(
            self.parts,
            reads=sites,
            edits=bound,
            lengths=tokens.lengths,
            keep=Keep(positions=kept_positions, device=None if device is None else torch.device(device), dtype=dtype),
            stop_after=stop,
        )
        output = self._execute(execution, tokens, logits=logits)
        receipt = execution.finish()
        return Run(
            execution.kept,
            tokens,
            positions=kept_positions,
            logits=output,
            last_only=logits == "last",
            receipt=receipt,
            edits=edits,
        )

    def _execute(self, execution: Execution, tokens: Tokens, *, logits: Logits) -> Tensor | None:
        """Call the model under an execution; the logits that were asked for."""
        ids = tokens.ids.to(self.device)
        last = (tokens.lengths - 1).to(self.device)
        keep: Any = 0
        if logits == "last":
            keep = torch.unique(last)
        elif not logits:
            keep = 1
        with self._lock, execution.installed():
            try:
                output = self.hf(input_ids=ids, use_cache=False, logits_to_keep=keep)
            except StopForward:
                return None
        if not logits:
            return None
        if logits == "last":
            rows = torch.arange(len(tokens), device=self.device)
            return output.logits[rows, torch.searchsorted(keep, last)]
        return output.logits

    def gradients(
        self,
        prompts: Prompts | Tokens,
        metric: Callable[[Run], Tensor],
        *,
        at: Sequence[str | Site] | str | Site,
        edits: Sequence[Edit] | Edit = (),
        read: Sequence[str | Site] = (),
    ) -> Gradients:
        """The derivative of a metric with respect to activations.

        Args:
            prompts: text, token ids or chats.
            metric: from the run to one number for each prompt ([batch]), or to one number; numbers are summed,
                and prompts of a batch do not influence each other.
            at: sites to differentiate at, after any edits there.
            edits: changes under which the derivative is taken.
            read: further sites to keep in `.run`; those in `at` are kept in any case.

        Raises:
            SiteError, EditError, PromptError: as for `run`.
        """
        tokens = self.tokenize(prompts)
        at = [at] if isinstance(at, str | Site) else at
        sites = list(dict.fromkeys(site for text in at for site in self.resolve(Site.parse(text))))
        leaves: dict[Site, Tensor] = {}

        def watched(site: Site) -> Edit:
            def function(activation: Tensor, context: EditContext) -> Tensor:
                leaves[site] = torch.zeros_like(activation).requires_grad_()
                return activation + leaves[site]

            return apply(site, function)

        edits = (edits,) if isinstance(edits, Edit) else tuple(edits)
        with torch.enable_grad():
            run = self._run(tokens, [*sites, *read], [*edits, *(watched(site) for site in sites)])
            value = metric(run)
            grads = torch.autograd.grad(value.sum(), list(leaves.values()), allow_unused=True)
        tensors = {
            site: torch.zeros_like(leaf) if grad is None else grad
            for (site, leaf), grad in zip(leaves.items(), grads, strict=True)
        }
        detached = Run(
            {site: run[site].detach() for site in run.sites},
            tokens,
            positions=None,
            logits=run.logits.detach(),
            last_only=False,
            receipt=run.receipt,
            edits=edits,
        )
        return Gradients(tensors, detached, value.detach())

    def generate(
        self,
        prompts: Prompts | Tokens,
        *,
        max_new_tokens: int,
        edits: Sequence[Edit] | Edit = (),
        during: During = "both",
        **options: Any,
    ) -> Generation:
        """Let the model write, with edits in force all the while.

        Args:
            prompts: text, token ids or chats; a batch of unequal length is padded on the left.
            max_new_tokens: how many tokens to write at the most.
            edits: changes to make; a position counts from the prompt's first token, and generated tokens go on
                counting from the prompt's length.
            during: make them on the `prompt`, on `generated` tokens, or on `both`.
            options: passed on to transformers' `generate`; greedy unless they say otherwise.

        Raises:
            SiteError, EditError, PromptError: as for `run`.
        """
        tokens = self.tokenize(prompts)
        if during not in ("prompt", "generated", "both"):
            raise EditError(f"during={during!r}; use 'prompt', 'generated' or 'both'")
        edits = (edits,) if isinstance(edits, Edit) else tuple(edits)
        width = tokens.ids.shape[1]
        if self.context_length is not None and width + max_new_tokens > self.context_length:
            raise EditError(
                f"{width} prompt tokens and {max_new_tokens} new ones exceed the context of {self.context_length}"
            )
        ids, mask, pads = left_padded(tokens)
        execution = Execution(
            self.parts,
            edits=bind(edits, self.resolve),
            lengths=tokens.lengths,
            pads=pads,
            during=during,
        )
        end: Any = options.get("eos_token_id", self.hf.generation_config.eos_token_id)  # type: ignore[union-attr]
        ends: set[int] = {end} if isinstance(end, int) else set(end or ())
        fill = next(iter(ends), 0)
        options = {"do_sample": False, "pad_token_id": fill, **options}
        if not options["do_sample"]:
            options = {"temperature": None, "top_p": None, "top_k": None, **options}
        with torch.no_grad(), self._lock, execution.installed():
            generate: Any = self.hf.generate
            output = generate(
                input_ids=ids.to(self.device),
                attention_mask=mask.to(self.device),
                max_new_tokens=max_new_tokens,
                **options,
            )
        new_ids = [until_end(row, ends) for row in output[:, width:].tolist()]
        decode = self.tokenizer.decode if self.tokenizer is not None else (lambda row, **_: " ".join(map(str, row)))
        return Generation(
            prompts=tokens,
            new_ids=new_ids,
            new_text=[str(decode(row, skip_special_tokens=True)) for row in new_ids],
            text=[
                str(decode(old + new, skip_special_tokens=True)) for old, new in zip(tokens.rows, new_ids, strict=True)
            ],
            receipt=execution.finish(),
        )


def _kept_positions(positions: int | Sequence[int], tokens: Tokens) -> Tensor:
    """[batch kept], counted from the prompt's end where negative."""
    chosen = torch.as_tensor([positions] if isinstance(positions, int) else list(positions))
    kept = torch.where(chosen < 0, chosen + tokens.lengths[:, None], chosen.expand(len(tokens), -1))
    outside = (kept < 0) | (kept >= tokens.lengths[:, None])
    if bool(outside.any()):
        row = int(outside.any(1).nonzero()[0])
        raise UnknownSiteError(
            f"positions {chosen.tolist()} are not all within prompt {row}, which has {int(tokens.lengths[row])} tokens"
        )
    return kept


def _context_length(config: Any) -> int | None:
    for name in ("max_position_embeddings", "n_positions", "n_ctx", "seq_length"):
        value = getattr(config, name, None)
        if isinstance(value, int) and value > 0:
            return value
    return None


def _fingerprint(model: PreTrainedModel) -> str:
    """A short hash of the architecture and of a sample of every weight."""
    digest = hashlib.sha256(model.config.model_type.encode())
    for name, parameter in model.named_parameters():
        flat = parameter.detach().reshape(-1)
        step = max(1, flat.numel() // 64)
        digest.update(f"{name}{tuple(parameter.shape)}".encode())
        digest.update(flat[::step].float().cpu().numpy().tobytes())
    return digest.hexdigest()[:16]
