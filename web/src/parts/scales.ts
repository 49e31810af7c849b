import type { Scale } from "./types";

export type Rgb = readonly [number, number, number];

/** The colours of a scale at -1, 0 and 1 (diverging), or from 0 to 1 (sequential). */
type Stops = { low: Rgb[]; high: Rgb[]; none: Rgb };

const LIGHT = {
  orange: [[247, 246, 243], [246, 205, 163], [226, 133, 60], [163, 71, 8]],
  blue: [[247, 246, 243], [178, 208, 238], [84, 147, 209], [22, 80, 148]],
  teal: [[247, 246, 243], [176, 221, 212], [67, 158, 150], [7, 88, 92]],
} as const;
const DARK = {
  orange: [[37, 43, 48], [104, 68, 40], [190, 112, 52], [250, 178, 112]],
  blue: [[37, 43, 48], [42, 73, 108], [72, 133, 199], [148, 199, 250]],
  teal: [[37, 43, 48], [28, 79, 79], [46, 143, 136], [130, 221, 209]],
} as const;

function stops(scale: Scale, dark: boolean): Stops {
  const set = dark ? DARK : LIGHT;
  const high = (scale === "diverging" ? set.blue : set.teal) as unknown as Rgb[];
  return { low: (scale === "diverging" ? set.orange : set.teal) as unknown as Rgb[], high, none: high[0] };
}

/** Where a value lies on its scale: -1 to 1, clipped; null for what is no number. */
export function place(value: number, limit: number): number | null {
  if (Number.isNaN(value)) return null;
  if (limit <= 0) return 0;
  return Math.max(-1, Math.min(1, value / limit));
}

/** Whether a value lies beyond the scale's end. */
export const beyond = (value: number, limit: number): boolean => Math.abs(value) > limit * 1.0001;

/** The colour of a value. A sequential scale starts at 0, and takes what is below it for 0. */
export function colour(value: number, limit: number, scale: Scale, dark: boolean): Rgb | null {
  const at = place(value, limit);
  if (at === null) return null;
  const { low, high } = stops(scale, dark);
  if (scale === "sequential") return between(high, Math.max(0, at));
  return at < 0 ? between(low, -at) : between(high, at);
}

function between(colours: readonly Rgb[], at: number): Rgb {
  const x = at * (colours.length - 1);
  const i = Math.min(colours.length - 2, Math.floor(x));
  const f = x - i;
  return [0, 1, 2].map((c) => Math.round(colours[i][c] + f * (colours[i + 1][c] - colours[i][c]))) as unknown as Rgb;
}

export const css = (rgb: Rgb): string => `rgb(${rgb[0]} ${rgb[1]} ${rgb[2]})`;

/** Black or white, whichever reads better on a colour; at least 4.5 to 1. */
export function ink(rgb: Rgb): string {
  const [r, g, b] = rgb.map((v) => (v / 255 <= 0.04045 ? v / 255 / 12.92 : ((v / 255 + 0.055) / 1.055) ** 2.4));
  return 0.2126 * r + 0.7152 * g + 0.0722 * b > 0.179 ? "#000000" : "#ffffff";
}

/** A CSS gradient of the whole scale, for legends. */
export function gradient(scale: Scale, dark: boolean): string {
  const { low, high } = stops(scale, dark);
  const colours = scale === "sequential" ? high : [...[...low].reverse(), ...high.slice(1)];
  return `linear-gradient(90deg, ${colours.map(css).join(", ")})`;
}

/** The largest finite size among values, at least a little above 0. */
export function largest(values: Iterable<number>): number {
  let most = 0;
  for (const value of values) if (Number.isFinite(value) && Math.abs(value) > most) most = Math.abs(value);
  return most || 1;
}
