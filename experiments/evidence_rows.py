"""Everything that is measured for the evidence: trials, patterns, populations, facts."""

from __future__ import annotations

from experiments import evidence_patterns, evidence_trials, posterior
from experiments.evidence_run import POSTERIOR, WORLDS, Piece, Settings


def pieces() -> list[Piece]:
    """All of them, in the order in which they are measured."""
    return [*evidence_trials.pieces(), *evidence_patterns.pieces()]


def settings(worlds: int | None, parameters: str | None) -> Settings:
    """What is asked for, or the usual. Raises InputError for parameter sets that there are not."""
    return Settings(worlds or WORLDS, posterior.check_choice(parameters or POSTERIOR))
