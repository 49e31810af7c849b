import { deflateSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { decode, half, unpack } from "../src/parts/decode";
import type { Packed, Payload } from "../src/parts/types";

const packed = (dtype: Packed["dtype"], shape: number[], bytes: ArrayBufferView, more = {}): Packed => ({
  dtype,
  shape,
  data: deflateSync(new Uint8Array(bytes.buffer)).toString("base64"),
  ...more,
});

describe("unpack", () => {
  it("keeps 32-bit floats, with what is no number", async () => {
    const values = new Float32Array([0.1, -2.5, NaN, Infinity]);
    const found = await unpack(packed("float32", [2, 2], values));
    expect(found.shape).toEqual([2, 2]);
    expect([...found.values]).toEqual([...values]);
  });
  it("scales bytes, and takes 255 for what is no number", async () => {
    const found = await unpack(packed("uint8", [3], new Uint8Array([0, 254, 255]), { scale: 0.5, offset: -1 }));
    expect([...found.values]).toEqual([-1, 126, NaN]);
  });
  it("widens 16-bit floats as their definition says", () => {
    // sign, exponent, fraction: 1, -2, the smallest, the largest, the infinities, not a number
    expect([0x3c00, 0xc000, 0x0001, 0x7bff, 0x7c00, 0xfc00, 0x7e00, 0x8000].map(half)).toEqual(
      [1, -2, 2 ** -24, 65504, Infinity, -Infinity, NaN, -0],
    );
  });
  it("refuses other types", async () => {
    await expect(unpack(packed("int64" as never, [1], new Int32Array([1])))).rejects.toThrow("int64");
  });
});

describe("decode", () => {
  it("puts every array in its place", async () => {
    const payload = {
      cutaway: 1,
      page: { title: "t", parts: [{ part: "bars", labels: ["a"], values: { $array: 0 }, value_title: "v" }] },
      arrays: [packed("int32", [1], new Int32Array([7]))],
    } as unknown as Payload;
    const page = await decode(payload);
    expect([...(page.parts[0] as { values: { values: Float32Array } }).values.values]).toEqual([7]);
  });
  it("refuses another version by name", async () => {
    await expect(decode({ cutaway: 2 } as unknown as Payload)).rejects.toThrow("(2)");
  });
});
