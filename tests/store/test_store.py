"""A store holds exactly what plain runs give, survives interruption, and is refused when it is not what it says."""

import errno
import json
import shutil

import pytest
import torch
from safetensors import safe_open

from corpora import documents
from cutaway import files
from cutaway.errors import CorruptFileError, DataError, FileError, NonFiniteError, UnknownSiteError
from cutaway.model import LanguageModel
from cutaway.store import Corpus, Packing, Store, harvest, stream
from families import tiny

CORPUS = Corpus(name="list", read=lambda: iter(documents()))
PACKING = Packing(length=24, shortest=4)
SITES = ["resid_post.1", "z.0", "mlp_post.1.7"]
OPTIONS = {"packing": PACKING, "batch_tokens": 200, "shard_bytes": 100_000}


class StopError(Exception):
    pass


def stop_after(tokens: int):
    def progress(label, done, total):
        if done >= tokens:
            raise StopError

    return progress


def all_of(store: Store, site: str, **options) -> torch.Tensor:
    return torch.cat([batch[site] for batch in store.batches(64, shuffle=False, **options)])


@pytest.fixture(scope="module")
def store(lm, tmp_path_factory) -> Store:
    return harvest(lm, CORPUS, SITES, tmp_path_factory.mktemp("store") / "a", **OPTIONS)


def test_every_row_is_what_plain_transformers_gives(lm, store):
    assert len(store.manifest.shards) > 2
    for row in store.index().to_pylist()[::7]:
        with safe_open(store.path / store.manifest.shards[row["shard"]].file, "pt") as shard:
            part = slice(row["first"], row["first"] + row["tokens"])
            ids, kept = shard.get_tensor("ids")[part], shard.get_tensor("resid_post.1")[part]
        text = documents()[row["document"]]
        assert ids.tolist() == lm.tokenizer(text)["input_ids"][row["start"] : row["start"] + row["tokens"]]
        with torch.no_grad():
            hidden = lm.hf(ids.long()[None], output_hidden_states=True).hidden_states[2][0]
        torch.testing.assert_close(kept, hidden, rtol=1e-4, atol=1e-5)


def test_stream_is_the_same_without_a_disk(lm, store):
    batches = list(stream(lm, CORPUS, SITES, packing=PACKING, batch_tokens=200))
    for site in store.sites:
        assert torch.equal(torch.cat([batch[site] for batch in batches]), all_of(store, site))
    read = list(store.batches(64, shuffle=False))
    for name in ("ids", "pos", "document"):
        assert torch.equal(
            torch.cat([getattr(batch, name) for batch in batches]), torch.cat([getattr(batch, name) for batch in read])
        )
    later = list(stream(lm, CORPUS, SITES, packing=PACKING, batch_tokens=200, first=3))
    assert torch.equal(later[0]["z.0"], batches[3]["z.0"]) and len(later) == len(batches) - 3


def test_the_forward_pass_stops_at_the_last_layer_that_is_needed(lm):
    calls = []
    hook = lm.hf.model.layers[2].register_forward_pre_hook(lambda *_: calls.append(2))
    try:
        next(iter(stream(lm, CORPUS, ["resid_post.1"], packing=PACKING)))
        assert not calls
        next(iter(stream(lm, CORPUS, ["resid_post.2"], packing=PACKING)))
        assert calls
    finally:
        hook.remove()


def test_attention_logits_and_all_layers_can_be_read(lm):
    sites = ["pattern.1", "scores.1.2", "logits", "resid_post", "embed"]
    (batch, *_) = stream(lm, CORPUS, sites, packing=PACKING, batch_tokens=100)
    n = len(batch)
    assert batch["pattern.1"].shape == (n, lm.n_heads, PACKING.length)
    torch.testing.assert_close(batch["pattern.1"].sum(-1), torch.ones(n, lm.n_heads))
    assert torch.equal(batch["scores.1.2"].isfinite().sum(-1), batch.pos + 1)
    torch.testing.assert_close(lm.unembed(batch["resid_post.2"]), batch["logits"])


def test_sites_that_are_one_tensor_in_memory_are_kept_each(lm, tmp_path):
    found = harvest(lm, CORPUS, ["resid_pre", "resid_post"], tmp_path, packing=PACKING, n_tokens=300)
    assert torch.equal(all_of(found, "resid_pre.1"), all_of(found, "resid_post.0"))
    found.verify()


