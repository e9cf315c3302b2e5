"""Rewards: what an office is paid or praised for, and so what its caseworkers spend time on."""

from numpy import float64

from sim.arithmetic import clip
from sim.compiled import kernel, opened
from sim.instruments.base import Instrument
from sim.parameters import RATIO, SHARE, assumption, lever
from sim.statuses import FIRST_JOB_STATUS, LAST_JOB_STATUS


@kernel
def follow_those_at_work(rewards, active, status, caseworker, service_hours, follow_along):
    """Where lasting work counts, time with clients at work is spent on their keeping the job."""
    rewards = opened(rewards)
    if rewards.lasting <= 0.0:
        return
    for i in range(active.shape[0]):
        at_work = FIRST_JOB_STATUS <= status[i] <= LAST_JOB_STATUS
        if active[i] == 0 or caseworker[i] < 0 or not at_work:
            continue
        help_at_work = (
            rewards.follow_along * rewards.lasting * clip(float64(service_hours[i]) / 2.0, 0.0, 1.0)
        )
        follow_along[i] = clip(float64(follow_along[i]) + help_at_work, 0.0, 1.0)


class Rewards(Instrument):
    """Pay for placements draws time to those who are nearly there (creaming) and away from those who
    are far (parking) or placed already; pay for lasting work brings time to clients at work. No
    study measures the pulls; they are set so that with full discretion about one in five of the far
    group gets nothing for half a year (F-09), with the signs of D-13."""

    name = "rewards"
    label = "What the service is rewarded for"
    mechanism = "time: hours go where they count, to people near work or to people at work"
    moves = ("service_hours", "unserved_months", "follow_along")
    work = follow_those_at_work

    placements = lever(
        0.0, SHARE, (0.0, 1.0), "Weight of placements in what the service is rewarded for.",
        label="Reward for placements", source="policy choice; S001",
    )  # fmt: skip
    lasting = lever(
        0.0, SHARE, (0.0, 1.0), "Weight of lasting work in what the service is rewarded for.",
        label="Reward for lasting work", source="policy choice; S001",
    )  # fmt: skip
    placement_pull = assumption(
        1.0, RATIO, (0.3, 2.0),
        "Taken off the logarithm of a claim on time by a standard deviation of distance, under full "
        "reward for placements and full discretion.",
        source="fitted to F-09; sign of D-13", grade="estimated",
    )  # fmt: skip
    lasting_pull = assumption(
        0.25, RATIO, (0.0, 1.0), "The same under full reward for lasting work.",
        source="our judgement", grade="judgement",
    )  # fmt: skip
    freedom = assumption(
        0.5, SHARE, (0.0, 1.0), "Share of those pulls that acts even where caseworkers have no discretion.",
        source="our judgement", grade="judgement",
    )  # fmt: skip
    placement_drop = assumption(
        0.8, SHARE, (0.0, 1.0),
        "Share of the claim of a client at work that is dropped under full reward for placements.",
        source="our judgement", grade="judgement",
    )  # fmt: skip
    lasting_rise = assumption(
        3.0, RATIO, (0.5, 6.0),
        "Added to the claim of a client at work under full reward for lasting work, as a ratio to it.",
        source="our judgement", grade="judgement",
    )  # fmt: skip
    follow_along = assumption(
        0.6, SHARE, (0.0, 1.0),
        "Support at work that two hours a month give under full reward for lasting work.",
        source="our judgement", grade="judgement",
    )  # fmt: skip
