/** The whole state of the view as plain data, and as the fragment of an address. */

import type { ViewState } from "../parts/selection";
import type { Change, LatentChange, PatchingRequest, Steer } from "./api";

export const panels = [
  "predictions",
  "lens",
  "attention",
  "attribution",
  "patching",
  "circuit",
  "features",
  "generation",
] as const;
export type Panel = (typeof panels)[number];

export type Options = {
  lens: { at: "resid_pre" | "resid_mid" | "resid_post"; follow: string };
  attention: { layer: number | null };
  attribution: { answer: string; wrong: string; by: "component" | "head" | "neuron" | "source" };
  patching: {
    corrupted: string;
    answer: string;
    wrong: string;
    what: NonNullable<PatchingRequest["what"]>;
    direction: NonNullable<PatchingRequest["direction"]>;
  };
  circuit: { corrupted: string; answer: string; wrong: string };
  /** Latents that are active on the prompt, or those that the answer rests on; and the one whose card is open. */
  features: { dictionary: string; by: "active" | "answer"; latent: number | null };
  generation: { tokens: number; changes: Change[]; latents: LatentChange[]; steer: Steer; steering: boolean };
};

export type View = {
  v: 1;
  model: string;
  prompt: string;
  panel: Panel;
  options: Options;
  /** What was on show; shown again when the link is opened. */
  ran: Panel[];
  /** For each panel what its parts keep: what is locked, which tab is open. */
  parts: Partial<Record<Panel, ViewState[]>>;
};

export const fresh = (): Options => ({
  lens: { at: "resid_post", follow: "" },
  attention: { layer: null },
  attribution: { answer: "", wrong: "", by: "head" },
  patching: { corrupted: "", answer: "", wrong: "", what: "resid_pre", direction: "denoise" },
  circuit: { corrupted: "", answer: "", wrong: "" },
  features: { dictionary: "", by: "active", latent: null },
  generation: {
    tokens: 20,
    changes: [],
    latents: [],
    steering: false,
    steer: { towards: "", away: "", layer: 0, strength: 1 },
  },
});

/** A view from data that somebody else may have written: what does not fit is left as it is at the start. */
export function viewFrom(data: unknown): View | null {
  if (!isRecord(data) || data.v !== 1 || typeof data.prompt !== "string" || typeof data.model !== "string") return null;
  const options = fresh();
  const given = isRecord(data.options) ? data.options : {};
  for (const key of Object.keys(options) as (keyof Options)[]) fill(options[key], given[key]);
  options.generation.changes = options.generation.changes.filter(
    (change) => isRecord(change) && typeof change.site === "string",
  );
  options.generation.latents = options.generation.latents.filter(
    (change) => isRecord(change) && typeof change.dictionary === "string" && typeof change.latent === "number",
  );
  return {
    v: 1,
    model: data.model,
    prompt: data.prompt,
    panel: panels.find((panel) => panel === data.panel) ?? "predictions",
    options,
    ran: Array.isArray(data.ran) ? panels.filter((panel) => (data.ran as unknown[]).includes(panel)) : [],
    parts: isRecord(data.parts) ? (data.parts as View["parts"]) : {},
  };
}

/** Take over what has the same kind; null stands for a number that is left to the server. */
function fill(target: Record<string, unknown>, given: unknown): void {
  if (!isRecord(given)) return;
  for (const key of Object.keys(target)) {
    const own = target[key];
    const value = given[key];
    if (isRecord(own)) fill(own, value);
    else if (Array.isArray(own) ? Array.isArray(value) : typeof own === typeof value) target[key] = value;
    else if (own === null && typeof value === "number") target[key] = value;
  }
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** `#s=STUDY&v=VIEW`. */
export function fragment(study: string | null, view: View | null): string {
  const parts = [study === null ? "" : `s=${study}`, view === null ? "" : `v=${encode(view)}`].filter(Boolean);
  return parts.length ? `#${parts.join("&")}` : "";
}

/** What a fragment says. */
export function readFragment(text: string): { study: string | null; view: View | null } {
  const found = new URLSearchParams(text.replace(/^#/, ""));
  const study = found.get("s");
  const view = found.get("v");
  return {
    study: study !== null && /^[a-z0-9]{16}$/.test(study) ? study : null,
    view: view === null ? null : decode(view),
  };
}

function encode(view: View): string {
  const bytes = new TextEncoder().encode(JSON.stringify(view));
  let text = "";
  for (const byte of bytes) text += String.fromCharCode(byte);
  return btoa(text).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

function decode(text: string): View | null {
  try {
    const raw = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
    return viewFrom(JSON.parse(new TextDecoder().decode(Uint8Array.from(raw, (char) => char.charCodeAt(0)))));
  } catch {
    return null;
  }
}
