"""What `inroads population` prints: the drawn people against what is published of them."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from experiments import reports
from experiments.answers import say_json
from experiments.manifest import manifest
from experiments.people.population import (
    COUNTS,
    GROUPS,
    SOLVED,
    UNMEASURED,
    People,
    Target,
    as_plain,
    drawn,
    targets_of,
    with_people,
)
from experiments.people.solutions import read
from experiments.sentences import number
from experiments.terminal import one_line, paragraph, progress, say, show
from sim.population.together import TEN
from sim.scenario import Scenario, about_profile, declarations

WIDTH = 100
SHOWN = {
    **{name: name for name in TEN},
    "education or skills": "education or skills",
    "none": "none of the ten",
    **{name: f"{name} of the ten" for name in COUNTS},
    "mental health": "mental health issues",
    "physical health": "physical health issues",
    "language": "language",
    "women": "women",
}
READ = "(r) our reading of a text or a range; noise is one standard error of drawing so many people."
VULNERABLE = (
    "The people drawn are vulnerable: no or weak attachment to work, and at least one of ten measured "
    "barriers. Every share is held among them, also where it is published for others (trap 4):"
)
OF_PROFILE = "Whom a published share counts:"
NOTHING = "Nothing is published of these people that the drawing can be held against."


def population(scenario: Scenario, profile_name: str | None, people: int, seed: int, as_json: bool) -> None:
    """Draw, compare and print. Raises InputError for an unknown profile or impossible number."""
    about = {} if profile_name is None else about_profile(profile_name)
    world = with_people(scenario, profile_name)
    with progress("Drawing the people", wanted=not as_json) as bar:
        sample = drawn(world, people, seed, bar)
        general = drawn(scenario, people, seed) if profile_name else sample
    published = {target: as_plain(target, sample) for target in targets_of(profile_name)}
    if as_json:
        say_json(_plain(world, profile_name, people, seed, sample, published))
        return
    say(reports.heading(scenario) if profile_name is None else one_line(about.get("title", profile_name)))
    say(f"{people:,} people drawn (seed {seed}){f', in {scenario.name}' if profile_name else ''}.")
    if "assumes" in about:
        say(paragraph(one_line(about["assumes"]), WIDTH))
    say()
    if published:
        _say_published(published, VULNERABLE if profile_name is None else OF_PROFILE)
        say()
    show(_people_table(sample, general if profile_name else None))
    if profile_name is None:
        say()
        show(_assumed_table(world))
    say()
    say(_largest(published))


def largest_error(published: dict[Target, dict[str, Any]]) -> float:
    """The largest error, in points, of a fitted share; NaN where nothing is published."""
    errors = [abs(row["error_points"]) for target, row in published.items() if target.fitted]
    return max(errors, default=math.nan)


def _largest(published: dict[Target, dict[str, Any]]) -> str:
    worst = largest_error(published)
    if math.isnan(worst):
        return NOTHING
    return f"Largest error of a fitted share: {number(worst, 2)} points (limit 1)."


def _in_100(share: float | None, digits: int = 1) -> str:
    return "-" if share is None or math.isnan(share) else number(100.0 * share, digits)


def _say_published(published: dict[Target, dict[str, Any]], whom: str) -> None:
    """Every published share, then those with another denominator."""
    fitted = {target: row for target, row in published.items() if target.fitted}
    others = {target: row for target, row in published.items() if not target.fitted}
    if fitted:
        show(_published_table("Published, in 100", fitted))
        say(READ)
    notes = [target for target in published if target.note]
    if notes:
        say()
        say(paragraph(whom, WIDTH))
        for target in notes:
            say(
                paragraph(
                    f"  {target.source} {target.label}: {target.denominator}. {target.note}", WIDTH, "     "
                )
            )
    if others:
        say()
        show(_published_table("Not fitted, in 100", others))


def _published_table(title: str, rows: dict[Target, dict[str, Any]]):
    table = reports.columns(title, "source", "published", "drawn", "error, points", "noise")
    for target, row in rows.items():
        figure = target.published
        said = (
            _in_100(figure)
            if figure is not None
            else f"{_in_100(target.low, 0)} to {_in_100(target.high, 0)}"
        )
        error = row["error_points"]
        table.add_row(
            target.label + (" (r)" if target.status == "read" else ""),
            target.source,
            said,
            _in_100(row["drawn"]),
            "-" if error is None else number(error, 2, sign=True),
            "-" if error is None else number(row["noise_points"], 2),
        )
    return table


def _people_table(sample: People, general: People | None):
    """What the people look like, by group; beside a profile, vulnerable people in general."""
    titles = list(GROUPS) + (["vulnerable people"] if general is not None else [])
    table = reports.columns("Drawn, in 100", *titles)
    for name, label in SHOWN.items():
        cells = [sample.share(name, group) for group in GROUPS]
        if general is not None:
            cells.append(general.share(name, "all"))
        table.add_row(label, *(_in_100(cell) for cell in cells))
    sizes = [int(sample.group(group).sum()) for group in GROUPS]
    sizes += [len(general.columns["age"])] if general is not None else []
    table.add_row("people drawn", *(number(size, 0) for size in sizes))
    return table


def assumed(world: Scenario) -> dict[str, dict[str, Any]]:
    """What no study gives: here, its declared range, and over the set of solutions."""
    solutions, found = read(), {}
    for address in (*UNMEASURED, *SOLVED):
        values = [solution[address] for solution in solutions]
        low, high = np.quantile(values, (0.05, 0.95)).tolist()
        parameter = declarations()[address].parameter
        found[address] = {
            "here": world[address], "plausible": list(parameter.plausible), "solutions_90": [low, high],
            "meaning": parameter.help, "grade": parameter.grade,
        }  # fmt: skip
    return found


def _assumed_table(world: Scenario):
    title = f"Assumed, not measured: {len(read())} solutions meet all that is published"
    table = reports.columns(title, "here", "9 in 10 solutions", "declared range")
    for address, entry in assumed(world).items():
        (low, high), (least, most) = entry["solutions_90"], entry["plausible"]
        table.add_row(
            f"{address}: {entry['meaning']}",
            number(entry["here"], 3),
            f"{number(low, 2)} to {number(high, 2)}",
            f"{number(least, 2)} to {number(most, 2)}",
        )
    return table


def _plain(world, profile_name, people, seed, sample, published) -> dict[str, Any]:
    """Everything, ready for JSON."""
    worst = largest_error(published)
    groups = {
        group: {name: share if math.isfinite(share := sample.share(name, group)) else None for name in SHOWN}
        for group in GROUPS
    }
    return {
        "profile": profile_name,
        "people": people,
        "targets": {target.id: row for target, row in published.items()},
        "largest_error_points": None if math.isnan(worst) else worst,
        "groups": groups,
        "people_in_group": {group: int(sample.group(group).sum()) for group in GROUPS},
        "assumed": assumed(world),
        "manifest": manifest({"scenario": world}, [seed]),
    }
