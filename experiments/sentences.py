"""Numbers with their units and plain sentences about them, for the terminal."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from experiments.compare import Estimate
from sim.outcomes import BY_NAME

MONTHS_SHOWN = (12, 24, 60)
MONTH_OF_SENTENCES = 24


@dataclass(frozen=True)
class Scale:
    """How a unit is written: a factor, decimals, and the words around the number."""

    factor: float
    decimals: int
    name: str
    before: str = ""


def scale(unit: str, currency: str) -> Scale:
    """How an outcome's unit is written; ``kroner`` become the scenario's currency."""
    if unit == "share":
        return Scale(100.0, 1, "people in 100")
    if unit == "share of employers":
        return Scale(100.0, 1, "employers in 100")
    if unit == "ratio":
        return Scale(100.0, 1, "for every 100 of our people")
    if unit.startswith("kroner"):
        return Scale(1.0, 0, currency + unit.removeprefix("kroner"), currency + " ")
    return Scale(1.0, 2, unit)


# What a number means, to be read aloud; {} is the number. Outcomes without a phrase of their own
# are read by their label.
PHRASES = {
    "job_any": "{} of every 100 people are in paid work",
    "job_ordinary": "{} of every 100 people are in ordinary paid work",
    "job_fulltime": "{} of every 100 people work full time",
    "job_ever": "{} of every 100 people have had a job",
    "few_hours": "{} of every 100 people have a few paid hours beside their benefit",
    "hours": "people work {} paid hours a week on average",
    "months_in_work": "people have been in work for {} months on average",
    "disability_pension": "{} of every 100 people are on disability pension",
    "out_of_contact": "{} of every 100 people are out of contact with the service",
    "education": "{} of every 100 people are in education",
    "sheltered": "{} of every 100 people are in sheltered practice",
    "public_cost": "a person has cost the public {} on average",
    "income": "a person's income before tax is {} a month on average",
    "benefit_months": "people have had benefit or pension for {} months on average",
    "benefit_cuts": "people have had {} benefit cuts each on average",
    "service_hours": "people get {} hours with staff a month on average",
    "unserved": "{} of every 100 people have had no meeting for six months",
    "trust": "trust in the service is {} on a scale from 0 to 1",
    "motivation": "motivation is {} on a scale from 0 to 1",
    "mental_health": "mental health issues weigh {} on a scale from 0 to 1",
    "distance": "the distance to work is {} standard deviations",
    "others_in_work": "{} other workers are in work for every 100 of our people",
    "jobs_all": "{} people are in work, whoever they are, for every 100 of our people",
    "in_programme": "{} of every 100 people are in a programme",
    "practice": "{} of every 100 people are in workplace practice",
    "subsidised": "{} of every 100 people are in a subsidised job",
    "flex_job": "{} of every 100 people are in a flex job",
    "barriers_left": "{} barriers weigh on a person on average",
    "waited": "a person's plan has waited {} months for places on average",
    "drop_outs": "a person has left {} measures before their end on average",
    "crowded_hours": "a person has lost {} hours of measures for want of time on average",
    "employers_with_ours": "{} of every 100 employers have somebody of ours at work",
}
MOST_DECIMALS = 5
COUNTED = ("people in 100", "employers in 100", "for every 100 of our people")  # fewer, not less


def number(value: float | None, decimals: int, *, sign: bool = False) -> str:
    """A number with thousands separators, or '-' where there is none."""
    if value is None or not math.isfinite(value):
        return "-"
    text = f"{value:{'+' if sign else ''},.{decimals}f}"
    return text.replace("-", "−") if float(text.replace(",", "")) else text.lstrip("+-")


def decimals_for(values: Iterable[float | None], least: int) -> int:
    """Decimals at which the largest of some values keeps two digits that say something."""
    sizes = [abs(v) for v in values if v is not None and math.isfinite(v)]
    largest = max(sizes, default=0.0)
    decimals = least
    while largest and decimals < MOST_DECIMALS and largest < 0.995 * 10.0 ** (1 - decimals):
        decimals += 1
    return decimals


def shown(value: float | None, outcome: str, currency: str) -> str:
    """An outcome's value in the numbers people use: in 100, in kroner, in months."""
    how = scale(BY_NAME[outcome].unit, currency)
    return number(None if value is None else value * how.factor, how.decimals)


def difference_cells(found: Estimate, how: Scale) -> tuple[str, str, str]:
    """A difference, its 90% interval and its Monte Carlo error, to digits that say something."""
    mean, lo, hi = (v * how.factor for v in (found.mean, found.lo, found.hi))
    digits = decimals_for((mean, lo, hi), how.decimals)
    error = None if found.mcse is None else found.mcse * how.factor
    low, high = (number(v, digits, sign=True) for v in (lo, hi))
    noise = number(error, decimals_for((error,), how.decimals))
    return number(mean, digits, sign=True), f"{low} to {high}", noise


def unit_of(outcome: str, currency: str) -> str:
    """The words for an outcome's unit."""
    return scale(BY_NAME[outcome].unit, currency).name


