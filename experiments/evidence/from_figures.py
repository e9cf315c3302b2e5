"""Figures that were only counted, as rows: what the model counts with its own selection."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Any

import numpy as np

from experiments import posterior
from experiments.evidence.draws import HALF_STEP, Draws
from experiments.evidence.results import CONTEXT, EFFECT, HUNDRED, LEVEL, NOT_FITTED, Row
from experiments.evidence.run import BEST, Found, Piece, Settings
from experiments.evidence.sources import citation
from experiments.figures.descriptive import Figure, Study, count, studies

SIGN = "sign"  # use of a figure of which only the direction counts
NO_CONTROL = "Nobody drew lots: the figure says who was chosen as well as what it did."


def pieces() -> list[Piece]:
    """A piece for each study that has a figure which is no pattern already."""
    return [_piece(study) for study in studies() if wanted(study)]


def wanted(study: Study) -> list[Figure]:
    """The figures that are no pattern: patterns have rows of their own."""
    return [one for one in study.figures if not one.pattern]


def _piece(study: Study) -> Piece:
    names = tuple(dict.fromkeys(one.id for one in wanted(study)))
    return Piece(f"counted:{study.name}", names, lambda settings: Found(tuple(rows_of(study, settings))))


def rows_of(study: Study, settings: Settings) -> list[Row]:
    """The study's figures, counted in every parameter set."""
    by_set: dict[int | None, list[int]] = {}
    for seed, number in zip(
        settings.seeds, posterior.sets_of(settings.seeds, settings.parameters), strict=True
    ):
        by_set.setdefault(number, []).append(seed)
    found = [count(in_set(study, number), seeds) for number, seeds in by_set.items()]
    if settings.parameters == BEST:  # each world by itself
        parts: dict[str, list[np.ndarray]] = {k: [v[:, 0]] for k, v in found[0].values.items() if v.ndim == 2}
    else:
        parts = {k: [one.values[k][:, 0] for one in found] for k, v in found[0].values.items() if v.ndim == 2}
    return [_row(study, figure, parts) for figure in wanted(study)]


def _row(study: Study, figure: Figure, parts: dict[str, list[np.ndarray]]) -> Row:
    if figure.use != SIGN:
        return row_of(study, figure, Draws.of(parts[figure.measure]))
    pairs = zip(parts[figure.measure], parts[figure.above], strict=True)
    return sign_row(study, figure, Draws.of([one - other for one, other in pairs]))


def in_set(study: Study, number: int | None) -> Study:
    """The study with one parameter set in both of its worlds."""
    if number is None:
        return study
    both = {name: posterior.with_set(getattr(study, name), number) for name in ("offered", "not_offered")}
    return replace(study, **both)


def row_of(study: Study, figure: Figure, draws: Draws) -> Row:
    """One figure as a row."""
    known = citation(figure.id)
    share = figure.unit == "share"
    factor = 100.0 if share else 1.0
    error: dict[str, Any] = {}
    if share:
        value = factor * figure.published
        error = {"low": value - HALF_STEP, "high": value + HALF_STEP, "se": HALF_STEP / math.sqrt(3.0)}
    return Row(
        id=f"counted/{study.name}/{figure.measure}", source=figure.id,
        study=known.study if known else study.title, country=known.country if known else "",
        instrument=study.title, outcome=figure.label, unit=HUNDRED if share else figure.unit, kind=LEVEL,
        use=NOT_FITTED if share else CONTEXT, value=factor * figure.published,
        conversion=f"Published{' in whole percent,' if share else ''} without an error.",
        note=f"{NO_CONTROL} {figure.said}".strip(),
        more={"setting": {"What it asks": study.title, "How we read it": study.assumes}},
        **error, **draws.fields(factor),
    )  # fmt: skip


def sign_row(study: Study, figure: Figure, draws: Draws) -> Row:
    """A figure of which only this counts: that it is above the one of everybody."""
    known = citation(figure.id)
    return Row(
        id=f"counted/{study.name}/{figure.measure}", source=figure.id,
        study=known.study if known else study.title, country=known.country if known else "",
        instrument=study.title, outcome=f"{figure.label}, less the share of all", unit=HUNDRED, kind=EFFECT,
        use=NOT_FITTED, sign="+",
        conversion=f"Its size, {100.0 * figure.published:.0f} in 100, is not used: who is in it was chosen.",
        note=f"{NO_CONTROL} {figure.said}".strip(),
        more={"setting": {"What it asks": study.title, "How we read it": study.assumes}},
        **draws.fields(100.0),
    )  # fmt: skip
