"""Sanctions: cuts in benefit for requirements that were missed."""

from numpy import float64

from sim.arithmetic import clip, exp
from sim.compiled import kernel, opened, rule
from sim.decisions import DETECTED, MISS_REQUIREMENT
from sim.instruments.base import Instrument
from sim.luck import uniform
from sim.parameters import (
    COUNT,
    HOURS_PER_MONTH,
    MONTHS,
    PER_MONTH,
    POINTS,
    POSITIVE,
    POSITIVE_SHARE,
    RATIO,
    SHARE,
    assumption,
    lever,
)
from sim.statuses import IN_PROGRAMME, OPEN_BENEFIT


@rule
def miss_chance(sanctions, mental_health, everyday_skills, trust, motivation):
    """Chance of missing a requirement in a month: routines and health more than will (D-16)."""
    trouble = 1.0 + sanctions.miss_by_trouble * (mental_health + everyday_skills - 0.5)
    reluctance = 1.0 + sanctions.miss_by_will * (1.0 - trust - motivation)
    return clip(sanctions.miss_rate * clip(trouble, 0.0, 10.0) * clip(reluctance, 0.0, 10.0), 0.0, 1.0)


@rule
def pressed_search(sanctions, pressure, distance):
    """Own search under pressure against search without, as a ratio (D-01), fading with distance.

    The gradient is a pattern, not a law (trap 8): the effect shrinks towards none.
    """
    near = exp(-sanctions.fade_with_distance * clip(distance, 0.0, 10.0))
    return 1.0 + sanctions.search_effect * pressure * near


@rule
def seen_by(sanctions, hours):
    """Requirements seen to be missed with hours for a client in a month, against the usual hours.

    More time for each client means more monitoring, and more sanctions (C-06, C-13). Nothing is
    seen of somebody who is never met.
    """
    weight = sanctions.monitoring
    if weight <= 0.0:
        return 1.0
    return (1.0 + weight) * hours / (hours + weight * sanctions.usual_hours)


@rule
def share_cut(sanctions, repeated):
    """Share of benefit taken away by a first (0) or a repeated (1) sanction."""
    return clip(sanctions.cut + sanctions.added_by_repeat * repeated, 0.0, 1.0)


@rule
def pressure_of(sanctions, cut):
    """Pressure from 0 to 1 of a cut of this share of benefit (D-01: harder ones press harder)."""
    return clip(cut / sanctions.full_pressure_cut, 0.0, 1.0)


@rule
def exempt_from(sanctions, support_style):
    """Distance to work from which this caseworker exempts people, in standard deviations.

    With discretion a supportive caseworker exempts people nearer to work than the rule says,
    and a demanding one fewer. support_style: 0 demanding, 1 supportive.
    """
    leaning = 2.0 * support_style - 1.0
    return sanctions.exempt_from_distance - sanctions.discretion * sanctions.discretion_reach * leaning


@kernel
def see_who_misses(
    clock, sanctions, active, luck, status, distance, mental_health, everyday_skills, trust, motivation,
    low_contact, exempted, caseworker, exempt, cut_months, months_since_cut, pressure, staff_support_style,
    misses,
):  # fmt: skip
    """Pressure fades; misses: 1 for whoever misses a requirement this month."""
    fading = exp(-1.0 / sanctions.pressure_months)
    for i in range(active.shape[0]):
        misses[i] = 0
        if active[i] == 0:
            continue
        months_since_cut[i] = min(months_since_cut[i] + 1, 999)
        if cut_months[i] > 1:
            cut_months[i] -= 1
        else:
            # Pressure lasts as long as the cut and fades when it is over.
            cut_months[i] = 0
            left = float64(pressure[i]) * fading
            pressure[i] = left if left > 0.01 else 0.0
        required = status[i] == OPEN_BENEFIT or status[i] == IN_PROGRAMME
        limit = sanctions.exempt_from_distance
        if caseworker[i] >= 0:
            limit = exempt_from(sanctions, float64(staff_support_style[caseworker[i]]))
        exempt[i] = 1 if float64(distance[i]) >= limit or exempted[i] == 1 else 0
        if required and exempt[i] == 0 and low_contact[i] == 0:
            chance = miss_chance(
                sanctions, float64(mental_health[i]), float64(everyday_skills[i]), float64(trust[i]),
                float64(motivation[i]),
            )  # fmt: skip
            misses[i] = 1 if uniform(clock, luck[i], MISS_REQUIREMENT) < chance else 0


