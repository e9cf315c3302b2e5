"""Ordinary follow-up: what caseworkers do with the time they have. The usual comparator."""

from numpy import float64

from sim.compiled import kernel, opened
from sim.instruments.base import Instrument
from sim.parameters import SHARE, lever
from sim.rules.service import skill_ratio
from sim.statuses import PRACTICE


@kernel
def ordinary_introductions(
    service, follow_up, active, status, service_hours, caseworker, staff_contacts, distance,
    help_ratio, introductions, support, staff_skill_now,
):  # fmt: skip
    """A few introductions to employers, from the share of meeting time that goes to jobs."""
    service, follow_up = opened(service, follow_up)
    for i in range(active.shape[0]):
        if active[i] == 0 or caseworker[i] < 0 or status[i] > PRACTICE:
            continue
        hours = float64(service_hours[i]) * follow_up.job_search_share
        rate = service.introductions * 2.0 * float64(staff_contacts[caseworker[i]])
        skilled = skill_ratio(service, float64(staff_skill_now[caseworker[i]]))
        introductions[i] = hours * rate * float64(help_ratio[i]) * skilled
        support[i] = max(float64(support[i]), follow_up.support_at_work)


class FollowUp(Instrument):
    """Meetings between caseworker and client: support or demands, job search or other things."""

    name = "follow_up"
    label = "Ordinary follow-up"
    mechanism = "time and contact: meetings that help search, and some introductions"
    moves = ("introductions",)
    work = ordinary_introductions

    job_search_share = lever(
        0.5, SHARE, (0.1, 1.0), "Share of meeting time that goes to finding jobs.",
        label="Meeting time that goes to finding jobs", source="policy choice",
    )  # fmt: skip
    support = lever(
        0.5, SHARE, (0.0, 1.0), "Weight on support rather than demands in meetings.",
        label="Support rather than demands", source="C-25, S001",
    )  # fmt: skip
    support_at_work = lever(
        0.05, SHARE, (0.0, 1.0), "Help that an employer can count on after hiring.",
        label="Help an employer can count on", source="policy choice",
    )  # fmt: skip
