"""The world outside instruments: every assumption, with its range, its source and its grade.

Addresses are ``world.<group>.<name>``; kernels take a group as one record of the same name.
Where a source is a register id (A-02, F-04 ...), `docs/evidence-sources.md` says what it is.
"""

from sim.parameters import (
    CHOICE,
    HOURS_PER_MONTH,
    HOURS_PER_WEEK,
    MONEY_PER_HOUR,
    MONEY_PER_MONTH,
    MONTHS,
    PEOPLE,
    PEOPLE_TOTAL,
    PER_MONTH,
    POINTS,
    POSITIVE,
    RATIO,
    SHARE,
    SPREAD,
    WEEK,
    YEARS,
    Group,
    assumption,
    setting,
)

JUDGED = {"source": "our judgement", "grade": "judgement"}


class DISTRICT(Group):
    """One local labour market with one employment office."""

    people = setting(
        2000, PEOPLE_TOTAL, (1000, 10000), "Jobseekers far from work at the start."
    )
    months = setting(60, MONTHS, (12, 180), "How long lives are followed.")
    start_month = setting(0, MONTHS, (0, 11), "Calendar month of the start, 0 for January.")
    currency = setting("DKK", CHOICE, None, "The money everything is counted in.",
                       choices=("DKK", "NOK", "SEK", "EUR", "ISK"))  # fmt: skip


class People(Group):
    """Who the vulnerable are: margins of the ten barriers measured in EU-SILC, and the rest.

    The margins hold among *vulnerable* people, who have at least one of the ten (trap 4).
    """

    health = assumption(0.43, SHARE, (0.38, 0.48), "Limited in daily activities by health.",
                        source="A-04", grade="measured")
    education = assumption(0.31, SHARE, (0.26, 0.36), "Without completed relevant education.",
                           source="A-05", grade="measured")
    education_if_limited = assumption(
        0.48, SHARE, (0.45, 0.50), "Without relevant education, among people limited by health.",
        source="A-06 and fact 1", grade="estimated")
    education_or_skills_if_limited = assumption(
        0.50, SHARE, (0.45, 0.55), "Lack education or skills, among people limited by health.",
        source="A-06", grade="measured")
    health_if_young = assumption(0.38, SHARE, (0.33, 0.43), "Limited by health, among the young.",
                                 source="A-07", grade="measured")
    health_if_immigrant = assumption(0.35, SHARE, (0.30, 0.40),
                                     "Limited by health, among immigrants.",
                                     source="A-08", grade="measured")
    skills = assumption(0.19, SHARE, (0.05, 0.25), "Lack work skills, apart from education.",
                        **JUDGED)
    no_recent_job = assumption(0.65, SHARE, (0.45, 0.75), "No work experience in recent years.",
                               source="fitted to A-02", grade="estimated")
    never_worked = assumption(0.12, SHARE, (0.05, 0.2), "Never had a job.", **JUDGED)
    care_share = assumption(0.08, SHARE, (0.03, 0.15), "Care responsibilities that limit work.",
                            **JUDGED)
    other_income_share = assumption(0.10, SHARE, (0.05, 0.2), "High income that is not from work.",
                                    **JUDGED)
    high_replacement = assumption(0.17, SHARE, (0.08, 0.2),
                                  "Benefits that replace most of what work would pay.",
                                  source="A-11", grade="judgement")
    few_jobs = assumption(0.39, SHARE, (0.15, 0.57), "Few jobs within reach.",
                          source="A-12", grade="judgement")
    low_contact_share = assumption(0.06, SHARE, (0.02, 0.25), "Little contact with the service.",
                                   source="A-13", grade="judgement")
    evenness = assumption(0.29, RATIO, (0.0, 0.6),
                          "How far rarer barriers fall on people with few common ones.",
                          source="fitted to A-02", grade="estimated")
    mental_share = assumption(0.62, SHARE, (0.4, 0.8),
                              "Of people limited by health, those with mental health issues.",
                              source="A-22", grade="estimated")
    both_health = assumption(0.25, SHARE, (0.1, 0.4),
                             "Of people limited by health, those limited both ways.", **JUDGED)
    severity_low = assumption(0.35, SHARE, (0.2, 0.5), "Mildest severity that counts as a barrier.",
                              **JUDGED)
    background = assumption(0.25, SHARE, (0.1, 0.4),
                            "Highest severity of a difficulty too mild to count as a barrier.",
                            **JUDGED)
    everyday_share = assumption(0.30, SHARE, (0.15, 0.45), "Trouble with everyday routines.",
                                **JUDGED)
    knowledge_share = assumption(0.35, SHARE, (0.2, 0.5), "Little knowledge of the labour market.",
                                 **JUDGED)
    values_share = assumption(0.10, SHARE, (0.05, 0.2), "Jobs at hand clash with own values.",
                              **JUDGED)
    language_share = assumption(0.55, SHARE, (0.3, 0.7),
                                "Of immigrants, those short of the local language.", **JUDGED)
    women = assumption(0.50, SHARE, (0.45, 0.55), "Women.", **JUDGED)
    young = assumption(0.25, SHARE, (0.15, 0.35), "Below 30 years.", **JUDGED)
    seniors = assumption(0.20, SHARE, (0.1, 0.3), "55 years or more.", **JUDGED)
    retiring_partner = assumption(0.3, SHARE, (0.1, 0.5), "Have a partner with whom to retire.",
                                  **JUDGED)
    immigrants = assumption(0.30, SHARE, (0.2, 0.4), "Born abroad.", **JUDGED)
    months_out = assumption(30.0, RATIO, (12, 60), "Mean months out of work at the start.",
                            **JUDGED)
    sick_at_start = assumption(0.05, SHARE, (0.0, 0.15), "On sick leave at the start.", **JUDGED)
    newcomers = assumption(0.005, PER_MONTH, (0.0, 0.03),
                           "Newcomers a month, as a share of the people at the start.", **JUDGED)
    move_away = assumption(0.001, PER_MONTH, (0.0, 0.005), "Leave the district in a month.",
                           **JUDGED)


