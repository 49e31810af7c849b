/** Made by `docs/make_api.py` from the server's OpenAPI schema; not to be edited. */

import type { Payload } from "../parts/types";

/** What a latent does on each token of a text. */
export type Activations = {
  tokens: string[];
  values: number[];
};

/** One result: what was asked, what to draw, and what was found. */
export type Answer = {
  id: string;
  kind: "predictions" | "lens" | "attention" | "attribution" | "patching" | "circuit" | "features" | "generation";
  model: string;
  fingerprint: string;
  created: string;
  request: Record<string, unknown>;
  payload: Payload;
  findings: FindingOut[];
  continuations: Continuations | null;
  contrast: Contrast | null;
};

/** A prompt for a model. */
export type Ask = {
  model: string;
  prompt: string;
};

/** Where heads look. */
export type AttentionRequest = {
  model: string;
  prompt: string;
  layer?: number | null;
  heads?: string[];
};

/** Which parts write the answer's logit. */
export type AttributionRequest = {
  model: string;
  prompt: string;
  answer?: string | null;
  wrong?: string | null;
  by?: "component" | "head" | "neuron" | "source";
};

/** One component, changed. */
export type Change = {
  site: string;
  how?: "zero" | "mean" | "scale";
  factor?: number;
};

/** Find the connections that do it. */
export type CircuitRequest = {
  model: string;
  prompt: string;
  corrupted?: string | null;
  answer?: string | null;
  wrong?: string | null;
};

/** What the model writes by itself, and what with the changes (None where there are none). */
export type Continuations = {
  plain: Piece[];
  edited: Piece[] | null;
  same_tokens: number;
  next: NextToken[];
  notes: string[];
};

/** The pair that was patched. */
export type Contrast = {
  corrupted: string;
  answer: string;
  wrong: string;
  how: string;
};

/** A dictionary that readers may use. */
export type DictionaryEntry = {
  name: string;
  site: string;
  latents: number;
  kind: string;
  model: string;
  fingerprint: string;
  cards: boolean;
};

/** Latents that are active on the prompt. */
export type FeaturesRequest = {
  model: string;
  prompt: string;
  dictionary: string;
  top?: number;
};

/** A finding, as in the ledger. */
export type FindingOut = {
  claim: string;
  method: string;
  effect: number | null;
  interval: [number, number] | null;
  control: number | null;
  n: number;
  grade: "observed" | "causal" | "verified";
  command: string;
  details: Record<string, unknown>;
};

/** Write on, with and without changes. */
export type GenerationRequest = {
  model: string;
  prompt: string;
  new_tokens?: number;
  changes?: Change[];
  steer?: Steer | null;
  latents?: LatentChange[];
};

/** That the server runs. */
export type Health = {
  status: "ok";
  version: string;
  model: string | null;
  jobs: number;
};

/** Work that takes a while. */
export type Job = {
  id: string;
  kind: "load" | "patching" | "circuit" | "features" | "generation";
  state: "queued" | "running" | "done" | "failed" | "cancelled" | "interrupted";
  label: string;
  done: number;
  total: number;
  ahead: number;
  created: string;
  request: Record<string, unknown>;
  answer: string | null;
  error: Problem | null;
};

/** A latent's card. */
export type LatentAnswer = {
  latent: number;
  payload: Payload;
};

/** One latent of a dictionary, changed at every token. */
export type LatentChange = {
  dictionary: string;
  latent: number;
  how?: "zero" | "add" | "scale";
  value?: number;
};

/** One latent, and what it does on the prompt. */
export type LatentRequest = {
  model: string;
  prompt: string;
  dictionary: string;
  latent: number;
};

/** A finding of a study, with when it was written down. */
export type LedgerLine = {
  id: number;
  time: string;
  finding: FindingOut;
};

/** What each layer would say. */
export type LensRequest = {
  model: string;
  prompt: string;
  at?: "resid_pre" | "resid_mid" | "resid_post";
  top?: number;
  follow?: string | null;
};

/** What the server was told to refuse. */
export type Limits = {
  max_prompt_tokens: number;
  max_new_tokens: number;
  queue: number;
};

/** Open this model in the place of the one in memory. */
export type LoadRequest = {
  name: string;
};

/** A model that there is, or could be. */
export type ModelEntry = {
  name: string;
  source: string;
  available: boolean;
  licence: string | null;
  note: string;
};

/** The one model in memory. */
export type ModelState = {
  status: "none" | "loading" | "ready";
  name: string | null;
  n_layers: number | null;
  n_heads: number | null;
  context_length: number | null;
  fingerprint: string | null;
  dtype: string | null;
  device: string | null;
};

/** What may be opened, what is open, and what is opened first. */
export type Models = {
  models: ModelEntry[];
  current: ModelState;
  first: string;
  limits: Limits;
};

/** A next token, without and with the changes. */
export type NextToken = {
  token: string;
  before: number;
  after: number | null;
};

