/** Texts as readers see them. */

/** A token with its invisible characters made visible. */
export function visible(token: string): string {
  if (token === "") return "∅";
  if (/^ +$/.test(token)) return "␣".repeat(token.length);
  return token.replaceAll("\n", "⏎").replaceAll("\t", "⇥");
}

/** When something was written, in the reader's own way. */
export function when(time: string): string {
  const date = new Date(time);
  return Number.isNaN(date.getTime())
    ? time
    : date.toLocaleString(undefined, { dateStyle: "medium", timeStyle: "short" });
}

export const plural = (n: number, word: string): string => `${n} ${n === 1 ? word : `${word}s`}`;
