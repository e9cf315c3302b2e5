"""What ``inroads emulate`` prints: how good an emulator is, and its answers, always named as emulated."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from experiments.answers import say_json
from experiments.discovery.labels import amount
from experiments.discovery.report import Asked, unfinished
from experiments.discovery.words import percent
from experiments.emulation.emulator import Emulator, Levels, Quality, why_poor
from experiments.emulation.stored import fit, load, points_of, save
from experiments.sentences import decimals_for, number, scale
from experiments.store.results import Results, facts, open_results
from experiments.terminal import complain, paragraph, progress, say
from sim.errors import InputError
from sim.outcomes import BY_NAME
from sim.scenario import check, declarations, nearest, show

WIDTH = 100
ALIKE = 1.25  # times as wide, within which two intervals are called alike


def run(folder: str, asked: Asked, at: Mapping[str, Any], as_json: bool, quiet: bool) -> None:
    """Fit, check and keep an emulator, or answer from the one that is kept.

    Raises InputError for what is no result folder, for a point outside what was tried, and where the
    emulator is poor, or older than the results.
    """
    results = open_results(folder)
    what = asked.of(results)
    emulator = load(results, *what) if at else None
    if emulator is None:
        with progress("Fitting the emulator", wanted=not (as_json or quiet)) as bar:
            emulator = fit(results, *what, bar)
        try:
            save(results, emulator)
        except InputError as refused:
            complain(f"The emulator is not kept: {refused}")
    currency = results.manifest["scenario"]["values"]["district.currency"]
    plain = {
        "experiment": results.manifest["experiment"],
        "outcome": emulator.outcome, "month": emulator.month, "group": emulator.group,
        "difference": emulator.difference, "kind": emulator.kind,
        "quality": {**asdict(emulator.quality), "poor": emulator.quality.poor},
        "tried": {name: list(tried) for name, tried in emulator.ranges.items()},
        "only": [name for name, tried in emulator.ranges.items() if isinstance(tried, Levels)],
        "results": facts(results),
    }  # fmt: skip
    point, rest = point_of(emulator, at) if at else ({}, {})
    if at:
        answer = emulator.predict([point]).iloc[0].to_dict()
        plain |= {"at": point, "answer": answer}
    if as_json:
        say_json(plain)
        return
    for sentence in unfinished(results):
        say(paragraph(sentence, WIDTH))
    if at:
        say(paragraph(answer_sentence(emulator, answer, currency), WIDTH))
        if rest and not quiet:
            others = ", ".join(f"{name} {shown(value)}" for name, value in rest.items())
            say(paragraph(f"Not named, and so in the middle of what was tried: {others}.", WIDTH))
        return
    for sentence in about(results, emulator, currency):
        say(paragraph(sentence, WIDTH))


def point_of(emulator: Emulator, at: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """The point that was asked for, and the part of it that was not named. Raises InputError."""
    for address, value in at.items():
        if address not in emulator.ranges:
            raise InputError(
                f"{show(address)} was not varied in these results; --at takes {', '.join(emulator.ranges)}."
                f"{nearest(address, emulator.ranges)}"
            )
        if address in declarations():
            check(address, value)
    middle = emulator.middle()
    rest = {address: value for address, value in middle.items() if address not in at}
    return {**middle, **at}, rest


def shown(value: Any) -> str:
    """A value as people write it."""
    return f"{value:.4g}" if isinstance(value, float) else str(value)


def answer_sentence(emulator: Emulator, answer: Mapping[str, float], currency: str) -> str:
    """'Emulated, not simulated: ... 12.3 people in 100 (11.8 to 12.9) ...'"""
    how = scale(BY_NAME[emulator.outcome].unit, currency)
    mean, lo, hi = (answer[name] * how.factor for name in ("emulated", "lo", "hi"))
    digits = decimals_for((mean, lo, hi), how.decimals)
    texts = [number(value, digits, sign=emulator.difference) for value in (mean, lo, hi)]
    here, within = (mean - lo) / how.factor, emulator.quality.within
    usual = amount(within, emulator.outcome, currency)
    than = "which is about as sure as it is here"
    if not within / ALIKE <= here <= within * ALIKE:
        than = "so it is less sure here than among them" if here > within else (
            "so it is surer here than among them"
        )  # fmt: skip
    return (
        f"Emulated, not simulated: {what(emulator)} is {texts[0]} {how.name} ({texts[1]} to {texts[2]}, "
        f"where nine in ten simulated means should lie); on {emulator.quality.points:,} held-out points nine "
        f"in ten lay within {usual}, {than}."
    )


def what(emulator: Emulator) -> str:
    """Which number is emulated."""
    who = "" if emulator.group == "all" else f" of the group '{emulator.group}'"
    start = "what the policy changes of " if emulator.difference else ""
    return f"{start}'{BY_NAME[emulator.outcome].label}'{who} after {emulator.month} months"


def about(results: Results, emulator: Emulator, currency: str) -> list[str]:
    """How good an emulator is, a sentence each."""
    quality, outcome = emulator.quality, emulator.outcome
    found = [
        f"Emulator of {what(emulator)}: a {emulator.kind} on {quality.points:,} points and "
        f"{len(emulator.ranges)} inputs.",
        checked(quality, outcome, currency),
    ]
    for sentence in points_of(results, outcome, emulator.month, emulator.group).left_out:
        found.append(f"{sentence[0].upper()}{sentence[1:]}.")
    if quality.poor:
        found.append(f"POOR, and so it gives no answers: {why_poor(quality)}.")
    else:
        found.append("It answers inside what was tried: inroads emulate DIR --at ADDRESS=VALUE.")
    few = {name: tried for name, tried in emulator.ranges.items() if isinstance(tried, Levels)}
    if few and not quality.poor:
        values = "; ".join(f"{name} {', '.join(f'{one:g}' for one in tried)}" for name, tried in few.items())
        found.append(f"Of numbers with few values it takes only those: {values}.")
    return found


def checked(quality: Quality, outcome: str, currency: str) -> str:
    """What came of predicting each fifth of the points from the others."""
    rmse, within, spread, luck = (
        amount(value, outcome, currency)
        for value in (quality.rmse, quality.within, quality.spread, quality.luck)
    )
    if math.isnan(quality.luck):
        by_luck = "how much of the rest is luck nobody knows, with one run a point"
    elif quality.all_else:
        by_luck = f"luck alone could make all the rest (about {luck})"
    else:
        by_luck = f"luck alone makes {percent(quality.of_luck)} ({luck})"
    return (
        f"Each point was predicted by an emulator that had not seen it: typical error {rmse}, nine in ten "
        f"within {within}; {percent(quality.inside)} of points lie inside their 90% interval. Points differ "
        f"by {spread} (standard deviation); the emulator explains {percent(quality.told)} of their variance, "
        f"and {by_luck}."
    )