@kernel
def apply_sanctions(
    clock, sanctions, active, luck, status, distance, mental_health, everyday_skills, trust,
    motivation, low_contact, exempted, young, caseworker, exempt, missed, sanctions_received, cut_months,
    months_since_cut, repeated, pressure, service_hours, staff_support_style, misses,
):  # fmt: skip
    """Requirements are checked, misses seen or not; warnings, cuts, and harder ones for repeats."""
    clock, sanctions = opened(clock, sanctions)
    see_who_misses(
        clock, sanctions, active, luck, status, distance, mental_health, everyday_skills, trust, motivation,
        low_contact, exempted, caseworker, exempt, cut_months, months_since_cut, pressure,
        staff_support_style, misses,
    )  # fmt: skip
    for i in range(active.shape[0]):
        if misses[i] == 0:
            continue
        strictness = sanctions.strictness + sanctions.added_for_young * young[i]
        strictness *= seen_by(sanctions, float64(service_hours[i]))
        if uniform(clock, luck[i], DETECTED) >= strictness:
            continue
        missed[i] += 1
        if missed[i] <= sanctions.grace:
            # A warning presses too, by the cut that it announces (D-09, D-10).
            weight = sanctions.warning_pressure * pressure_of(sanctions, sanctions.cut)
            pressure[i] = max(float64(pressure[i]), weight)
            trust[i] = clip(float64(trust[i]) - sanctions.trust_loss * weight, 0.0, 1.0)
            continue
        again = 1 if months_since_cut[i] <= sanctions.repeat_within else 0
        repeated[i] = again
        months_since_cut[i] = 0
        sanctions_received[i] += 1
        cut_months[i] = sanctions.months + sanctions.months_by_repeat * again
        weight = pressure_of(sanctions, share_cut(sanctions, again))
        pressure[i] = max(float64(pressure[i]), weight)
        trust[i] = clip(float64(trust[i]) - sanctions.trust_loss * weight, 0.0, 1.0)
        mental_health[i] = clip(float64(mental_health[i]) + sanctions.strain * weight, 0.0, 1.0)


