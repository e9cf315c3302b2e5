"""How employers judge and choose."""

from sim.parameters import POINTS, POSITIVE, RATIO, SHARE, SPREAD, Group, assumption
from sim.world.grades import JUDGED


class Hiring(Group):
    """How employers judge and choose. Units are standard deviations of applicants' fit."""

    education_weight = assumption(0.70, SPREAD, (0.2, 1.5), "Taken off for no education.", **JUDGED)
    skills_weight = assumption(0.80, SPREAD, (0.2, 1.5), "Taken off for no work skills.", **JUDGED)
    language_weight = assumption(0.80, SPREAD, (0.2, 1.5), "Taken off for no local language.", **JUDGED)
    physical_weight = assumption(0.70, SPREAD, (0.2, 1.5), "Taken off for physical limits.", **JUDGED)
    mental_weight = assumption(0.75, SPREAD, (0.2, 1.5), "Taken off for mental health issues.", **JUDGED)
    everyday_weight = assumption(0.70, SPREAD, (0.2, 1.5), "Taken off for no everyday routines.", **JUDGED)
    care_weight = assumption(0.35, SPREAD, (0.0, 1.0), "Taken off for care duties.", **JUDGED)
    confidence_weight = assumption(0.5, SPREAD, (0.0, 1.0), "Taken off for no confidence.", **JUDGED)
    interplay = assumption(
        0.12,
        RATIO,
        (0.0, 0.5),
        "How much two barriers together weigh more than their sum.",
        source="A-06 and S001 on complexity",
        grade="judgement",
    )
    scar = assumption(
        0.35,
        SPREAD,
        (0.1, 0.7),
        "Taken off from nine months out of work on.",
        source="F-18",
        grade="estimated",
    )
    scar_from = assumption(
        9.0, POSITIVE, (6, 12), "Months out of work before employers mind.", source="F-18", grade="measured"
    )
    never_worked = assumption(0.30, SPREAD, (0.0, 0.8), "Taken off for never having worked.", **JUDGED)
    local_shift = assumption(
        0.0,
        POINTS,
        (-3.0, 3.0),
        "Shift of everybody's distance: how far these people are from work.",
        source="set by a control arm (anchor)",
        grade="estimated",
    )
    risk = assumption(
        0.9,
        SPREAD,
        (0.3, 1.8),
        "Taken off for what the employer cannot know.",
        source="BEL2",
        grade="judgement",
    )
    risk_of_few_hours = assumption(
        0.35, SHARE, (0.1, 0.8), "Risk seen in a job of few hours, against full time.", **JUDGED
    )
    risk_relief = assumption(
        0.6,
        SHARE,
        (0.2, 0.9),
        "Share of that risk lifted by support at hand.",
        source="sign of B-18, S003",
        grade="judgement",
    )
    health_discrimination = assumption(
        0.60,
        SPREAD,
        (0.2, 0.8),
        "Taken off for a visible limitation, beyond productivity.",
        source="G-03: callback ratio 0.45",
        grade="estimated",
    )
    visible_from = assumption(
        0.35, SHARE, (0.2, 0.6), "Severity of physical limits from which employers see them.", **JUDGED
    )
    inclusion_effect = assumption(
        0.3, SPREAD, (0.0, 1.0), "Social fit gained at the most inclusive against the least.", **JUDGED
    )
    origin_discrimination = assumption(
        0.30,
        SPREAD,
        (0.1, 0.5),
        "Taken off for a foreign name.",
        source="G-05: callback ratio 0.66",
        grade="estimated",
    )
    size_relief = assumption(
        0.10,
        RATIO,
        (0.0, 0.3),
        "How much discrimination falls when a firm is ten times as large.",
        source="sign of G-04",
        grade="judgement",
    )
    tailoring = assumption(
        0.55,
        SHARE,
        (0.1, 0.7),
        "Share of distance that stops mattering in a job sought to suit a person.",
        source="fitted to B-01, B-05, B-13; sign of G-09",
        grade="estimated",
    )
    memory_weight = assumption(
        0.3, SPREAD, (0.0, 0.8), "Weight of good or bad experience.", source="sign of G-08", grade="judgement"
    )
    memory_step = assumption(
        0.15,
        SHARE,
        (0.0, 0.5),
        "How much one good or bad match is remembered.",
        source="sign of G-08",
        grade="judgement",
    )
    fit_spread = assumption(
        0.8, SPREAD, (0.4, 1.2), "Spread of how a person and an employer suit each other.", **JUDGED
    )
    judgement_spread = assumption(0.6, SPREAD, (0.3, 1.0), "Error in judging an applicant.", **JUDGED)
    bar = assumption(
        -2.70,
        POINTS,
        (-3.5, 0.0),
        "Lowest judgement that is hired.",
        source="fitted to F-01",
        grade="estimated",
    )
    few_hours_ease = assumption(
        1.4,
        SPREAD,
        (0.0, 2.0),
        "How much less is asked for a job of very few hours.",
        source="fitted to E-01",
        grade="estimated",
    )
    rival_mean = assumption(-2.47, POINTS, (-3.5, 0.0), "Mean judgement of an ordinary applicant.", **JUDGED)
    rival_spread = assumption(0.7, SPREAD, (0.4, 1.2), "Spread among ordinary applicants.", **JUDGED)
    known_from_practice = assumption(
        0.7,
        SHARE,
        (0.3, 1.0),
        "Share of the risk seen that is gone where the person was in practice, or works a few hours.",
        source="BEL2; signs of E-09, E-23",
        grade="judgement",
    )
    subsidy_pull = assumption(
        2.0,
        RATIO,
        (0.5, 4.0),
        "What a subsidy of the whole wage adds to an employer's judgement, in standard deviations.",
        source="signs of E-19, E-20, E-22",
        grade="judgement",
    )
    used_to_subsidy = assumption(
        1.0,
        SPREAD,
        (0.0, 2.0),
        "What weighs against keeping a person at the full wage when the subsidy ends.",
        source="sign of E-19",
        grade="judgement",
    )
    flex_relief = assumption(
        0.6,
        SHARE,
        (0.3, 0.9),
        "Share of distance that stops mattering where only effective work is paid for (flex job).",
        source="Danish flex jobs; sign of F-08",
        grade="judgement",
    )
    additional = assumption(
        0.4,
        SHARE,
        (0.1, 0.8),
        "Share of jobs found by outreach that would not have come anyway.",
        source="B-34 sign, G-09",
        grade="judgement",
    )
    additional_demand = assumption(
        1.0,
        RATIO,
        (0.0, 1.5),
        "How much that share rises with demand, as a ratio of the two changes.",
        source="sign of G-01: worse in weak markets",
        grade="judgement",
    )
