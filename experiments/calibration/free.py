"""Which assumptions are free, and why just these.

Only numbers graded estimated or judgement may be free, and fewer of them than there are targets.
A screening (``experiments.calibration.screening``) says what moves the targets; of assumptions that
move the same target in the same way one is free and the others are drawn from their ranges.
"""

from __future__ import annotations

from dataclasses import dataclass

from experiments.calibration.space import Space
from sim.scenario import declarations

GRADES = ("estimated", "judgement")


@dataclass(frozen=True)
class Free:
    """An assumption that calibration sets, and which figures can speak about it."""

    address: str
    why: str


FREE = (
    Free("world.hiring.rival_mean", "how many find work at all: F-01"),
    Free(
        "world.search.most_applications", "own search against what others find for people: F-01, C-17, B-10"
    ),
    Free("world.search.stretch", "full time among those in work: F-01, B-11"),
    Free("world.search.small_job_gain", "which small jobs are worth it: F-01, B-01, B-07"),
    Free("world.search.reservation_fit", "what pressure makes people take: D-01"),
    Free("world.hiring.bar", "who is hired for a few hours, where few others apply: E-01, E-02"),
    Free("world.hiring.health_discrimination", "G-03"),
    Free("world.hiring.origin_discrimination", "G-05"),
    Free("world.jobs.small_hours", "how much of a pass is earned: E-04"),
    Free("world.social_free_pass.small_job_contacts", "E-01, E-02"),
    Free("world.ips.contacts_an_hour", "pace of supported employment: B-01 to B-18"),
    Free("world.separation.early", "F-04"),
    Free("world.separation.late", "F-04, B-32"),
    Free("world.service.search_gain", "meetings and caseloads: C-08, C-09, C-24"),
    Free("world.service.turnover", "C-16"),
    Free("world.sanctions.miss_rate", "D-02"),
)


def space() -> Space:
    """Their plausible ranges."""
    ranges = [declarations()[one.address].parameter.plausible for one in FREE]
    return Space(
        tuple(one.address for one in FREE),
        tuple(float(low) for low, _ in ranges),
        tuple(float(high) for _, high in ranges),
    )  # fmt: skip
