import { decode } from "./parts/decode";
import type { Page, Payload } from "./parts/types";

/** The page that is shown, once its payload is decoded; or why it cannot be. */
export class Shown {
  page = $state.raw<Page | null>(null);
  problem = $state<string | null>(null);
  #latest = 0;

  constructor(payload: Payload) {
    this.show(payload);
  }

  show(payload: Payload): void {
    const number = ++this.#latest;
    decode(payload).then(
      (page) => {
        if (number !== this.#latest) return;
        this.page = page;
        this.problem = null;
      },
      (error: unknown) => {
        if (number === this.#latest) this.problem = error instanceof Error ? error.message : String(error);
      },
    );
  }
}
