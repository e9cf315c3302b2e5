"""What calibration aims at: patterns of today's life, and the trials marked for it.

A published figure weighs by its standard error (doubled where nothing was designed to measure it),
and by how far off the best possible model of this kind may be: for a pattern as stated with it, for
a trial a share of the figure, and at least so much of a share.
"""

from __future__ import annotations

from functools import cache

from experiments.calibration.problem import Target
from experiments.figures.patterns import Pattern, patterns, targets_file
from experiments.trials import trial as trials
from sim.errors import InputError
from sim.scenario import nearest, show

ANCHOR = "anchor"
# The scale on which a figure moves evenly with assumptions.
SCALES = {"share": "log_odds", "ratio": "log", "months": "plain"}


@cache
def discrepancy_of_trials() -> dict[str, float]:
    """How far off the best model may be in a trial: relative, and at least, for shares."""
    return targets_file()["discrepancy"]


@cache
def not_fitted() -> dict[str, str]:
    """Targets of trials that calibration does not aim at, with the reason."""
    return targets_file().get("not_fitted", {})


def used_trials() -> list[trials.Trial]:
    """The shipped trials that have at least one figure to calibrate with."""
    found = [trials.read(name) for name in trials.shipped()]
    return [one for one in found if trials.targets(one)]


def of_pattern(pattern: Pattern) -> Target:
    """A pattern as a target."""
    return Target(
        f"pattern/{pattern.id}", pattern.source, pattern.label, pattern.published, pattern.se,
        pattern.discrepancy, pattern.fitted, source=pattern.source, scale=SCALES[pattern.unit],
    )  # fmt: skip


def study_of(trial: trials.Trial) -> str:
    """What is left out as one: the study, whose first id all of a trial's figures share."""
    return trial.about["source"].split(",")[0].strip()


def of_trial(trial: trials.Trial) -> list[Target]:
    """A trial's figures as targets, in the order of ``experiments.trials.trial.targets``."""
    allowed, found = discrepancy_of_trials(), []
    for one in trials.targets(trial):
        outcome = trial.outcomes[one.outcome]
        least = allowed["least_share"] if outcome.is_share or outcome.effect_as == trials.RELATIVE else 0.0
        found.append(Target(
            f"{trial.name}/{one.outcome}/{one.arm_or_effect}",
            study_of(trial),
            f"{trial.about['title'].split(':')[0]}: {outcome.label}, {one.arm_or_effect}, month {one.month}",
            one.value,
            one.se,
            float(max(allowed["relative"] * abs(one.value), least)),
            f"{trial.name}/{one.outcome}/{one.arm_or_effect}" not in not_fitted(),
            source=one.id,
            scale="log_odds" if outcome.is_share and one.arm_or_effect != "effect" else "plain",
        ))  # fmt: skip
    if trial.anchor is not None:
        level = trial.outcomes[trial.anchor.outcome].levels[trial.anchor.arm]
        found.append(Target(
            f"{trial.name}/{trial.anchor.outcome}/{ANCHOR}",
            study_of(trial),
            f"{trial.about['title'].split(':')[0]}: people placed by the control arm",
            level.value, level.se or allowed["least_share"], allowed["least_share"], True, True,
            trial.about["source"], SCALES["share"],
        ))  # fmt: skip
    return found


def _wrong_ids(ids: list[str]) -> str:
    """The sentence for figures that cannot be told apart, or are not there."""
    twice = [one for one in dict.fromkeys(ids) if ids.count(one) > 1]
    if twice:
        return f"Two figures to calibrate to are called {show(twice[0])}; give one of them another name."
    lost = next(one for one in not_fitted() if one not in ids)
    return (
        f"[not_fitted] in targets.toml names {show(lost)}, but no pattern and no trial has such a figure."
        f"{nearest(lost, ids)}"
    )


@cache
def targets() -> tuple[Target, ...]:
    """All of them: patterns first, then trials by name."""
    found = [of_pattern(pattern) for pattern in patterns()]
    for trial in used_trials():
        found += of_trial(trial)
    ids = {one.id for one in found}
    if len(ids) != len(found) or not ids.issuperset(not_fitted()):
        raise InputError(_wrong_ids([one.id for one in found]))
    return tuple(found)
