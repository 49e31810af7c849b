"""Every endpoint against the library itself, and what is refused."""

import json
import threading

import pytest
import torch
from serving import PROMPT, ask, done, ended, post, served, words_tokenizer

from cutaway import explain
from cutaway.model import LanguageModel, ablate, add, replace
from cutaway.observe import attention, direct_logit_attribution, logit_lens
from cutaway.view._payload import unpack
from families import tiny


def parts(answer: dict, kind: str) -> list[dict]:
    """All parts of a kind in an answer's payload, with their arrays in place."""
    found = []

    def walk(value):
        if isinstance(value, dict):
            if value.get("part") == kind:
                found.append(value)
            for item in value.values():
                walk(item)
        elif isinstance(value, list):
            for item in value:
                walk(item)

    walk(unpack(answer["payload"]))
    return found


def test_health_and_models(client):
    health = client.get("/api/v1/health").json()
    assert health["status"] == "ok" and health["model"] == "tiny" and health["jobs"] == 0
    models = client.get("/api/v1/models").json()
    assert models["current"]["status"] == "ready" and models["current"]["n_heads"] == 4
    assert "tiny" in {entry["name"] for entry in models["models"]}
    assert models["limits"] == {"max_prompt_tokens": 30, "max_new_tokens": 12, "queue": 2}


def test_tokens_are_those_of_the_tokenizer(client, lm):
    answer = ask(client, "tokens")
    assert [token["id"] for token in answer["tokens"]] == lm.tokenize(PROMPT).rows[0]
    assert answer["limit"] == 30


def test_predictions_are_the_models_own(client, lm):
    bars = parts(ask(client, "predictions", top=5), "bars")[0]
    expected = torch.softmax(lm.hf(lm.tokenize(PROMPT).ids).logits[0, -1], -1).topk(5)
    assert bars["labels"] == [lm.tokenizer.decode([i]) for i in expected.indices.tolist()]
    torch.testing.assert_close(torch.tensor(bars["values"]), expected.values, atol=1e-6, rtol=1e-5)


def test_lens_is_the_librarys(client, lm):
    answer = ask(client, "lens", top=2)
    grid = parts(answer, "lens_grid")[0]
    expected = logit_lens(lm, PROMPT, top=2)
    torch.testing.assert_close(
        torch.tensor(grid["probabilities"]), expected.top_probabilities[:, 0], atol=1e-6, rtol=1e-5
    )
    assert answer["findings"][0]["grade"] == "observed"


def test_attention_of_a_layer_of_named_heads_and_of_those_that_write(client, lm):
    part = parts(ask(client, "attention", layer=1), "attention")[0]
    assert part["names"] == ["1.0", "1.1", "1.2", "1.3"]
    expected = attention(lm, PROMPT, heads=[(1, head) for head in range(4)]).patterns[:, 0]
    torch.testing.assert_close(torch.tensor(part["pattern"]), expected, atol=1e-6, rtol=1e-5)
    assert parts(ask(client, "attention", heads=["2.3", "0.1"]), "attention")[0]["names"] == ["2.3", "0.1"]
    assert len(parts(ask(client, "attention"), "attention")[0]["names"]) == 6


def test_attribution_is_the_librarys(client, lm):
    answer = ask(client, "attribution", answer="Mary", wrong="John")
    ids = [lm.token_id("Mary"), lm.token_id("John")]
    expected = direct_logit_attribution(lm, PROMPT, answer=ids[0], wrong=ids[1])
    heat = parts(answer, "heat_map")[0]
    assert (heat["row_title"], heat["column_title"]) == ("layer", "head")  # what the app's clicks rely on
    own = [float(expected.value(f"head_out.{layer}.{head}")[0]) for layer in range(3) for head in range(4)]
    torch.testing.assert_close(torch.tensor(heat["values"]).flatten(), torch.tensor(own), atol=1e-4, rtol=1e-4)


