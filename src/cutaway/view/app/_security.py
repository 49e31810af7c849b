"""Who is let in, before anything else looks at a request.

Host         must be a name of this server, so that a page of another site cannot reach it under a name of its own
             (DNS rebinding)
Origin       of a request that changes something must be this server, so that no other page can make a browser do it
token        where one is set: `Authorization: Bearer`, or a cookie that `?token=` sets once; compared in constant time
size         of a body is bounded, and its type must be JSON
answers      carry a content security policy and forbid sniffing, framing and referrers; no CORS header is ever sent
"""

import hashlib
import hmac
import ipaddress
import socket
from functools import cache
from http.cookies import CookieError, SimpleCookie
from urllib.parse import parse_qsl, urlencode, urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from cutaway.view.app._problems import answer, problem_of
from cutaway.view.app._settings import AppSettings, is_loopback
from cutaway.view.app._wire import Problem

MOST_BYTES = 1 << 20
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; "
    "font-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
HEADERS = {
    "content-security-policy": POLICY,
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=()",
}
_SAFE = ("GET", "HEAD", "OPTIONS")
_ASKS = (
    '<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">'
    "<title>Cutaway</title><style>:root{color-scheme:light dark}body{font:16px/1.6 system-ui,sans-serif;max-width:34rem;"
    "margin:18vh auto;padding:0 1.5rem}input,button{font:inherit;padding:.4em .7em}</style>"
    "<h1>This app asks for a token</h1><p>It was set where <code>cutaway serve</code> was started. Open the address that "
    'was printed there, or give it here.</p><form method="get" action="/"><label>Token <input name="token" type="password" '
    'autocomplete="off" required></label> <button>Open</button></form></html>'
)


