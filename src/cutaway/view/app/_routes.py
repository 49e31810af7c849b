"""The endpoints, all under /api/v1."""

import asyncio
import re
from collections.abc import AsyncIterator
from importlib.metadata import PackageNotFoundError, version
from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, Path, Request, Response
from fastapi.responses import StreamingResponse

from cutaway.view._page import html
from cutaway.view.app import _compute, _latents
from cutaway.view.app._jobs import ENDED
from cutaway.view.app._pages import study_page
from cutaway.view.app._service import Service
from cutaway.view.app._wire import (
    Activations,
    Answer,
    Ask,
    AttentionRequest,
    AttributionRequest,
    CircuitRequest,
    DictionaryEntry,
    FeaturesRequest,
    GenerationRequest,
    Health,
    Job,
    LatentAnswer,
    LatentRequest,
    LensRequest,
    Limits,
    LoadRequest,
    Models,
    ModelState,
    PatchingRequest,
    PredictionsRequest,
    Problem,
    RenameRequest,
    SaveRequest,
    Study,
    StudySummary,
    TokensAnswer,
)

PREFIX = "/api/v1"
_LOOK = 0.1
"""Seconds between two looks at a job whose events are streamed."""
Number = Annotated[str, Path(pattern=r"^[a-z0-9]{16}$")]


