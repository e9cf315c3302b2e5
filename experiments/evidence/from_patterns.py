"""Patterns of today's district as rows of evidence, a piece for each kind of run that measures them."""

from __future__ import annotations

import numpy as np

from experiments import posterior
from experiments.compare import on_all_cores
from experiments.evidence.draws import Draws
from experiments.evidence.results import FITTED, HUNDRED, LEVEL, NOT_FITTED, RATIO, Z95, Row
from experiments.evidence.run import Found, Piece, Settings
from experiments.evidence.sources import citation
from experiments.figures.patterns import DESCRIPTIVE, MEASURED_BY, Pattern, patterns, simulated, targets_file
from sim.scenario import Scenario, load

COUNTRY = "denmark"  # the district in which patterns are looked for
GROUP = {
    "today": "Today's services",
    "call_backs": "Hiring",
    "free_pass": "Social free pass",
    "supported": "IPS",
}
UNITS = {"call_backs": (RATIO, 1.0), "supported": ("months", 1.0)}  # of a run's patterns; the rest are shares


def pieces() -> list[Piece]:
    """A piece for each run: what several patterns have in common is lived once."""
    return [
        Piece(f"pattern:{run}", names(run), lambda settings, run=run: Found(tuple(rows_of(run, settings))))
        for run in MEASURED_BY
    ]


def names(run: str) -> tuple[str, ...]:
    """The sources of a run's patterns."""
    return tuple(dict.fromkeys(one.source for one in patterns() if one.id in MEASURED_BY[run]))


def rows_of(run: str, settings: Settings) -> list[Row]:
    """The rows of one run's patterns."""
    wanted = [one for one in patterns() if one.id in MEASURED_BY[run]]
    worlds = posterior.worlds(load(COUNTRY), list(settings.seeds), settings.parameters)
    numbers = posterior.sets_of(settings.seeds, settings.parameters)

    def one(job: tuple[Scenario, int]) -> dict[str, np.ndarray]:
        return simulated(job[0], [job[1]], [pattern.id for pattern in wanted])

    found = on_all_cores(one, list(zip(worlds, settings.seeds, strict=True)))
    which = np.array([-1 if number is None else number for number in numbers])
    return [
        row_of(pattern, run, Draws(np.array([values[pattern.id][0] for values in found]), which))
        for pattern in wanted
    ]


def row_of(pattern: Pattern, run: str, draws: Draws) -> Row:
    """One pattern as a row. Its error is the study's own, not doubled as it is for tuning."""
    unit, factor = UNITS.get(run, (HUNDRED, 100.0))
    error = pattern.se
    known = citation(pattern.source)
    conversion = "The interval follows from the standard error."
    if targets_file()["patterns"][pattern.id]["descriptive"]:
        error /= DESCRIPTIVE
        conversion += " For tuning it counted double, because no study was designed for the figure."
    return Row(
        id=f"pattern/{pattern.id}", source=pattern.source,
        study=known.study if known else pattern.source, country=known.country if known else "",
        instrument=GROUP.get(run, GROUP["today"]), outcome=pattern.label, unit=unit, kind=LEVEL,
        use=FITTED if pattern.fitted else NOT_FITTED,
        value=factor * pattern.published, low=factor * (pattern.published - Z95 * error),
        high=factor * (pattern.published + Z95 * error), se=factor * error,
        conversion=conversion, note=pattern.note,
        more={"setting": {"Simulated": f"a district of {COUNTRY.capitalize()} under today's services"}},
        **draws.fields(factor),
    )  # fmt: skip
