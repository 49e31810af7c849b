"""`python -m bench NAME [--json] [--no-peers] [--repeat N]`: times ours and the peers in one run and prints ratios.

Every peer gets a virtual environment of its own under `.bench/`, made on first use, since their requirements conflict.
Only ratios within one run mean anything; machines are noisy.
"""

import argparse
import json
import sys

from bench import _circuits, _cost, _features, _forward, _harvest, _sweep

BENCHES = {
    "circuits": _circuits.run,
    "forward": _forward.run,
    "harvest": _harvest.run,
    "sweep": _sweep.run,
    "cost": _cost.run,
    "features": _features.run,
}


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("bench", choices=BENCHES)
    parser.add_argument("--json", action="store_true", help="print JSON")
    parser.add_argument("--no-peers", action="store_true", help="time ours and plain transformers alone")
    parser.add_argument("--repeat", type=int, default=5, help="how often to time (the median counts)")
    given = parser.parse_args()
    rows = BENCHES[given.bench](peers=not given.no_peers, repeat=given.repeat)
    if given.json:
        print(json.dumps(rows))
        return
    for row in rows:
        extra = ", ".join(f"{k} {v}" for k, v in row.items() if k not in ("what", "seconds", "ratio", "against"))
        print(f"{row['what']:<52} {row['seconds']:8.3f} s   {row['ratio']:7.2f}x {row['against']}   {extra}")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
