/** Light or dark: the system's, unless somebody switched. */

const key = "cutaway-theme";

export function applyTheme(): void {
  try {
    const kept = localStorage.getItem(key);
    if (kept === "light" || kept === "dark") document.documentElement.dataset.theme = kept;
  } catch {
    // a browser may forbid storage; the system's theme is good then
  }
}

export function switchTheme(): void {
  const root = document.documentElement;
  const dark = root.dataset.theme
    ? root.dataset.theme === "dark"
    : matchMedia("(prefers-color-scheme: dark)").matches;
  root.dataset.theme = dark ? "light" : "dark";
  try {
    localStorage.setItem(key, root.dataset.theme);
  } catch {
    // as above
  }
}
