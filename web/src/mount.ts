import { mount as put, unmount } from "svelte";
import Root from "./Root.svelte";
import theme from "./parts/theme.css?inline";
import type { OnTry } from "./parts/trying";
import type { Payload } from "./parts/types";
import { Shown } from "./shown.svelte";

export type Mounted = { update(payload: Payload): void; destroy(): void };

/** Draw a payload in an element, inside a shadow root, so that the styles around it do not reach in. Where somebody can
 * run a text of the reader's own, `onTry` does. */
export function mount(element: HTMLElement, payload: Payload, { onTry }: { onTry?: OnTry } = {}): Mounted {
  const root = element.shadowRoot ?? element.attachShadow({ mode: "open" });
  const style = document.createElement("style");
  style.textContent = theme;
  const place = document.createElement("div");
  root.replaceChildren(style, place);
  const shown = new Shown(payload);
  const app = put(Root, { target: place, props: { shown, host: element, onTry } });
  return {
    update: (next) => shown.show(next),
    destroy: () => {
      void unmount(app);
      root.replaceChildren();
    },
  };
}
