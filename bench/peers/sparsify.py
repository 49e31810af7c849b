"""Runs inside sparsify's own environment; prints one line of JSON."""

import json
import statistics
import sys
import time

import torch

sys.path = [entry for entry in sys.path if not entry.endswith("bench/peers")]  # this file has the package's name


def step(d, latents, k, batch, steps):
    from sparsify import SparseCoder, SparseCoderConfig

    coder = SparseCoder(d, SparseCoderConfig(num_latents=latents, k=k), device="cpu", dtype=torch.float32)
    adam = torch.optim.Adam(coder.parameters(), lr=3e-4)
    held = [torch.randn(batch, d) for _ in range(4)]
    taken = []
    for number in range(steps):
        start = time.perf_counter()
        coder(held[number % 4]).fvu.backward()
        torch.nn.utils.clip_grad_norm_(coder.parameters(), 1.0)
        coder.remove_gradient_parallel_to_decoder_directions()
        adam.step()
        adam.zero_grad()
        coder.set_decoder_norm_to_unit_norm()
        taken.append(time.perf_counter() - start)
    return {"times": {"TopK step": statistics.median(taken[1:])}}


if __name__ == "__main__":
    print(json.dumps({"step": step}[sys.argv[1]](**json.loads(sys.argv[2]))))
