"""The frame of a page: its styles, its theme switch and the line that shows what is under the pointer."""

from html import escape

_STYLE = """
:root { color-scheme: light; --bg:#fbfbf9; --card:#fff; --ink:#1c2126; --soft:#5c666f; --line:#dfe3e6;
  --blue:#1f5fa8; --orange:#c2570c; --teal:#0b6f6f; --none:#f0f1f1; --good:#1b6e3c; --warn:#8a5a00; }
@media (prefers-color-scheme: dark) { :root:not([data-theme=light]) { color-scheme: dark; --bg:#14181c; --card:#1c2227;
  --ink:#e6eaed; --soft:#9aa6b0; --line:#323b43; --blue:#6aaef5; --orange:#f39a55; --teal:#4fc3b9; --none:#262d33;
  --good:#6fd09a; --warn:#e5b454; } }
:root[data-theme=dark] { color-scheme: dark; --bg:#14181c; --card:#1c2227; --ink:#e6eaed; --soft:#9aa6b0; --line:#323b43;
  --blue:#6aaef5; --orange:#f39a55; --teal:#4fc3b9; --none:#262d33; --good:#6fd09a; --warn:#e5b454; }
* { box-sizing: border-box } body { margin:0; background:var(--bg); color:var(--ink);
  font:16px/1.55 system-ui, -apple-system, "Segoe UI", sans-serif }
main { max-width: 1040px; margin: 0 auto; padding: 28px 20px 90px }
header { display:flex; gap:16px; align-items:start; justify-content:space-between }
h1 { font-size: 1.5rem; line-height:1.3; margin:.1em 0 .3em } h2 { font-size:1.14rem; margin:0 0 .2em }
section { background:var(--card); border:1px solid var(--line); border-radius:10px; padding:18px 20px; margin:16px 0 }
p.how { color:var(--soft); margin:.1em 0 .9em; max-width:75ch } .soft { color:var(--soft) }
mark { background:none; color:var(--blue); font-weight:650 } code { font-size:.88em; overflow-wrap:anywhere }
button { font:inherit; color:var(--ink); background:var(--card); border:1px solid var(--line); border-radius:8px;
  padding:4px 12px; cursor:pointer; white-space:nowrap } button:focus-visible, .scroll:focus-visible { outline:2px solid var(--blue) }
table { border-collapse:collapse; width:100%; font-size:.93rem } td, th { text-align:left; padding:3px 10px 3px 0;
  border-bottom:1px solid var(--line); vertical-align:top } td.n, th.n { text-align:right; font-variant-numeric:tabular-nums }
.bar { display:inline-block; height:.72em; border-radius:2px; background:var(--blue); min-width:1px } .bar.neg { background:var(--orange) }
.scroll { overflow-x:auto } svg.map { max-width:none; display:block } svg text.axis { font-size:11px; fill:var(--soft) }
svg text.end { text-anchor:end } rect { stroke:none } rect.pos { fill:color-mix(in oklab, var(--blue) calc(var(--s)*100%), var(--none)) }
rect.neg { fill:color-mix(in oklab, var(--orange) calc(var(--s)*100%), var(--none)) }
rect.seq { fill:color-mix(in oklab, var(--teal) calc(var(--s)*100%), var(--none)) }
rect.nan { fill:none; stroke:var(--soft); stroke-dasharray:2 2 } rect.beyond { stroke:var(--ink); stroke-width:1.5 }
rect:hover { stroke:var(--ink); stroke-width:1.5 }
.legend { display:flex; gap:8px; align-items:center; font-size:.82rem; color:var(--soft); margin:.5em 0 0; flex-wrap:wrap }
.ramp { width:130px; height:10px; border-radius:3px; display:inline-block } .seqramp { background:linear-gradient(90deg,var(--none),var(--teal)) }
.divramp { background:linear-gradient(90deg,var(--orange),var(--none),var(--blue)) } .hint { margin-left:10px }
.heads { display:grid; grid-template-columns:repeat(auto-fill,minmax(min(100%,460px),1fr)); gap:14px } .heads h3 { font-size:.95rem; margin:.3em 0 }
.finding { border-left:4px solid var(--warn); padding:2px 0 2px 14px; margin:14px 0 } .finding.causal, .finding.verified { border-color:var(--good) }
.grade { font-weight:650; color:var(--warn) } .causal .grade, .verified .grade { color:var(--good) }
details { margin-top:.6em } summary { cursor:pointer; color:var(--soft) }
#under { position:fixed; left:0; right:0; bottom:0; background:var(--card); border-top:1px solid var(--line); padding:7px 20px;
  font-size:.9rem; min-height:2.4em; font-variant-numeric:tabular-nums }
"""

_SCRIPT = """
const root = document.documentElement, line = document.getElementById('under'), key = 'cutaway-theme';
try { const kept = localStorage.getItem(key); if (kept) root.dataset.theme = kept; } catch {}
document.getElementById('theme').addEventListener('click', () => {
  const dark = root.dataset.theme ? root.dataset.theme === 'dark' : matchMedia('(prefers-color-scheme: dark)').matches;
  root.dataset.theme = dark ? 'light' : 'dark';
  try { localStorage.setItem(key, root.dataset.theme); } catch {}
});
document.addEventListener('pointerover', (e) => { const v = e.target.dataset && e.target.dataset.v; if (v) line.textContent = v; });
"""


def page(title: str, body: str) -> str:
    """A whole document around `body`, which is HTML already."""
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'; "
        "script-src 'unsafe-inline'; img-src data:\">"
        f'<link rel="icon" href="data:,"><title>{escape(title)}</title><style>{_STYLE}</style></head>'
        f'<body><main>{body}</main><div id="under" role="status">Point at a cell to read its value.</div>'
        f"<script>{_SCRIPT}</script></body></html>"
    )


def section(title: str, how: str, *parts: str) -> str:
    """One card: a heading, a sentence on how to read it, and its content (HTML)."""
    return f'<section><h2>{escape(title)}</h2><p class="how">{escape(how)}</p>{"".join(parts)}</section>'


def bar(value: float, largest: float, width: int = 220) -> str:
    """A horizontal bar, orange where negative."""
    share = abs(value) / largest if largest else 0.0
    return f'<span class="bar{" neg" if value < 0 else ""}" style="width:{share * width:.0f}px"></span>'