def test_an_interrupted_harvest_goes_on_and_gives_the_same(lm, store, tmp_path):
    with pytest.raises(StopError):
        harvest(lm, CORPUS, SITES, tmp_path / "b", progress=stop_after(len(store) * 2 // 3), **OPTIONS)
    with pytest.raises(DataError, match="was interrupted"):
        Store.open(tmp_path / "b")
    done: list[int] = []
    again = harvest(lm, CORPUS, SITES, tmp_path / "b", progress=lambda _, d, t: done.append(d), **OPTIONS)
    assert done[0] > 0
    for site in store.sites:
        assert torch.equal(all_of(again, site), all_of(store, site))
    assert again.index().equals(store.index())
    ran = []
    harvest(lm, CORPUS, SITES, tmp_path / "b", progress=lambda *given: ran.append(given), **OPTIONS)
    assert not ran


def test_another_job_or_another_text_does_not_go_on(lm, tmp_path):
    with pytest.raises(StopError):
        harvest(lm, CORPUS, SITES, tmp_path, progress=stop_after(700), **OPTIONS)
    with pytest.raises(DataError, match="sites is"):
        harvest(lm, CORPUS, SITES[:1], tmp_path, **OPTIONS)
    with pytest.raises(DataError, match="dtype is 'float32' there, 'float16' here"):
        harvest(lm, CORPUS, SITES, tmp_path, dtype="float16", **OPTIONS)
    with pytest.raises(DataError, match="fingerprint"):
        harvest(LanguageModel(tiny("llama", seed=1), lm.tokenizer), CORPUS, SITES, tmp_path, **OPTIONS)
    changed = Corpus(name="list", read=lambda: iter(documents(seed=5)))
    with pytest.raises(DataError, match="not what it was"):
        harvest(lm, changed, SITES, tmp_path, **OPTIONS)
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "notes.txt").write_text("mine")
    with pytest.raises(DataError, match="holds other files"):
        harvest(lm, CORPUS, SITES, tmp_path / "other", **OPTIONS)
    assert [path.name for path in (tmp_path / "other").iterdir()] == ["notes.txt"]


def test_a_harvest_that_kept_nothing_does_not_bar_the_folder(lm, tmp_path):
    empty = Corpus(name="empty", read=lambda: iter(()))
    with pytest.raises(DataError, match="no row to run"):
        harvest(lm, empty, SITES, tmp_path / "a", **OPTIONS)
    assert harvest(lm, CORPUS, SITES, tmp_path / "a", **OPTIONS).manifest.complete


def test_a_full_disk_is_one_error_and_leaves_nothing_half_written(lm, store, tmp_path, monkeypatch):
    written = []
    replace = files.os.replace

    def full(source, target):
        if str(target).endswith(".safetensors"):
            written.append(target)
            if len(written) > 1:
                raise OSError(errno.ENOSPC, "No space left on device")
        replace(source, target)

    with monkeypatch.context() as patched:
        patched.setattr(files.os, "replace", full)
        with pytest.raises(FileError, match="no space left"):
            harvest(lm, CORPUS, SITES, tmp_path, **OPTIONS)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["shard-00000.safetensors", "store.json"]
    again = harvest(lm, CORPUS, SITES, tmp_path, **OPTIONS)
    assert torch.equal(all_of(again, "z.0"), all_of(store, "z.0"))


def test_a_shuffled_read_gives_every_token_once(store):
    key = all_of(store, "resid_post.1").double()
    orders = {}
    for seed in (0, 0, 1):
        batches = list(store.batches(50, seed=seed, sites=["resid_post.1"]))
        assert all(len(batch) == 50 for batch in batches[:-1]) and sum(map(len, batches)) == len(store)
        read = torch.cat([batch["resid_post.1"] for batch in batches]).double()
        torch.testing.assert_close(read.sort(0).values, key.sort(0).values, rtol=0, atol=0)
        assert torch.equal(orders.setdefault(seed, read), read)
    assert not torch.equal(orders[0], orders[1])
    first = next(iter(store.batches(100, seed=0)))
    assert len(first.document.unique()) > 15  # from all over the store, not one shard
    later = list(store.batches(50, seed=0, sites=["resid_post.1"], first=2))
    assert torch.equal(later[0]["resid_post.1"].double(), orders[0][100:150])


def test_tokens_and_activations_stay_together_when_shuffled(lm, store):
    batch = next(iter(store.batches(30, seed=3, sites=["mlp_post.1.7"])))
    for token in range(0, 30, 10):
        text = lm.tokenizer(documents()[int(batch.document[token])])["input_ids"]
        starts = range(0, len(text), PACKING.length)
        pos = int(batch.pos[token])
        values = [
            lm.run(text[s : s + PACKING.length], read="mlp_post.1.7")["mlp_post.1.7"][0, pos]
            for s in starts
            if s + pos < len(text) and text[s + pos] == int(batch.ids[token])
        ]
        assert any(torch.allclose(value, batch["mlp_post.1.7"][token], atol=1e-5) for value in values)


def test_types_and_skipped_positions(lm, store, tmp_path):
    small = harvest(lm, CORPUS, SITES[:1], tmp_path / "c", dtype="bfloat16", skip_positions=2, n_tokens=500, **OPTIONS)
    batches = list(small.batches(64, shuffle=False))
    assert batches[0]["resid_post.1"].dtype == torch.bfloat16
    assert min(int(batch.pos.min()) for batch in batches) == 2
    assert 500 <= len(small) < 500 + PACKING.length
    read = list(stream(lm, CORPUS, SITES[:1], packing=PACKING, batch_tokens=200, skip_positions=2, n_tokens=500))
    whole = torch.cat([batch["resid_post.1"] for batch in read])
    assert torch.equal(whole.bfloat16(), torch.cat([batch["resid_post.1"] for batch in batches]))
    assert torch.equal(torch.cat([b.pos for b in read]), torch.cat([b.pos for b in batches]))
    large = LanguageModel(tiny("llama"), lm.tokenizer)
    large.hf.model.embed_tokens.weight.data *= 1e6
    with pytest.raises(NonFiniteError, match="float16"):
        harvest(large, CORPUS, "embed", tmp_path / "d", dtype="float16", **OPTIONS)


def test_a_store_that_is_not_what_it_says_is_refused(lm, store, tmp_path):
    Store.open(store.path, lm).verify()
    with pytest.raises(DataError, match="not of other"):
        Store.open(store.path, LanguageModel(tiny("llama", seed=1), name="other"))
    with pytest.raises(DataError, match="no activation store"):
        Store.open(tmp_path)

    def damaged(name: str) -> Store:
        folder = tmp_path / name
        shutil.copytree(store.path, folder)
        return Store(folder, store.manifest)

    flipped = damaged("flipped")
    shard = flipped.path / "shard-00001.safetensors"
    data = bytearray(shard.read_bytes())
    data[-5000] ^= 1
    shard.write_bytes(data)
    with pytest.raises(CorruptFileError, match="has changed"):
        Store.open(flipped.path).verify()
    short = damaged("short")
    (short.path / "shard-00000.safetensors").write_bytes(data[:1000])
    with pytest.raises(CorruptFileError, match="has 1,000 bytes"):
        Store.open(short.path)
    (short.path / "shard-00000.safetensors").unlink()
    with pytest.raises(CorruptFileError, match="is missing"):
        Store.open(short.path)
    foreign = damaged("foreign")
    (foreign.path / "store.json").write_text(json.dumps({"format": "something"}))
    with pytest.raises(DataError, match="not the manifest"):
        Store.open(foreign.path)
    (foreign.path / "store.json").write_text('{"format": ')
    with pytest.raises(CorruptFileError, match="damaged"):
        Store.open(foreign.path)


def test_mistakes_are_named(lm, store, tmp_path):
    with pytest.raises(UnknownSiteError, match="did you mean"):
        harvest(lm, CORPUS, "resid_pots.1", tmp_path / "e")
    with pytest.raises(DataError, match="exceed the model's context"):
        harvest(lm, CORPUS, "embed", tmp_path / "e", packing=Packing(length=500))
    with pytest.raises(DataError, match="int8"):
        harvest(lm, CORPUS, "embed", tmp_path / "e", dtype="int8")
    with pytest.raises(DataError, match="no site"):
        list(stream(lm, CORPUS, [], packing=PACKING))
    empty = Corpus(name="nothing", read=lambda: iter(["", " \n"]))
    with pytest.raises(DataError, match="no row to run"):
        list(stream(lm, empty, "embed", packing=PACKING))
    with pytest.raises(DataError, match=r"z\.2 was not kept"):
        store.batches(10, sites=["z.2"])
    with pytest.raises(DataError, match="below one"):
        store.batches(0)
    assert not (tmp_path / "e").exists()
