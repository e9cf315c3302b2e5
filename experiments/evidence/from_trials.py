"""Trials as rows of evidence: each outcome's effect, and the control arm's level where it is no echo.

Every parameter set lives its own trial, with its own anchor; a world is one seed of one set.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from experiments import posterior
from experiments.calibration.targets import not_fitted, of_trial
from experiments.compare import on_all_cores
from experiments.evidence.draws import Draws
from experiments.evidence.results import (
    ANCHORED,
    CONTEXT,
    EFFECT,
    FITTED,
    HUNDRED,
    LEVEL,
    NOT_FITTED,
    Row,
)
from experiments.evidence.run import BEST, Found, Piece, Settings
from experiments.evidence.sources import ID, citation
from experiments.evidence.words import capital
from experiments.trials.run import TrialResult, simulate
from experiments.trials.trial import (
    CONTROL,
    RELATIVE,
    Figure,
    Outcome,
    Trial,
    effect_figure,
    read,
    shipped,
)
from sim.scenario import load

PERCENT = "% of the control arm"
NO_GROUP = "Other measures"


def pieces() -> list[Piece]:
    """A piece for each trial file that comes with Inroads."""
    return [_piece(name) for name in shipped()]


def _piece(name: str) -> Piece:
    trial = read(name)
    sources = (trial.about["source"], *(one.source for one in trial.outcomes.values()))
    names = tuple(dict.fromkeys(found for text in sources for found in ID.findall(text)))
    return Piece(name, names, lambda settings: Found(tuple(rows_of(trial, lived(trial, settings)))))


def lived(trial: Trial, settings: Settings) -> list[TrialResult]:
    """The trial in every parameter set, each with the seeds that live in it."""
    by_set: dict[int | None, list[int]] = {}
    numbers = posterior.sets_of(settings.seeds, settings.parameters)
    for seed, number in zip(settings.seeds, numbers, strict=True):
        by_set.setdefault(number, []).append(seed)
    if settings.parameters == BEST:
        return [simulate(trial, list(settings.seeds))]

    def one(number: int) -> TrialResult:
        return simulate(trial, by_set[number], posterior.values_of(number))

    return on_all_cores(one, list(by_set))


def rows_of(trial: Trial, results: Sequence[TrialResult]) -> list[Row]:
    """The rows of a trial that was lived through."""
    fitted = {one.id for one in of_trial(trial) if one.fitted}
    found = []
    for name, outcome in trial.outcomes.items():
        common = _common(trial, outcome, results)
        effect = effect_figure(trial, name)
        only_sign = bool(outcome.sign) and (effect is None or trial.use_of(name) == "sign")
        if only_sign:
            found.append(_sign_row(trial, outcome, results, common, effect))
            continue
        if effect is not None:
            use = _use(trial, outcome, "effect", effect, fitted)
            found.append(_effect_row(trial, outcome, results, common, effect, use))
        found += _further_arms(trial, outcome, results)
        control = outcome.levels.get(CONTROL)
        if control is not None:
            anchored = trial.anchor is not None and trial.anchor.outcome == name
            use = ANCHORED if anchored else _use(trial, outcome, CONTROL, control, fitted)
            found.append(_level_row(trial, outcome, results, common, CONTROL, control, use))
        for arm, level in outcome.levels.items():
            if arm != CONTROL and control is None:
                use = _use(trial, outcome, arm, level, fitted)
                found.append(_level_row(trial, outcome, results, common, arm, level, use))
    return found


def _use(trial: Trial, outcome: Outcome, arm_or_effect: str, figure: Figure, fitted: set[str]) -> str:
    """Whether calibration aims at a figure; one without an error, or only for context, is no test either."""
    if _target(trial, outcome, arm_or_effect) in fitted:
        return FITTED
    return CONTEXT if figure.se is None or trial.use_of(outcome.name) == "context" else NOT_FITTED


def _target(trial: Trial, outcome: Outcome, arm_or_effect: str) -> str:
    """What calibration calls a figure."""
    return f"{trial.name}/{outcome.name}/{arm_or_effect}"


def _excluded(trial: Trial, outcome: Outcome, arm_or_effect: str) -> str:
    """Why calibration does not aim at a figure, where a reason is given."""
    reason = not_fitted().get(_target(trial, outcome, arm_or_effect))
    return f"Not used for tuning: {reason}." if reason else ""


def _further_arms(trial: Trial, outcome: Outcome, results: Sequence[TrialResult]) -> list[Row]:
    """What arms beyond the compared pair did: published in levels, and aimed at by nothing."""
    found = []
    for arm in outcome.levels:
        against = trial.arms[arm].against
        if arm in (CONTROL, *trial.pair_of(outcome.name)) or against not in outcome.levels:
            continue
        alone = replace(outcome, arm=arm, effect=None, minus="")
        asked = replace(trial, outcomes={**trial.outcomes, outcome.name: alone})
        effect = effect_figure(asked, outcome.name)
        if effect is None:
            continue
        label = f"{outcome.label}, {trial.arms[arm].label}"
        common = _common(asked, replace(alone, label=label), results)
        row = _effect_row(asked, alone, results, common, effect, _use(trial, outcome, arm, effect, set()))
        found.append(replace(row, id=f"{row.id}/{arm}/effect"))
    return found


def unit_of(outcome: Outcome, kind: str) -> tuple[str, float]:
    """How a figure is written, and the factor from the trial file's own unit to that."""
    if kind == EFFECT and outcome.effect_as == RELATIVE:
        return PERCENT, 100.0
    if outcome.is_share:
        return HUNDRED, 100.0
    if outcome.column:
        return "on its own scale", 1.0
    return {"first_spell": "months"}.get(outcome.measure, outcome.measure), 1.0


