"""Individual Placement and Support: place first, then train and support, as the parts it has."""

from numpy import float64

from sim.arithmetic import clip
from sim.compiled import kernel, opened, rule
from sim.instruments.base import HEALTH, Instrument
from sim.parameters import (
    MONTHS,
    PER_MONTH,
    RATIO,
    SHARE,
    YEARS,
    YES_NO,
    Group,
    assumption,
    lever,
)
from sim.statuses import FIRST_JOB_STATUS, LAST_JOB_STATUS


@rule
def search_has_started(ips, months):
    """Share of a month's outreach that happens: all after the preparation that low fidelity adds.

    months: enrolled so far, 1 in the first. Rapid search of 1 starts within a month.
    """
    wait = (1.0 - ips.fidelity_rapid_search) * ips.longest_preparation
    return clip(months - wait, 0.0, 1.0)


@kernel
def eligible_for_ips(ips, active, mental_health, physical_health, eligible):
    """People with health issues of at least the severity set, mental ones or any."""
    ips = opened(ips)
    for i in range(active.shape[0]):
        mental, physical = float64(mental_health[i]), float64(physical_health[i])
        severe = mental if ips.mental_only == 1 or mental > physical else physical
        eligible[i] = 1 if severe >= ips.from_severity else 0


@kernel
def place_and_train(
    ips, service, active, enrolled, status, support_hours, specialist, staff_skill, mental_health,
    confidence, introductions, support, follow_along, targeting, development,
):  # fmt: skip
    """One month of IPS: outreach for those who look, follow-along for those at work."""
    ips, service = opened(ips, service)
    for i in range(active.shape[0]):
        if active[i] == 0 or enrolled[i] <= 0:
            continue
        hours = float64(support_hours[i])
        at_work = FIRST_JOB_STATUS <= status[i] <= LAST_JOB_STATUS
        if at_work:
            lasting = 1.0 if enrolled[i] <= ips.time_limit else ips.fidelity_follow_along
            follow_along[i] = max(float64(follow_along[i]), lasting * clip(hours / 2.0, 0.0, 1.0))
        else:
            skill = 1.0
            if specialist[i] >= 0:
                skill += service.skill_effect * float64(staff_skill[specialist[i]])
            outreach = ips.contacts_an_hour * (
                ips.outreach_floor + (1.0 - ips.outreach_floor) * ips.fidelity_employer_outreach
            )
            started = search_has_started(ips, float64(enrolled[i]))
            introductions[i] += hours * outreach * started * (skill if skill > 0.0 else 0.0)
        offered = ips.support_seen * ips.fidelity_follow_along
        support[i] = max(float64(support[i]), offered)
        targeting[i] = max(float64(targeting[i]), ips.fidelity_client_choice)
        visited = ips.development * ips.fidelity_employer_outreach
        development[i] = max(float64(development[i]), visited)
        relief = ips.treatment_effect * ips.fidelity_integration
        mental_health[i] = float64(mental_health[i]) * (1.0 - relief)
        confidence[i] = clip(float64(confidence[i]) + ips.encouragement * hours, 0.0, 1.0)


class Fidelity(Group):
    """How closely IPS is done as designed, part by part."""

    integration = lever(0.8, SHARE, (0.0, 1.0), "Job support and treatment work as one team.",
                        label="Job support and treatment in one team", source="IPS-25")  # fmt: skip
    rapid_search = lever(0.9, SHARE, (0.0, 1.0), "Job search starts within a month, no preparation.",
                         label="Job search starts at once", source="IPS-25")  # fmt: skip
    employer_outreach = lever(0.8, SHARE, (0.0, 1.0), "Specialists visit employers every week.",
                              label="Specialists visit employers", source="IPS-25, B-34")  # fmt: skip
    client_choice = lever(0.8, SHARE, (0.0, 1.0), "Jobs are sought that the person wants.",
                          label="The person's own wishes decide", source="IPS-25")  # fmt: skip
    follow_along = lever(0.9, SHARE, (0.0, 1.0), "Support goes on at work, without time limit.",
                         label="Support goes on at work", source="IPS-25, B-37")  # fmt: skip


class IPS(Instrument):
    """Supported job search by a specialist with few clients (themes B, B-36)."""

    name = "ips"
    label = "Supported job search (IPS)"
    mechanism = "contact and information: introductions, jobs that suit, risk lifted by support"
    moves = ("introductions", "support", "mental_health")
    share = "places"
    payer = "municipality"
    has_specialists = True
    barrier = HEALTH
    kind = "work"
    excludes = ("sheltered",)
    eligible = eligible_for_ips
    work = place_and_train
    fidelity = Fidelity

    places = lever(
        0.02, SHARE, (0.0, 1.0), "Share of those eligible for whom there is a place.",
        label="Places in supported job search (IPS)", source="B-36, order of magnitude",
        headline=True,
    )  # fmt: skip
    from_severity = lever(
        0.45, SHARE, (0.0, 0.9), "Health severity from which a person qualifies.",
        label="Health severity from which people qualify", source="B-01: severe mental illness",
    )  # fmt: skip
    mental_only = lever(
        True, YES_NO, None, "Only mental health issues count, not physical ones.",
        label="Only mental health issues count", source="B-01",
    )  # fmt: skip
    to_age = lever(
        67.0,
        YEARS,
        (25, 67),
        "Age up to which people are offered it.",
        label="Age up to which supported job search is offered",
        source="policy choice",
    )
    time_limit = lever(
        9, MONTHS, (0, 36), "Months after which follow-along depends on fidelity.",
        label="Months before follow-along may end", source="B-37",
    )  # fmt: skip
    take_up = assumption(0.85, SHARE, (0.6, 1.0), "Willing to take part.", source="our judgement",
                         grade="judgement")  # fmt: skip
    drop_out = assumption(0.008, PER_MONTH, (0.003, 0.02), "Leave in a month.",
                          source="B-02: 13% in 18 months", grade="measured")  # fmt: skip
    duration = assumption(0, MONTHS, (0, 60), "Months of a place; 0 for no limit.",
                          source="IPS principle", grade="measured")  # fmt: skip
    contacts_an_hour = assumption(0.043, RATIO, (0.02, 0.2),
                                  "Introductions to employers from an hour of a specialist.",
                                  source="fitted to B-01, B-05, B-10, B-13",
                                  grade="estimated")  # fmt: skip
    outreach_floor = assumption(0.3, SHARE, (0.0, 0.6),
                                "Share of introductions left when specialists never visit.",
                                source="B-15: people found jobs themselves", grade="judgement")  # fmt: skip
    support_seen = assumption(0.9, SHARE, (0.4, 1.0),
                              "Help at hand, as employers see it, with full follow-along.",
                              source="sign of B-18", grade="judgement")  # fmt: skip
    development = assumption(0.25, SHARE, (0.1, 0.7),
                             "Chance that a visited employer without a vacancy considers a person.",
                             source="sign of B-34", grade="judgement")  # fmt: skip
    treatment_effect = assumption(0.006, PER_MONTH, (0.0, 0.03),
                                  "Severity lost in a month when treatment and job support join.",
                                  source="sign of C-19", grade="judgement")  # fmt: skip
    encouragement = assumption(0.001, SHARE, (0.0, 0.02), "Confidence from an hour of support.",
                               source="our judgement", grade="judgement")  # fmt: skip
    longest_preparation = assumption(8.0, RATIO, (3, 12),
                                     "Months of preparation when search does not start at once.",
                                     source="B-06", grade="judgement")  # fmt: skip
