"""Everything that is measured for the evidence: trials, patterns, populations, facts."""

from __future__ import annotations

import importlib
from dataclasses import replace

from experiments import evidence_left_out, evidence_patterns, evidence_population, evidence_trials, posterior
from experiments.evidence import FITTED, Evidence
from experiments.evidence_run import POSTERIOR, WORLDS, Piece, Settings


def pieces() -> list[Piece]:
    """All of them, in the order in which they are measured."""
    found = [*evidence_trials.pieces(), *evidence_patterns.pieces(), *evidence_population.pieces()]
    for name in ("evidence_descriptive", "evidence_facts"):
        try:
            found += importlib.import_module(f"experiments.{name}").pieces()
        except ImportError:  # until every part has landed
            continue
    return found


def settings(worlds: int | None, parameters: str | None) -> Settings:
    """What is asked for, or the usual. Raises InputError for parameter sets that there are not."""
    return Settings(worlds or WORLDS, posterior.check_choice(parameters or POSTERIOR))


def with_left_out(found: Evidence) -> Evidence:
    """The same with what calibration predicted of each study without it."""
    fitted = [row for row in found.rows if row.use == FITTED and not row.only_sign]
    return replace(found, rows=(*found.rows, *evidence_left_out.rows_of(fitted)))
