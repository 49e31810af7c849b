/** The bundle for anywidget: the traitlet `payload` holds the JSON text of a payload, and is followed. Where `tries` is
 * set, a text of the reader's own is sent as a message and comes back as a number for each token. */
import { mount } from "./mount";
import type { OnTry } from "./parts/trying";
import type { Payload } from "./parts/types";

type Tried = { tried: number; tokens?: string[]; values?: number[]; problem?: string };
type Model = {
  get(name: "payload"): string;
  get(name: "tries"): boolean;
  on(event: string, call: (message: Tried) => void): void;
  off(event: string, call: (message: Tried) => void): void;
  send(message: unknown): void;
};

function render({ model, el }: { model: Model; el: HTMLElement }): () => void {
  const read = () => JSON.parse(model.get("payload")) as Payload;
  const waiting = new Map<number, (message: Tried) => void>();
  let asked = 0;
  const onTry: OnTry = async (name, text) => {
    const number = Math.random() + asked++; // another view of the same widget hears the answer too
    const message = await new Promise<Tried>((resolve) => {
      waiting.set(number, resolve);
      model.send({ try: number, name, text });
    });
    if (message.problem !== undefined) throw new Error(message.problem);
    const values = Float32Array.from(message.values ?? []);
    return { tokens: message.tokens ?? [], values: { shape: [values.length], values } };
  };
  const heard = (message: Tried) => {
    waiting.get(message?.tried)?.(message);
    waiting.delete(message?.tried);
  };
  const host = document.createElement("div");
  el.replaceChildren(host);
  const shown = mount(host, read(), model.get("tries") ? { onTry } : {});
  const follow = () => shown.update(read());
  model.on("change:payload", follow);
  model.on("msg:custom", heard);
  return () => {
    model.off("change:payload", follow);
    model.off("msg:custom", heard);
    shown.destroy();
  };
}

export default { render };
