"""What goes on in a person: feelings, health, skills."""

from sim.parameters import PER_MONTH, RATIO, SHARE, Group, assumption
from sim.world.grades import JUDGED


class Mind(Group):
    """Motivation, confidence, trust: how they start and what moves them."""

    motivation = assumption(0.5, SHARE, (0.3, 0.7), "Mean motivation at the start.", **JUDGED)
    confidence = assumption(0.45, SHARE, (0.3, 0.6), "Mean confidence at the start.", **JUDGED)
    trust = assumption(0.5, SHARE, (0.3, 0.7), "Mean trust in the service at the start.", **JUDGED)
    spread = assumption(0.15, SHARE, (0.05, 0.25), "Spread of all three between people.", **JUDGED)
    pace = assumption(0.15, SHARE, (0.05, 0.4), "Share of the way a feeling moves in a month.", **JUDGED)
    gain_pull = assumption(
        0.25,
        SHARE,
        (0.0, 0.6),
        "Motivation added when work would double the person's income.",
        source="sign of D-14, D-15",
        grade="judgement",
    )
    confidence_pull = assumption(
        0.3, SHARE, (0.0, 0.6), "Motivation added from no to full confidence.", **JUDGED
    )
    trust_pull = assumption(0.2, SHARE, (0.0, 0.5), "Motivation added from no to full trust.", **JUDGED)
    take_up_pull = assumption(
        3.0,
        RATIO,
        (0.0, 6.0),
        "How much faster unwillingness to take part falls, the more motivated a person is, as a rate.",
        source="sign of E-08: who gets a first paid hour is selected",
        grade="judgement",
    )
    values_drag = assumption(0.3, SHARE, (0.0, 0.6), "Motivation lost when jobs clash with values.", **JUDGED)
    work_lift = assumption(0.04, SHARE, (0.0, 0.1), "Confidence gained in a month at work.", **JUDGED)
    loss_drop = assumption(
        0.12, SHARE, (0.0, 0.3), "Confidence lost with a job.", source="sign of G-08", grade="judgement"
    )
    rejection_drop = assumption(
        0.004, SHARE, (0.0, 0.02), "Confidence lost with each application turned down.", **JUDGED
    )
    other_income_drag = assumption(
        0.4,
        SHARE,
        (0.0, 0.8),
        "Pull of pay lost with high income that is not from own work.",
        source="S001 figure 2.5",
        grade="judgement",
    )
    trust_return = assumption(
        0.01, PER_MONTH, (0.0, 0.05), "Share of the way that trust drifts back in a month.", **JUDGED
    )
    meeting_trust = assumption(0.03, SHARE, (0.0, 0.08), "Trust gained in an hour of support.", **JUDGED)
    change_trust = assumption(
        0.12, SHARE, (0.0, 0.3), "Trust lost when the caseworker changes.", source="C-16", grade="judgement"
    )


class Health(Group):
    """Health and care come, fade and worsen; they are not fixed."""

    mental_shock = assumption(0.010, PER_MONTH, (0.0, 0.03), "Mental health worsens in a month.", **JUDGED)
    physical_shock = assumption(0.006, PER_MONTH, (0.0, 0.02), "Physical health worsens.", **JUDGED)
    shock_size = assumption(
        0.25, SHARE, (0.1, 0.5), "Severity added by a health shock, on average.", **JUDGED
    )
    mental_recovery = assumption(
        0.014, PER_MONTH, (0.0, 0.05), "Mental health improves in a month.", **JUDGED
    )
    physical_recovery = assumption(0.008, PER_MONTH, (0.0, 0.03), "Physical health improves.", **JUDGED)
    recovery_size = assumption(
        0.3, SHARE, (0.1, 0.6), "Share of severity lost when health improves.", **JUDGED
    )
    out_strain = assumption(
        0.5, RATIO, (0.0, 2.0), "Added risk of mental shocks after a year out of work.", **JUDGED
    )
    sick_leave = assumption(
        0.012, PER_MONTH, (0.0, 0.05), "Go on sick leave in a month, with full health issues.", **JUDGED
    )
    sick_leave_end = assumption(0.15, PER_MONTH, (0.05, 0.4), "Sick leave ends in a month.", **JUDGED)
    care_severity = assumption(0.6, SHARE, (0.3, 1.0), "Severity of care duties that begin.", **JUDGED)
    physical_strain = assumption(
        0.3, RATIO, (0.0, 1.0), "Added risk of mental shocks with full physical limits.", **JUDGED
    )
    everyday_strain = assumption(
        0.3, RATIO, (0.0, 1.0), "Added risk of mental shocks without any everyday routines.", **JUDGED
    )
    enough = assumption(
        0.5,
        SHARE,
        (0.3, 0.6),
        "Benefit against entry wages, after tax, from which money is no strain.",
        **JUDGED,
    )
    money_strain = assumption(
        2.5,
        RATIO,
        (0.0, 5.0),
        "Added risk of mental shocks without any money.",
        source="signs of D-14, D-16",
        grade="judgement",
    )
    care_begin = assumption(0.0012, PER_MONTH, (0.0, 0.005), "Care duties begin in a month.", **JUDGED)
    care_end = assumption(0.012, PER_MONTH, (0.0, 0.05), "Care duties end in a month.", **JUDGED)


class Skills(Group):
    """What is learned at work and lost outside it."""

    learned = assumption(
        0.03, PER_MONTH, (0.0, 0.1), "Share of the skill gap closed in a month of full-time work.", **JUDGED
    )
    lost = assumption(0.004, PER_MONTH, (0.0, 0.02), "Skill gap added in a month out of work.", **JUDGED)
    routine_learned = assumption(
        0.03, PER_MONTH, (0.0, 0.1), "Share of trouble with routines lost in a month at work.", **JUDGED
    )
    routine_lost = assumption(
        0.006,
        PER_MONTH,
        (0.0, 0.02),
        "Share of everyday routines lost in a month after two years out of work, fully ill.",
        **JUDGED,
    )
    language_learned = assumption(
        0.02,
        PER_MONTH,
        (0.0, 0.05),
        "Share of the language gap closed in a month of full-time work.",
        **JUDGED,
    )
    language_lost = assumption(
        0.001, PER_MONTH, (0.0, 0.005), "Share of the language lost in a month without work.", **JUDGED
    )
    values_settled = assumption(
        0.03,
        PER_MONTH,
        (0.0, 0.1),
        "Share of the clash of jobs and values lost in a month of work.",
        **JUDGED,
    )
    knowledge_lost = assumption(
        0.008, PER_MONTH, (0.0, 0.03), "Knowledge of the labour market that goes stale in a month.", **JUDGED
    )
    knowledge_learned = assumption(
        0.02,
        PER_MONTH,
        (0.0, 0.1),
        "Share of the knowledge gap closed by an hour with a caseworker.",
        **JUDGED,
    )
