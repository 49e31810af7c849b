"""Runs inside nnsight's own environment; prints one line of JSON."""

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


def wrapped(folder):
    from nnsight import LanguageModel

    tokenizer = AutoTokenizer.from_pretrained(folder)
    plain = AutoModelForCausalLM.from_pretrained(folder, dtype=torch.float32).eval()
    return plain, tokenizer, LanguageModel(plain, tokenizer=tokenizer)


def first(output):
    return output[0] if isinstance(output, tuple) else output


def forward(folder, rows, length, repeat):
    ids = torch.randint(0, 49152, (rows, length), generator=torch.Generator().manual_seed(0))
    plain, _, model = wrapped(folder)

    def residuals():
        kept = []
        with torch.no_grad(), model.trace(ids):
            for layer in model.model.layers:
                kept.append(layer.output.save())
        return kept

    with torch.no_grad():
        base = median(lambda: plain(input_ids=ids, use_cache=False), repeat)
    return {"plain": base, "times": {"all residuals read": median(residuals, repeat)}}


def sweep(folder, clean, corrupted, answer, wrong):
    _, tokenizer, model = wrapped(folder)
    a, b = (tokenizer(text, add_special_tokens=False)["input_ids"][0] for text in (answer, wrong))
    n_layers, n_pos = model.config.num_hidden_layers, len(tokenizer(clean)["input_ids"])
    values = torch.zeros(n_layers, n_pos)
    with torch.no_grad():
        kept = []
        with model.trace(clean):
            for layer in model.model.layers:
                kept.append(layer.input.save())
        before = peak_megabytes()
        start = time.perf_counter()
        for layer in range(n_layers):
            for pos in range(n_pos):
                with model.trace(corrupted):
                    model.model.layers[layer].input[:, pos] = kept[layer][:, pos]
                    logits = model.lm_head.output[0, -1].save()
                values[layer, pos] = logits[a] - logits[b]
        seconds = time.perf_counter() - start
    return {
        "times": {"layer x position": seconds},
        "values": {"layer x position": values.tolist()},
        "peak_megabytes": peak_megabytes() - before,
    }


def peak_megabytes():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1000


if __name__ == "__main__":
    print(json.dumps({"forward": forward, "sweep": sweep}[sys.argv[1]](**json.loads(sys.argv[2]))))
