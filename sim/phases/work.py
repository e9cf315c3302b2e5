"""10 Work: hours grow, confidence grows, employers learn."""

from numpy import float64

from sim.arithmetic import clip
from sim.compiled import kernel, opened
from sim.decisions import HOURS_CHANGE
from sim.luck import uniform
from sim.rules.distance import capacity_hours, limits_at_work, status_of_job
from sim.rules.employers import told
from sim.rules.jobs import GOOD_AFTER, experience_of_employer


@kernel
def work_a_month(
    clock, jobs, capacity, mind, hiring, active, luck, job_kind, status, status_months, hours, employer,
    tenure, match_skill, match_social, confidence, mental_health, physical_health, accommodated, care,
    employer_memory,
    firms, employer_inclusion,
):  # fmt: skip
    """Where a match is good and there is room, hours grow; a month at work builds confidence."""
    clock, jobs, capacity, mind = opened(clock, jobs, capacity, mind)
    hiring, firms = opened(hiring, firms)
    for i in range(active.shape[0]):
        j = employer[i]
        if active[i] == 0 or j < 0:
            continue
        confidence[i] = clip(float64(confidence[i]) + mind.work_lift * (1.0 - float64(confidence[i])),
                             0.0, 1.0)  # fmt: skip
        employer_memory[j] = experience_of_employer(hiring, float64(employer_memory[j]), tenure[i], False)
        if tenure[i] == GOOD_AFTER:
            employer_inclusion[j] = told(float64(employer_inclusion[j]), firms.inclusion_learned)
        possible = capacity_hours(
            capacity,
            float64(mental_health[i]),
            limits_at_work(physical_health[i], accommodated[i]),
            float64(care[i]),
        )
        room = min(possible, capacity.full_time) - float64(hours[i])
        if room < 1.0 or tenure[i] < 2:
            continue
        match = 0.5 * (float64(match_skill[i]) + float64(match_social[i]))
        key = luck[i]
        chance = jobs.hours_change * clip(0.5 + 0.5 * match, 0.0, 1.5)
        if uniform(clock, key, HOURS_CHANGE) < chance:
            hours[i] = float64(hours[i]) + min(room, jobs.hours_step)
            now = status_of_job(capacity, float64(hours[i]), job_kind[i])
            if now != status[i]:
                status[i] = now
                status_months[i] = 0


def people_work(model):
    """Hours grow or stay, confidence grows, employers learn."""
    model.run(work_a_month)