def _draws(results: Sequence[TrialResult], of) -> Draws:
    return Draws.of([of(result) for result in results])


def _interval(figure: Figure, factor: float, whole: float | None = None) -> dict[str, Any]:
    """The published value and its interval; a share's interval ends at none and at ``whole``."""
    found = {"value": figure.value, "se": figure.se}
    if figure.interval is not None:
        low, high = figure.interval
        found |= (
            {"low": low, "high": high} if whole is None else {"low": max(low, 0.0), "high": min(high, whole)}
        )
    return {name: None if v is None else factor * v for name, v in found.items()}


def _effect_row(trial, outcome, results, common, figure: Figure, use: str) -> Row:
    unit, factor = unit_of(outcome, EFFECT)
    arm = trial.arm_of(outcome.name)
    draws = _draws(results, lambda one: one.effect(outcome.name, arm=arm))
    return Row(
        **_with_reason(common, _excluded(trial, outcome, "effect")), id=f"{trial.name}/{outcome.name}",
        unit=unit, kind=EFFECT, use=use, conversion=_conversion(trial, outcome, figure),
        **_interval(figure, factor), **draws.fields(factor),
    )  # fmt: skip


def _sign_row(trial, outcome, results, common, figure: Figure | None) -> Row:
    unit, factor = unit_of(outcome, EFFECT)
    draws = _draws(results, lambda one: one.effect(outcome.name))
    told = "" if figure is None else f"Its size is not used: {_size(figure, factor)} {unit}."
    return Row(
        **common, id=f"{trial.name}/{outcome.name}", unit=unit, kind=EFFECT,
        use=CONTEXT if trial.use_of(outcome.name) == "context" else NOT_FITTED,
        sign=outcome.sign, within=factor * outcome.within, conversion=told, **draws.fields(factor),
    )  # fmt: skip


def _level_row(trial, outcome, results, common, arm: str, figure: Figure, use: str) -> Row:
    unit, factor = unit_of(outcome, LEVEL)
    draws = _draws(results, lambda one: one.level(arm, outcome.name))
    label = trial.arms[arm].label
    return Row(
        **{
            **_with_reason(common, _excluded(trial, outcome, arm)),
            "outcome": f"{common['outcome']}, level with {label}",
        },
        id=f"{trial.name}/{outcome.name}/{arm}", unit=unit, kind=LEVEL, use=use,
        conversion="" if figure.n is None else f"The interval follows from {figure.n:,} people.",
        **_interval(figure, factor, 1.0 if outcome.is_share else None), **draws.fields(factor),
    )  # fmt: skip


