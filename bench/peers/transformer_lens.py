"""Runs inside TransformerLens's own environment; prints one line of JSON."""

import json
import resource
import statistics
import sys
import time

import torch
from transformers import AutoModelForCausalLM, AutoTokenizer

sys.path = [entry for entry in sys.path if not entry.endswith("bench/peers")]  # this file has the package's name


def median(function, repeat):
    function()
    taken = []
    for _ in range(repeat):
        start = time.perf_counter()
        function()
        taken.append(time.perf_counter() - start)
    return statistics.median(taken)


def bridge(folder):
    from transformer_lens.model_bridge import TransformerBridge

    return TransformerBridge.boot_transformers(folder, device="cpu", dtype=torch.float32)


def forward(folder, rows, length, repeat):
    ids = torch.randint(0, 49152, (rows, length), generator=torch.Generator().manual_seed(0))
    plain = AutoModelForCausalLM.from_pretrained(folder, dtype=torch.float32).eval()
    model = bridge(folder)
    with torch.no_grad():
        base = median(lambda: plain(input_ids=ids, use_cache=False), repeat)
        times = {
            "forward": median(lambda: model(ids), repeat),
            "run_with_cache": median(lambda: model.run_with_cache(ids), repeat),
        }
    return {"plain": base, "times": times}


def sweep(folder, clean, corrupted, answer, wrong):
    from transformer_lens import patching

    tokenizer = AutoTokenizer.from_pretrained(folder)
    model = bridge(folder)
    a, b = (tokenizer(text, add_special_tokens=False)["input_ids"][0] for text in (answer, wrong))
    clean_ids, corrupted_ids = (tokenizer(text, return_tensors="pt")["input_ids"] for text in (clean, corrupted))

    def metric(logits):
        return logits[0, -1, a] - logits[0, -1, b]

    sweeps = {
        "layer x position": patching.get_act_patch_resid_pre,
        "heads": patching.get_act_patch_attn_head_out_all_pos,
    }
    times, values = {}, {}
    with torch.no_grad():
        _, cache = model.run_with_cache(clean_ids)
        before = peak_megabytes()
        for name, patch in sweeps.items():
            start = time.perf_counter()
            values[name] = patch(model, corrupted_ids, cache, metric).tolist()
            times[name] = time.perf_counter() - start
    return {"times": times, "values": values, "peak_megabytes": peak_megabytes() - before}


def peak_megabytes():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1000


if __name__ == "__main__":
    print(json.dumps({"forward": forward, "sweep": sweep}[sys.argv[1]](**json.loads(sys.argv[2]))))
