"""Room for everybody who may ever be in a district, and for what a month is worked out with."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np

from sim.compiled import RECORDS
from sim.ledger import KINDS
from sim.phases.search import APPLICATION_COLUMNS, MOST_BROKERED, MOST_SENT, MOST_SMALL, VACANCY_COLUMNS
from sim.rules.hiring import most_openings
from sim.statuses import STATUSES

CLOCK = np.dtype(
    [
        ("seed", np.uint64),
        ("month", np.int64),
        ("calendar_month", np.int64),
    ]
)
MARKET = np.dtype(
    [
        ("demand_shock", np.float64),
        ("others_seeking", np.int64),
        ("others_in_work", np.int64),
        ("openings", np.int64),
        ("vacancies", np.int64),
        ("applications", np.int64),
    ]
)


def empty_table(dtype: np.dtype) -> np.ndarray:
    """A table of one row of noughts, as kernels take it."""
    return np.zeros(1, dtype).view(RECORDS)


@dataclass(frozen=True)
class Room:
    """Rows for people, employers and staff; step: spare rows for newcomers that kernels see at once."""

    people: int
    employers: int
    staff: int
    step: int


def room_for(records: dict[str, Any]) -> Room:
    """How many there can ever be in a district with such records."""
    settings, economy, caseload = records["district"], records["economy"], records["caseload"]
    people, months = int(settings["people"]), int(settings["months"])
    arriving = math.ceil(records["people"]["newcomers"] * people + 1) * months
    rows = people + arriving + 16
    firms = max(2, round(people * economy["employers_per_100"] / 100.0))
    posts = math.ceil(rows / caseload["ordinary"]) + math.ceil(rows / caseload["specialist"])
    return Room(rows, firms, posts + 2, max(64, arriving // 4))


def scratch(room: Room) -> dict[str, np.ndarray]:
    """Arrays that hold a month's work for the office, the employers and the applications."""
    rows, applications = room.people, room.people * MOST_SENT
    return {
        "to_draw": np.zeros(3, np.int64),
        "clients": np.zeros(2, np.int64),
        "staff_posts": np.zeros(5, np.int64),
        "amounts": np.zeros(KINDS),
        "whole_cost": np.zeros(1),
        "queue_key": np.zeros(2 * rows),
        "employer_guide": np.zeros(1024, np.int32),
        "desk": np.zeros(room.staff, np.int64),
        "post_sums": np.zeros((room.staff, 2)),
        "in_status": np.zeros((6, len(STATUSES)), np.int64),
        "person_first": np.zeros(rows + 1, np.int32),
        "turned_away": np.zeros(rows + 1, np.int32),
        "vacancy_first": np.zeros(room.employers, np.int64),
        "application_open": np.zeros(applications, np.int8),
    } | {name: np.zeros(applications, dtype) for name, dtype in APPLICATION_COLUMNS.items()}


def scratch_by_person(room: Room) -> dict[str, np.ndarray]:
    """Arrays that hold a month's work with a row for each person."""
    rows = room.people
    return {
        "eligible": np.zeros(rows, np.int8),
        "specialist_wanted": np.zeros(rows, np.int8),
        "queue": np.zeros(rows, np.int32),
        "claim": np.zeros(rows),
        "time_given": np.zeros(rows),
        "misses": np.zeros(rows, np.int8),
        "wage_now": np.zeros(rows),
        "paid_now": np.zeros(rows),
        "paid_as": np.zeros(rows, np.int8),
        "staff_cost": np.zeros(rows),
        "barriers_left": np.zeros(rows, np.int8),
        "tilted": np.zeros(rows),
        "person_held": np.zeros(rows, np.int32),
        "asked": np.zeros(rows, np.int64),
        "next_up": np.zeros(rows, np.int64),
        "members": np.zeros(rows, np.int32),
        "remaining": np.zeros(rows, np.int64),
        "activity": np.zeros(rows, np.int8),
        "measures": np.zeros(rows, np.int8),
        "week_first": np.zeros(rows),
        "week_rest": np.zeros(rows),
        "booked": np.zeros(rows),
        "arranged": np.ones(rows),
        "overload": np.zeros(rows),
        "dose": np.ones(rows),
        "first_dose": np.ones(rows),
        "worst_health": np.zeros(rows, np.float32),
        "in_focus": np.zeros(rows, np.int8),
        "no_barrier": np.zeros(rows, np.float32),
        "candidate": np.zeros(rows, np.int8),
        "asking": np.zeros(rows, np.int32),
        "measures_cost": np.zeros(rows),
    }


def vacancies(sizes: np.ndarray, people: int) -> dict[str, np.ndarray]:
    """Columns of as many vacancies as employers of these sizes can ever have open, and outreach can add."""
    openings = sum(most_openings(float(size)) for size in sizes)
    room = openings + (MOST_BROKERED + MOST_SMALL) * people
    return {name: np.zeros(room, dtype) for name, dtype in VACANCY_COLUMNS.items()}