def _with_reason(common: Mapping[str, Any], reason: str) -> dict[str, Any]:
    return {**common, "note": f"{common['note']} {reason}".strip()}


def _size(figure: Figure, factor: float) -> str:
    return f"{factor * figure.value:+.3g}".replace("-", "−")


def _conversion(trial: Trial, outcome: Outcome, figure: Figure) -> str:
    """How the effect follows from what the study reports."""
    if outcome.effect is not None:
        how = "The effect as published"
        if figure.lo is None and figure.se is not None:
            how += ", its interval from the published standard error or p-value"
        return how + ("." if figure.se is not None else ", without an interval.")
    control, treated = (outcome.levels[arm] for arm in trial.pair_of(outcome.name))
    factor, unit = (100.0, " in 100") if outcome.is_share else (1.0, f" {unit_of(outcome, LEVEL)[0]}")
    told = " against ".join(f"{factor * one.value:.3g}{unit}{_behind(one)}" for one in (treated, control))
    how = "divided by the control arm" if outcome.effect_as == RELATIVE else "one less the other"
    error = "the interval from both standard errors" if figure.se is not None else "no interval"
    return f"From {told}: {how}, {error}."


def _behind(figure: Figure) -> str:
    return "" if figure.n is None else f" (of {figure.n:,})"


def _common(trial: Trial, outcome: Outcome, results: Sequence[TrialResult]) -> dict[str, Any]:
    """What all rows of an outcome share."""
    about = trial.about
    source = outcome.source or about["source"]
    known = citation(source)
    names = ID.findall(source)
    policy = trial.arms[trial.arm_of(outcome.name)].changes
    return {
        "source": names[0] if names else source or trial.name,
        "study": about.get("study", about["title"]),
        "country": known.country if known else _country(about["country"]),
        "instrument": capital(about.get("group", NO_GROUP)),
        "outcome": f"{outcome.label}, month {outcome.month}",
        "note": _note(trial, outcome, results),
        "more": {
            "trial": trial.name,
            "baseline": about["country"],
            "policy": {a: v for a, v in policy.items() if a.startswith("policy.")},
            "setting": _setting(trial, outcome, results),
            "anchor_missed": _anchors_missed(results),
        },
    }


def _country(name: str) -> str:
    return load(name).about.get("title", name).partition(",")[0]


def _setting(trial: Trial, outcome: Outcome, results: Sequence[TrialResult]) -> Mapping[str, str]:
    """How the trial was made again, in words."""
    arms = "; ".join(f"{arm.label}" + (f" (n {arm.n:,})" if arm.n else "") for arm in trial.arms.values())
    told = {
        "What it asks": trial.about["title"],
        "Setting": trial.about.get("context", ""),
        "Arms": arms,
        "Follow-up": f"{outcome.month} months",
        "How we read it": trial.about.get("reads", ""),
        "Simulated": f"{results[0].people:,} people in each arm, in {_country(trial.about['country'])}",
    }
    anchors = [one.anchor for one in results if one.anchor is not None]
    if anchors:
        shifts = [one.shift for one in anchors]
        span = " to ".join(dict.fromkeys(f"{shift:.2f}" for shift in (min(shifts), max(shifts))))
        told["Anchor"] = (
            f"the control arm's figure for '{trial.outcomes[anchors[0].outcome].label}' sets how far these "
            f"people are from work (a shift of {span})"
        )
    return {name: text for name, text in told.items() if text}


def _anchors_missed(results: Sequence[TrialResult]) -> int:
    """In how many parameter sets no shift reaches the control arm's figure."""
    return sum(not one.anchor.reached for one in results if one.anchor is not None)


def _note(trial: Trial, outcome: Outcome, results: Sequence[TrialResult]) -> str:
    missed = _anchors_missed(results)
    told = []
    if missed:
        told.append(
            f"In {missed} of {len(results)} parameter sets no shift reaches the control arm's figure."
        )
    if "from memory" in (outcome.status, trial.about["status"]):
        told.append("The published figure is recalled, not read.")
    return " ".join(told)
