"""11 Separations: high in the first three months, lower after."""

from numpy import float64

from sim.arithmetic import clip
from sim.compiled import kernel, opened
from sim.decisions import KEPT, QUIT_IDLE_PAY, RENEWED, SEPARATE, SMALL_JOB_TASTE
from sim.luck import normal, uniform
from sim.rules.distance import capacity_hours, limits_at_work, status_of_job
from sim.rules.hiring import hiring_bar, kept_after_subsidy
from sim.rules.jobs import experience_of_employer, separation_hazard
from sim.rules.money import ALL_KEPT, gain_from_hours
from sim.statuses import FEW_HOURS, OPEN_BENEFIT, ORDINARY, WITH_SUBSIDY


@kernel
def end_jobs(
    clock, separation, capacity, search, hiring, mind, money, benefit, social_free_pass, wage_subsidy,
    active,
    luck, lasting_luck, status, status_months, hours, employer, tenure, match_skill, match_social,
    mental_health, physical_health, everyday_skills, care, follow_along, confidence, months_out,
    free_pass, pass_used, full_benefit, partner_counted, basic_paid, distance, job_kind, subsidy_left,
    accommodated,
    employer_memory, employer_conditions,
):  # fmt: skip
    """Jobs end by mismatch and strain, and small ones when they stop paying (E-07)."""
    clock, separation, capacity, search = opened(clock, separation, capacity, search)
    hiring, mind, money, benefit = opened(hiring, mind, money, benefit)
    social_free_pass, wage_subsidy = opened(social_free_pass, wage_subsidy)
    for i in range(active.shape[0]):
        j = employer[i]
        if active[i] == 0 or j < 0:
            continue
        key = luck[i]
        possible = capacity_hours(
            capacity,
            float64(mental_health[i]),
            limits_at_work(physical_health[i], accommodated[i]),
            float64(care[i]),
        )
        match = 0.5 * (float64(match_skill[i]) + float64(match_social[i]))
        beyond = clip(float64(hours[i]) / possible - 1.0, 0.0, 2.0)
        hazard = separation_hazard(
            separation, tenure[i], match, float64(mental_health[i]),
            limits_at_work(physical_health[i], accommodated[i]),
            float64(everyday_skills[i]), beyond,
            float64(employer_conditions[j]), float64(follow_along[i]),
        )  # fmt: skip
        ends = uniform(clock, key, SEPARATE) < hazard
        if not ends and status[i] == FEW_HOURS:
            left = 0.0
            if free_pass[i] == 1:
                left = max(social_free_pass.cap - float64(pass_used[i]), 0.0)
            if float64(basic_paid[i]) > 0.0:
                left = ALL_KEPT
            gain = gain_from_hours(
                money, benefit, full_benefit[i], float64(hours[i]), left, partner_counted[i]
            )
            minds = uniform(clock, lasting_luck[i], SMALL_JOB_TASTE)
            if gain < search.small_job_gain and minds >= search.small_job_interest:
                ends = uniform(clock, key, QUIT_IDLE_PAY) < search.quit_when_idle_pay
        if not ends and subsidy_left[i] > 0 and tenure[i] > 0:
            subsidy_left[i] -= 1
            if subsidy_left[i] == 0 and uniform(clock, key, RENEWED) < wage_subsidy.renewed:
                subsidy_left[i] = wage_subsidy.months
            elif subsidy_left[i] == 0:
                # The employer keeps whom it would hire at the full wage, now that it knows the person.
                fit = match
                judged = kept_after_subsidy(
                    hiring, fit, float64(distance[i]), float64(employer_memory[j]), normal(clock, key, KEPT)
                )  # fmt: skip
                ends = judged < hiring_bar(hiring, float64(hours[i]) / capacity.full_time)
                if not ends:
                    job_kind[i] = ORDINARY
                    status[i] = status_of_job(capacity, float64(hours[i]), ORDINARY)
                    status_months[i] = 0
        if not ends:
            tenure[i] += 1
            continue
        employer_memory[j] = experience_of_employer(hiring, float64(employer_memory[j]), tenure[i], True)
        employer[i] = -1
        # What was out of work before a subsidised job still counts, as far as it was not forgotten.
        if job_kind[i] != WITH_SUBSIDY:
            months_out[i] = 0
        job_kind[i] = ORDINARY
        subsidy_left[i] = 0
        hours[i] = 0.0
        tenure[i] = 0
        status[i] = OPEN_BENEFIT
        status_months[i] = 0
        confidence[i] = clip(float64(confidence[i]) - mind.loss_drop, 0.0, 1.0)


def jobs_end(model):
    """Some jobs end; both sides remember."""
    model.run(end_jobs)
