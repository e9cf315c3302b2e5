"""Work accommodation: tools, tasks and hours that suit a body, granted before or after the contract."""

from sim.compiled import kernel, opened
from sim.instruments.base import Instrument
from sim.parameters import MONEY_PER_MONTH, MONTHS, PER_MONTH, SHARE, YES_NO, assumption, lever
from sim.statuses import (
    FEW_HOURS,
    FIRST_JOB_STATUS,
    FULL_TIME,
    LAST_JOB_STATUS,
    OPEN_BENEFIT,
    PART_TIME,
    SUBSIDISED,
)  # fmt: skip


@kernel
def adapt(accommodation, active, enrolled, status, accommodated):
    """A promise before the contract counts when people apply; otherwise only the job itself is adapted."""
    terms = opened(accommodation)
    for i in range(active.shape[0]):
        if active[i] == 0 or enrolled[i] <= 0:
            continue
        at_work = FIRST_JOB_STATUS <= status[i] <= LAST_JOB_STATUS
        accommodated[i] = terms.lifted if at_work or terms.before_contract == 1 else 0.0


class Accommodation(Instrument):
    """Accommodation at work. Granted only after a contract is signed it helps people stay; granted before, it
    helps them in (S001)."""

    name = "accommodation"
    label = "Adapted workplace"
    mechanism = "barrier: physical limits that the workplace lifts"
    moves = ("accommodated",)
    share = "places"
    ends_at_work = False
    open_to = (OPEN_BENEFIT, FEW_HOURS, SUBSIDISED, PART_TIME, FULL_TIME)
    barrier = "physical_health"
    paid_at_work = True
    payer = "state"
    work = adapt

    places = lever(
        0.0,
        SHARE,
        (0.0, 1.0),
        "Share of those with physical limits who are granted an adapted workplace.",
        label="People granted an adapted workplace",
        source="policy choice",
    )
    before_contract = lever(
        False,
        YES_NO,
        None,
        "It is granted before a contract, so that employers can count on it.",
        label="Granted before the contract",
        source="S001",
    )
    price = lever(
        1200.0,
        MONEY_PER_MONTH,
        (0, 6000),
        "Cost of an adapted workplace.",
        label="Price of an adapted workplace",
        source="H-16, order of magnitude",
    )
    from_severity = assumption(
        0.35,
        SHARE,
        (0.2, 0.6),
        "Physical limits from which it is granted.",
        source="our judgement",
        grade="judgement",
    )
    lifted = assumption(
        0.4,
        SHARE,
        (0.1, 0.8),
        "Share of physical limits that it lifts.",
        source="our judgement",
        grade="judgement",
    )
    take_up = assumption(
        0.8, SHARE, (0.4, 1.0), "Willing to take part.", source="our judgement", grade="judgement"
    )
    drop_out = assumption(
        0.005, PER_MONTH, (0.0, 0.03), "Leave in a month.", source="our judgement", grade="judgement"
    )
    duration = assumption(
        0, MONTHS, (0, 60), "Months of a place; 0 for no limit.", source="our judgement", grade="judgement"
    )
