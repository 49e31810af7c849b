"""Latents of dictionaries in the app: against the dictionary itself, and what is refused."""

import re

import pytest
import torch
from serving import PROMPT, ask, done, ended, served
from test_api import continuation, parts

from cutaway.errors import DataError
from cutaway.features import CardOptions, Dictionary, DictionaryConfig, make_cards
from cutaway.model import add
from cutaway.store import Corpus, Packing

SITE = "resid_post.1"
CORPUS = Corpus(
    name="list", read=lambda: iter([f"{PROMPT} Anna Paul", "Rain fell on all . When Anna gave a letter"] * 8)
)


def dictionary(lm, *, latents=40, site=SITE, fingerprint=None) -> Dictionary:
    """Random directions; some latents are active on any text."""
    draw = torch.Generator().manual_seed(0)
    W = torch.nn.functional.normalize(torch.randn(latents, lm.d_model, generator=draw), dim=-1)
    config = DictionaryConfig(
        sites=(site,),
        widths_in=(lm.d_model,),
        latents=latents,
        k=4,
        models=((lm.name, fingerprint or lm.fingerprint),),
    )
    zeros = torch.zeros(latents)
    return Dictionary(config, W_enc=W.T.clone(), b_enc=zeros, W_dec=W, b_dec=torch.zeros(lm.d_model))


@pytest.fixture(scope="module")
def made(lm, tmp_path_factory):
    folder = tmp_path_factory.mktemp("dictionaries") / "small"
    dictionary(lm).save(folder)
    return folder


@pytest.fixture
def client(lm, made, tmp_path):
    with served(lm, tmp_path / "workspace", dictionaries=(made,)) as one:
        yield one


def codes(lm, prompt=PROMPT):
    return dictionary(lm).encode(lm.run(prompt, read=SITE)[SITE][0])


def strongest(lm) -> int:
    """The latent that is most active on the prompt, its first token left out."""
    return int(codes(lm)[1:].amax(0).argmax())


def test_the_dictionaries_are_told(client, lm):
    entry = client.get("/api/v1/dictionaries").json()[0]
    assert (entry["name"], entry["site"], entry["latents"]) == ("small", SITE, 40)
    assert entry["fingerprint"] == lm.fingerprint and entry["cards"] is False


def test_active_latents_are_those_of_the_code(client, lm):
    answer = ask(client, "features", dictionary="small", top=7)
    table = parts(answer, "table")[0]
    z = codes(lm)[1:]
    expected = z.amax(0).topk(7)
    assert [row[0] for row in table["rows"]] == expected.indices.tolist()
    titles = [column["title"] for column in table["columns"]]
    assert titles == ["latent", "activation", "at", "raises"]  # what the app's clicks rely on
    torch.testing.assert_close(torch.tensor([row[1] for row in table["rows"]]), expected.values, atol=1e-5, rtol=1e-5)
    words = lm.tokenize(PROMPT).strings[0]
    assert [row[2] for row in table["rows"]] == [words[1 + int(z[:, i].argmax())] for i in expected.indices]
    assert answer["findings"][0]["grade"] == "observed"


def test_a_card_has_the_prompt_and_what_the_direction_raises(client, lm):
    i = strongest(lm)
    answer = ask(client, "features/latent", dictionary="small", latent=i)
    (card,) = parts(answer, "latent_card")
    assert card["name"] == f"latent {i}"
    assert card["examples"][0]["tokens"] == lm.tokenize(PROMPT).strings[0]
    torch.testing.assert_close(torch.tensor(card["examples"][0]["values"]), codes(lm)[:, i], atol=1e-5, rtol=1e-5)
    direction = dictionary(lm).W_dec[i] * lm.final_norm.gain
    logits = lm.hf.get_output_embeddings().weight.detach() @ direction
    assert card["logits_up"][0][0] == lm.tokenizer.decode([int(logits.argmax())])


def test_a_text_of_the_readers_own(client, lm):
    tried = ask(client, "features/activations", prompt="Anna gave a book", dictionary="small", latent=3)
    expected = codes(lm, "Anna gave a book")[:, 3]
    torch.testing.assert_close(torch.tensor(tried["values"]), expected, atol=1e-5, rtol=1e-5)
    assert tried["tokens"] == lm.tokenize("Anna gave a book").strings[0]


@pytest.mark.parametrize(("how", "value"), [("zero", 0.0), ("add", 6.0), ("scale", 3.0)])
def test_changing_a_latent_is_changing_the_stream_along_its_direction(client, lm, how, value):
    i = strongest(lm)
    change = {"dictionary": "small", "latent": i, "how": how, "value": value}
    said = done(client, "generation", new_tokens=1, latents=[change])
    z = codes(lm)[:, i]
    by = {"zero": -z, "add": torch.full_like(z, value), "scale": (value - 1) * z}[how]
    edit = add(SITE, by[:, None] * dictionary(lm).W_dec[i])
    after = torch.softmax(lm.run(PROMPT, edits=[edit]).last_logits[0], -1)
    for row in said["continuations"]["next"]:
        assert row["after"] == pytest.approx(float(after[lm.token_id(row["token"])]), abs=1e-5)
    (finding,) = said["findings"]
    assert f"latent {i}" in finding["claim"].lower() and len(finding["details"]["controls"]) == 8
    assert len(set(finding["details"]["controls"])) > 1  # several other latents