class Mind(Group):
    """Motivation, confidence, trust: how they start and what moves them."""

    motivation = assumption(0.5, SHARE, (0.3, 0.7), "Mean motivation at the start.", **JUDGED)
    confidence = assumption(0.45, SHARE, (0.3, 0.6), "Mean confidence at the start.", **JUDGED)
    trust = assumption(0.5, SHARE, (0.3, 0.7), "Mean trust in the service at the start.", **JUDGED)
    spread = assumption(0.15, SHARE, (0.05, 0.25), "Spread of all three between people.", **JUDGED)
    pace = assumption(0.15, SHARE, (0.05, 0.4), "Share of the way a feeling moves in a month.",
                      **JUDGED)
    gain_pull = assumption(0.25, SHARE, (0.0, 0.6),
                           "Motivation added when work would double the person's income.",
                           source="sign of D-14, D-15", grade="judgement")
    confidence_pull = assumption(0.3, SHARE, (0.0, 0.6),
                                 "Motivation added from no to full confidence.", **JUDGED)
    trust_pull = assumption(0.2, SHARE, (0.0, 0.5), "Motivation added from no to full trust.",
                            **JUDGED)
    values_drag = assumption(0.3, SHARE, (0.0, 0.6), "Motivation lost when jobs clash with values.",
                             **JUDGED)
    work_lift = assumption(0.04, SHARE, (0.0, 0.1), "Confidence gained in a month at work.",
                           **JUDGED)
    loss_drop = assumption(0.12, SHARE, (0.0, 0.3), "Confidence lost with a job.",
                           source="sign of G-08", grade="judgement")
    rejection_drop = assumption(0.004, SHARE, (0.0, 0.02),
                                "Confidence lost with each application turned down.", **JUDGED)
    other_income_drag = assumption(0.4, SHARE, (0.0, 0.8),
                                   "Pull of pay lost with high income that is not from own work.",
                                   source="S001 figure 2.5", grade="judgement")
    trust_return = assumption(0.01, PER_MONTH, (0.0, 0.05),
                              "Share of the way that trust drifts back in a month.", **JUDGED)
    meeting_trust = assumption(0.03, SHARE, (0.0, 0.08), "Trust gained in an hour of support.",
                               **JUDGED)
    change_trust = assumption(0.12, SHARE, (0.0, 0.3), "Trust lost when the caseworker changes.",
                              source="C-16", grade="judgement")


