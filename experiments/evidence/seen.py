"""Findings that the model had seen: those for which a mechanism was added, or a number was typed in.

They stand in scenarios/targets.toml, [[added]] and [[typed_in]], with the rows or trials they concern.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, replace
from functools import cache
from importlib import resources

from experiments.evidence.results import ADDED, ANCHORED, SET, TESTS, Row

OF_LEFT_OUT = "left-out/"  # before the id of a row that was predicted without its study


@dataclass(frozen=True)
class Entry:
    """One finding, the numbers of the model that it gave rise to, and the rows or trials that show it."""

    finding: str
    addresses: tuple[str, ...]
    why: str
    rows: tuple[str, ...] = ()
    fact: int | None = None

    def concerns(self, row: Row) -> bool:
        """Whether a row shows this finding."""
        return bool({row.id.removeprefix(OF_LEFT_OUT), row.more.get("trial")} & set(self.rows))


@cache
def _entries(kind: str) -> tuple[Entry, ...]:
    text = (resources.files("scenarios") / "targets.toml").read_text("utf-8")
    return tuple(
        Entry(
            one["finding"], tuple(one["addresses"]), one["why"], tuple(one.get("rows", ())), one.get("fact")
        )
        for one in tomllib.loads(text)[kind]
    )


def added() -> tuple[Entry, ...]:
    """Findings for which a mechanism was added after they were seen missed."""
    return _entries("added")


def typed_in() -> tuple[Entry, ...]:
    """Findings from which a number of the model was set."""
    return _entries("typed_in")


def facts_helped() -> tuple[int, ...]:
    """The facts for which a mechanism was added."""
    return tuple(one.fact for one in added() if one.fact is not None)


def told_apart(row: Row) -> Row:
    """A row under its own name where the model had seen it; what it was tuned with stays that."""
    if row.use != ANCHORED and any(one.concerns(row) for one in typed_in()):
        return replace(row, use=SET)
    if row.use in TESTS and any(one.concerns(row) for one in added()):
        return replace(row, use=ADDED)
    return row