def test_latents_and_components_are_changed_together(client, lm):
    changes = [{"site": "z.1.2", "how": "zero"}]
    latents = [{"dictionary": "small", "latent": strongest(lm), "how": "add", "value": 9.0}]
    both = done(client, "generation", new_tokens=6, changes=changes, latents=latents)
    assert "z.1.2" in both["findings"][0]["claim"] and "plus 9" in both["findings"][0]["claim"]
    assert continuation(both["continuations"]["plain"]) == continuation(
        done(client, "generation", new_tokens=6)["continuations"]["plain"]
    )
    assert len(both["continuations"]["notes"]) == 2


def test_the_latents_that_the_answer_rests_on(client):
    answer = done(client, "features/mattering", dictionary="small")
    assert answer["kind"] == "features" and answer["findings"]
    bars = parts(answer, "bars")[0]
    assert all(re.match(r"\d+ at “", label) for label in bars["labels"])  # what the app's clicks rely on
    assert all("activation " in note for note in bars["notes"])


def test_cards_beside_the_dictionary_are_shown_with_the_prompt_first(lm, tmp_path):
    folder = dictionary(lm).save(tmp_path / "carded")
    packing, options = Packing(length=12), CardOptions(top=3, groups=2, per_group=1)
    cards = make_cards(lm, dictionary(lm), CORPUS, folder / "cards", packing=packing, options=options)
    i = strongest(lm)
    cards.write_labels([{"unit": i, "label": "gifts", "score": 0.5, "method": "token-rule"}])
    with served(lm, tmp_path / "w", dictionaries=(folder,)) as client:
        assert client.get("/api/v1/dictionaries").json()[0]["cards"] is True
        (card,) = parts(ask(client, "features/latent", dictionary="carded", latent=i), "latent_card")
        own = cards.card(i)
        assert card["label"] == "gifts" and card["density"] == pytest.approx(own.density)
        assert [e["tokens"] for e in card["examples"]] == [
            lm.tokenize(PROMPT).strings[0],
            *(list(e.tokens) for e in own.examples),
        ]
        table = parts(ask(client, "features", dictionary="carded"), "table")[0]
        assert table["columns"][1]["title"] == "label" and table["rows"][0][:2] == [i, "gifts"]


@pytest.mark.parametrize(
    ("path", "body", "status", "said"),
    [
        ("features", {"dictionary": "../../etc"}, 404, "no such dictionary"),
        ("features", {"dictionary": "small", "prompt": "to " * 31}, 422, "31 tokens"),
        ("features/latent", {"dictionary": "small", "latent": 40}, 422, "no latent 40"),
        ("features/activations", {"dictionary": "small", "latent": 3, "prompt": " "}, 422, "empty"),
    ],
)
def test_what_is_refused(client, path, body, status, said):
    problem = ask(client, path, status, **body)
    assert said in problem["problem"] and problem["remedy"]


def test_a_latent_that_is_not_there_fails_the_job_by_name(client):
    change = {"dictionary": "small", "latent": 99, "how": "zero"}
    job = ended(client, ask(client, "generation", 202, new_tokens=2, latents=[change]))
    assert job["state"] == "failed" and "no latent 99" in job["error"]["problem"]


def test_a_dictionary_of_another_model_is_refused(lm, tmp_path):
    dictionary(lm, fingerprint="0" * 16).save(tmp_path / "other")
    with served(lm, tmp_path / "w", dictionaries=(tmp_path / "other",)) as client:
        assert "is for tiny" in ask(client, "features", 422, dictionary="other")["problem"]


def test_a_folder_without_a_dictionary_is_named_at_the_start(lm, tmp_path):
    with pytest.raises(DataError, match="no dictionary at"):
        served(lm, tmp_path / "w", dictionaries=(tmp_path,))


def test_two_folders_of_one_name_are_told_apart(lm, tmp_path):
    for place in ("a", "b"):
        dictionary(lm).save(tmp_path / place / "same")
    with served(lm, tmp_path / "w", dictionaries=(tmp_path / "a" / "same", tmp_path / "b" / "same")) as client:
        assert [one["name"] for one in client.get("/api/v1/dictionaries").json()][:2] == ["same", "same 2"]


def test_the_bundled_dictionary_is_there_after_those_that_were_named(lm, made, tmp_path, monkeypatch):
    monkeypatch.setattr("cutaway.view.app._shelf.bundled_dictionary", lambda: dictionary(lm, latents=12))
    with served(lm, tmp_path / "w", dictionaries=(made,)) as client:
        entries = client.get("/api/v1/dictionaries").json()
        assert [(one["name"], one["latents"]) for one in entries] == [("small", 40), ("bundled", 12)]
        assert parts(ask(client, "features", dictionary="bundled"), "table")


def test_an_installation_without_the_bundled_dictionary_still_serves(lm, tmp_path, monkeypatch):
    def missing():
        raise DataError("there is no dictionary at all; install it")

    monkeypatch.setattr("cutaway.view.app._shelf.bundled_dictionary", missing)
    with served(lm, tmp_path / "w") as client:
        assert client.get("/api/v1/dictionaries").json() == []
