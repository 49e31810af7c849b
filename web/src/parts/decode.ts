import type { Numbers, Packed, Page, Payload } from "./types";

/** The page of a payload, with every packed array as numbers. Fails, saying so, on a payload of another version. */
export async function decode(payload: Payload): Promise<Page> {
  if (payload?.cutaway !== 1)
    throw new Error(`this page was written by another version of Cutaway (${String(payload?.cutaway)}); make it again`);
  const arrays = await Promise.all(payload.arrays.map(unpack));
  return resolve(payload.page, arrays) as Page;
}

/** One array: base64, inflated, widened to 32-bit floats. */
export async function unpack(packed: Packed): Promise<Numbers> {
  const bytes = await inflate(base64(packed.data));
  return { shape: packed.shape, values: widen(packed, bytes) };
}

function base64(text: string): Uint8Array<ArrayBuffer> {
  const raw = atob(text);
  const bytes = new Uint8Array(raw.length);
  for (let i = 0; i < raw.length; i++) bytes[i] = raw.charCodeAt(i);
  return bytes;
}

async function inflate(bytes: Uint8Array<ArrayBuffer>): Promise<ArrayBuffer> {
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate"));
  return new Response(stream).arrayBuffer();
}

function widen(packed: Packed, buffer: ArrayBuffer): Float32Array {
  const { dtype, scale = 1, offset = 0 } = packed;
  if (dtype === "float32") return new Float32Array(buffer);
  if (dtype === "int32") return new Float32Array(new Int32Array(buffer));
  if (dtype === "uint8") return looked(new Uint8Array(buffer), 256, (v) => (v === 255 ? NaN : v * scale + offset));
  if (dtype === "float16") return looked(new Uint16Array(buffer), 65536, half);
  throw new Error(`numbers of type ${String(dtype)} cannot be read; make the page again`);
}

/** What each code stands for, by a table where there are many: a pattern of 4,096 tokens has 17 million. */
function looked(codes: Uint8Array | Uint16Array, kinds: number, meaning: (code: number) => number): Float32Array {
  const out = new Float32Array(codes.length);
  if (codes.length < kinds) for (let i = 0; i < codes.length; i++) out[i] = meaning(codes[i]);
  else {
    const table = Float32Array.from({ length: kinds }, (_, code) => meaning(code));
    for (let i = 0; i < codes.length; i++) out[i] = table[codes[i]];
  }
  return out;
}

/** The value of a 16-bit float. */
export function half(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 31;
  const fraction = bits & 1023;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  if (exponent === 31) return fraction ? NaN : sign * Infinity;
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}

function resolve(value: unknown, arrays: Numbers[]): unknown {
  if (Array.isArray(value)) return value.map((item) => resolve(item, arrays));
  if (value === null || typeof value !== "object") return value;
  const index = (value as { $array?: number }).$array;
  if (typeof index === "number") return arrays[index];
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, resolve(item, arrays)]));
}