@pytest.mark.parametrize("direction", ["denoise", "noise"])
def test_patching_equals_running_the_model_with_the_state_put_in(client, lm, direction):
    other = PROMPT.replace("John gave", "Mary gave")
    answer = done(client, "patching", corrupted=other, answer="Mary", wrong="John", direction=direction)
    assert answer["contrast"]["corrupted"] == other and answer["contrast"]["how"] == "given"
    ids = [lm.token_id("Mary"), lm.token_id("John")]

    def metric(prompt, edits=()):
        logits = lm.run(prompt, edits=edits).last_logits[0]
        return float(logits[ids[0]] - logits[ids[1]])

    layer, pos = 1, 9
    source, base = (PROMPT, other) if direction == "denoise" else (other, PROMPT)
    state = lm.run(source, read=f"resid_pre.{layer}")[f"resid_pre.{layer}"][0, pos]
    value = metric(base, [replace(f"resid_pre.{layer}", state, pos=pos)])
    share = (value - metric(base)) / (metric(source) - metric(base))
    heat = parts(answer, "heat_map")[0]
    assert heat["values"][layer][pos] == pytest.approx(share, abs=2e-3)


def test_patching_finds_a_corrupted_prompt_and_patches_every_head(client, lm):
    answer = done(client, "patching", what="heads")
    contrast = answer["contrast"]
    assert len(lm.tokenize(contrast["corrupted"]).rows[0]) == len(lm.tokenize(PROMPT).rows[0])
    assert contrast["corrupted"] != PROMPT and contrast["how"]
    heat = parts(answer, "heat_map")[0]
    assert (heat["row_title"], heat["column_title"]) == ("layer", "head")
    assert torch.tensor(heat["values"]).shape == (3, 4)
    assert {finding["grade"] for finding in answer["findings"]} <= {"observed", "causal"}


def test_a_corrupted_prompt_is_looked_for_once(client, monkeypatch):
    from cutaway.view.app import _compute

    original, looked = _compute.find_counterpart, []
    monkeypatch.setattr(_compute, "find_counterpart", lambda *a, **k: looked.append(1) or original(*a, **k))
    first = done(client, "patching")["contrast"]
    assert done(client, "patching", what="heads")["contrast"] == first and looked == [1]
    done(client, "patching", what="heads", answer="Mary")
    assert looked == [1, 1]


def test_the_circuit_is_the_one_that_explain_ends_with(client, lm):
    other = PROMPT.replace("John gave", "Mary gave")
    answer = done(client, "circuit", corrupted=other, answer="Mary", wrong="John")
    expected = explain(PROMPT, lm=lm, corrupted=other, answer="Mary", wrong="John").circuit
    assert expected is not None and answer["contrast"]["corrupted"] == other
    (graph,) = parts(answer, "graph")
    edges = {tuple(edge.split("->")) for edge in expected.circuit.texts()}
    drawn = {(edge["source"], edge["target"]) for edge in graph["edges"]}
    assert {source for source, _ in edges} == {source for source, _ in drawn}
    assert ("logits" in {target for _, target in drawn}) == any(target == "logits" for _, target in edges)
    (finding,) = answer["findings"]
    assert finding["claim"] == expected.finding().claim and finding["grade"] == expected.finding().grade
    bars = parts(answer, "bars")
    assert not bars or bars[0]["values"][0] == pytest.approx(expected.own, abs=1e-5)


@pytest.mark.parametrize("body", [{"corrupted": "Mary"}, {"answer": "Mary and"}])
def test_a_circuit_that_cannot_be_found_is_refused_with_the_reason(client, body):
    job = ended(client, ask(client, "circuit", 202, **body))
    assert job["state"] == "failed" and job["error"]["remedy"] and "tokens" in job["error"]["problem"]


def continuation(pieces) -> str:
    return "".join(piece["text"] for piece in pieces)


