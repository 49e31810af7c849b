/** Where the cells of a map lie on the screen, with zoom and pan. Rows are counted from the top of the screen. */
export type Layout = { left: number; top: number; width: number; height: number; rows: number; columns: number };
export type Window = { zoom: number; x: number; y: number };

export const MOST = 46;
const ROW = 16;

/** The height of a map of so many rows, without its axes. */
export const mapHeight = (rows: number): number => Math.max(ROW, Math.min(rows * ROW, 560));

/** The size of a cell. Without zoom all cells fit into the width. */
export function cell(layout: Layout, zoom: number): { width: number; height: number } {
  const width = Math.min(MOST, layout.width / Math.max(1, layout.columns));
  return { width: width * zoom, height: (layout.height / Math.max(1, layout.rows)) * zoom };
}

/** The window with its offsets kept within the map. */
export function clamped(layout: Layout, window: Window): Window {
  const zoom = Math.max(1, Math.min(64, window.zoom));
  const size = cell(layout, zoom);
  const most = { x: Math.max(0, size.width * layout.columns - layout.width), y: Math.max(0, size.height * layout.rows - layout.height) };
  return { zoom, x: Math.max(0, Math.min(most.x, window.x)), y: Math.max(0, Math.min(most.y, window.y)) };
}

/** Zoom by a factor so that what is at a point (relative to the map) stays there. */
export function zoomed(layout: Layout, window: Window, factor: number, at: { x: number; y: number }): Window {
  const zoom = Math.max(1, Math.min(64, window.zoom * factor));
  const by = zoom / window.zoom;
  return clamped(layout, { zoom, x: (window.x + at.x) * by - at.x, y: (window.y + at.y) * by - at.y });
}

/** The cell under a point relative to the map; null outside. */
export function under(layout: Layout, window: Window, x: number, y: number): { row: number; column: number } | null {
  if (x < 0 || y < 0 || x >= layout.width || y >= layout.height) return null;
  const size = cell(layout, window.zoom);
  const column = Math.floor((x + window.x) / size.width);
  const row = Math.floor((y + window.y) / size.height);
  return column < layout.columns && row < layout.rows ? { row, column } : null;
}

/** The window moved so that a cell can be seen. */
export function revealed(layout: Layout, window: Window, row: number, column: number): Window {
  const size = cell(layout, window.zoom);
  const fit = (at: number, length: number, offset: number, room: number) =>
    at < offset ? at : at + length > offset + room ? at + length - room : offset;
  return clamped(layout, {
    zoom: window.zoom,
    x: fit(column * size.width, size.width, window.x, layout.width),
    y: fit(row * size.height, size.height, window.y, layout.height),
  });
}
