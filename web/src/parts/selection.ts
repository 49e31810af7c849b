import type { Part } from "./types";

/** What a part tells when something in it is chosen; indices into its labels. */
export type Selection = {
  part: Part;
  row?: number;
  column?: number;
  index?: number;
  head?: number;
  layer?: number;
  pos?: number;
  node?: string;
};

export type OnSelect = (selection: Selection) => void;

/** What a part looks like at the moment (chosen cell, zoom, tab), as plain JSON. */
export type ViewState = Record<string, unknown>;

/** What every part takes. */
export type PartProps<P extends Part> = { part: P; onSelect?: OnSelect; state?: ViewState };
