/** The bundle for anywidget: the traitlet `payload` holds the JSON text of a payload, and is followed. */
import { mount } from "./mount";
import type { Payload } from "./parts/types";

type Model = { get(name: "payload"): string; on(event: string, call: () => void): void; off(event: string, call: () => void): void };

function render({ model, el }: { model: Model; el: HTMLElement }): () => void {
  const read = () => JSON.parse(model.get("payload")) as Payload;
  const host = document.createElement("div");
  el.replaceChildren(host);
  const shown = mount(host, read());
  const follow = () => shown.update(read());
  model.on("change:payload", follow);
  return () => {
    model.off("change:payload", follow);
    shown.destroy();
  };
}

export default { render };
