"""Calibration's own test as rows: each study left out in turn, and predicted without it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

from experiments.calibration import publish
from experiments.evidence.from_trials import PERCENT
from experiments.evidence.results import EFFECT, HUNDRED, LEFT_OUT, Row
from experiments.posterior import folder
from sim.errors import InputError

ALLOWED = (
    "Predicted by parameter sets that were fitted without this study. The range holds the study's sampling "
    "error and how far off the best model of this kind may be."
)


def rows_of(fitted: Iterable[Row], where: Path | None = None) -> list[Row]:
    """The predictions of the last calibration, told like the rows of the same results; none without it."""
    try:
        found = publish.read(where or folder())
    except InputError:
        return []
    by_target = {target_of(row): row for row in fitted}
    told = []
    for one in found["leave_out"]:
        target = found["targets"][one["target"]]
        row = by_target.get(target["id"])
        if row is not None:
            told.append(row_of(row, one))
    return told


def target_of(row: Row) -> str:
    """What calibration calls a row's figure."""
    return f"{row.id}/effect" if row.kind == EFFECT else row.id


def row_of(row: Row, predicted: dict[str, Any]) -> Row:
    """The same result, predicted by what was fitted without its study."""
    factor = 100.0 if row.unit in (HUNDRED, PERCENT) else 1.0
    mean, low, high = (factor * predicted[name] for name in ("mean", "lo", "hi"))
    return replace(
        row, id=f"left-out/{row.id}", use=LEFT_OUT, se=0.0, mean=mean, model_low=low, model_high=high,
        mean_low=None, mean_high=None, worlds=0, note=ALLOWED,
    )  # fmt: skip
