"""Results told apart for people near, mid and far from work: who gets the jobs, and who the hours.

Creaming and parking show here: hours of staff by distance, and the share with no meeting for six
months (F-09).
"""

from __future__ import annotations

from experiments import sentences
from experiments.compare import Arm, Comparison, Estimate
from sim.outcomes import BY_NAME, DISTANCE_GROUPS, NAMES

SHOWN = (
    "job_any", "months_in_work", "service_hours", "unserved", "barriers_left", "disability_pension",
    "out_of_contact",
)  # fmt: skip


def level(arm: Arm, group: int, outcome: str, month: int) -> Estimate:
    """One outcome of a group in one world."""
    return Estimate.of(arm.group_values(group)[:, month, NAMES.index(outcome)], arm.sets)


def level_table(arm: Arm, columns, currency: str):
    """The groups' levels in one world, at the last month."""
    month = arm.months
    table = columns(f"by distance at the start, month {month}", *DISTANCE_GROUPS)
    table.add_column("unit", overflow="fold")
    for name in SHOWN:
        cells = [sentences.shown(level(arm, g, name, month).mean, name, currency) for g in range(3)]
        table.add_row(BY_NAME[name].label, *cells, sentences.unit_of(name, currency))
    return table


def difference_table(pair: Comparison, columns, currency: str):
    """What the policy changes for each group, at the last month, with the 90% interval."""
    month = pair.baseline.months
    table = columns(f"difference by distance at the start, month {month}", *DISTANCE_GROUPS)
    table.add_column("unit", overflow="fold")
    for name in SHOWN:
        how = sentences.scale(BY_NAME[name].unit, currency)
        cells = []
        for group in range(3):
            gap, between, _ = sentences.difference_cells(pair.difference(name, month, group), how)
            cells.append(f"{gap} ({between})")
        table.add_row(BY_NAME[name].label, *cells, how.name)
    return table
