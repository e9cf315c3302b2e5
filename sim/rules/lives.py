"""How barriers come, fade, worsen with time out of work and with stress, and affect each other."""

from sim.arithmetic import clip
from sim.compiled import rule


@rule
def strain_on_mind(health, months_out, working, physical_health, everyday_skills, gain_to_work):
    """What multiplies the risk that mental health worsens this month.

    Time out of work strains a person without a job, up to a year; physical limits and a life without
    routines strain everybody (S001: one issue makes the next one worse); so does a benefit that does
    not go far (D-14, D-16), which shows in how much more work would pay, as a share of it.
    """
    strain = 1.0 + health.physical_strain * physical_health + health.everyday_strain * everyday_skills
    if not working:
        strain += health.out_strain * clip(months_out / 12.0, 0.0, 1.0)
        short = 1.0 - 1.0 / (health.enough * (1.0 + (gain_to_work if gain_to_work > 0.0 else 0.0)))
        strain += health.money_strain * clip(short, 0.0, 1.0)
    return strain


@rule
def widened(gap, share):
    """A gap (0 to 1) after a month in which a share of what is left to lose is lost."""
    return gap + share * (1.0 - gap)


@rule
def routines_lost(skills, mental_health, months_out):
    """Share of what is left of everyday routines lost in a month without work: stress wears them
    down, more so after a long time out."""
    return skills.routine_lost * mental_health * clip(months_out / 24.0, 0.0, 1.0)


@rule
def care_changes(health, cares, u):
    """Whether care duties begin or end this month: 1 or 0, from one uniform draw u."""
    return 1 if u < (health.care_end if cares else health.care_begin) else 0
