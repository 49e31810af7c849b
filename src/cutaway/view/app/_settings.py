"""What `cutaway serve` can be told, checked before anything is bound."""

import ipaddress
from dataclasses import dataclass, field
from pathlib import Path

import platformdirs

from cutaway.errors import AppError
from cutaway.model import DEFAULT_MODEL

SHORTEST_TOKEN = 16
"""A token is all that stands between a network and the app."""


@dataclass(frozen=True, kw_only=True)
class AppSettings:
    """How the app is served.

    Raises:
        AppError: a host beyond this machine without a token, a token that is too short, or a number out of range.
    """

    host: str = "127.0.0.1"
    """The address to listen on. Anything but this machine itself needs a token."""
    port: int = 8765
    """The port to listen on; 0 for any that is free."""
    token: str | None = field(default=None, repr=False)
    """What a reader must show, 16 characters or more; None: anybody on this machine may read and compute."""
    model: str = DEFAULT_MODEL
    """The model that is opened first."""
    dictionaries: tuple[Path, ...] = ()
    """Folders of dictionaries whose latents readers may look at, each perhaps with its cards in `cards`."""
    workspace: Path | None = None
    """The folder of saved studies; None for the user's data folder."""
    names: tuple[str, ...] = ()
    """Further names by which readers reach this machine, such as that of a proxy; other names are refused."""
    max_prompt_tokens: int = 256
    """A longer prompt is refused."""
    max_new_tokens: int = 100
    """No continuation is longer."""
    queue: int = 8
    """So many jobs may wait; a further one is refused."""
    heartbeat: float = 15.0
    """Seconds after which a silent stream of events shows that it is alive."""

    def __post_init__(self) -> None:
        if not 0 <= self.port <= 65535:
            raise AppError(f"port {self.port}; give one from 1 to 65535, or 0 for any that is free")
        for name in ("max_prompt_tokens", "max_new_tokens", "queue"):
            if getattr(self, name) < 1:
                raise AppError(f"{name}={getattr(self, name)}; give at least 1")
        if self.token is not None and (len(self.token) < SHORTEST_TOKEN or not self.token.isascii()):
            raise AppError(
                f"a token of {len(self.token)} characters; give at least {SHORTEST_TOKEN}, letters, digits and marks, "
                'such as python -c "import secrets; print(secrets.token_urlsafe(24))" prints'
            )
        if self.token is None and not is_loopback(self.host):
            raise AppError(
                f"host {self.host!r} can be reached from other machines, and no token was given; set CUTAWAY_TOKEN or "
                "pass --token, or listen on 127.0.0.1"
            )

    @property
    def folder(self) -> Path:
        """The workspace's folder."""
        return self.workspace or Path(platformdirs.user_data_dir("cutaway")) / "workspace"

    @property
    def address(self) -> str:
        """Where a browser on this machine finds the app."""
        host = self.host.strip("[]")
        host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)
        return f"http://{f'[{host}]' if ':' in host else host}:{self.port}/"


def is_loopback(host: str) -> bool:
    """Whether only this machine can reach the address."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False
