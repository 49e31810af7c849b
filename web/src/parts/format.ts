/** A number for people: four significant digits, a true minus, and words for what is no number. */
export function number(value: number | null | undefined): string {
  if (value === null || value === undefined || Number.isNaN(value)) return "not a number";
  if (!Number.isFinite(value)) return value > 0 ? "∞" : "−∞";
  const size = Math.abs(value);
  let text: string;
  if (size === 0) text = "0";
  else if (size >= 1e5 || size < 1e-3) text = value.toExponential(2).replace("e+", "e");
  else if (Number.isInteger(value)) text = value.toLocaleString("en-US");
  else text = size >= 1000 ? value.toFixed(0) : value.toPrecision(size >= 100 ? 4 : 3);
  return text.replaceAll("-", "−");
}

/** A round number, such as a tick's, without trailing zeros. */
export const round = (value: number): string =>
  value !== 0 && (Math.abs(value) >= 1e5 || Math.abs(value) < 1e-3)
    ? number(value)
    : Number(value.toPrecision(6)).toLocaleString("en-US", { maximumFractionDigits: 6 }).replaceAll("-", "−");

/** The same with its sign. */
export const signed = (value: number | null | undefined): string =>
  typeof value === "number" && value > 0 ? `+${number(value)}` : number(value);

/** A token whose white space can be seen: newlines, tabs and what prints nothing as signs, and a space where there is
 * nothing else. */
export function visible(token: string): string {
  const shown = token
    .replaceAll("\n", "⏎")
    .replaceAll("\t", "⇥")
    .replaceAll("\r", "␍")
    .replaceAll("\u00a0", "⍽")
    .replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, (c) => `⟨${c.codePointAt(0)!.toString(16)}⟩`);
  return shown.trim() === "" ? shown.replaceAll(" ", "␣") || "∅" : shown;
}

/** A token cut to a width, for axes. */
export function short(token: string, most = 12): string {
  const shown = visible(token).trim();
  return shown.length <= most ? shown : `${shown.slice(0, most - 1)}…`;
}

/** `low to high`, as an interval is read out. */
export const interval = (low: number, high: number): string => `${number(low)} to ${number(high)}`;
