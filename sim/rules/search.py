"""How hard a person looks for work, and whether a vacancy is worth applying for."""

from sim.arithmetic import clip
from sim.compiled import rule


@rule
def search_intensity(
    search, motivation, mental_health, physical_health, knowledge_gap, everyday_skills, lock_in
):
    """Intensity of own search from 0 to 1, before pressure and help.

    lock_in: share of search lost to a programme.
    """
    health = mental_health if mental_health > physical_health else physical_health
    able = (
        (1.0 - search.health_drag * health)
        * (1.0 - search.knowledge_drag * knowledge_gap)
        * (1.0 - search.everyday_drag * everyday_skills)
    )
    return clip(motivation * able * (1.0 - lock_in), 0.0, 1.0)


@rule
def applies_for(search, hours, hours_possible, gain, interest):
    """Whether a vacancy is worth an application: 1 or 0.

    hours: of the vacancy; hours_possible: what the person can work; gain: income added as a
    share of benefit; interest: a uniform draw. A job that hardly pays still draws some.
    """
    if hours > hours_possible * search.stretch:
        return 0
    if gain >= search.small_job_gain or interest < search.small_job_interest:
        return 1
    return 0
