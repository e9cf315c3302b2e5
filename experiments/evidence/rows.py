"""Everything that is measured for the evidence, and where each part of it is."""

from __future__ import annotations

from dataclasses import replace

from experiments import posterior
from experiments.evidence import from_facts as evidence_facts
from experiments.evidence import from_figures as evidence_descriptive
from experiments.evidence import from_left_out as evidence_left_out
from experiments.evidence import from_patterns as evidence_patterns
from experiments.evidence import from_population as evidence_population
from experiments.evidence import from_trials as evidence_trials
from experiments.evidence import seen
from experiments.evidence.results import FITTED, Evidence
from experiments.evidence.run import POSTERIOR, WORLDS, Piece, Settings

PARTS = (evidence_trials, evidence_patterns, evidence_population, evidence_descriptive, evidence_facts)


def pieces() -> list[Piece]:
    """All of them, in the order in which they are measured."""
    return [piece for part in PARTS for piece in part.pieces()]


def settings(worlds: int | None, parameters: str | None) -> Settings:
    """What is asked for, or the usual. Raises InputError for parameter sets that there are not."""
    return Settings(worlds or WORLDS, posterior.check_choice(parameters or POSTERIOR))


def with_left_out(found: Evidence) -> Evidence:
    """The same with what calibration predicted of each study without it, and with what is no unseen test
    told apart."""
    fitted = [row for row in found.rows if row.use == FITTED and not row.only_sign]
    rows = (*found.rows, *evidence_left_out.rows_of(fitted))
    return replace(found, rows=tuple(seen.told_apart(row) for row in rows))
