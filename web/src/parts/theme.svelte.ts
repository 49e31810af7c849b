import { getContext, setContext } from "svelte";

const KEY = Symbol("theme");
const STORED = "cutaway-theme";

/** Light or dark: the system's, until someone switches. `target` carries `data-theme` (the root, or a shadow host). */
export class Theme {
  dark = $state(false);
  readonly #target: HTMLElement;
  readonly #system = matchMedia("(prefers-color-scheme: dark)");
  readonly #follow = () => this.#read();

  constructor(target: HTMLElement) {
    this.#target = target;
    const kept = stored();
    if (kept && !target.dataset.theme) target.dataset.theme = kept;
    this.#system.addEventListener("change", this.#follow);
    this.#read();
  }

  toggle(): void {
    this.#target.dataset.theme = this.dark ? "light" : "dark";
    try {
      localStorage.setItem(STORED, this.#target.dataset.theme);
    } catch {
      // a sandboxed frame has no storage; the choice then lasts as long as the page
    }
    this.#read();
  }

  destroy(): void {
    this.#system.removeEventListener("change", this.#follow);
  }

  #read(): void {
    const chosen = this.#target.dataset.theme;
    this.dark = chosen ? chosen === "dark" : this.#system.matches;
  }
}

function stored(): "light" | "dark" | null {
  try {
    const kept = localStorage.getItem(STORED);
    return kept === "light" || kept === "dark" ? kept : null;
  } catch {
    return null;
  }
}

export const provideTheme = (theme: Theme): Theme => setContext(KEY, theme);

let shared: Theme | undefined;

/** The theme that stands around a part; the document's own where none was provided. */
export function useTheme(): Theme {
  return getContext<Theme | undefined>(KEY) ?? (shared ??= new Theme(document.documentElement));
}
