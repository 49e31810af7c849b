/** The bundle for files and notebook output: `globalThis.cutaway.mount(element, payload)`. */
import { mount } from "./mount";

(globalThis as unknown as { cutaway: { mount: typeof mount } }).cutaway = { mount };
