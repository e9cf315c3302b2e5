"""How jobs last and grow."""

from sim.arithmetic import clip, exp
from sim.compiled import rule

GOOD_AFTER = 6  # months in a job from which an employer remembers it as good


@rule
def separation_hazard(
    separation, tenure, match, mental_health, physical_health, everyday_skills, overstretch,
    conditions, support,
):  # fmt: skip
    """Chance that a job ends this month: high in the first three months, lower after (F-04, F-05).

    tenure: months in the job, 0 in the first; match: standard deviations; overstretch: hours
    beyond capacity, as a share of capacity; conditions: how poor working conditions are, which
    wears down people with health issues (BEL4); support: follow-along, 0 to 1.
    """
    if tenure < 3:
        base = separation.early
    elif tenure < 12:
        base = separation.late
    else:
        base = separation.settled
    health = mental_health if mental_health > physical_health else physical_health
    strain = (
        separation.health_effect * (health - 0.25)
        + separation.everyday_effect * (everyday_skills - 0.15)
        + separation.overstretch_effect * overstretch
        + separation.conditions_effect * (conditions - 0.5) * health
        - separation.match_effect * (match - 0.6)
    )
    hazard = base * exp(strain) * (1.0 - separation.support_effect * support)
    return clip(hazard, 0.0, 0.9)


@rule
def experience_of_employer(hiring, memory, tenure, ended):
    """An employer's memory after a month with one of ours, -1 to 1 (G-08).

    A job that ends within three months is remembered as bad, one that passes six as good.
    """
    if ended and tenure < 3:
        return clip(memory - hiring.memory_step * (1.0 + memory), -1.0, 1.0)
    if not ended and tenure == GOOD_AFTER:
        return clip(memory + hiring.memory_step * (1.0 - memory), -1.0, 1.0)
    return memory