/** Put one run's states into the other. */
export type PatchingRequest = {
  model: string;
  prompt: string;
  corrupted?: string | null;
  answer?: string | null;
  wrong?: string | null;
  what?: "resid_pre" | "attn_out" | "mlp_out" | "heads";
  direction?: "denoise" | "noise";
};

/** A stretch of a continuation. */
export type Piece = {
  text: string;
  differs: boolean;
};

/** The likeliest next tokens. */
export type PredictionsRequest = {
  model: string;
  prompt: string;
  top?: number;
};

/** Why something was not done. */
export type Problem = {
  problem: string;
  value: unknown;
  remedy: string;
};

/** Another name for a study. */
export type RenameRequest = {
  name: string;
};

/** What to keep. */
export type SaveRequest = {
  name: string;
  prompt: string;
  model: string;
  view?: Record<string, unknown>;
  answers?: string[];
  version?: number | null;
};

/** Add a difference of two prompts' residual streams. */
export type Steer = {
  towards: string;
  away: string;
  layer: number;
  strength?: number;
};

/** A saved study: how it looked, what was seen, and what was found. */
export type Study = {
  id: string;
  name: string;
  prompt: string;
  model: string;
  created: string;
  changed: string;
  version: number;
  view: Record<string, unknown>;
  answers: Answer[];
  findings: LedgerLine[];
};

/** A saved study, in a line. */
export type StudySummary = {
  id: string;
  name: string;
  prompt: string;
  model: string;
  created: string;
  changed: string;
  version: number;
  answers: number;
  findings: number;
};

/** One token of a prompt. */
export type Token = {
  id: number;
  text: string;
};

/** How a prompt is cut. */
export type TokensAnswer = {
  tokens: Token[];
  limit: number;
};

/** Every request: what is in its path, its body and its answer. */
export type Calls = {
  "GET /api/v1/answers/{number}": { path: { number: string }; body: undefined; answer: Answer };
  "POST /api/v1/attention": { path: undefined; body: AttentionRequest; answer: Answer };
  "POST /api/v1/attribution": { path: undefined; body: AttributionRequest; answer: Answer };
  "POST /api/v1/circuit": { path: undefined; body: CircuitRequest; answer: Job };
  "GET /api/v1/dictionaries": { path: undefined; body: undefined; answer: DictionaryEntry[] };
  "POST /api/v1/features": { path: undefined; body: FeaturesRequest; answer: Answer };
  "POST /api/v1/features/activations": { path: undefined; body: LatentRequest; answer: Activations };
  "POST /api/v1/features/latent": { path: undefined; body: LatentRequest; answer: LatentAnswer };
  "POST /api/v1/features/mattering": { path: undefined; body: FeaturesRequest; answer: Job };
  "POST /api/v1/generation": { path: undefined; body: GenerationRequest; answer: Job };
  "GET /api/v1/health": { path: undefined; body: undefined; answer: Health };
  "GET /api/v1/jobs": { path: undefined; body: undefined; answer: Job[] };
  "GET /api/v1/jobs/{number}": { path: { number: string }; body: undefined; answer: Job };
  "POST /api/v1/jobs/{number}/again": { path: { number: string }; body: undefined; answer: Job };
  "POST /api/v1/jobs/{number}/cancel": { path: { number: string }; body: undefined; answer: Job };
  "GET /api/v1/jobs/{number}/events": { path: { number: string }; body: undefined; answer: undefined };
  "POST /api/v1/lens": { path: undefined; body: LensRequest; answer: Answer };
  "GET /api/v1/model": { path: undefined; body: undefined; answer: ModelState };
  "POST /api/v1/model": { path: undefined; body: LoadRequest; answer: Job };
  "GET /api/v1/models": { path: undefined; body: undefined; answer: Models };
  "POST /api/v1/patching": { path: undefined; body: PatchingRequest; answer: Job };
  "POST /api/v1/predictions": { path: undefined; body: PredictionsRequest; answer: Answer };
  "GET /api/v1/studies": { path: undefined; body: undefined; answer: StudySummary[] };
  "POST /api/v1/studies": { path: undefined; body: SaveRequest; answer: StudySummary };
  "GET /api/v1/studies/{number}": { path: { number: string }; body: undefined; answer: Study };
  "PUT /api/v1/studies/{number}": { path: { number: string }; body: SaveRequest; answer: StudySummary };
  "PATCH /api/v1/studies/{number}": { path: { number: string }; body: RenameRequest; answer: StudySummary };
  "DELETE /api/v1/studies/{number}": { path: { number: string }; body: undefined; answer: undefined };
  "GET /api/v1/studies/{number}/export": { path: { number: string }; body: undefined; answer: undefined };
  "POST /api/v1/studies/{number}/restore": { path: { number: string }; body: undefined; answer: StudySummary };
  "POST /api/v1/tokens": { path: undefined; body: Ask; answer: TokensAnswer };
};
