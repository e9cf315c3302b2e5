"""Drawing people who fit the published barrier shares and their overlaps (register theme A).

Ten barriers are measured in EU-SILC; a vulnerable person has at least one of them. Age and origin
come first, then health, then the other nine together (`sim/population/together.py`): never having
worked is part of having no recent job, and both count. All shares hold among those who are drawn.
"""

from numpy import float64

from sim import decisions as d
from sim.arithmetic import clip, log
from sim.compiled import kernel, opened, rule
from sim.luck import normal, stream, uniform
from sim.population.together import (
    BOTH,
    CARE,
    EXPERIENCE,
    FEW_JOBS,
    LOW_CONTACT,
    NEVER_WORKED,
    OTHER_AGE,
    OTHER_INCOME,
    RECENT_JOB,
    REPLACEMENT,
    SCHOOLING,
    SENIOR,
    UNEDUCATED,
    UNSKILLED,
    YOUNG,
    health_share,
    ten_bits,
)
from sim.rules.distance import distance_to_work
from sim.rules.money import partners_earnings
from sim.rules.service import first_belief, level_of, profiled
from sim.statuses import SICK_LEAVE

BARRIERS_OF = 1_000_000  # this person's luck for the ten barriers


@rule
def outcome_of(chance, kind, step, count, u):
    """What a step brings a person of a kind with a count of barriers so far; low luck is worse."""
    outcome = 3
    while outcome > 0 and u >= chance[kind, step, count, outcome]:
        outcome -= 1
    return outcome


@rule
def severity_of(clock, key, decision, present, people):
    """Severity of a barrier: from the mildest that counts up to 1, or a mild difficulty."""
    u = uniform(clock, key, decision)
    if present:
        return people.severity_low + (1.0 - people.severity_low) * u
    return people.background * u


