/** A canvas sized for the screen's pixels, cleared, in CSS pixels. */
export function prepared(canvas: HTMLCanvasElement, width: number, height: number): CanvasRenderingContext2D | null {
  const ratio = Math.min(3, globalThis.devicePixelRatio || 1);
  const [w, h] = [Math.max(1, Math.round(width * ratio)), Math.max(1, Math.round(height * ratio))];
  if (canvas.width !== w || canvas.height !== h) {
    canvas.width = w;
    canvas.height = h;
  }
  const context = canvas.getContext("2d");
  context?.setTransform(ratio, 0, 0, ratio, 0, 0);
  context?.clearRect(0, 0, width, height);
  return context;
}

/** The value of a CSS variable where an element stands. */
export const variable = (element: Element, name: string): string => getComputedStyle(element).getPropertyValue(name).trim();

/** An image of one pixel a cell, painted by `paint(row, column)`; null leaves the pixel clear. */
export function image(
  rows: number,
  columns: number,
  paint: (row: number, column: number) => readonly [number, number, number] | null,
): HTMLCanvasElement {
  const canvas = document.createElement("canvas");
  canvas.width = Math.max(1, columns);
  canvas.height = Math.max(1, rows);
  const context = canvas.getContext("2d")!;
  const pixels = context.createImageData(canvas.width, canvas.height);
  for (let r = 0, at = 0; r < rows; r++)
    for (let c = 0; c < columns; c++, at += 4) {
      const colour = paint(r, c);
      if (!colour) continue;
      pixels.data[at] = colour[0];
      pixels.data[at + 1] = colour[1];
      pixels.data[at + 2] = colour[2];
      pixels.data[at + 3] = 255;
    }
  context.putImageData(pixels, 0, 0);
  return canvas;
}

/** Every which label has room, where each takes `size` pixels and a label needs `room`. */
export const stride = (size: number, room: number): number => Math.max(1, Math.ceil(room / Math.max(size, 1e-6)));