def router(service: Service) -> APIRouter:
    """The endpoints of one server."""
    refused = {code: {"model": Problem} for code in (401, 404, 409, 410, 413, 422, 503)}
    routes = APIRouter(prefix=PREFIX, responses=refused)  # type: ignore[arg-type]
    settings, host, jobs, studies = service.settings, service.host, service.jobs, service.workspace
    most = settings.max_prompt_tokens

    @routes.get("/health")
    def health() -> Health:
        """Whether the server runs."""
        return Health(version=_version(), model=host.state().name, jobs=jobs.running())

    @routes.get("/models")
    def models() -> Models:
        """What may be opened, and what is open."""
        limits = Limits(max_prompt_tokens=most, max_new_tokens=settings.max_new_tokens, queue=settings.queue)
        return Models(models=host.entries(), current=host.state(), first=host.first, limits=limits)

    @routes.get("/model")
    def model() -> ModelState:
        """The model in memory."""
        return host.state()

    @routes.post("/model", status_code=202)
    def load(asked: LoadRequest) -> Job:
        """Open a model in the place of the one in memory."""
        host.require_known(asked.name)
        return jobs.add("load", asked.model_dump())

    @routes.post("/tokens")
    def tokens(asked: Ask) -> TokensAnswer:
        """How a prompt is cut into tokens."""
        with host.using(asked.model) as lm:
            return TokensAnswer(tokens=_compute.cut(lm, asked.prompt, most), limit=most)

    @routes.post("/predictions")
    def predictions(asked: PredictionsRequest) -> Answer:
        """The likeliest next tokens."""
        with host.using(asked.model) as lm:
            return service.answers.keep(_compute.predictions(lm, asked, most))

    @routes.post("/lens")
    def lens(asked: LensRequest) -> Answer:
        """What each layer would say."""
        with host.using(asked.model) as lm:
            return service.answers.keep(_compute.lens(lm, asked, most))

    @routes.post("/attention")
    def attention(asked: AttentionRequest) -> Answer:
        """Where heads look."""
        with host.using(asked.model) as lm:
            return service.answers.keep(_compute.looked(lm, asked, most))

    @routes.post("/attribution")
    def attribution(asked: AttributionRequest) -> Answer:
        """Which parts write the answer's logit."""
        with host.using(asked.model) as lm:
            return service.answers.keep(_compute.attribution(lm, asked, most))

    @routes.post("/patching", status_code=202)
    def patching(asked: PatchingRequest) -> Job:
        """Patch, as a job."""
        service.check(asked)
        return jobs.add("patching", asked.model_dump())

    @routes.post("/circuit", status_code=202)
    def circuit(asked: CircuitRequest) -> Job:
        """Find the connections that do it, as a job."""
        service.check(asked)
        return jobs.add("circuit", asked.model_dump())

    @routes.get("/dictionaries")
    def dictionaries() -> list[DictionaryEntry]:
        """The dictionaries whose latents can be looked at."""
        return service.shelf.entries()

    @routes.post("/features")
    def features(asked: FeaturesRequest) -> Answer:
        """Latents that are active on the prompt."""
        with host.using(asked.model) as lm:
            return service.answers.keep(_latents.active(service.shelf, lm, asked, most))

    @routes.post("/features/mattering", status_code=202)
    def mattering(asked: FeaturesRequest) -> Job:
        """Latents that the answer rests on, as a job."""
        service.check(asked)
        return jobs.add("features", asked.model_dump())

    @routes.post("/features/latent")
    def latent(asked: LatentRequest) -> LatentAnswer:
        """One latent's card."""
        with host.using(asked.model) as lm:
            return _latents.latent(service.shelf, lm, asked, most)

    @routes.post("/features/activations")
    def activations(asked: LatentRequest) -> Activations:
        """What a latent does on each token of a text."""
        with host.using(asked.model) as lm:
            return _latents.tried(service.shelf, lm, asked, most)

    @routes.post("/generation", status_code=202)
    def generation(asked: GenerationRequest) -> Job:
        """Write on with and without changes, as a job."""
        service.check(asked)
        return jobs.add("generation", asked.model_dump())

    @routes.get("/answers/{number}", response_model=Answer)
    def answer(number: Number) -> Response:
        """An answer that was given since the server started."""
        return Response(service.answers.text(number), media_type="application/json")

    @routes.get("/jobs")
    def all_jobs() -> list[Job]:
        """Every job, the latest first; with those that the last server was stopped in."""
        return jobs.all()

    @routes.get("/jobs/{number}")
    def job(number: Number) -> Job:
        """One job."""
        return jobs.get(number)

    @routes.post("/jobs/{number}/cancel")
    def cancel(number: Number) -> Job:
        """Stop a job at its next step."""
        return jobs.cancel(number)

    @routes.post("/jobs/{number}/again", status_code=202)
    def again(number: Number) -> Job:
        """Start a job that has ended once more."""
        return jobs.again(number)

    @routes.get(
        "/jobs/{number}/events",
        response_class=StreamingResponse,
        responses={200: {"content": {"text/event-stream": {}}, "description": "`data:` is a Job"}},
    )
    async def events(number: Number, request: Request) -> StreamingResponse:
        """A job's state whenever it changes, until it ends; begins with the state as it is, so that any reconnection
        catches up."""
        jobs.get(number)
        return StreamingResponse(_events(service, number), media_type="text/event-stream")

    @routes.get("/studies")
    def all_studies() -> list[StudySummary]:
        """Every saved study, the one changed last first."""
        return studies.all()

    @routes.post("/studies", status_code=201)
    def save(asked: SaveRequest) -> StudySummary:
        """Save a new study."""
        return studies.save(asked, service.answers)

    @routes.get("/studies/{number}")
    def study(number: Number) -> Study:
        """A study with all its answers and findings."""
        return studies.get(number)

    @routes.put("/studies/{number}")
    def save_again(number: Number, asked: SaveRequest) -> StudySummary:
        """Save the next version of a study."""
        return studies.save(asked, service.answers, number)

    @routes.patch("/studies/{number}")
    def rename(number: Number, asked: RenameRequest) -> StudySummary:
        """Give a study another name."""
        return studies.rename(number, asked.name)

    @routes.delete("/studies/{number}", status_code=204)
    def delete(number: Number) -> None:
        """Put a study aside; for a week it can be restored."""
        studies.delete(number)

    @routes.post("/studies/{number}/restore")
    def restore(number: Number) -> StudySummary:
        """Bring a deleted study back."""
        return studies.restore(number)

    @routes.get("/studies/{number}/export", response_class=Response)
    def export(number: Number) -> Response:
        """A study as one HTML file that needs nothing beside it."""
        found = studies.get(number)
        name = re.sub(r"[^\w\- ]+", "", found.name, flags=re.ASCII).strip() or "study"
        disposition = f"attachment; filename=\"{name}.html\"; filename*=UTF-8''{quote(found.name, safe='')}.html"
        return Response(
            html(study_page(found)),
            media_type="text/html",
            headers={"content-disposition": disposition, "content-security-policy": "sandbox"},
        )

    return routes


async def _events(service: Service, number: str) -> AsyncIterator[str]:
    jobs, seen, quiet = service.jobs, -1, 0.0
    while not service.closing:
        current, job = jobs.look(number)
        if current != seen:
            seen, quiet = current, 0.0
            yield f"id: {current}\nevent: job\ndata: {job.model_dump_json()}\n\n"
            if job.state in ENDED:
                return
        elif quiet >= service.settings.heartbeat:
            quiet = 0.0
            yield ": still here\n\n"
        await asyncio.sleep(_LOOK)
        quiet += _LOOK


def _version() -> str:
    try:
        return version("cutaway")
    except PackageNotFoundError:
        return "unknown"