class Health(Group):
    """Health and care come, fade and worsen; they are not fixed."""

    mental_shock = assumption(0.010, PER_MONTH, (0.0, 0.03), "Mental health worsens in a month.",
                              **JUDGED)
    physical_shock = assumption(0.006, PER_MONTH, (0.0, 0.02), "Physical health worsens.", **JUDGED)
    shock_size = assumption(0.25, SHARE, (0.1, 0.5), "Severity added by a health shock, on average.",
                            **JUDGED)
    mental_recovery = assumption(0.014, PER_MONTH, (0.0, 0.05), "Mental health improves in a month.",
                                 **JUDGED)
    physical_recovery = assumption(0.008, PER_MONTH, (0.0, 0.03), "Physical health improves.",
                                   **JUDGED)
    recovery_size = assumption(0.3, SHARE, (0.1, 0.6), "Share of severity lost when health improves.",
                               **JUDGED)
    out_strain = assumption(0.5, RATIO, (0.0, 2.0),
                            "Added risk of mental shocks after a year out of work.", **JUDGED)
    sick_leave = assumption(0.012, PER_MONTH, (0.0, 0.05),
                            "Go on sick leave in a month, with full health issues.", **JUDGED)
    sick_leave_end = assumption(0.15, PER_MONTH, (0.05, 0.4), "Sick leave ends in a month.",
                                **JUDGED)
    care_severity = assumption(0.6, SHARE, (0.3, 1.0), "Severity of care duties that begin.",
                               **JUDGED)
    care_change = assumption(0.004, PER_MONTH, (0.0, 0.02), "Care duties start or end in a month.",
                             **JUDGED)


class Skills(Group):
    """What is learned at work and lost outside it."""

    learned = assumption(0.03, PER_MONTH, (0.0, 0.1),
                         "Share of the skill gap closed in a month of full-time work.", **JUDGED)
    lost = assumption(0.004, PER_MONTH, (0.0, 0.02), "Skill gap added in a month out of work.",
                      **JUDGED)
    routine_learned = assumption(0.03, PER_MONTH, (0.0, 0.1),
                                 "Share of trouble with routines lost in a month at work.", **JUDGED)
    knowledge_learned = assumption(0.04, PER_MONTH, (0.0, 0.1),
                                   "Share of the knowledge gap closed by an hour with a caseworker.",
                                   **JUDGED)


class Economy(Group):
    """Vacancies, and the other applicants who want them."""

    employers_per_100 = assumption(10.0, PEOPLE, (4, 25), "Employers per 100 jobseekers.", **JUDGED)
    mean_size = assumption(22.0, PEOPLE, (8, 60), "Mean employees in a firm.", **JUDGED)
    size_spread = assumption(1.1, SPREAD, (0.5, 1.8), "Spread of the logarithm of firm size.",
                             **JUDGED)
    openings = assumption(0.016, PER_MONTH, (0.005, 0.04),
                          "Vacancies opened a month that ask for no long training, per employee.",
                          source="Danish hiring rates; order of magnitude", grade="judgement")
    lapse = assumption(0.30, PER_MONTH, (0.1, 0.6), "An unfilled vacancy is withdrawn in a month.",
                       **JUDGED)
    season = assumption(0.10, SHARE, (0.0, 0.3), "Swing of vacancies over the year.", **JUDGED)
    cycle = assumption(0.06, SPREAD, (0.0, 0.2), "Monthly shocks to the logarithm of demand.",
                       **JUDGED)
    cycle_memory = assumption(0.95, SHARE, (0.8, 0.99), "Share of a shock that is left a month on.",
                              **JUDGED)
    demand = assumption(1.0, RATIO, (0.6, 1.6), "Local demand for labour against the average.",
                        **JUDGED)
    other_applicants = assumption(0.30, RATIO, (0.1, 1.0),
                                  "Ordinary jobseekers at the start, per jobseeker of ours.",
                                  **JUDGED)
    others_in_work = assumption(2.2, RATIO, (0.5, 5.0),
                                "Ordinary workers in the same jobs, per jobseeker of ours.",
                                **JUDGED)
    others_separation = assumption(0.016, PER_MONTH, (0.006, 0.03),
                                   "Ordinary workers who lose or leave their job in a month.",
                                   **JUDGED)
    replacement = assumption(0.7, SHARE, (0.3, 1.0),
                             "A job that one of our people leaves is advertised again.", **JUDGED)
    others_applications = assumption(2.5, RATIO, (1.0, 6.0),
                                     "Applications a month by an ordinary jobseeker.", **JUDGED)


