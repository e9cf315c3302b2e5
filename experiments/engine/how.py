"""How a command that makes many runs is to make and tell them."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class How:
    """Where results go, who works, what is made again, and what is said of it."""

    out: str | None
    workers: int | None = None
    dask: str | None = None
    resume: bool = False
    retry_failed: bool = False
    dry_run: bool = False
    as_json: bool = False
    quiet: bool = False
