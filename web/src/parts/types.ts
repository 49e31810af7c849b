/** The payload: what `cutaway.view` writes and every mount reads. `src/cutaway/view/_parts.py` is its other half. */

/** Numbers on their way from Python: base64 of zlib-compressed little-endian bytes. */
export type Packed = {
  dtype: "float32" | "float16" | "uint8" | "int32";
  shape: number[];
  /** uint8 holds round((value - offset) / scale) in 0..254; 255 is NaN. */
  scale?: number;
  offset?: number;
  data: string;
};

/** After decoding. Row-major; NaN and infinities are kept. */
export type Numbers = { shape: number[]; values: Float32Array };

/** In the payload an array is `{ "$array": i }`, the i-th of `arrays`; `decode` puts `Numbers` in its place. */
export type Payload = { cutaway: 1; page: Page; arrays: Packed[] };

export type Page = {
  title: string;
  subtitle?: string;
  parts: Part[];
  /** Shown folded at the end: seed, versions, fingerprint, command. */
  provenance?: Record<string, unknown>;
};

export type Scale = "diverging" | "sequential";

export type Part =
  | Section
  | Group
  | Text
  | Answer
  | TokenStrip
  | Attention
  | HeatMap
  | LensGrid
  | Bars
  | Curves
  | Graph
  | LatentCard
  | FindingCard
  | Table;

/** A heading, one sentence on how to read what follows, the parts, and what is folded away. */
export type Section = {
  part: "section";
  title: string;
  how?: string;
  parts: Part[];
  details?: { title: string; parts: Part[] }[];
};

/** Parts beside each other, or one at a time under tabs. */
export type Group = { part: "group"; layout: "columns" | "tabs"; titles: string[]; parts: Part[] };

export type Text = { part: "text"; text: string; tone?: "plain" | "soft" | "quote" };

/** The prompt with what the model said after it. */
export type Answer = {
  part: "answer";
  prompt: string;
  answer: string;
  probability?: number;
  model?: string;
};

/** Tokens in a line, shaded by a value each. */
export type TokenStrip = {
  part: "token_strip";
  tokens: string[];
  values?: Numbers;
  value_title?: string;
  scale: Scale;
  limit?: number;
};

/** Attention patterns: thumbnails of all heads, one of them large as matrix or as lines. */
export type Attention = {
  part: "attention";
  tokens: string[];
  /** One per head, such as "17.3". */
  names: string[];
  /** [head, query, key], rows sum to one. */
  pattern: Numbers;
  /** [head, query, key]: pattern times the size of each value vector, rows scaled to sum to one. */
  value_weighted?: Numbers;
  /** A few words for each head, such as its role or what it writes. */
  notes?: string[];
};

export type HeatMap = {
  part: "heat_map";
  /** [row, column] */
  values: Numbers;
  /** [row, column]: an interval for every cell. */
  low?: Numbers;
  high?: Numbers;
  rows: string[];
  columns: string[];
  row_title: string;
  column_title: string;
  value_title: string;
  scale: Scale;
  /** The value of full colour; without it the largest finite size. Cells beyond it are marked. */
  limit?: number;
  /** What to add on hover, [row][column]. */
  texts?: string[][];
  /** Where the first row lies; layers start at the bottom. */
  origin: "bottom" | "top";
};

/** What each layer would say at each position. */
export type LensGrid = {
  part: "lens_grid";
  layers: string[];
  tokens: string[];
  /** [layer][position][rank] */
  top: string[][][];
  /** [layer, position, rank] */
  probabilities: Numbers;
  answer?: string;
  /** [layer, position] */
  answer_probability?: Numbers;
  /** Row of `layers` from which the answer leads for good at the last position. */
  decided_at?: number;
};

export type Bars = {
  part: "bars";
  labels: string[];
  values: Numbers;
  low?: Numbers;
  high?: Numbers;
  value_title: string;
  notes?: string[];
};

export type Curve = { name: string; x: Numbers; y: Numbers; low?: Numbers; high?: Numbers };

export type Curves = {
  part: "curves";
  series: Curve[];
  x_title: string;
  y_title: string;
  x_log?: boolean;
  /** Vertical marks with a word each. */
  marks?: { x: number; text: string }[];
};

export type GraphNode = {
  id: string;
  label: string;
  kind: "embed" | "head" | "mlp" | "latent" | "logits" | "token";
  /** 0 at the bottom. */
  layer: number;
  role?: string;
  score?: number;
  /** What is known of the node, a line each. */
  evidence?: string[];
};

export type GraphEdge = { source: string; target: string; score: number; label?: string };

/** A circuit: layered layout, prune slider over the size of scores, click for evidence. */
export type Graph = { part: "graph"; nodes: GraphNode[]; edges: GraphEdge[]; score_title: string };

export type LatentCard = {
  part: "latent_card";
  name: string;
  label?: string;
  density?: number;
  examples: { tokens: string[]; values: Numbers; note?: string }[];
  logits_up: [string, number][];
  logits_down: [string, number][];
  /** `edges` has one more than `counts`. */
  histogram?: { edges: Numbers; counts: Numbers };
  neighbours?: [string, number][];
};

export type FindingCard = {
  part: "finding";
  claim: string;
  grade: "observed" | "causal" | "verified";
  effect?: number;
  interval?: [number, number];
  control?: number;
  n?: number;
  unit?: string;
  method?: string;
  /** What would refute the claim. */
  refuted_by?: string;
};

export type Table = {
  part: "table";
  columns: { title: string; kind: "text" | "number" | "token" | "grade" }[];
  rows: (string | number | null)[][];
};