class Service(Group):
    """The employment service as a time budget."""

    ordinary_hours = assumption(85.0, HOURS_PER_MONTH, (60, 110),
                                "Hours a caseworker has for clients.", **JUDGED)
    specialist_hours = assumption(110.0, HOURS_PER_MONTH, (80, 130),
                                  "Hours an employment specialist has for clients.", **JUDGED)
    useful_hours = assumption(2.0, POSITIVE, (0.5, 6.0),
                              "Hours for one client in a month at which half the gain is reached.",
                              source="shape of C-08, C-24", grade="judgement")
    search_gain = assumption(0.75, RATIO, (0.1, 2.0),
                             "Most that caseworker time can add to a ready person's job search.",
                             source="C-08, C-24", grade="estimated")
    far_fade = assumption(0.55, RATIO, (0.2, 1.5),
                          "How fast the gain from time fades with distance, content unchanged.",
                          source="C-14, trap 9", grade="estimated")
    belief_effect = assumption(0.33, RATIO, (0.2, 0.45),
                               "Effect of a caseworker's belief on the chance of a job.",
                               source="C-17", grade="measured")
    change_effect = assumption(0.22, SHARE, (0.14, 0.30),
                               "Loss of the chance of a job after a change of caseworker.",
                               source="C-16", grade="measured")
    change_months = assumption(8.0, POSITIVE, (3, 18), "Months until half of that loss is made good.",
                               **JUDGED)
    skill_effect = assumption(0.13, RATIO, (0.05, 0.2),
                              "Effect of a caseworker better by one standard deviation.",
                              source="C-20", grade="measured")
    turnover = assumption(0.018, PER_MONTH, (0.005, 0.04), "A caseworker leaves in a month.",
                          source="fitted to the 40% with a change in C-16", grade="estimated")
    belief_near = assumption(0.62, SHARE, (0.3, 0.9),
                             "A caseworker's first belief in a person at no distance to work.",
                             source="C-17", grade="judgement")
    belief_slope = assumption(0.14, RATIO, (0.0, 0.3),
                              "Belief lost with each standard deviation of distance.", **JUDGED)
    belief_error = assumption(0.15, SPREAD, (0.0, 0.4), "Error of a caseworker's first belief.",
                              source="C-27", grade="judgement")
    belief_pace = assumption(0.02, PER_MONTH, (0.0, 0.2),
                             "Share of the way that belief moves to what distance says.", **JUDGED)
    claim_at_work = assumption(0.15, SHARE, (0.0, 0.5),
                               "Claim on a caseworker's time by a client at work.", **JUDGED)
    specialist_claim_at_work = assumption(0.4, SHARE, (0.1, 1.0),
                                          "Claim on a specialist's time by a client at work.",
                                          **JUDGED)
    pause = assumption(12, MONTHS, (0, 36),
                       "Months after leaving an instrument before it is offered again.", **JUDGED)
    introductions = assumption(0.02, RATIO, (0.0, 0.2),
                               "Introductions to employers from an hour of ordinary follow-up.",
                               **JUDGED)
    salary = assumption(58000.0, MONEY_PER_MONTH, (50000, 65000),
                        "A caseworker, fully loaded.", source="H-20", grade="estimated")
    contact_loss = assumption(0.45, SHARE, (0.2, 0.8),
                              "Claim on a caseworker's time by people with little contact.",
                              **JUDGED)


