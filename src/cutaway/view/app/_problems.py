"""Errors as answers: what went wrong, with which value, and what to do. Never a stack trace."""

import logging
import re
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

from cutaway.errors import CutawayError, FileError, LedgerError, UnknownModelError
from cutaway.view.app._wire import Problem

log = logging.getLogger(__name__)
_STATUS: dict[type[CutawayError], int] = {UnknownModelError: 404, FileError: 500, LedgerError: 500}


class RefusedError(CutawayError):
    """A request that is not met, with its HTTP status."""

    def __init__(self, status: int, problem: str, remedy: str, value: Any = None):
        self.status, self.problem, self.remedy, self.value = status, problem, remedy, value
        super().__init__(f"{problem}; {remedy}")


def problem_of(error: BaseException) -> Problem:
    """An error as a problem. The library's errors say problem and remedy in one sentence, parted by a semicolon."""
    if isinstance(error, RefusedError):
        return Problem(problem=error.problem, value=error.value, remedy=error.remedy)
    if isinstance(error, CutawayError):
        text, _, remedy = str(error).rpartition("; ")
        return Problem(problem=text or remedy, value=None, remedy=remedy if text else "change what was asked for")
    log.error("a request failed", exc_info=error)
    return Problem(
        problem="the server met an error of its own",
        value=type(error).__name__,
        remedy="look at the log where cutaway serve runs, and tell its authors",
    )


def answer(status: int, problem: Problem) -> JSONResponse:
    """A problem as a response."""
    return JSONResponse(problem.model_dump(), status_code=status)


def install(app: FastAPI) -> None:
    """Answer every error of this app in one form."""

    @app.exception_handler(CutawayError)
    async def ours(request: Request, error: CutawayError) -> JSONResponse:
        status = error.status if isinstance(error, RefusedError) else _STATUS.get(type(error), 422)
        return answer(status, problem_of(error))

    @app.exception_handler(RequestValidationError)
    async def invalid(request: Request, error: RequestValidationError) -> JSONResponse:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"] if part != "body") or "the request"
        value = first.get("input")
        short = value if value is None or isinstance(value, int | float | bool) else _short(str(value))
        said = re.sub(r"^Value error, ", "", str(first["msg"]))
        problem = Problem(
            problem=f"{where}: {said}", value=short, remedy=f"change {where}; /api/v1/openapi.json says how"
        )
        return answer(422, problem)

    @app.exception_handler(HTTPException)
    async def http(request: Request, error: HTTPException) -> JSONResponse:
        path = request.url.path
        said = {404: ("there is nothing here", "see /api/v1/openapi.json for what there is")}
        said[405] = (f"{request.method} is not answered here", said[404][1])
        problem, remedy = said.get(error.status_code, (str(error.detail), said[404][1]))
        return answer(error.status_code, Problem(problem=problem, value=_short(path), remedy=remedy))


def _short(text: str) -> str:
    return text if len(text) <= 200 else text[:199] + "…"