@kernel
def draw_people(
    clock, people, mind, service, exits, hiring, profiling, benefit, to_draw, active, who, luck,
    lasting_luck, cohort, age, woman, young, immigrant, senior, limited, lacks_skills, never_worked,
    barriers_at_start, ten_barriers, mental_health, physical_health, education, joint_retirement, language,
    labour_market_knowledge, work_skills,
    care, pension_pull, values, everyday_skills, other_income, low_contact, few_jobs, motivation,
    motivation_base, confidence, trust, distance, status, months_out, belief, free_pass,
    first_job_month, employer, caseworker, specialist, worst_health, profile, assessed, partner_income,
    chance,
):  # fmt: skip
    """Draw the people in some rows by their own luck alone.

    to_draw: the first row, the row after the last, and 1 for the cohort of the start.
    """
    at_start = to_draw[2]
    clock, people, mind, hiring = opened(clock, people, mind, hiring)
    service, exits, profiling, benefit = opened(service, exits, profiling, benefit)
    sick_if_limited = people.sick_at_start / max(people.health, 1e-9)
    for i in range(to_draw[0], to_draw[1]):
        once = stream(clock, who[i], 0)
        lasting_luck[i] = once
        luck[i] = stream(clock, who[i], clock.month)
        is_immigrant = uniform(clock, once, d.IMMIGRANT) < people.immigrants
        u = uniform(clock, once, d.SENIOR_OR_YOUNG)
        is_young = u < people.young
        is_senior = not is_young and u >= 1.0 - people.seniors
        v = uniform(clock, once, d.AGE)
        if is_young:
            years = 18.0 + 12.0 * v
        elif is_senior:
            years = 55.0 + 10.0 * v
        else:
            years = 30.0 + 25.0 * v

        # The ten measured barriers: health, and then the others in turn.
        key = stream(clock, who[i], BARRIERS_OF)
        ill = uniform(clock, key, d.HEALTH_BARRIER) < health_share(people, is_young, is_immigrant)
        kind = 2 * (YOUNG if is_young else (SENIOR if is_senior else OTHER_AGE)) + (1 if ill else 0)
        count = 1 if ill else 0
        schooling = outcome_of(chance, kind, SCHOOLING, count, uniform(clock, key, d.EDUCATION))
        uneducated, unskilled = schooling >= UNEDUCATED, schooling == UNSKILLED or schooling == BOTH
        count += int(uneducated) + int(unskilled)
        worked = outcome_of(chance, kind, EXPERIENCE, count, uniform(clock, key, d.NO_RECENT_JOB))
        no_recent, never = worked != RECENT_JOB, worked == NEVER_WORKED
        count += worked
        has_care = outcome_of(chance, kind, CARE, count, uniform(clock, key, d.CARE))
        count += has_care
        rich = outcome_of(chance, kind, OTHER_INCOME, count, uniform(clock, key, d.OTHER_INCOME))
        count += rich
        replaced = outcome_of(chance, kind, REPLACEMENT, count, uniform(clock, key, d.HIGH_REPLACEMENT))
        count += replaced
        remote = outcome_of(chance, kind, FEW_JOBS, count, uniform(clock, key, d.FEW_JOBS))
        count += remote
        unseen = outcome_of(chance, kind, LOW_CONTACT, count, uniform(clock, key, d.LOW_CONTACT))
        count += unseen

        mental = physical = False
        if ill:
            u = uniform(clock, key, d.HEALTH_KIND)
            only = 1.0 - people.both_health
            mental_only = only * clip((people.mental_share - people.both_health) / max(only, 1e-9), 0.0, 1.0)
            both = u >= only
            mental = both or u < mental_only
            physical = both or not mental
        cohort[i] = at_start
        age[i] = years
        woman[i] = 1 if uniform(clock, once, d.WOMAN) < people.women else 0
        young[i] = 1 if is_young else 0
        senior[i] = 1 if is_senior else 0
        immigrant[i] = 1 if is_immigrant else 0
        limited[i] = 1 if ill else 0
        lacks_skills[i] = 1 if unskilled else 0
        never_worked[i] = 1 if never else 0
        barriers_at_start[i] = count
        ten_barriers[i] = ten_bits(ill, schooling, worked, has_care, rich, replaced, remote, unseen)
        profile[i] = profiled(profiling, level_of(count), uniform(clock, once, d.PROFILED))
        assessed[i] = service.assessed_at_start if at_start == 1 else 0.0
        mental_health[i] = severity_of(clock, key, d.MENTAL_SEVERITY, mental, people)
        physical_health[i] = severity_of(clock, key, d.PHYSICAL_SEVERITY, physical, people)
        worst_health[i] = max(float64(mental_health[i]), float64(physical_health[i]))
        education[i] = severity_of(clock, once, d.EDUCATION, uneducated, people)
        gap = severity_of(clock, once, d.WORK_SKILLS, unskilled, people)
        stale = severity_of(clock, once, d.NO_RECENT_JOB, no_recent, people)
        work_skills[i] = gap if gap > stale else stale
        care[i] = severity_of(clock, once, d.CARE, True, people) if has_care == 1 else 0.0
        short = is_immigrant and uniform(clock, once, d.LANGUAGE) < people.language_share
        language[i] = severity_of(clock, key, d.LANGUAGE, short, people) if short else 0.0
        lost = uniform(clock, once, d.KNOWLEDGE) < people.knowledge_share
        labour_market_knowledge[i] = severity_of(clock, key, d.KNOWLEDGE, lost, people)
        messy = uniform(clock, once, d.EVERYDAY) < people.everyday_share
        everyday_skills[i] = severity_of(clock, key, d.EVERYDAY, messy, people)
        clash = uniform(clock, once, d.VALUES) < people.values_share
        values[i] = severity_of(clock, key, d.VALUES, clash, people)
        pension_pull[i] = 1.0 if years >= exits.early_from else 0.0
        partner = uniform(clock, once, d.JOINT_RETIREMENT) < people.retiring_partner
        joint_retirement[i] = 1.0 if partner else 0.0
        other_income[i] = 1.0 if rich + replaced > 0 else 0.0
        low_contact[i] = unseen
        few_jobs[i] = remote
        base = clip(mind.motivation + mind.spread * normal(clock, once, d.MOTIVATION), 0.0, 1.0)
        motivation[i] = base
        motivation_base[i] = base
        confidence[i] = clip(mind.confidence + mind.spread * normal(clock, once, d.CONFIDENCE), 0.0, 1.0)
        trust[i] = clip(mind.trust + mind.spread * normal(clock, once, d.TRUST), 0.0, 1.0)
        out = -people.months_out * log(uniform(clock, once, d.MONTHS_OUT))
        if no_recent:
            out = out + 24.0
        months_out[i] = int(clip(out, 0.0, 400.0))
        status[i] = SICK_LEAVE if uniform(clock, once, d.FIRST_STATUS) < (
            sick_if_limited * float64(limited[i])
        ) else 0  # fmt: skip
        partner_income[i] = 0.0
        if uniform(clock, once, d.WORKING_PARTNER) < benefit.working_partner:
            partner_income[i] = partners_earnings(benefit, uniform(clock, once, d.PARTNER_EARNINGS))
        first_job_month[i] = -1
        employer[i] = -1
        caseworker[i] = -1
        specialist[i] = -1
        distance[i] = distance_to_work(
            hiring, float64(mental_health[i]), float64(physical_health[i]), float64(education[i]),
            float64(language[i]), float64(work_skills[i]), float64(care[i]), float64(everyday_skills[i]),
            float64(confidence[i]), float64(months_out[i]), float64(never_worked[i]),
        )  # fmt: skip
        belief[i] = first_belief(service, float64(distance[i]), 0.0)