class Search(Group):
    """How people look for work, and which jobs they take."""

    most_applications = assumption(2.0, RATIO, (1.0, 8.0),
                                   "Applications a month at full intensity.", **JUDGED)
    health_drag = assumption(0.55, SHARE, (0.2, 0.9), "Search lost with full health issues.",
                             **JUDGED)
    few_jobs_drag = assumption(0.3, SHARE, (0.0, 0.7),
                               "Search in vain where few jobs lie within reach.",
                               source="BEL5", grade="judgement")
    knowledge_drag = assumption(0.35, SHARE, (0.1, 0.7),
                                "Search lost with no knowledge of the labour market.", **JUDGED)
    everyday_drag = assumption(0.4, SHARE, (0.1, 0.7), "Search lost without everyday routines.",
                               **JUDGED)
    small_job_gain = assumption(0.08, SHARE, (0.02, 0.2),
                                "Extra income, as a share of benefit, that makes a small job worth it.",
                                source="E-04, E-07", grade="judgement")
    small_job_interest = assumption(0.15, SHARE, (0.05, 0.6),
                                    "Apply for a small job although it hardly pays.", **JUDGED)
    quit_when_idle_pay = assumption(0.35, PER_MONTH, (0.1, 0.8),
                                    "Give up a small job in a month in which it hardly pays.",
                                    source="sign of E-07", grade="judgement")
    reservation_fit = assumption(-0.15, POINTS, (-1.0, 0.5),
                                 "How badly a job may suit before a person without pressure passes.",
                                 source="sign of D-09", grade="judgement")
    most_considered = assumption(2.5, RATIO, (0.0, 6.0),
                                 "Further employers weighed for an introduction, at full choice.",
                                 **JUDGED)
    pay_weight = assumption(0.5, RATIO, (0.0, 2.0),
                            "Weight of doubled income against one deviation of fit.", **JUDGED)
    in_few_hours = assumption(0.5, SHARE, (0.0, 1.0), "Search kept up beside a few paid hours.",
                              **JUDGED)
    stretch = assumption(1.25, RATIO, (1.0, 2.0),
                         "How far a job's hours may exceed what the person can work.", **JUDGED)


class Capacity(Group):
    """How many hours a person can work."""

    health = assumption(0.65, SHARE, (0.3, 0.9), "Hours lost with full health issues.", **JUDGED)
    care = assumption(0.5, SHARE, (0.2, 0.8), "Hours lost with full care duties.", **JUDGED)
    full_time = assumption(37.0, WEEK, (35, 40), "Hours of a full-time week.",
                           source="Danish collective agreements", grade="measured")
    full_time_from = assumption(30.0, HOURS_PER_WEEK, (28, 35), "Hours that count as full time.",
                                source="OECD definition", grade="measured")
    few_hours_to = assumption(12.0, HOURS_PER_WEEK, (8, 15),
                              "Hours up to which a job is 'a few hours beside benefit'.",
                              source="E-08: 2 to 10 hours", grade="estimated")


