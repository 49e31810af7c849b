"""Who is let in and what every answer carries."""

import pytest
from serving import ORIGIN, PROMPT, served

from cutaway.errors import AppError
from cutaway.view import AppSettings
from cutaway.view.app._security import cookie_value

TOKEN = "correct-horse-battery-staple"
ASK = {"model": "tiny", "prompt": PROMPT}


@pytest.fixture
def guarded(lm, tmp_path):
    with served(lm, tmp_path, token=TOKEN, host="0.0.0.0", names=("box.example",)) as client:
        yield client


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.168.1.5", "box.example"])
def test_a_wider_host_without_a_token_is_refused(host):
    with pytest.raises(AppError, match=r"no token was given; set CUTAWAY_TOKEN"):
        AppSettings(host=host)
    assert TOKEN not in repr(AppSettings(host=host, token=TOKEN))


@pytest.mark.parametrize(
    "settings", [{"token": "short"}, {"token": "ü" * 20}, {"port": 70000}, {"queue": 0}, {"max_prompt_tokens": 0}]
)
def test_settings_that_make_no_sense_are_refused(settings):
    with pytest.raises(AppError):
        AppSettings(**settings)


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "::1", "127.9.9.9"])
def test_this_machine_needs_no_token(host):
    assert AppSettings(host=host).token is None


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"authorization": "Bearer wrong-wrong-wrong-wrong"},
        {"authorization": TOKEN},
        {"authorization": f"Basic {TOKEN}"},
        {"cookie": f"cutaway_8765={TOKEN}"},
        {"cookie": "cutaway_8765="},
        {"authorization": "Bearer \xff\xfe"},
    ],
)
@pytest.mark.parametrize(
    "path", ["/", "/app.js", "/api/v1/health", "/api/v1/openapi.json", f"/api/v1/health?token={TOKEN}"]
)
def test_nothing_is_told_without_the_token(guarded, headers, path):
    headers = {name: value.encode("latin-1") for name, value in headers.items()}
    response = guarded.get(path, headers=headers)
    assert response.status_code == 401
    assert "tiny" not in response.text and TOKEN not in response.text and "set-cookie" not in response.headers
    assert guarded.post("/api/v1/tokens", json=ASK, headers=headers).status_code == 401


def test_the_token_lets_in_as_header_and_once_in_the_address(guarded):
    assert guarded.get("/api/v1/health", headers={"authorization": f"Bearer {TOKEN}"}).status_code == 200
    response = guarded.get(f"/?a=1&token={TOKEN}", follow_redirects=False)
    assert response.status_code == 303 and response.headers["location"] == "/?a=1"
    cookie = response.headers["set-cookie"]
    assert "httponly" in cookie.lower() and "samesite=strict" in cookie.lower() and TOKEN not in cookie
    assert guarded.get("/api/v1/health").status_code == 200  # the client has the cookie now
    assert guarded.post("/api/v1/tokens", json=ASK).status_code == 200
    guarded.cookies.clear()
    assert (
        guarded.get(f"//evil.example/?token={TOKEN}", follow_redirects=False).headers.get("location", "/")[:2] != "//"
    )
    assert guarded.get("/?token=wrong-wrong-wrong-wrong", follow_redirects=False).status_code == 401
    assert cookie_value(TOKEN) != cookie_value(TOKEN + "x")


def test_a_browser_without_the_token_is_asked_for_it(guarded):
    response = guarded.get("/", headers={"accept": "text/html"})
    assert response.status_code == 401 and 'name="token"' in response.text


@pytest.mark.parametrize(
    "host", ["evil.example", "evil.example:8765", "127.0.0.1:1", "", "127.0.0.1.evil.example:8765", "a:b:c"]
)
def test_another_name_of_this_machine_is_refused(client, host):
    response = client.get("/api/v1/health", headers={"host": host})
    assert response.status_code == 421 and "name" in response.json()["problem"]


@pytest.mark.parametrize("host", ["127.0.0.1:8765", "localhost:8765", "[::1]:8765"])
def test_own_names_are_served(client, host):
    assert client.get("/api/v1/health", headers={"host": host}).status_code == 200


@pytest.mark.parametrize("host", ["192.168.7.7:8765", "box.example", "box.example:443"])
def test_wider_names_are_served_where_they_were_allowed(guarded, client, host):
    headers = {"host": host, "authorization": f"Bearer {TOKEN}"}
    assert guarded.get("/api/v1/health", headers=headers).status_code == 200
    assert client.get("/api/v1/health", headers=headers).status_code == 421


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "http://evil.example"},
        {"origin": "null"},
        {"origin": "http://127.0.0.1:9999"},
        {"origin": "http://localhost:8765"},
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
    ],
)
def test_another_page_changes_nothing(client, headers):
    for send, path in (
        (client.post, "/api/v1/tokens"),
        (client.post, "/api/v1/studies"),
        (client.put, "/api/v1/studies/0123456789abcdef"),
    ):
        response = send(path, json=ASK, headers=headers)
        assert response.status_code == 403 and "another page" in response.json()["problem"]
    assert client.delete("/api/v1/studies/0123456789abcdef", headers=headers).status_code == 403
    assert "access-control-allow-origin" not in response.headers
    preflight = client.options("/api/v1/tokens", headers={**headers, "access-control-request-method": "POST"})
    assert not [name for name in preflight.headers if name.startswith("access-control")]


def test_the_apps_own_page_may_change_things(client):
    headers = {"origin": ORIGIN, "sec-fetch-site": "same-origin"}
    assert client.post("/api/v1/tokens", json=ASK, headers=headers).status_code == 200


def test_a_form_or_a_flood_is_refused(client):
    form = client.post("/api/v1/tokens", content="model=tiny", headers={"content-type": "text/plain"})
    assert form.status_code == 415
    assert (
        client.post(
            "/api/v1/tokens", content=b"x" * (1 << 21), headers={"content-type": "application/json"}
        ).status_code
        == 413
    )

    def drops():
        for _ in range(40):
            yield b" " * 65536

    # without a length, the bytes are counted as they come
    assert (
        client.post("/api/v1/tokens", content=drops(), headers={"content-type": "application/json"}).status_code == 413
    )
    broken = client.post("/api/v1/tokens", content=b'{"model": ', headers={"content-type": "application/json"})
    assert broken.status_code == 422 and set(broken.json()) == {"problem", "value", "remedy"}


@pytest.mark.parametrize("path", ["/", "/api/v1/health", "/nothing", "/api/v1/studies/x"])
def test_every_answer_carries_its_guards(client, path):
    headers = client.get(path).headers
    policy = headers["content-security-policy"]
    assert "default-src 'none'" in policy and "script-src 'self';" in policy and "frame-ancestors 'none'" in policy
    assert headers["x-content-type-options"] == "nosniff" and headers["referrer-policy"] == "no-referrer"
    assert headers["x-frame-options"] == "DENY"
    assert not [name for name in headers if name.startswith("access-control")]
    assert "server" not in headers
