"""Everything that one running server holds."""

from typing import Any

from cutaway.model import LanguageModel
from cutaway.progress import Progress
from cutaway.view.app._answers import Answers
from cutaway.view.app._circuit import circuit
from cutaway.view.app._compute import Counterparts, patching, tokens_of
from cutaway.view.app._edited import generation
from cutaway.view.app._host import Host
from cutaway.view.app._jobs import Jobs
from cutaway.view.app._latents import mattering
from cutaway.view.app._problems import RefusedError
from cutaway.view.app._settings import AppSettings
from cutaway.view.app._shelf import Shelf
from cutaway.view.app._wire import Ask, CircuitRequest, FeaturesRequest, GenerationRequest, PatchingRequest
from cutaway.view.app._workspace import Workspace


class Service:
    """The model, the jobs, the answers and the workspace.

    Args:
        settings: what the server was told.
        lm: a model that is in memory already; None: opened when a reader asks.

    Raises:
        AppError: the workspace cannot be used.
        DataError, CorruptFileError: a dictionary cannot be read.
    """

    def __init__(self, settings: AppSettings, lm: LanguageModel | None = None):
        self.settings = settings
        self.closing = False
        self.shelf = Shelf(settings.dictionaries)
        self.workspace = Workspace(settings.folder)
        self.answers = Answers()
        self._counterparts = Counterparts()
        self.host = Host(settings.model, lm)
        self.jobs = Jobs(
            self.workspace.jobs,
            {
                "load": self._load,
                "patching": self._patch,
                "circuit": self._circuit,
                "features": self._mattering,
                "generation": self._generate,
            },
            settings.queue,
        )

    def close(self) -> None:
        """End the streams, the jobs and the hold on the workspace."""
        self.closing = True
        self.jobs.close()
        self.workspace.close()

    def check(self, asked: Ask) -> None:
        """Refuse now what a job would only refuse when its turn comes."""
        most = self.settings.max_new_tokens
        if isinstance(asked, GenerationRequest) and asked.new_tokens > most:
            remedy = f"ask for at most {most}, or start cutaway serve with a larger --max-new-tokens"
            raise RefusedError(422, f"{asked.new_tokens} new tokens", remedy, asked.new_tokens)
        with self.host.using(asked.model) as lm:
            tokens_of(lm, asked.prompt, self.settings.max_prompt_tokens)

    def _load(self, request: dict[str, Any], progress: Progress) -> None:
        self.host.open(request["name"], progress)

    def _patch(self, request: dict[str, Any], progress: Progress) -> str:
        asked = PatchingRequest(**request)
        self.host.ready(asked.model, progress)
        with self.host.using(asked.model, job=True) as lm:
            return self.answers.keep(
                patching(lm, asked, self.settings.max_prompt_tokens, self._counterparts, progress)
            ).id

    def _circuit(self, request: dict[str, Any], progress: Progress) -> str:
        asked = CircuitRequest(**request)
        self.host.ready(asked.model, progress)
        with self.host.using(asked.model, job=True) as lm:
            return self.answers.keep(
                circuit(lm, asked, self.settings.max_prompt_tokens, self._counterparts, progress)
            ).id

    def _mattering(self, request: dict[str, Any], progress: Progress) -> str:
        asked = FeaturesRequest(**request)
        self.host.ready(asked.model, progress)
        with self.host.using(asked.model, job=True) as lm:
            return self.answers.keep(mattering(self.shelf, lm, asked, self.settings.max_prompt_tokens, progress)).id

    def _generate(self, request: dict[str, Any], progress: Progress) -> str:
        asked = GenerationRequest(**request)
        self.host.ready(asked.model, progress)
        with self.host.using(asked.model, job=True) as lm:
            return self.answers.keep(
                generation(self.host, self.shelf, lm, asked, self.settings.max_prompt_tokens, progress)
            ).id
