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
    Free("world.hiring.bar", "how many find work at all: F-01"),
    Free("world.hiring.few_hours_ease", "few hours against full time: F-01, E-01"),
    Free("world.hiring.health_discrimination", "G-03"),
    Free("world.hiring.origin_discrimination", "G-05"),
    Free("world.hiring.tailoring", "what outreach is worth: B-01, B-05, B-07, B-13"),
    Free("world.ips.contacts_an_hour", "pace of supported employment: B-01 to B-18"),
    Free("world.jobs.small_share", "full time among those in work: F-01"),
    Free("world.separation.early", "F-04"),
    Free("world.separation.late", "F-04"),
    Free("world.separation.settled", "B-32"),
    Free("world.service.search_gain", "meetings and caseloads: C-08, C-24"),
    Free("world.service.turnover", "C-16"),
    Free("world.sanctions.miss_rate", "D-02"),
    Free("world.sanctions.search_effect", "D-01"),
    Free("world.social_free_pass.small_job_contacts", "E-01"),
)


def space() -> Space:
    """Their plausible ranges."""
    ranges = [declarations()[one.address].parameter.plausible for one in FREE]
    return Space(
        tuple(one.address for one in FREE),
        tuple(float(low) for low, _ in ranges),
        tuple(float(high) for _, high in ranges),
    )  # fmt: skip