class Sanctions(Instrument):
    """Missed requirements lead to a warning, a cut, and a harder one when repeated. They work
    through pressure, which is short-lived (D-01), makes people take jobs that suit them less
    (D-09), and costs trust and health far from work (D-11). Requirements that fall on the young
    alone are a strictness of their own (D-04, D-05)."""

    name = "sanctions"
    label = "Sanctions"
    mechanism = "pressure on search and choice; loss of trust; strain on health; money"
    moves = ("pressure", "trust", "cut_months")
    bites = True
    work = apply_sanctions

    strictness = lever(
        0.22, SHARE, (0.0, 0.8), "Missed requirements that lead to a benefit cut.",
        label="Missed requirements that lead to a benefit cut",
        source="D-02: 24% of recipients sanctioned in a year", headline=True,
    )  # fmt: skip
    grace = lever(
        0, COUNT, (0, 3), "First misses that lead to a warning and to no cut.",
        label="First misses forgiven", source="policy choice",
    )  # fmt: skip
    cut = lever(
        0.33, SHARE, (0.1, 1.0), "Share of benefit taken away while a cut lasts.",
        label="Share of benefit cut", source="policy choice",
    )  # fmt: skip
    months = lever(
        1, MONTHS, (1, 6), "Months that a cut lasts.", label="Months a cut lasts",
        source="policy choice",
    )  # fmt: skip
    exempt_from_distance = lever(
        4.0, POINTS, (1.5, 8.0),
        "Distance to work from which caseworkers exempt people from requirements.",
        label="Distance from which people are exempt", source="policy choice",
    )  # fmt: skip
    added_by_repeat = lever(
        0.0, SHARE, (0.0, 0.67), "Further share of benefit taken away when a sanction is repeated.",
        label="Further cut when a sanction is repeated", source="policy choice; sign of D-20",
    )  # fmt: skip
    months_by_repeat = lever(
        0, MONTHS, (0, 6), "Further months that the cut of a repeated sanction lasts.",
        label="Further months when a sanction is repeated", source="policy choice",
    )  # fmt: skip
    repeat_within = lever(
        12, MONTHS, (0, 36), "Months within which a second sanction counts as repeated.",
        label="Months within which a sanction counts as repeated", source="policy choice",
    )  # fmt: skip
    added_for_young = lever(
        0.0, SHARE, (0.0, 0.6),
        "Further share of missed requirements that lead to a cut, for people under 30.",
        label="Further misses that lead to a cut, under 30", source="D-04",
    )  # fmt: skip
    discretion = lever(
        0.0, SHARE, (0.0, 1.0), "How far caseworkers decide for themselves whom they exempt.",
        label="Caseworkers' discretion over exemptions", source="policy choice",
    )  # fmt: skip
    discretion_reach = assumption(
        2.0, POINTS, (0.5, 4.0),
        "How much nearer to work a wholly supportive caseworker exempts people, with full discretion.",
        source="our judgement", grade="judgement",
    )  # fmt: skip
    warning_pressure = assumption(
        0.35, SHARE, (0.0, 0.8), "Pressure of a warning, against that of the cut that it announces.",
        source="D-10: warning and cut alike, from memory; below it by judgement", grade="judgement",
    )  # fmt: skip
    full_pressure_cut = assumption(
        0.33, POSITIVE_SHARE, (0.2, 1.0), "Share of benefit cut from which pressure is full.",
        source="D-01: harder sanctions have larger effects", grade="judgement",
    )  # fmt: skip
    miss_rate = assumption(0.12, PER_MONTH, (0.03, 0.2),
                           "Chance of missing a requirement in a month, for an average person.",
                           source="fitted to D-02", grade="estimated")  # fmt: skip
    miss_by_trouble = assumption(1.0, RATIO, (0.0, 2.0),
                                 "How much more is missed with poor mental health and routines.",
                                 source="sign of D-16", grade="judgement")  # fmt: skip
    miss_by_will = assumption(0.5, RATIO, (0.0, 1.0),
                              "How much more is missed without trust and motivation.",
                              source="our judgement", grade="judgement")  # fmt: skip
    usual_hours = assumption(
        1.3, HOURS_PER_MONTH, (0.8, 2.0),
        "Hours for a client in a month at which missed requirements are seen as often as strictness says.",
        source="C-01: 70 clients; our judgement of hours", grade="judgement",
    )  # fmt: skip
    monitoring = assumption(
        1.0, RATIO, (0.3, 4.0),
        "How monitoring grows with hours: with 0 not at all, with large numbers in proportion.",
        source="signs of C-06, C-08, C-13", grade="judgement",
    )  # fmt: skip
    search_effect = assumption(2.0, RATIO, (0.3, 3.0),
                               "Search added right after a cut, for a person ready for work.",
                               source="D-01", grade="estimated")  # fmt: skip
    fade_with_distance = assumption(0.5, RATIO, (0.2, 1.5),
                                    "How fast that fades with distance to work.",
                                    source="signs of D-04, D-16; trap 8", grade="judgement")  # fmt: skip
    pressure_months = assumption(1.5, POSITIVE, (0.5, 4.0), "Months until pressure falls to a third.",
                                 source="D-01: worn out after three months", grade="estimated")  # fmt: skip
    trust_loss = assumption(0.08, SHARE, (0.0, 0.4), "Trust lost with a cut.",
                            source="our judgement", grade="judgement")  # fmt: skip
    strain = assumption(0.01, SHARE, (0.0, 0.1), "Mental health severity added by a cut.",
                        source="sign of D-11", grade="judgement")  # fmt: skip