def test_generation_with_changes_is_that_of_the_edited_model(client, lm):
    plain = lm.generate(PROMPT, max_new_tokens=8).new_ids[0]
    edited = lm.generate(PROMPT, max_new_tokens=8, edits=[ablate("z.1.2"), ablate("mlp_out.0")]).new_ids[0]
    changes = [{"site": "z.1.2", "how": "zero"}, {"site": "mlp_out.0", "how": "zero"}]
    answer = done(client, "generation", new_tokens=8, changes=changes)
    said = answer["continuations"]
    text = lm.tokenize(PROMPT).decode
    assert continuation(said["plain"]) == "".join(map(text, plain))
    assert continuation(said["edited"]) == "".join(map(text, edited))
    assert plain != edited and any(piece["differs"] for piece in said["edited"])
    same = next(i for i, (a, b) in enumerate(zip(plain, edited, strict=True)) if a != b)
    assert said["same_tokens"] == same
    after = torch.softmax(lm.run(PROMPT, edits=[ablate("z.1.2"), ablate("mlp_out.0")]).last_logits[0], -1)
    for row in said["next"]:
        assert row["after"] == pytest.approx(float(after[lm.token_id(row["token"])]), abs=1e-6)
    finding = answer["findings"][0]
    before = torch.softmax(lm.run(PROMPT).last_logits[0], -1)
    assert finding["effect"] == pytest.approx(float((before.max() / after[before.argmax()]).log()), abs=1e-4)
    assert finding["n"] == 1 and len(finding["details"]["controls"]) == 8
    assert len(said["notes"]) == 2


def test_generation_without_changes_is_the_models_own(client, lm):
    said = done(client, "generation", new_tokens=5)["continuations"]
    expected = lm.generate(PROMPT, max_new_tokens=5).new_ids[0]
    assert continuation(said["plain"]) == "".join(map(lm.tokenize(PROMPT).decode, expected))
    assert said["edited"] is None and not any(piece["differs"] for piece in said["plain"])


def test_steering_adds_the_difference_of_two_prompts(client, lm):
    towards, away = "Rain fell on all", "When Mary went to"
    ends = [lm.run(prompt, read="resid_post.1")["resid_post.1"][0, -1] for prompt in (towards, away)]
    edit = add("resid_post.1", ends[0] - ends[1], scale=2.5)
    steer = {"towards": towards, "away": away, "layer": 1, "strength": 2.5}
    answer = done(client, "generation", new_tokens=6, steer=steer)
    expected = lm.generate(PROMPT, max_new_tokens=6, edits=[edit]).new_ids[0]
    assert continuation(answer["continuations"]["edited"]) == "".join(map(lm.tokenize(PROMPT).decode, expected))


def test_scaling_by_one_changes_nothing_and_says_so(client):
    answer = done(client, "generation", new_tokens=4, changes=[{"site": "z.0.0", "how": "scale", "factor": 1.0}])
    assert not any(piece["differs"] for piece in answer["continuations"]["edited"])
    assert "changed nothing" in answer["continuations"]["notes"][0]
    assert answer["findings"][0]["grade"] == "observed"


def test_mean_ablation_writes_the_mean_over_the_corpus(client, lm):
    answer = done(client, "generation", new_tokens=4, changes=[{"site": "z.1.0", "how": "mean"}])
    mean = client.app.state.service.host.mean(lm, "z")[1][0]
    expected = lm.generate(PROMPT, max_new_tokens=4, edits=[ablate("z.1.0", "mean", reference=mean)]).new_ids[0]
    assert continuation(answer["continuations"]["edited"]) == "".join(map(lm.tokenize(PROMPT).decode, expected))


