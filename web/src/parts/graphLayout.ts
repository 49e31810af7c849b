import type { Graph, GraphEdge, GraphNode } from "./types";

export type Placed = GraphNode & { x: number; y: number };

/** The edges of at least a size, and the nodes that one of them touches; inputs and outputs stay. */
export function pruned(graph: Graph, least: number): { nodes: GraphNode[]; edges: GraphEdge[] } {
  const edges = graph.edges.filter((e) => Math.abs(e.score) >= least);
  const touched = new Set(edges.flatMap((e) => [e.source, e.target]));
  return { nodes: graph.nodes.filter((n) => touched.has(n.id) || !graph.edges.length), edges };
}

/** The size that leaves about so many of the largest edges. */
export function threshold(graph: Graph, keep: number): number {
  const sizes = graph.edges.map((e) => Math.abs(e.score)).sort((a, b) => b - a);
  return sizes[Math.min(sizes.length, Math.max(1, Math.round(keep))) - 1] ?? 0;
}

const order = { token: 0, embed: 0, head: 1, latent: 2, mlp: 3, logits: 4 } as const;

/** Rows by layer from the bottom up, attention below the MLP of its layer; in a row each node near the mean of those
 * below that it listens to, by a few sweeps. Coordinates in units of one node, the first row at y = 0. */
export function laidOut(nodes: GraphNode[], edges: GraphEdge[]): Placed[] {
  const level = (n: GraphNode) => (n.kind === "logits" ? 1e9 : n.layer * 10 + order[n.kind]);
  const levels = [...new Set(nodes.map(level))].sort((a, b) => a - b);
  const rows = levels.map((l) => nodes.filter((n) => level(n) === l));
  const widest = Math.max(1, ...rows.map((r) => r.length));
  const x = new Map<string, number>();
  rows.forEach((row) => row.forEach((n, i) => x.set(n.id, (i - (row.length - 1) / 2) * (widest > 1 ? 1 : 0))));
  const into = new Map<string, GraphEdge[]>();
  const out = new Map<string, GraphEdge[]>();
  for (const e of edges) {
    (into.get(e.target) ?? into.set(e.target, []).get(e.target)!).push(e);
    (out.get(e.source) ?? out.set(e.source, []).get(e.source)!).push(e);
  }
  const pull = (list: GraphEdge[] | undefined, end: "source" | "target", own: number) => {
    if (!list?.length) return own;
    const total = list.reduce((sum, e) => sum + Math.abs(e.score), 0) || 1;
    return list.reduce((sum, e) => sum + (Math.abs(e.score) / total) * (x.get(e[end]) ?? 0), 0);
  };
  for (let sweep = 0; sweep < 8; sweep++) {
    const up = sweep % 2 === 0;
    for (const row of up ? rows : [...rows].reverse()) {
      const wanted = row.map((n) => ({
        n,
        at: pull(up ? into.get(n.id) : out.get(n.id), up ? "source" : "target", x.get(n.id)!),
      }));
      wanted.sort((a, b) => a.at - b.at);
      spread(wanted.map((w) => w.at)).forEach((at, i) => x.set(wanted[i].n.id, at));
    }
  }
  const left = Math.min(...x.values());
  return rows.flatMap((row, y) => row.map((n) => ({ ...n, x: x.get(n.id)! - left, y })));
}

/** Sorted places moved apart to at least 1, as little as a pass each way needs. */
export function spread(places: number[]): number[] {
  const right = [...places];
  for (let i = 1; i < right.length; i++) right[i] = Math.max(right[i], right[i - 1] + 1);
  const shift = right.length ? right.reduce((s, v, i) => s + v - places[i], 0) / right.length : 0;
  return right.map((v) => v - shift);
}
