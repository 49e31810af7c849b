"""What goes over the wire. The front end's types are made from these (`docs/make_api.py`)."""

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from cutaway.evidence import Grade

Text = Annotated[str, Field(max_length=100_000)]
Word = Annotated[str, Field(max_length=200)]
Ident = Annotated[str, Field(pattern=r"^[a-z0-9]{16}$")]
"""What the server calls answers, jobs and studies by."""
Plain = dict[str, Any]


class Wire(BaseModel):
    """Anything on the wire; unknown fields are refused."""

    model_config = ConfigDict(extra="forbid", json_schema_serialization_defaults_required=True)


class Problem(Wire):
    """Why something was not done."""

    problem: str
    value: Any = None
    remedy: str


class Health(Wire):
    """That the server runs."""

    status: Literal["ok"] = "ok"
    version: str
    model: str | None
    jobs: int


class ModelEntry(Wire):
    """A model that there is, or could be."""

    name: str
    source: str
    available: bool
    licence: str | None
    note: str


class ModelState(Wire):
    """The one model in memory."""

    status: Literal["none", "loading", "ready"]
    name: str | None = None
    n_layers: int | None = None
    n_heads: int | None = None
    context_length: int | None = None
    fingerprint: str | None = None
    dtype: str | None = None
    device: str | None = None


class Limits(Wire):
    """What the server was told to refuse."""

    max_prompt_tokens: int
    max_new_tokens: int
    queue: int


class Models(Wire):
    """What may be opened, what is open, and what is opened first."""

    models: list[ModelEntry]
    current: ModelState
    first: str
    limits: Limits


class LoadRequest(Wire):
    """Open this model in the place of the one in memory."""

    name: Word


class Ask(Wire):
    """A prompt for a model."""

    model: Word
    """The model that this is meant for; another in memory is a refusal."""
    prompt: Text


class Token(Wire):
    """One token of a prompt."""

    id: int
    text: str


class TokensAnswer(Wire):
    """How a prompt is cut."""

    tokens: list[Token]
    limit: int


class PredictionsRequest(Ask):
    """The likeliest next tokens."""

    top: Annotated[int, Field(ge=1, le=50)] = 10


class LensRequest(Ask):
    """What each layer would say."""

    at: Literal["resid_pre", "resid_mid", "resid_post"] = "resid_post"
    top: Annotated[int, Field(ge=1, le=10)] = 3
    follow: Word | None = None
    """A token to follow; None: the model's answer."""


class AttentionRequest(Ask):
    """Where heads look."""

    layer: Annotated[int, Field(ge=0)] | None = None
    """All heads of a layer; None: those that write most on the answer."""
    heads: list[Annotated[str, Field(pattern=r"^\d+\.\d+$")]] = Field(default=[], max_length=64)
    """These heads, as "17.3", instead."""


class AttributionRequest(Ask):
    """Which parts write the answer's logit."""

    answer: Word | None = None
    wrong: Word | None = None
    by: Literal["component", "head", "neuron", "source"] = "head"


class PatchingRequest(Ask):
    """Put one run's states into the other."""

    corrupted: Text | None = None
    """A prompt of as many tokens with another answer; None: found by exchanging one token."""
    answer: Word | None = None
    wrong: Word | None = None
    what: Literal["resid_pre", "attn_out", "mlp_out", "heads"] = "resid_pre"
    """A stream over layers and positions, or every head and MLP over all positions at once."""
    direction: Literal["denoise", "noise"] = "denoise"


class CircuitRequest(Ask):
    """Find the connections that do it."""

    corrupted: Text | None = None
    """A prompt of as many tokens with another answer; None: found by exchanging one token."""
    answer: Word | None = None
    wrong: Word | None = None


class Change(Wire):
    """One component, changed."""

    site: Annotated[str, Field(pattern=r"^(z\.\d+\.\d+|mlp_out\.\d+|attn_out\.\d+)$")]
    how: Literal["zero", "mean", "scale"] = "zero"
    factor: Annotated[float, Field(ge=-100, le=100, allow_inf_nan=False)] = 0.0
    """For `scale`."""


class Steer(Wire):
    """Add a difference of two prompts' residual streams."""

    towards: Text
    away: Text
    layer: Annotated[int, Field(ge=0)]
    strength: Annotated[float, Field(ge=-1000, le=1000, allow_inf_nan=False)] = 1.0


