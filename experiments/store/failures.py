"""Runs that failed: what they were, and the error."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Any

from experiments.designs.words import settings, values_at
from experiments.store.parts import ERROR
from experiments.store.results import Results
from experiments.terminal import one_line

FIRST = 3
ROOM = 200  # characters of an error that are shown; the folder has all of it


def failures(results: Results, most: int = FIRST) -> list[dict[str, Any]]:
    """The first runs that failed: run, point, arm, seed, what was varied, and the error."""
    status = results.status[results.status["status"] == ERROR]
    rows = status.merge(results.runs, on="run").itertuples(index=False)
    return [
        {
            "run": int(row.run), "point": int(row.point), "arm": row.arm, "seed": int(row.seed),
            "values": values_at(results.design, row.point),
            "error": row.error,
        }
        for row in islice(rows, most)
    ]  # fmt: skip


def short(error: str) -> str:
    """An error on one line, and no longer than a person reads."""
    text = " ".join(one_line(error).split())
    return text if len(text) <= ROOM else f"{text[: ROOM - 3]}..."


def sentences(found: Sequence[dict[str, Any]], failed: int) -> Iterator[str]:
    """A line for each of the first failures, and what to do about them."""
    for one in found:
        yield (
            f"Run {one['run']} failed (point {one['point']}: {settings(one['values'])}; {one['arm']}, seed "
            f"{one['seed']}): {short(one['error']).rstrip('.')}."
        )
    if failed:
        yield (
            f"{failed:,} {'run' if failed == 1 else 'runs'} failed and the others are complete; 'inroads "
            "experiment' with --retry-failed makes those again."
        )
