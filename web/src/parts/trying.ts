import type { Numbers } from "./types";

/** Runs a text of the reader's own and gives the activation at every token. */
export type OnTry = (name: string, text: string) => Promise<{ tokens: string[]; values: Numbers }>;
