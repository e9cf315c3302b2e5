"""What `inroads barriers` prints: how common each barrier is, over time and by group."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from experiments import reports
from experiments.answers import say_json
from experiments.manifest import manifest
from experiments.prevalence import GROUPS, Prevalence, prevalence
from experiments.sentences import number
from experiments.terminal import paragraph, progress, say, show
from sim.barriers import BARRIERS, EMPLOYER, PERSON, SERVICE
from sim.errors import InputError
from sim.scenario import Scenario, nearest
from sim.scenario import show as quoted

ARISE = {
    PERSON: "Carried by the person",
    EMPLOYER: "Arising at employers and in the district",
    SERVICE: "Arising in the service",
}
WIDTH = 100
COUNTED = (
    "Out of 100 people who were there at the start and have neither moved away nor retired nor got a "
    "disability pension."
)
DASH = "- cannot be said: at the start nothing has happened yet, and regional differences need several seeds."


def check_group(group: str | None) -> None:
    """Raise InputError for a group that there is not."""
    if group is not None and group not in GROUPS:
        raise InputError(
            f"There is no group {quoted(group)}; --group takes one of {', '.join(GROUPS)}."
            f"{nearest(group, GROUPS)}"
        )


def barriers(
    scenario: Scenario, seeds: Sequence[int], group: str | None, definitions: bool, as_json: bool
) -> None:
    """Measure and print. Raises InputError for an unknown group."""
    check_group(group)
    with progress(reports.waiting_label(), wanted=not as_json) as bar:
        found = prevalence(scenario, seeds, bar)
    if as_json:
        say_json({**as_plain(found), "manifest": manifest({"scenario": scenario}, list(seeds))})
        return
    say(reports.heading(scenario))
    say(f"{reports.size_of(scenario, seeds)}.")
    say(paragraph(COUNTED, WIDTH))
    say()
    show(over_time(found, group or "all"))
    if group is None:
        say()
        show(by_group(found))
    say()
    say(paragraph(DASH, WIDTH))
    if definitions:
        say()
        for barrier in BARRIERS:
            say(paragraph(f"{barrier.code} {barrier.label}: {barrier.measure}.", WIDTH, "     "))


def as_plain(found: Prevalence) -> dict[str, Any]:
    """Everything that was measured, by code, group and month."""
    return {
        "barriers": {
            barrier.code: {
                "label": barrier.label,
                "arises": barrier.arises,
                "measure": barrier.measure,
                "prevalence": {
                    group: {str(month): found.share(barrier.code, month, group) for month in found.months}
                    for group in GROUPS
                },
            }
            for barrier in BARRIERS
        },
        "groups": GROUPS,
        "people": {
            group: {str(month): int(found.people[row, column]) for row, month in enumerate(found.months)}
            for column, group in enumerate(GROUPS)
        },
    }


def in_100(share: float) -> str:
    """A share as people in 100, or a dash."""
    return number(100.0 * share, 1)


def _rows(table, cells) -> None:
    """A row for each barrier under the heading of where it arises; cells: from a code to its numbers."""
    for arises, title in ARISE.items():
        table.add_row(title, style="bold")
        for barrier in BARRIERS:
            if barrier.arises == arises:
                table.add_row(f"{barrier.code} {barrier.label}", *cells(barrier.code))


def over_time(found: Prevalence, group: str):
    """One group over the months."""
    who = "everybody" if group == "all" else f"{group} ({GROUPS[group]})"
    table = reports.columns(f"Over time, {who}", *(f"month {month}" for month in found.months))
    _rows(table, lambda code: [in_100(found.share(code, month, group)) for month in found.months])
    column = list(GROUPS).index(group)
    people = [number(found.people[row, column], 0) for row in range(len(found.months))]
    table.add_row("people, all seeds together", *people)
    return table


def by_group(found: Prevalence):
    """Every group at the last month."""
    month, groups = found.months[-1], list(GROUPS)[1:]
    table = reports.columns(f"By group, month {month}", *groups)
    _rows(table, lambda code: [in_100(found.share(code, month, group)) for group in groups])
    table.add_row("people, all seeds together", *(number(count, 0) for count in found.people[-1, 1:]))
    return table
