"""Who the vulnerable are, as they are drawn."""

from sim.parameters import PER_MONTH, RATIO, SHARE, Group, assumption
from sim.world.grades import JUDGED


class People(Group):
    """Who the vulnerable are: margins of the ten barriers measured in EU-SILC, and the rest.

    The margins hold among *vulnerable* people, who have at least one of the ten (trap 4).
    """

    health = assumption(
        0.43, SHARE, (0.38, 0.48), "Limited in daily activities by health.", source="A-04", grade="measured"
    )
    education = assumption(
        0.31, SHARE, (0.26, 0.36), "Without completed relevant education.", source="A-05", grade="measured"
    )
    education_if_limited = assumption(
        0.48,
        SHARE,
        (0.45, 0.50),
        "Without relevant education, among people limited by health.",
        source="A-06 and fact 1",
        grade="estimated",
    )
    education_or_skills_if_limited = assumption(
        0.50,
        SHARE,
        (0.45, 0.55),
        "Lack education or skills, among people limited by health.",
        source="A-06",
        grade="measured",
    )
    health_if_young = assumption(
        0.38, SHARE, (0.33, 0.43), "Limited by health, among the young.", source="A-07", grade="measured"
    )
    health_if_immigrant = assumption(
        0.35, SHARE, (0.30, 0.40), "Limited by health, among immigrants.", source="A-08", grade="measured"
    )
    skills = assumption(0.19, SHARE, (0.05, 0.25), "Lack work skills, apart from education.", **JUDGED)
    no_recent_job = assumption(
        0.65,
        SHARE,
        (0.45, 0.75),
        "No work experience in recent years.",
        source="fitted to A-02",
        grade="estimated",
    )
    no_recent_job_if_limited = assumption(
        0.84,
        SHARE,
        (0.79, 0.89),
        "No work experience in recent years, among people limited by health.",
        source="A-10",
        grade="measured",
    )
    no_recent_job_if_senior = assumption(
        0.90,
        SHARE,
        (0.85, 0.95),
        "No work experience in recent years, among seniors.",
        source="A-09",
        grade="measured",
    )
    never_worked = assumption(0.12, SHARE, (0.08, 0.2), "Never had a job.", **JUDGED)
    never_worked_if_young = assumption(
        0.25, SHARE, (0.15, 0.35), "Never had a job, among the young.", **JUDGED
    )
    never_worked_if_senior = assumption(0.05, SHARE, (0.01, 0.1), "Never had a job, among seniors.", **JUDGED)
    care_share = assumption(0.08, SHARE, (0.03, 0.15), "Care responsibilities that limit work.", **JUDGED)
    other_income_share = assumption(0.10, SHARE, (0.05, 0.2), "High income that is not from work.", **JUDGED)
    high_replacement = assumption(
        0.17,
        SHARE,
        (0.08, 0.2),
        "Benefits that replace most of what work would pay.",
        source="A-11",
        grade="judgement",
    )
    high_replacement_if_limited = assumption(
        0.16,
        SHARE,
        (0.11, 0.21),
        "Benefits that replace most of what work would pay, among people limited by health.",
        source="A-11",
        grade="measured",
    )
    few_jobs = assumption(
        0.39, SHARE, (0.15, 0.57), "Few jobs within reach.", source="A-12", grade="judgement"
    )
    few_jobs_if_young = assumption(
        0.57, SHARE, (0.52, 0.62), "Few jobs within reach, among the young.", source="A-12", grade="measured"
    )
    low_contact_share = assumption(
        0.06, SHARE, (0.02, 0.25), "Little contact with the service.", source="A-13", grade="judgement"
    )
    low_contact_if_young = assumption(
        0.0,
        SHARE,
        (0.0, 0.02),
        "Little contact with the service, among the young.",
        source="A-13",
        grade="measured",
    )
    without_barrier = assumption(
        0.0,
        SHARE,
        (0.0, 0.25),
        "Have none of the ten barriers: nobody among vulnerable people, by their definition.",
        source="A-01",
        grade="measured",
    )
    just_one = assumption(
        0.753,
        RATIO,
        (0.1, 4.0),
        "Weight of having one barrier, against what the shares alone imply.",
        source="fitted to A-02",
        grade="estimated",
    )
    four_or_more = assumption(
        0.386,
        RATIO,
        (0.1, 4.0),
        "Weight of having four barriers or more, against what the shares alone imply.",
        source="fitted to A-02",
        grade="estimated",
    )
    mental_share = assumption(
        0.62,
        SHARE,
        (0.4, 0.8),
        "Of people limited by health, those with mental health issues.",
        source="A-22",
        grade="estimated",
    )
    both_health = assumption(
        0.25, SHARE, (0.1, 0.4), "Of people limited by health, those limited both ways.", **JUDGED
    )
    severity_low = assumption(0.35, SHARE, (0.2, 0.5), "Mildest severity that counts as a barrier.", **JUDGED)
    background = assumption(
        0.25, SHARE, (0.1, 0.4), "Highest severity of a difficulty too mild to count as a barrier.", **JUDGED
    )
    everyday_share = assumption(0.30, SHARE, (0.15, 0.45), "Trouble with everyday routines.", **JUDGED)
    knowledge_share = assumption(0.35, SHARE, (0.2, 0.5), "Little knowledge of the labour market.", **JUDGED)
    values_share = assumption(0.10, SHARE, (0.05, 0.2), "Jobs at hand clash with own values.", **JUDGED)
    language_share = assumption(
        0.55, SHARE, (0.3, 0.7), "Of immigrants, those short of the local language.", **JUDGED
    )
    women = assumption(0.50, SHARE, (0.45, 0.55), "Women.", **JUDGED)
    young = assumption(0.25, SHARE, (0.15, 0.35), "Below 30 years.", **JUDGED)
    seniors = assumption(0.20, SHARE, (0.1, 0.3), "55 years or more.", **JUDGED)
    retiring_partner = assumption(0.3, SHARE, (0.1, 0.5), "Have a partner with whom to retire.", **JUDGED)
    immigrants = assumption(0.30, SHARE, (0.2, 0.4), "Born abroad.", **JUDGED)
    months_out = assumption(30.0, RATIO, (12, 60), "Mean months out of work at the start.", **JUDGED)
    sick_at_start = assumption(0.05, SHARE, (0.0, 0.15), "On sick leave at the start.", **JUDGED)
    newcomers = assumption(
        0.005, PER_MONTH, (0.0, 0.03), "Newcomers a month, as a share of the people at the start.", **JUDGED
    )
    move_away = assumption(0.001, PER_MONTH, (0.0, 0.005), "Leave the district in a month.", **JUDGED)
