"""The app as FastAPI, and its one page."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib.resources import files

from fastapi import FastAPI, Response

from cutaway.errors import FileError
from cutaway.model import LanguageModel
from cutaway.view.app import _problems
from cutaway.view.app._routes import PREFIX, router
from cutaway.view.app._security import Security
from cutaway.view.app._service import Service
from cutaway.view.app._settings import AppSettings

_PAGE = (
    '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Cutaway</title>'
    '<meta name="viewport" content="width=device-width, initial-scale=1"><meta name="color-scheme" content="light dark">'
    '<link rel="icon" href="data:,"><link rel="stylesheet" href="/app.css"></head>'
    '<body><div id="app"></div><noscript>This app needs JavaScript.</noscript>'
    '<script src="/app.js" defer></script></body></html>'
)
_ASSETS = {"app.js": "text/javascript", "app.css": "text/css"}


def create_app(settings: AppSettings, *, lm: LanguageModel | None = None) -> FastAPI:
    """The app of one server, with its workspace opened; it is closed with the app's lifespan.

    Args:
        settings: where and how it is served.
        lm: a model that is in memory already; None: opened when a reader asks.

    Raises:
        AppError: the workspace cannot be used.
    """
    service = Service(settings, lm)

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        yield
        service.close()

    app = FastAPI(
        title="Cutaway",
        summary="The API of `cutaway serve`",
        version="1",
        openapi_url=f"{PREFIX}/openapi.json",
        docs_url=None,
        redoc_url=None,
        lifespan=lifespan,
    )
    app.state.service = service
    _problems.install(app)
    app.include_router(router(service))
    app.add_middleware(Security, settings=settings)

    @app.get("/", include_in_schema=False)
    def page() -> Response:
        return Response(_PAGE, media_type="text/html", headers={"cache-control": "no-store"})

    @app.get("/{name}", include_in_schema=False)
    def asset(name: str) -> Response:
        if name not in _ASSETS:
            raise _problems.RefusedError(404, "there is nothing here", "open / for the app", name[:200])
        return Response(_asset(name), media_type=_ASSETS[name], headers={"cache-control": "no-cache"})

    return app


def _asset(name: str) -> bytes:
    try:
        return (files("cutaway.view") / "static" / name).read_bytes()
    except OSError as error:
        raise FileError(
            f"the front end {name} is missing ({error}); install cutaway again, or in a checkout build it: "
            "npm --prefix web ci && npm --prefix web run build"
        ) from error