class Hiring(Group):
    """How employers judge and choose. Units are standard deviations of applicants' fit."""

    education_weight = assumption(0.70, SPREAD, (0.2, 1.5), "Taken off for no education.", **JUDGED)
    skills_weight = assumption(0.80, SPREAD, (0.2, 1.5), "Taken off for no work skills.", **JUDGED)
    language_weight = assumption(0.80, SPREAD, (0.2, 1.5), "Taken off for no local language.",
                                 **JUDGED)
    physical_weight = assumption(0.70, SPREAD, (0.2, 1.5), "Taken off for physical limits.",
                                 **JUDGED)
    mental_weight = assumption(0.75, SPREAD, (0.2, 1.5), "Taken off for mental health issues.",
                               **JUDGED)
    everyday_weight = assumption(0.70, SPREAD, (0.2, 1.5), "Taken off for no everyday routines.",
                                 **JUDGED)
    care_weight = assumption(0.35, SPREAD, (0.0, 1.0), "Taken off for care duties.", **JUDGED)
    confidence_weight = assumption(0.5, SPREAD, (0.0, 1.0), "Taken off for no confidence.",
                                   **JUDGED)
    interplay = assumption(0.12, RATIO, (0.0, 0.5),
                           "How much two barriers together weigh more than their sum.",
                           source="A-06 and S001 on complexity", grade="judgement")
    scar = assumption(0.35, SPREAD, (0.1, 0.7), "Taken off from nine months out of work on.",
                      source="F-18", grade="estimated")
    scar_from = assumption(9.0, POSITIVE, (6, 12), "Months out of work before employers mind.",
                           source="F-18", grade="measured")
    never_worked = assumption(0.30, SPREAD, (0.0, 0.8), "Taken off for never having worked.",
                              **JUDGED)
    local_shift = assumption(0.0, POINTS, (-3.0, 3.0),
                             "Shift of everybody's distance: how far these people are from work.",
                             source="set by a control arm (anchor)", grade="estimated")
    risk = assumption(0.9, SPREAD, (0.3, 1.8), "Taken off for what the employer cannot know.",
                      source="BEL2", grade="judgement")
    risk_of_few_hours = assumption(0.35, SHARE, (0.1, 0.8),
                                   "Risk seen in a job of few hours, against full time.", **JUDGED)
    risk_relief = assumption(0.6, SHARE, (0.2, 0.9),
                             "Share of that risk lifted by support at hand.",
                             source="sign of B-18, S003", grade="judgement")
    health_discrimination = assumption(0.42, SPREAD, (0.2, 0.8),
                                       "Taken off for a visible limitation, beyond productivity.",
                                       source="G-03: callback ratio 0.45", grade="estimated")
    visible_from = assumption(0.35, SHARE, (0.2, 0.6),
                              "Severity of physical limits from which employers see them.",
                              **JUDGED)
    inclusion_effect = assumption(0.3, SPREAD, (0.0, 1.0),
                                  "Social fit gained at the most inclusive against the least.",
                                  **JUDGED)
    origin_discrimination = assumption(0.24, SPREAD, (0.1, 0.5), "Taken off for a foreign name.",
                                       source="G-05: callback ratio 0.66", grade="estimated")
    size_relief = assumption(0.10, RATIO, (0.0, 0.3),
                             "How much discrimination falls when a firm is ten times as large.",
                             source="sign of G-04", grade="judgement")
    tailoring = assumption(0.55, SHARE, (0.1, 0.7),
                           "Share of distance that stops mattering in a job sought to suit a person.",
                           source="fitted to B-01, B-05, B-13; sign of G-09", grade="estimated")
    memory_weight = assumption(0.3, SPREAD, (0.0, 0.8), "Weight of good or bad experience.",
                               source="sign of G-08", grade="judgement")
    memory_step = assumption(0.15, SHARE, (0.0, 0.5), "How much one good or bad match is remembered.",
                             source="sign of G-08", grade="judgement")
    fit_spread = assumption(0.8, SPREAD, (0.4, 1.2),
                            "Spread of how a person and an employer suit each other.", **JUDGED)
    judgement_spread = assumption(0.6, SPREAD, (0.3, 1.0), "Error in judging an applicant.",
                                  **JUDGED)
    bar = assumption(-2.73, POINTS, (-3.5, 0.0), "Lowest judgement that is hired.",
                     source="fitted to F-01", grade="estimated")
    few_hours_ease = assumption(1.4, SPREAD, (0.0, 2.0),
                                "How much less is asked for a job of very few hours.",
                                source="fitted to E-01", grade="estimated")
    rival_mean = assumption(-2.53, POINTS, (-3.5, 0.0), "Mean judgement of an ordinary applicant.",
                            **JUDGED)
    rival_spread = assumption(0.7, SPREAD, (0.4, 1.2), "Spread among ordinary applicants.",
                              **JUDGED)
    additional = assumption(0.4, SHARE, (0.1, 0.8),
                            "Share of jobs found by outreach that would not have come anyway.",
                            source="B-34 sign, G-09", grade="judgement")


class Jobs(Group):
    """What vacancies offer, and how hours grow."""

    small_share = assumption(0.22, SHARE, (0.05, 0.4), "Vacancies of a few hours a week.", **JUDGED)
    part_share = assumption(0.26, SHARE, (0.1, 0.5), "Part-time vacancies.", **JUDGED)
    small_hours = assumption(7.0, HOURS_PER_WEEK, (2, 10), "Hours of a small job.",
                             source="E-08", grade="estimated")
    part_hours = assumption(22.0, HOURS_PER_WEEK, (15, 28), "Hours of a part-time job.", **JUDGED)
    hours_change = assumption(0.06, PER_MONTH, (0.0, 0.15),
                              "Hours grow in a month where there is room and a good match.",
                              source="E-10", grade="estimated")
    hours_step = assumption(5.0, HOURS_PER_WEEK, (1, 10), "Hours added when they grow.", **JUDGED)


