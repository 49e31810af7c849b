/** From what was clicked to the site it stands for, by the labels that the pictures carry. */

import type { Selection } from "../parts/selection";

/** A component or a latent that can be ablated, or a layer at which can be steered; `strength` is what to begin with
 * where a latent is added. */
export type Chosen = { site: string | null; layer: number | null; latent?: number; strength?: number; name: string };

const latent = (number: number): Chosen => ({ site: null, layer: null, latent: number, name: `latent ${number}` });

const head = (layer: string, unit: string): Chosen => ({
  site: `z.${layer}.${unit}`,
  layer: Number(layer),
  name: `head ${layer}.${unit}`,
});
const mlp = (layer: string): Chosen => ({ site: `mlp_out.${layer}`, layer: Number(layer), name: `MLP ${layer}` });

/** A component's name as people write it: `18.6`, `head 18.6`, `z.18.6`, `MLP 3`, `mlp_out.3`, `attn_out.3`,
 * `latent 472`. */
export function named(text: string): Chosen | null {
  const word = text.trim();
  const unit = /^(?:head\s+|z\.|head_out\.)?(\d+)\.(\d+)$/i.exec(word);
  if (unit) return head(unit[1]!, unit[2]!);
  const layer = /^(?:mlp\s*|mlp_out\.)(\d+)$/i.exec(word);
  if (layer) return mlp(layer[1]!);
  const unitOf = /^latent\s*(\d+)$/i.exec(word);
  if (unitOf) return latent(Number(unitOf[1]));
  const attention = /^(?:attention\s*|attn\s*|attn_out\.)(\d+)$/i.exec(word);
  if (attention)
    return { site: `attn_out.${attention[1]}`, layer: Number(attention[1]), name: `attention of layer ${attention[1]}` };
  return null;
}

/** What a click in a part stands for; null where it is no place in the model. */
export function chosen(selection: Selection): Chosen | null {
  const { part } = selection;
  if (part.part === "heat_map" && part.row_title === "layer" && selection.row !== undefined) {
    const layer = part.rows[selection.row] ?? "";
    const column = part.columns[selection.column ?? -1] ?? "";
    if (!/^\d+$/.test(layer)) return null;
    if (part.column_title === "head") return /^\d+$/.test(column) ? head(layer, column) : mlp(layer);
    return { site: null, layer: Number(layer), name: `layer ${layer}` };
  }
  if (part.part === "bars" && selection.index !== undefined) {
    const label = part.labels[selection.index] ?? "";
    const place = /^(\d+) at “/.exec(label); // a latent, with the token on which it is strongest
    return place ? { ...latent(Number(place[1])), strength: activation(part.notes?.[selection.index]) } : named(label);
  }
  if (part.part === "table" && part.columns[0]?.title === "latent" && selection.row !== undefined) {
    const number = part.rows[selection.row]?.[0];
    const at = part.columns.findIndex((column) => column.title === "activation");
    const active = part.rows[selection.row]?.[at];
    if (typeof number !== "number") return null;
    return { ...latent(number), strength: typeof active === "number" ? Number(active.toPrecision(2)) : undefined };
  }
  if (part.part === "graph" && selection.node !== undefined) return named(selection.node);
  if (part.part === "attention" && selection.head !== undefined) return named(part.names[selection.head] ?? "");
  if (part.part === "lens_grid" && selection.layer !== undefined) {
    const layer = part.layers[selection.layer] ?? "";
    return /^\d+$/.test(layer) ? { site: null, layer: Number(layer), name: `layer ${layer}` } : null;
  }
  return null;
}

/** What a note says of how active a latent is, in two figures. */
function activation(note: string | undefined): number | undefined {
  const found = /activation (\d[\d.]*)/.exec(note ?? "");
  return found ? Number(Number(found[1]).toPrecision(2)) : undefined;
}

/** A site as people read it. */
export function spoken(site: string): string {
  return named(site)?.name ?? site;
}
