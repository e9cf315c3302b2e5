"""Which assumptions are free, and why just these.

Only numbers graded estimated or judgement may be free, and fewer of them than there are targets.
A screening (``experiments.calibration.screening``) says what moves the targets; of assumptions that
move the same target in the same way one is free and the others are drawn from their ranges.
"""

from __future__ import annotations

from dataclasses import dataclass

from experiments.calibration.space import Space
from experiments.figures.patterns import targets_file
from experiments.trials import trial as trials
from sim.scenario import declarations

GRADES = ("estimated", "judgement")


@dataclass(frozen=True)
class Free:
    """An assumption that calibration sets, and which figures can speak about it.

    alone: the figure that nothing but this number can meet, and that it is there for: it will be met.
    """

    address: str
    why: str
    alone: str = ""


FREE = (
    Free("world.hiring.rival_mean", "how many find work at all: F-01"),
    Free(
        "world.search.most_applications", "own search against what others find for people: F-01, C-17, B-10"
    ),
    Free("world.search.stretch", "full time among those in work: F-01, B-11"),
    Free("world.search.small_job_gain", "which small jobs are worth it: F-01, B-01, B-07"),
    Free("world.search.reservation_fit", "what pressure makes people take: D-01"),
    Free("world.hiring.bar", "who is hired for a few hours, where few others apply: E-01, E-02"),
    Free("world.hiring.health_discrimination", "G-03", "pattern/wheelchair"),
    Free("world.hiring.origin_discrimination", "G-05", "pattern/foreign name"),
    Free("world.jobs.small_hours", "how much of a pass is earned: E-04"),
    Free("world.social_free_pass.small_job_contacts", "E-01, E-02"),
    Free("world.ips.contacts_an_hour", "pace of supported employment: B-01 to B-18"),
    Free("world.separation.early", "F-04"),
    Free("world.separation.late", "F-04, B-32"),
    Free("world.service.search_gain", "meetings and caseloads: C-08, C-09, C-24"),
    Free("world.service.turnover", "C-16", "pattern/new caseworker"),
    Free("world.sanctions.miss_rate", "D-02", "pattern/sanctioned"),
)


def no_test() -> dict[str, str]:
    """Figures that can hardly fail, with the reason: whether they are met is no test of the model."""
    alone = {one.alone: f"`{one.address}` is free for it alone" for one in FREE if one.alone}
    typed_in = {
        f"{name}/{one.outcome}/{one.arm_or_effect}": f"typed in as `{entry['addresses'][0]}`"
        for entry in targets_file()["typed_in"]
        for name in entry["rows"]
        for one in trials.targets(trials.read(name))
    }
    return {**alone, **typed_in}


def space() -> Space:
    """Their plausible ranges."""
    ranges = [declarations()[one.address].parameter.plausible for one in FREE]
    return Space(
        tuple(one.address for one in FREE),
        tuple(float(low) for low, _ in ranges),
        tuple(float(high) for _, high in ranges),
    )  # fmt: skip
