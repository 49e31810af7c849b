"""A tiny random model behind the app, and how to ask it."""

import time

from fastapi.testclient import TestClient
from tokenizers import Tokenizer, models, pre_tokenizers
from transformers import PreTrainedTokenizerFast

from cutaway.view import AppSettings, create_app
from families import VOCAB

PROMPT = "Mary and John went to the store , John gave a drink to"
ORIGIN = "http://127.0.0.1:8765"
_WORDS = f"{PROMPT} Anna Paul When market book letter . Rain fell on all <script> </script>".split()


def words_tokenizer() -> PreTrainedTokenizerFast:
    words = ["<s>", "[UNK]", *dict.fromkeys(_WORDS)]
    words += [f"w{i}" for i in range(len(words), VOCAB)]
    tokenizer = Tokenizer(models.WordLevel({word: i for i, word in enumerate(words)}, unk_token="[UNK]"))
    tokenizer.pre_tokenizer = pre_tokenizers.WhitespaceSplit()
    return PreTrainedTokenizerFast(tokenizer_object=tokenizer, bos_token="<s>", unk_token="[UNK]")


def served(lm, folder, **settings) -> TestClient:
    settings = {"workspace": folder, "max_prompt_tokens": 30, "max_new_tokens": 12, "queue": 2, **settings}
    app = create_app(AppSettings(**settings), lm=lm)
    return TestClient(app, base_url=ORIGIN)


def ended(client, job: dict) -> dict:
    """The job once it has ended."""
    for _ in range(600):
        job = client.get(f"/api/v1/jobs/{job['id']}").json()
        if job["state"] not in ("queued", "running"):
            return job
        time.sleep(0.05)
    raise AssertionError(job)


def post(client, path: str, status: int = 200, **body) -> dict:
    response = client.post(f"/api/v1/{path}", json=body)
    assert response.status_code == status, response.text
    return response.json()


def ask(client, path: str, status: int = 200, **body) -> dict:
    return post(client, path, status, **{"model": "tiny", "prompt": PROMPT, **body})


def done(client, path: str, **body) -> dict:
    """The answer of a job."""
    job = ended(client, ask(client, path, 202, **body))
    assert job["state"] == "done", job
    return client.get(f"/api/v1/answers/{job['answer']}").json()