class LatentChange(Wire):
    """One latent of a dictionary, changed at every token."""

    dictionary: Word
    latent: Annotated[int, Field(ge=0)]
    how: Literal["zero", "add", "scale"] = "zero"
    value: Annotated[float, Field(ge=-1000, le=1000, allow_inf_nan=False)] = 0.0
    """What is added to its activation, or what it is multiplied by."""


class GenerationRequest(Ask):
    """Write on, with and without changes."""

    new_tokens: Annotated[int, Field(ge=1, le=10_000)] = 20
    changes: list[Change] = Field(default=[], max_length=32)
    steer: Steer | None = None
    latents: list[LatentChange] = Field(default=[], max_length=16)


class DictionaryEntry(Wire):
    """A dictionary that readers may use."""

    name: str
    site: str
    latents: int
    kind: str
    model: str
    fingerprint: str
    """Of the model that it is for."""
    cards: bool
    """Whether there are cards of its latents."""


class FeaturesRequest(Ask):
    """Latents that are active on the prompt."""

    dictionary: Word
    top: Annotated[int, Field(ge=1, le=100)] = 20


class LatentRequest(Ask):
    """One latent, and what it does on the prompt."""

    dictionary: Word
    latent: Annotated[int, Field(ge=0)]


class LatentAnswer(Wire):
    """A latent's card."""

    latent: int
    payload: Annotated[Plain, Field(json_schema_extra={"x-typescript": "Payload"})]


class Activations(Wire):
    """What a latent does on each token of a text."""

    tokens: list[str]
    values: list[float]


class NextToken(Wire):
    """A next token, without and with the changes."""

    token: str
    before: float
    after: float | None = None


class Piece(Wire):
    """A stretch of a continuation."""

    text: str
    differs: bool


class Continuations(Wire):
    """What the model writes by itself, and what with the changes (None where there are none)."""

    plain: list[Piece]
    edited: list[Piece] | None
    same_tokens: int
    """How many tokens the two share from the start."""
    next: list[NextToken]
    notes: list[str]
    """What each change moved."""


class Contrast(Wire):
    """The pair that was patched."""

    corrupted: str
    answer: str
    wrong: str
    how: str


class FindingOut(Wire):
    """A finding, as in the ledger."""

    claim: str
    method: str
    effect: float | None
    interval: tuple[float, float] | None
    control: float | None
    n: int
    grade: Grade
    command: str
    details: Plain


Kind = Literal["predictions", "lens", "attention", "attribution", "patching", "circuit", "features", "generation"]


class Answer(Wire):
    """One result: what was asked, what to draw, and what was found."""

    id: str
    kind: Kind
    model: str
    fingerprint: str
    created: str
    request: Plain
    payload: Annotated[Plain, Field(json_schema_extra={"x-typescript": "Payload"})]
    """As `web/src/parts/types.ts` says."""
    findings: list[FindingOut]
    continuations: Continuations | None = None
    contrast: Contrast | None = None


JobKind = Literal["load", "patching", "circuit", "features", "generation"]


class Job(Wire):
    """Work that takes a while."""

    id: str
    kind: JobKind
    state: Literal["queued", "running", "done", "failed", "cancelled", "interrupted"]
    label: str = ""
    """What it is at."""
    done: int = 0
    total: int = 0
    """0 while it is unknown."""
    ahead: int = 0
    """How many jobs are before it."""
    created: str
    request: Plain
    answer: str | None = None
    """The id of its answer."""
    error: Problem | None = None


class StudySummary(Wire):
    """A saved study, in a line."""

    id: str
    name: str
    prompt: str
    model: str
    created: str
    changed: str
    version: int
    answers: int
    findings: int


class LedgerLine(Wire):
    """A finding of a study, with when it was written down."""

    id: int
    time: str
    finding: FindingOut


class Study(Wire):
    """A saved study: how it looked, what was seen, and what was found."""

    id: str
    name: str
    prompt: str
    model: str
    created: str
    changed: str
    version: int
    view: Plain
    answers: list[Answer]
    findings: list[LedgerLine]


class SaveRequest(Wire):
    """What to keep."""

    name: Annotated[str, Field(min_length=1, max_length=200)]
    prompt: Text
    model: Word
    view: Plain = {}
    answers: list[Ident] = Field(default=[], max_length=64)
    version: int | None = None
    """The version that this one follows; None for a new study."""


class RenameRequest(Wire):
    """Another name for a study."""

    name: Annotated[str, Field(min_length=1, max_length=200)]
