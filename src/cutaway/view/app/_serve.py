"""Bind, serve, and stop without leaving anything half done."""

import asyncio
import errno
import logging
import socket
from collections.abc import Callable
from dataclasses import replace
from types import FrameType

import uvicorn

from cutaway.errors import AppError
from cutaway.view.app._app import create_app
from cutaway.view.app._settings import AppSettings

_PATIENCE = 3
"""Seconds that open requests get at the end."""


def serve_app(settings: AppSettings, *, ready: Callable[[AppSettings], None] = lambda _: None) -> None:
    """Serve the app until it is interrupted.

    Args:
        settings: where and how.
        ready: called once requests are answered, with the settings in force (the port is the one that was bound).

    Raises:
        AppError: the address cannot be bound, or the workspace cannot be used.
    """
    bound = _bind(settings)
    with bound:
        settings = replace(settings, port=bound.getsockname()[1])
        app = create_app(settings)
        config = uvicorn.Config(
            app,
            log_level=logging.WARNING,
            access_log=False,  # an address may hold a token
            server_header=False,
            proxy_headers=False,
            ws="none",
            lifespan="on",
            limit_concurrency=200,
            timeout_graceful_shutdown=_PATIENCE,
        )
        server = _Server(
            config, closing=lambda: setattr(app.state.service, "closing", True), ready=lambda: ready(settings)
        )
        try:
            server.run(sockets=[bound])
        finally:
            app.state.service.close()


class _Server(uvicorn.Server):
    """Tells when it is ready, and ends the streams of events before it waits for them."""

    def __init__(self, config: uvicorn.Config, *, closing: Callable[[], None], ready: Callable[[], None]):
        super().__init__(config)
        self._closing, self._ready = closing, ready

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """A signal to stop."""
        self._closing()
        super().handle_exit(sig, frame)

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Begin to answer."""
        await super().startup(sockets)
        if self.started:
            await asyncio.to_thread(self._ready)


def _bind(settings: AppSettings) -> socket.socket:
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(
            settings.host.strip("[]"), settings.port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
    except socket.gaierror as error:
        raise AppError(
            f"the host {settings.host!r} is no address of this machine ({error.strerror}); use 127.0.0.1"
        ) from None
    bound = socket.socket(family, kind, protocol)
    bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        bound.bind(address)
        bound.listen(128)
    except OSError as error:
        bound.close()
        if error.errno == errno.EADDRINUSE:
            raise AppError(
                f"port {settings.port} is taken on {settings.host}; name another with --port, or --port 0 for any that is free"
            ) from None
        if error.errno == errno.EACCES:
            raise AppError(f"port {settings.port} may not be used by you; name one above 1023 with --port") from None
        raise AppError(
            f"{settings.host}:{settings.port} cannot be bound ({error.strerror}); name another host"
        ) from None
    return bound
