"""Timing, and peers in environments of their own."""

import json
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
PEERS = {
    "transformer_lens": "transformer-lens>=4.3,<5",
    "nnsight": "nnsight>=0.8,<0.9",
    "auto_circuit": "auto-circuit==1.0.1 attrs transformer-lens>=2,<3 transformers<5 pyarrow<18 datasets<4",
    "sae_lens": "sae-lens==6.54.*",
    "sparsify": "eai-sparsify==1.3.3",
}


def timed(functions: dict[str, Callable[[], Any]], repeat: int, *, warm_up: bool = True) -> dict[str, float]:
    """The median time of each, taken in turn so that a drifting machine hits all alike; one warm-up first."""
    for function in functions.values() if warm_up else ():
        function()
    taken: dict[str, list[float]] = {name: [] for name in functions}
    for _ in range(repeat):
        for name, function in functions.items():
            start = time.perf_counter()
            function()
            taken[name].append(time.perf_counter() - start)
    return {name: statistics.median(times) for name, times in taken.items()}


def model_folder() -> Path:
    """The bundled model as a folder in hub format, which every peer can read."""
    import cutaway

    return Path(cutaway.load("smollm2-135m").hf.name_or_path)


def peer(name: str, job: str, **arguments: Any) -> dict[str, Any] | None:
    """What a peer's script measured; None, with the reason on stderr, where the peer cannot be had."""
    python = ROOT / ".bench" / name / "bin" / "python"
    try:
        if not (python.parent / ".ready").exists():
            subprocess.run([sys.executable, "-m", "venv", str(python.parents[1])], check=True)
            for packages in (
                ["torch==2.13.0"],
                [*PEERS[name].split(), *([] if "transformers<" in PEERS[name] else ["transformers>=5"])],
            ):
                subprocess.run([python, "-m", "pip", "install", "-q", *packages], check=True, capture_output=True)
            (python.parent / ".ready").touch()
        script = ROOT / "bench" / "peers" / f"{name}.py"
        done = subprocess.run(
            [python, script, job, json.dumps(arguments)], check=True, capture_output=True, text=True, cwd="/"
        )
        return json.loads(done.stdout.strip().splitlines()[-1])
    except (subprocess.CalledProcessError, ValueError, IndexError) as error:
        detail = getattr(error, "stderr", None) or str(error)
        print(f"{name} could not be measured: {str(detail).strip().splitlines()[-1:]}", file=sys.stderr)
        return None