class Security:
    """ASGI middleware around the whole app."""

    def __init__(self, app: ASGIApp, settings: AppSettings):
        self._app, self._settings, self._port = app, settings, settings.port

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a request pass, or answer it here."""
        if scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": 1008})
            return
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        started = False

        async def guarded(message: Message) -> None:
            nonlocal started
            if message["type"] == "http.response.start":
                started = True
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers.setdefault(name, value)
                if scope["path"].startswith("/api/"):
                    headers.setdefault("cache-control", "no-store")
            await send(message)

        refused = self._refused(scope)
        if refused is not None:
            await refused(scope, receive, guarded)
            return
        if scope["method"] not in _SAFE:
            body = await _body(receive)
            if body is None:
                await _too_large()(scope, receive, guarded)
                return
            receive = _Replayed(body, receive)
        try:
            await self._app(scope, receive, guarded)
        except Exception as error:
            if started:
                raise
            await answer(500, problem_of(error))(scope, receive, guarded)

    def _refused(self, scope: Scope) -> Response | None:
        headers = Headers(scope=scope)
        host = headers.get("host", "")
        if not self._is_own_name(host):
            return answer(
                421,
                Problem(
                    problem="this server does not go by that name",
                    value=host[:200],
                    remedy="open the address that cutaway serve printed, or start it with --name",
                ),
            )
        if scope["method"] not in _SAFE:
            refused = self._foreign(headers, host) or self._unfit(headers)
            if refused is not None:
                return refused
        return None if self._settings.token is None else self._unknown(scope, headers, self._settings.token)

    def _is_own_name(self, host: str) -> bool:
        try:
            parts = urlsplit(f"//{host}")
            name, port = (parts.hostname or "").lower(), parts.port
        except ValueError:
            return False
        if name in self._settings.names:
            return True  # a proxy may have any port
        if port not in (self._port, None if self._port in (80, 443) else self._port):
            return False
        if name == "localhost" or name == self._settings.host.strip("[]").lower():
            return True
        try:
            address = ipaddress.ip_address(name)
        except ValueError:
            return not is_loopback(self._settings.host) and name in _machine_names()
        # Rebinding needs a name; an address is reached only by who means it.
        return address.is_loopback or not is_loopback(self._settings.host)

    def _foreign(self, headers: Headers, host: str) -> Response | None:
        """A request that another page made the browser send."""
        origin, site = headers.get("origin"), headers.get("sec-fetch-site", "same-origin")
        own = origin is None or (urlsplit(origin).netloc.lower() == host.lower() and origin != "null")
        if own and site in ("same-origin", "none"):
            return None
        return answer(
            403,
            Problem(
                problem="another page asked for this",
                value=origin or site,
                remedy="use the app's own page, or send the request without an Origin",
            ),
        )

    def _unfit(self, headers: Headers) -> Response | None:
        size = headers.get("content-length", "0")
        if size.isdigit() and int(size) > MOST_BYTES:
            return _too_large(int(size))
        kind = headers.get("content-type", "")
        if (size != "0" or "transfer-encoding" in headers) and kind.partition(";")[0].strip() != "application/json":
            problem = Problem(problem="the body is not JSON", value=kind[:100], remedy="send application/json")
            return answer(415, problem)
        return None

    def _unknown(self, scope: Scope, headers: Headers, token: str) -> Response | None:
        """Ask who has no token; who brings it in the address gets a cookie instead."""
        query = parse_qsl(scope["query_string"].decode("latin-1"), keep_blank_values=True)
        brought = next((value for name, value in query if name == "token"), None)
        if brought is not None and scope["method"] == "GET" and not scope["path"].startswith("/api/"):
            if not _same(brought, token):
                return self._ask(scope, 401)
            rest = urlencode([(name, value) for name, value in query if name != "token"])
            # A path that begins with two slashes would lead to another server.
            path = "/" + scope["path"].lstrip("/\\")
            response = RedirectResponse(path + (f"?{rest}" if rest else ""), status_code=303)
            response.set_cookie(
                self._cookie_name,
                cookie_value(token),
                httponly=True,
                samesite="strict",
                secure=scope["scheme"] == "https",
                path="/",
            )
            return response
        bearer = headers.get("authorization", "")
        if bearer[:7].lower() == "bearer " and _same(bearer[7:].strip(), token):
            return None
        if _same(_cookie(headers, self._cookie_name), cookie_value(token)):
            return None
        return self._ask(scope, 401)

    @property
    def _cookie_name(self) -> str:
        """Cookies do not tell ports apart, so their names do."""
        return f"cutaway_{self._port}"

    def _ask(self, scope: Scope, status: int) -> Response:
        if scope["path"] == "/" and "text/html" in Headers(scope=scope).get("accept", ""):
            return HTMLResponse(_ASKS, status_code=status)
        problem = Problem(
            problem="this app asks for a token",
            remedy="send Authorization: Bearer TOKEN, or open the page with ?token=TOKEN once",
        )
        response = answer(status, problem)
        response.headers["www-authenticate"] = "Bearer"
        return response


async def _body(receive: Receive) -> bytes | None:
    """All of a body, or None where it is too large; its length need not be told beforehand, so it is counted."""
    body = b""
    while True:
        message = await receive()
        if message["type"] != "http.request":
            return body
        body += message.get("body", b"")
        if len(body) > MOST_BYTES:
            return None
        if not message.get("more_body", False):
            return body


class _Replayed:
    """Gives a body that was read already, and then what else comes."""

    def __init__(self, body: bytes, receive: Receive):
        self._body: bytes | None = body
        self._receive = receive

    async def __call__(self) -> Message:
        if self._body is None:
            return await self._receive()
        body, self._body = self._body, None
        return {"type": "http.request", "body": body, "more_body": False}


def _too_large(size: int | None = None) -> Response:
    remedy = f"send at most {MOST_BYTES:,} bytes"
    return answer(413, Problem(problem="the request is too large", value=size, remedy=remedy))


def cookie_value(token: str) -> str:
    """What the cookie holds in the place of the token, so that who finds the cookie does not have the token."""
    return hmac.new(token.encode(), b"cutaway serve", hashlib.sha256).hexdigest()


def _same(given: str, expected: str) -> bool:
    return hmac.compare_digest(given.encode("utf-8", "surrogateescape"), expected.encode())


def _cookie(headers: Headers, name: str) -> str:
    try:
        found = SimpleCookie(headers.get("cookie", "")).get(name)
    except CookieError:
        return ""
    return "" if found is None else found.value


@cache
def _machine_names() -> set[str]:
    return {socket.gethostname().lower(), socket.getfqdn().lower()}
