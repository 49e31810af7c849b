import { describe, expect, it } from "vitest";
import { number, round, short, signed, visible } from "../src/parts/format";
import { laidOut, pruned, spread, threshold } from "../src/parts/graphLayout";
import { cell, clamped, revealed, under, zoomed, type Layout } from "../src/parts/grid";
import { beyond, colour, ink, largest, type Rgb } from "../src/parts/scales";
import { logTicks, ticks } from "../src/parts/ticks";
import type { Graph } from "../src/parts/types";

describe("format", () => {
  it("says numbers as people read them", () => {
    expect([0, 1, -0.5, 0.000012, 123456, 14400, 0.92345].map(number)).toEqual(
      ["0", "1", "−0.500", "1.20e−5", "1.23e5", "14,400", "0.923"],
    );
    expect([NaN, Infinity, -Infinity, null].map(number)).toEqual(["not a number", "∞", "−∞", "not a number"]);
    expect([1.5, -1.5, 0].map(signed)).toEqual(["+1.50", "−1.50", "0"]);
    expect([0.8, 0.2, -20, 1000].map(round)).toEqual(["0.8", "0.2", "−20", "1,000"]);
  });
  it("makes white space visible, and only where it is all there is", () => {
    expect([" ", "\n", " Mary", "a\tb", ""].map(visible)).toEqual(["␣", "⏎", " Mary", "a⇥b", "∅"]);
    expect(["\u00a0", "a\u200b", "\u0007"].map(visible)).toEqual(["⍽", "a⟨200b⟩", "⟨7⟩"]);
    expect(short("a very long token indeed", 8)).toBe("a very …");
  });
});

describe("scales", () => {
  const luminance = ([r, g, b]: Rgb) =>
    [r, g, b]
      .map((v) => (v / 255 <= 0.04045 ? v / 255 / 12.92 : ((v / 255 + 0.055) / 1.055) ** 2.4))
      .reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0);
  const grid = Array.from({ length: 41 }, (_, i) => i / 20 - 1);

  it("is lighter towards zero in light, and darker in dark, without a turn", () => {
    for (const dark of [false, true])
      for (const sign of [1, -1]) {
        const run = grid.filter((v) => v >= 0).map((v) => luminance(colour(sign * v, 1, "diverging", dark)!));
        const steps = run.slice(1).map((v, i) => (dark ? v - run[i] : run[i] - v));
        expect(Math.min(...steps)).toBeGreaterThan(0);
      }
  });
  it("marks what is beyond, and gives no colour to what is no number", () => {
    expect(beyond(1.2, 1)).toBe(true);
    expect(beyond(-1, 1)).toBe(false);
    expect(colour(NaN, 1, "diverging", false)).toBeNull();
    expect(colour(5, 1, "diverging", false)).toEqual(colour(1, 1, "diverging", false));
  });
  it("writes on every colour with a contrast of 4.5 or more", () => {
    for (const dark of [false, true])
      for (const scale of ["diverging", "sequential"] as const)
        for (const v of grid) {
          const back = luminance(colour(v, 1, scale, dark)!);
          const front = ink(colour(v, 1, scale, dark)!) === "#000000" ? 0 : 1;
          const [high, low] = back > front ? [back, front] : [front, back];
          expect((high + 0.05) / (low + 0.05)).toBeGreaterThan(4.5);
        }
  });
  it("finds the largest finite size", () => {
    expect(largest([1, -3, NaN, Infinity])).toBe(3);
    expect(largest([])).toBe(1);
  });
});

describe("the grid of a map", () => {
  const layout: Layout = { left: 40, top: 60, width: 400, height: 300, rows: 30, columns: 1000 };
  it("fits all cells without zoom", () => {
    expect(cell(layout, 1).width * 1000).toBeCloseTo(400);
    expect(under(layout, { zoom: 1, x: 0, y: 0 }, 399.9, 299.9)).toEqual({ row: 29, column: 999 });
    expect(under(layout, { zoom: 1, x: 0, y: 0 }, 401, 10)).toBeNull();
  });
  it("keeps what is under the pointer there when it zooms", () => {
    const before = under(layout, { zoom: 1, x: 0, y: 0 }, 200.1, 150.1);
    let window = { zoom: 1, x: 0, y: 0 };
    for (let i = 0; i < 6; i++) window = zoomed(layout, window, 1.5, { x: 200.1, y: 150.1 });
    expect(under(layout, window, 200.1, 150.1)).toEqual(before);
    expect(window.zoom).toBeGreaterThan(10);
  });
  it("never leaves the map", () => {
    const window = clamped(layout, { zoom: 4, x: 1e9, y: -5 });
    expect([window.x, window.y]).toEqual([1200, 0]);
    expect(clamped(layout, { zoom: 0.1, x: 9, y: 9 })).toEqual({ zoom: 1, x: 0, y: 0 });
  });
  it("brings a cell into view", () => {
    const window = revealed(layout, { zoom: 50, x: 0, y: 0 }, 29, 999);
    expect(under(layout, window, layout.width - 1, layout.height - 1)).toEqual({ row: 29, column: 999 });
  });
});

describe("ticks", () => {
  it("are round and within the ends", () => {
    expect(ticks(0, 1, 5)).toEqual([0, 0.2, 0.4, 0.6, 0.8, 1]);
    expect(ticks(-3, 14, 4)).toEqual([0, 5, 10]);
    expect(ticks(2, 2)).toEqual([2]);
    expect(logTicks(1, 1e4)).toEqual([1, 10, 100, 1000, 10000]);
    expect(logTicks(3, 90)).toEqual([5, 10, 20, 50]);
  });
});

describe("the graph", () => {
  const node = (id: string, kind: "embed" | "head" | "mlp" | "logits", layer: number) => ({ id, label: id, kind, layer });
  const graph: Graph = {
    part: "graph",
    score_title: "s",
    nodes: [node("e", "embed", 0), node("h", "head", 0), node("m", "mlp", 0), node("k", "head", 1), node("o", "logits", 1)],
    edges: [
      { source: "e", target: "h", score: 3 },
      { source: "h", target: "m", score: -2 },
      { source: "m", target: "o", score: 1 },
      { source: "k", target: "o", score: 0.5 },
    ],
  };
  it("keeps so many of the largest edges, and the nodes that they touch", () => {
    const found = pruned(graph, threshold(graph, 2));
    expect(found.edges.map((e) => e.score)).toEqual([3, -2]);
    expect(found.nodes.map((n) => n.id)).toEqual(["e", "h", "m"]);
  });
  it("puts later parts higher, attention below the MLP of its layer", () => {
    const y = Object.fromEntries(laidOut(graph.nodes, graph.edges).map((n) => [n.id, n.y]));
    expect([y.e, y.h, y.m, y.k, y.o]).toEqual([0, 1, 2, 3, 4]);
  });
  it("never puts two nodes of a row closer than one", () => {
    const row = spread([0, 0.1, 0.2, 5]);
    expect(Math.min(...row.slice(1).map((v, i) => v - row[i]))).toBeGreaterThanOrEqual(1 - 1e-9);
  });
});