class Separation(Group):
    """How jobs end. Hazards are for an average match; they are fitted to the survival in F-04."""

    early = assumption(0.104, PER_MONTH, (0.05, 0.15), "A job ends in a month, in its first three.",
                       source="F-05", grade="estimated")
    late = assumption(0.0415, PER_MONTH, (0.02, 0.07), "A job ends in a month, later.",
                      source="F-05", grade="estimated")
    settled = assumption(0.018, PER_MONTH, (0.005, 0.04), "A job ends in a month, after a year.",
                         source="B-32", grade="judgement")
    match_effect = assumption(0.35, RATIO, (0.1, 0.8),
                              "Fall of the logarithm of the hazard for a better match.", **JUDGED)
    health_effect = assumption(0.7, RATIO, (0.2, 1.5),
                               "Rise of the logarithm of the hazard with full health issues.",
                               **JUDGED)
    everyday_effect = assumption(0.5, RATIO, (0.1, 1.2),
                                 "Rise of the logarithm of the hazard without routines.", **JUDGED)
    overstretch_effect = assumption(0.6, RATIO, (0.1, 1.5),
                                    "Rise of the logarithm of the hazard when hours exceed capacity.",
                                    **JUDGED)
    conditions_effect = assumption(0.6, RATIO, (0.0, 1.5),
                                   "Rise of the logarithm of the hazard from best to worst conditions, ill.",
                                   source="BEL4", grade="judgement")
    support_effect = assumption(0.15, SHARE, (0.0, 0.4),
                                "Fall of the hazard with follow-along support.",
                                source="B-34: no causal evidence", grade="judgement")


class Exits(Group):
    """The ways out that are not work."""

    pension = assumption(0.016, PER_MONTH, (0.005, 0.04),
                         "Granted disability pension in a month, with full health issues.",
                         source="F-08", grade="estimated")
    pension_after = assumption(12.0, RATIO, (0, 36), "Months out of work before it is granted.",
                               **JUDGED)
    pension_in_measure = assumption(0.4, SHARE, (0.0, 1.0),
                                    "Pensions granted while a measure is tried, against otherwise.",
                                    source="sign of E-27", grade="judgement")
    education = assumption(0.006, PER_MONTH, (0.0, 0.02), "A young person starts education.",
                           **JUDGED)
    education_end = assumption(0.03, PER_MONTH, (0.01, 0.1), "Education ends in a month.", **JUDGED)
    education_success = assumption(0.5, SHARE, (0.2, 0.8), "Education gap closed by education.",
                                   **JUDGED)
    retirement_age = assumption(67.0, YEARS, (62, 70), "Age of the old-age pension.",
                                source="national rules", grade="measured")
    early_from = assumption(60.0, YEARS, (58, 65), "Age from which early retirement is in reach.",
                            **JUDGED)
    early_retirement = assumption(0.007, PER_MONTH, (0.0, 0.03),
                                  "Retire early in a month, with pension within reach.", **JUDGED)
    partner_effect = assumption(0.6, RATIO, (0.0, 2.0), "Added by a partner who retires too.",
                                **JUDGED)
    lose_contact = assumption(0.006, PER_MONTH, (0.0, 0.02),
                              "Lose contact with the service in a month, without trust.", **JUDGED)
    pressure_out = assumption(0.03, PER_MONTH, (0.0, 0.08),
                              "Added risk of losing contact under full pressure, far from work.",
                              source="sign of D-07, D-09, D-11", grade="judgement")
    return_rate = assumption(0.05, PER_MONTH, (0.01, 0.15), "Come back into contact in a month.",
                             **JUDGED)


class Money(Group):
    """Wages and tax."""

    wage = assumption(143.0, MONEY_PER_HOUR, (137, 150), "Entry wage.", source="H-22",
                      grade="estimated")
    tax = assumption(0.34, SHARE, (0.25, 0.45), "Average tax on a low wage.", **JUDGED)
    benefit_tax = assumption(0.22, SHARE, (0.1, 0.35), "Average tax on benefit.", **JUDGED)
    municipal_share = assumption(0.7, SHARE, (0.2, 1.0),
                                 "Share of benefits paid by the municipality.", **JUDGED)
    pension_level = assumption(19000.0, MONEY_PER_MONTH, (15000, 24000), "Disability pension.",
                               **JUDGED)
    old_age_pension = assumption(14500.0, MONEY_PER_MONTH, (12000, 22000), "Old-age pension.",
                                 **JUDGED)
    student_grant = assumption(6800.0, MONEY_PER_MONTH, (5000, 13000), "Student grant.", **JUDGED)


WORLD: dict[str, type[Group]] = {
    "people": People,
    "mind": Mind,
    "health": Health,
    "skills": Skills,
    "economy": Economy,
    "service": Service,
    "search": Search,
    "capacity": Capacity,
    "hiring": Hiring,
    "jobs": Jobs,
    "separation": Separation,
    "exits": Exits,
    "money": Money,
}