def level(outcome: str, month: int, value: float, currency: str) -> str:
    """'After 24 months 14 of every 100 people are in paid work', without the full stop."""
    how = scale(BY_NAME[outcome].unit, currency)
    said = how.before + number(value * how.factor, how.decimals)
    phrase = PHRASES.get(outcome)
    if phrase is None:
        label = BY_NAME[outcome].label
        phrase = f"{label[0].lower()}{label[1:]} is {{}} ({how.name})"
    return f"{when(month)} " + phrase.format(said)


def when(month: int) -> str:
    """'After 24 months', 'After 1 month', 'At the start'."""
    return "At the start" if month == 0 else f"After {month} month{'s' if month != 1 else ''}"


def _gap(found: Estimate, how: Scale) -> tuple[str, str]:
    """'3 more', and 'between 2 and 4 more' or 'between 1 fewer and 3 more'."""
    ends = (found.lo, found.hi)
    digits = decimals_for((v * how.factor for v in (found.mean, *ends)), how.decimals)

    def amount(value: float) -> str:
        return how.before + number(abs(value) * how.factor, digits)

    def said(value: float) -> str:
        fewer = "fewer" if how.name in COUNTED else "less"
        return f"{amount(value)} {'more' if value >= 0.0 else fewer}"

    near, far = sorted(ends, key=abs) if min(ends) * max(ends) > 0.0 else ends
    start = amount(near) if min(ends) * max(ends) > 0.0 else said(near)
    return said(found.mean), f"between {start} and {said(far)}"


def is_noise(found: Estimate) -> bool:
    """Whether a mean difference could be luck alone: less than two Monte Carlo errors."""
    return found.mcse is not None and abs(found.mean) < 2.0 * found.mcse


def is_open(found: Estimate) -> bool:
    """Whether single runs go both ways: the range of nine in ten crosses zero."""
    return found.lo < 0.0 < found.hi


def difference_sentence(
    outcome: str, month: int, policy: Estimate, found: Estimate, runs: int, currency: str
) -> str:
    """One outcome under the policy, how far from the baseline, and how sure that is."""
    start = level(outcome, month, policy.mean, currency)
    how = scale(BY_NAME[outcome].unit, currency)
    if not math.isfinite(policy.mean) or not math.isfinite(found.mean):
        return f"{when(month)} nobody is left to say '{BY_NAME[outcome].label}' of."
    if found.mean == found.lo == found.hi == 0.0:
        return f"{start}, exactly as under the baseline."
    apart, between = _gap(found, how)
    if found.mcse is None:
        return f"{start}, {apart} than under the baseline, in one run; more --seeds say how sure."
    nine = f"in 9 of 10 runs {between}"
    if is_noise(found):
        return (
            f"{start}; the difference from the baseline, {apart}, is smaller than the noise of "
            f"{runs} runs ({nine})."
        )
    if is_open(found):
        return f"{start}; {apart} than under the baseline is too close to call ({nine})."
    return f"{start}, {apart} than under the baseline ({nine})."


def level_sentence(outcome: str, month: int, found: Estimate, currency: str) -> str:
    """One outcome of one world, and its range over runs."""
    if not math.isfinite(found.mean):
        return f"{when(month)} nobody is left to say '{BY_NAME[outcome].label}' of."
    start = level(outcome, month, found.mean, currency)
    if found.mcse is None:
        return f"{start}, in one run."
    how = scale(BY_NAME[outcome].unit, currency)
    low, high = (number(end * how.factor, how.decimals) for end in (found.lo, found.hi))
    return f"{start} (in 9 of 10 runs between {low} and {high})."


def displacement_sentence(month: int, ours: Estimate, others: Estimate) -> str:
    """Who pays with a job for the jobs gained."""
    fewer = others.mean < 0.0 and not is_noise(others)
    if ours.mean <= 0.0 or is_noise(ours):
        if fewer:
            return (
                f"Who is displaced: {_then(month)} fewer other workers are in work, although our "
                "people have not measurably more jobs."
            )
        return (
            f"Who is displaced: {_then(month)} our people have not measurably more jobs, and other "
            "workers not measurably fewer."
        )
    if not fewer:
        return f"Who is displaced: {_then(month)} other workers have not measurably fewer jobs."
    lost = number(-10.0 * others.mean / ours.mean, 1)
    return (
        f"Who is displaced: for every 10 more of our people in work {_then(month)}, {lost} "
        "other workers fewer are."
    )


def _then(month: int) -> str:
    return when(month)[0].lower() + when(month)[1:]


def months_shown(months: int) -> list[int]:
    """The months of the terminal's tables: 12, 24, 60 and the last, as far as there are."""
    return sorted({month for month in MONTHS_SHOWN if month < months} | {months})


def changes(differences: Mapping[str, tuple]) -> list[str]:
    """'policy.ips.places: 0.06 -> 0.5' for everything that two scenarios differ in."""
    return [f"{address}: {old} -> {new}" for address, (old, new) in differences.items()]