@pytest.mark.parametrize(
    ("path", "body", "status", "said"),
    [
        ("predictions", {"prompt": "to " * 31}, 422, "31 tokens"),
        ("predictions", {"prompt": "to " * 5000}, 413, "characters"),
        ("predictions", {"prompt": "  "}, 422, "empty"),
        ("predictions", {"model": "another"}, 409, "another model is in memory"),
        ("predictions", {"top": 0}, 422, "top"),
        ("predictions", {"colour": "red"}, 422, "colour"),
        ("lens", {"at": "resid_end"}, 422, "at"),
        ("attention", {"layer": 3}, 422, "3 layers"),
        ("attention", {"heads": ["1.9"]}, 422, "4 heads"),
        ("attribution", {"answer": "Mary and"}, 422, "2 tokens"),
        ("patching", {"prompt": "to " * 31}, 422, "31 tokens"),
        ("generation", {"changes": [{"site": "resid_pre.1"}]}, 422, "site"),
        ("generation", {"new_tokens": 13}, 422, "13 new tokens"),
        ("generation", {"changes": [{"site": "z.0.0", "how": "scale", "factor": 1e9}]}, 422, "factor"),
        ("model", {"name": "/etc"}, 404, "may not open"),
    ],
)
def test_refusals_say_problem_value_and_remedy(client, path, body, status, said):
    body = body if path == "model" else {"model": "tiny", "prompt": PROMPT, **body}
    response = client.post(f"/api/v1/{path}", json=body)
    problem = response.json()
    assert response.status_code == status, problem
    assert set(problem) == {"problem", "value", "remedy"} and problem["remedy"]
    assert said in problem["problem"] + str(problem["value"])
    assert client.get("/api/v1/jobs").json() == []


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ({"corrupted": PROMPT}, "is the prompt itself"),
        ({"corrupted": "Mary"}, "has 1 tokens"),
        ({"corrupted": "to " * 31}, "corrupted prompt has 31 tokens"),
        ({"answer": "Mary and"}, "2 tokens"),
    ],
)
def test_a_job_that_cannot_be_done_fails_with_the_reason(client, body, said):
    job = ended(client, ask(client, "patching", 202, **body))
    assert job["state"] == "failed" and said in job["error"]["problem"], job
    assert job["error"]["remedy"]


def test_a_change_outside_the_model_is_named(client):
    job = ended(client, ask(client, "generation", 202, new_tokens=4, changes=[{"site": "z.7.0"}]))
    assert job["state"] == "failed" and "z.7.0" in job["error"]["problem"]


def test_an_unforeseen_error_shows_no_trace(client, monkeypatch, caplog):
    def broken(*_):
        raise RuntimeError("secret path /home/somebody")

    monkeypatch.setattr("cutaway.view.app._routes._compute.predictions", broken)
    response = client.post("/api/v1/predictions", json={"model": "tiny", "prompt": PROMPT})
    assert response.status_code == 500 and "secret" not in response.text
    assert response.json()["value"] == "RuntimeError"
    assert response.headers["x-content-type-options"] == "nosniff"
    assert "secret path" in caplog.text


def test_what_is_not_there_is_said(client):
    for path in ("/api/v1/nothing", "/nothing", "/api/v1/jobs/0123456789abcdef", "/api/v1/studies/0123456789abcdef"):
        assert client.get(path).status_code == 404, path
        assert client.get(path).json()["remedy"]
    for path in ("/api/v1/studies/..%2f..%2fetc", "/api/v1/answers/x"):
        assert client.get(path).status_code in (404, 422)
    assert client.get("/api/v1/answers/0123456789abcdef").status_code == 410
    assert client.put("/api/v1/health").status_code == 405


# -- jobs ----------------------------------------------------------------------------------------------------


class Held:
    """Work that goes on until it is let go, and can be cancelled."""

    def __init__(self, monkeypatch, client):
        self.go, self.began = threading.Event(), threading.Event()
        jobs = client.app.state.service.jobs
        monkeypatch.setitem(jobs._work, "patching", self.work)

    def work(self, request, progress):
        for step in range(400):
            progress("step", step, 400)
            self.began.set()
            if self.go.wait(0.02):
                return None
        raise AssertionError("never let go")


def test_a_running_job_is_cancelled_and_a_full_queue_refuses(client, monkeypatch):
    held = Held(monkeypatch, client)
    running = ask(client, "patching", 202)
    assert held.began.wait(10)
    waiting = [ask(client, "patching", 202) for _ in range(2)]
    assert [client.get(f"/api/v1/jobs/{job['id']}").json()["ahead"] for job in waiting] == [1, 2]
    assert "2 jobs are waiting" in ask(client, "patching", 503)["problem"]
    assert ask(client, "predictions")["kind"] == "predictions"  # short requests go on beside a long job
    assert post(client, f"jobs/{waiting[0]['id']}/cancel")["state"] == "cancelled"
    post(client, f"jobs/{running['id']}/cancel")
    assert ended(client, running)["state"] == "cancelled"
    held.go.set()
    assert ended(client, waiting[1])["state"] == "done"
    again = post(client, f"jobs/{running['id']}/again", 202)
    assert ended(client, again)["state"] == "done" and again["request"] == running["request"]


