"""Runs inside auto-circuit's own environment; prints one line of JSON."""

import json
import statistics
import sys
import time

import torch
from safetensors.torch import load_file

sys.path = [entry for entry in sys.path if not entry.endswith("bench/peers")]  # this file has the package's name


def model_of(weights, shape):
    """The GPT-2 of a safetensors file as TransformerLens keeps one."""
    from transformer_lens import HookedTransformer, HookedTransformerConfig

    heads, width = shape["n_head"], shape["n_embd"]
    config = HookedTransformerConfig(
        n_layers=shape["n_layer"],
        d_model=width,
        n_ctx=shape["n_positions"],
        d_head=width // heads,
        n_heads=heads,
        d_mlp=4 * width,
        d_vocab=shape["vocab_size"],
        act_fn="gelu_new",
        normalization_type="LN",
    )
    model = HookedTransformer(config)
    given = {name.removeprefix("transformer."): value for name, value in load_file(weights).items()}
    state = {
        "embed.W_E": given["wte.weight"],
        "pos_embed.W_pos": given["wpe.weight"],
        "ln_final.w": given["ln_f.weight"],
        "ln_final.b": given["ln_f.bias"],
        "unembed.W_U": given["wte.weight"].T,
        "unembed.b_U": torch.zeros(shape["vocab_size"]),
    }
    for layer in range(shape["n_layer"]):
        old, new = f"h.{layer}", f"blocks.{layer}"
        for number in (1, 2):
            state[f"{new}.ln{number}.w"] = given[f"{old}.ln_{number}.weight"]
            state[f"{new}.ln{number}.b"] = given[f"{old}.ln_{number}.bias"]
        columns = given[f"{old}.attn.c_attn.weight"].chunk(3, dim=1)
        biases = given[f"{old}.attn.c_attn.bias"].chunk(3)
        for letter, weight, bias in zip("QKV", columns, biases, strict=True):
            state[f"{new}.attn.W_{letter}"] = weight.unflatten(1, (heads, -1)).movedim(1, 0)
            state[f"{new}.attn.b_{letter}"] = bias.unflatten(0, (heads, -1))
        state[f"{new}.attn.W_O"] = given[f"{old}.attn.c_proj.weight"].unflatten(0, (heads, -1))
        state[f"{new}.attn.b_O"] = given[f"{old}.attn.c_proj.bias"]
        for mine, theirs in (("in", "c_fc"), ("out", "c_proj")):
            state[f"{new}.mlp.W_{mine}"] = given[f"{old}.mlp.{theirs}.weight"]
            state[f"{new}.mlp.b_{mine}"] = given[f"{old}.mlp.{theirs}.bias"]
    model.load_state_dict(state, strict=False)
    model.set_use_attn_result(True)
    model.set_use_split_qkv_input(True)
    model.set_use_hook_mlp_in(True)
    for parameter in model.parameters():
        parameter.requires_grad = False
    return model.eval()


def ours(name):
    """An edge's name, `A3.2->A5.1.Q`, as Cutaway writes it."""
    source, destination = name.split("->")

    def end(text, head, mlp, other):
        if text.startswith("A"):
            layer, number, *letter = text[1:].split(".")
            return f"{letter[0].lower() if letter else head}.{layer}.{number}"
        return f"{mlp}.{text.split()[-1]}" if text.startswith("MLP") else other

    return f"{end(source, 'head_out', 'mlp_out', 'embed')}->{end(destination, '', 'mlp_in', 'logits')}"


def score(weights, shape, steps, clean, corrupted, right, wrong):
    from auto_circuit.data import PromptDataLoader, PromptDataset
    from auto_circuit.prune_algos.mask_gradient import mask_gradient_prune_scores
    from auto_circuit.utils.graph_utils import patchable_model

    dataset = PromptDataset(
        torch.tensor(clean),
        torch.tensor(corrupted),
        [torch.tensor([token]) for token in right],
        [torch.tensor([token]) for token in wrong],
    )
    loader = PromptDataLoader(dataset, seq_len=len(clean[0]), diverge_idx=0, batch_size=len(clean), shuffle=False)
    model = patchable_model(model_of(weights, shape), factorized=True, slice_output="last_seq", separate_qkv=True)
    jobs = {"EAP": {"mask_val": 0.0}, "gradients of masks": {"integrated_grad_samples": steps}}
    times, scores = {}, {}
    for name, options in jobs.items():
        taken = []
        for _ in range(3):
            start = time.perf_counter()
            found = mask_gradient_prune_scores(model, loader, None, "logit", "avg_diff", **options)
            taken.append(time.perf_counter() - start)
        times[name] = statistics.median(taken)
        scores[name] = {ours(edge.name): float(edge.prune_score(found)) for edge in model.edges}
    return {"times": times, "scores": scores}


if __name__ == "__main__":
    print(json.dumps(globals()[sys.argv[1]](**json.loads(sys.argv[2]))))