def test_events_tell_the_state_until_the_end(client, monkeypatch):
    held = Held(monkeypatch, client)
    job = ask(client, "patching", 202)
    assert held.began.wait(10)
    threading.Timer(0.5, held.go.set).start()
    with client.stream("GET", f"/api/v1/jobs/{job['id']}/events") as stream:
        assert stream.headers["content-type"].startswith("text/event-stream")
        lines = list(stream.iter_lines())
    states = [json.loads(line[6:]) for line in lines if line.startswith("data: ")]
    assert states[0]["state"] == "running" and states[-1]["state"] == "done"
    steps = [state["done"] for state in states]
    assert steps == sorted(steps) and len(steps) > 2
    with client.stream("GET", f"/api/v1/jobs/{job['id']}/events", headers={"last-event-id": "3"}) as stream:
        late = [json.loads(line[6:]) for line in stream.iter_lines() if line.startswith("data: ")]
    assert [state["state"] for state in late] == ["done"]


def test_a_silent_stream_shows_that_it_is_alive(lm, tmp_path, monkeypatch):
    with served(lm, tmp_path, heartbeat=0.2) as client:
        held = Held(monkeypatch, client)
        held.work = None
        go = threading.Event()
        monkeypatch.setitem(client.app.state.service.jobs._work, "patching", lambda *_: go.wait(10) and None)
        job = ask(client, "patching", 202)
        threading.Timer(1.0, go.set).start()
        with client.stream("GET", f"/api/v1/jobs/{job['id']}/events") as stream:
            assert any(line.startswith(":") for line in stream.iter_lines())


def test_real_patching_can_be_cancelled_midway(client, monkeypatch):
    monkeypatch.setattr("cutaway.view.app._compute._STEP_BYTES", 1)  # one edited run at a time
    steps = []
    jobs = client.app.state.service.jobs
    original = jobs._progress

    def watched(number):
        progress = original(number)

        def told(label, done, total, /):
            steps.append((label, done, total))
            if label == "patching" and len([s for s in steps if s[0] == "patching"]) == 5:
                jobs.cancel(number)
            progress(label, done, total)

        return told

    monkeypatch.setattr(jobs, "_progress", watched)
    job = ended(client, ask(client, "patching", 202))
    assert job["state"] == "cancelled"
    assert steps[-1][1] < steps[-1][2]


def test_two_ask_at_once_and_each_gets_its_own(client, lm):
    prompts = [PROMPT, "When Rain fell on the market , Anna gave"]
    answers: dict[str, list] = {prompt: [] for prompt in prompts}

    def asking(prompt):
        for _ in range(8):
            answers[prompt].append(parts(ask(client, "predictions", prompt=prompt), "bars")[0]["labels"])

    threads = [threading.Thread(target=asking, args=(prompt,)) for prompt in prompts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for prompt in prompts:
        top = lm.run(prompt).last_logits[0].topk(10).indices.tolist()
        assert answers[prompt] == [[lm.tokenizer.decode([i]) for i in top]] * 8


def test_a_model_is_opened_once_nobody_uses_the_one_before(client, lm, monkeypatch):
    host = client.app.state.service.host
    loaded = []

    def load(name, *, progress):
        loaded.append(name)
        assert host._lm is None  # the one before is gone: one model in memory
        return LanguageModel(tiny("gpt2"), words_tokenizer(), name=name)

    monkeypatch.setattr("cutaway.view.app._host.load", load)
    monkeypatch.setattr(host, "require_known", lambda name: None)
    using = host.using("tiny")
    using.__enter__()
    job = post(client, "model", 202, name="other")
    assert "being opened" in _until(lambda: ask(client, "tokens", 409), "being opened")
    assert loaded == []
    using.__exit__(None, None, None)
    assert ended(client, job)["state"] == "done"
    assert client.get("/api/v1/model").json()["name"] == "other"
    assert "another model" in ask(client, "tokens", 409)["problem"]
    assert ask(client, "tokens", model="other")["tokens"]


def _until(ask_again, said) -> str:
    for _ in range(100):
        problem = ask_again()["problem"]
        if said in problem:
            return problem
    return problem
