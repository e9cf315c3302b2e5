"""Drawing people who fit the published barrier shares and their overlaps (register theme A).

Ten barriers are measured in EU-SILC; a vulnerable person has at least one of them. Health comes
first, because education and skills are published given health; never having worked is part of
having no recent job. Somebody with none of the ten is drawn again: they are not vulnerable.
"""

from numpy import float64

from sim import decisions as d
from sim.arithmetic import clip, log
from sim.compiled import kernel, rule
from sim.luck import normal, stream, uniform
from sim.rules.distance import distance_to_work
from sim.rules.money import partners_earnings
from sim.rules.service import first_belief, level_of, profiled
from sim.statuses import SICK_LEAVE

MOST_REDRAWS = 50


@rule
def rare_share(people, share, core):
    """Share of a rarer barrier among people with ``core`` of the four common ones.

    Common and rare barriers avoid each other, or more people would have four and fewer two than
    A-02 says.
    """
    return clip(share * (1.0 + people.evenness * (1.5 - core)), 0.0, 1.0)


@rule
def vulnerable_share(people, education_if_well):
    """Of people not limited by health, the share with any of the other nine barriers.

    Published shares hold among vulnerable people; drawing needs them among all. The two are
    linked by this share, which is found by repetition.
    """
    found = 0.9
    for _ in range(40):
        core_free = (
            (1.0 - education_if_well * found)
            * (1.0 - people.skills * found)
            * (1.0 - people.no_recent_job * found)
        )
        rare_free = 1.0
        for share in (people.care_share, people.other_income_share, people.high_replacement,
                      people.few_jobs, people.low_contact_share):  # fmt: skip
            rare_free *= 1.0 - rare_share(people, share, 0.0) * found
        found = 1.0 - core_free * rare_free
    return found


@rule
def severity_of(clock, key, decision, present, people):
    """Severity of a barrier: from the mildest that counts up to 1, or a mild difficulty."""
    u = uniform(clock, key, decision)
    if present:
        return people.severity_low + (1.0 - people.severity_low) * u
    return people.background * u


@rule
def health_share(people, young, immigrant):
    """Share limited by health in a person's group, so that groups and total are as published.

    Hierarchy as in A-07 and A-08: immigrants first, then the young; the rest make up the total.
    """
    if immigrant:
        return people.health_if_immigrant
    if young:
        return people.health_if_young
    young_share = (1.0 - people.immigrants) * people.young
    rest = 1.0 - people.immigrants - young_share
    known = people.immigrants * people.health_if_immigrant + young_share * people.health_if_young
    return clip((people.health - known) / rest, 0.0, 1.0) if rest > 0.0 else people.health


@rule
def share_elsewhere(share, given, among):
    """Share among the others, when a total share and the share among some are known."""
    return clip((share - among * given) / (1.0 - among), 0.0, 1.0) if among < 1.0 else share


@kernel
def draw_people(
    clock, people, mind, service, exits, hiring, profiling, benefit, first, last, at_start, active, who, luck,
    lasting_luck, cohort, age, woman,
    young, immigrant, senior, limited, lacks_skills, never_worked, barriers_at_start, mental_health,
    physical_health, education, joint_retirement, language, labour_market_knowledge, work_skills,
    care, pension_pull, values, everyday_skills, other_income, low_contact, few_jobs, motivation,
    motivation_base, confidence, trust, distance, status, months_out, belief, free_pass,
    first_job_month, employer, caseworker, specialist, worst_health, profile, assessed, partner_income,
):  # fmt: skip
    """Draw the people in rows first to last, by their own luck alone."""
    clock, people, mind, hiring = clock[0], people[0], mind[0], hiring[0]
    service, exits, profiling, benefit = service[0], exits[0], profiling[0], benefit[0]
    education_if_well = share_elsewhere(people.education, people.education_if_limited, people.health)
    some_other = vulnerable_share(people, education_if_well)
    skills_if_limited = clip(
        (people.education_or_skills_if_limited - people.education_if_limited)
        / max(1.0 - people.education_if_limited, 1e-9), 0.0, 1.0,
    )  # fmt: skip
    for i in range(first, last):
        once = stream(clock, who[i], 0)
        lasting_luck[i] = once
        luck[i] = stream(clock, who[i], clock.month)
        is_immigrant = uniform(clock, once, d.IMMIGRANT) < people.immigrants
        u = uniform(clock, once, d.SENIOR_OR_YOUNG)
        is_young = u < people.young
        is_senior = u >= 1.0 - people.seniors
        v = uniform(clock, once, d.AGE)
        if is_young:
            years = 18.0 + 12.0 * v
        elif is_senior:
            years = 55.0 + 10.0 * v
        else:
            years = 30.0 + 25.0 * v

        # The ten measured barriers; a person with none is drawn again.
        limit = health_share(people, is_young, is_immigrant)
        limit = limit * some_other / (1.0 - limit + limit * some_other)
        key = once
        count = 0
        ill = uneducated = unskilled = no_recent = never = False
        has_care = rich = replaced = remote = unseen = False
        for attempt in range(MOST_REDRAWS):
            key = stream(clock, who[i], 1_000_000 + attempt)
            ill = uniform(clock, key, d.HEALTH_BARRIER) < limit
            scale = 1.0 if ill else some_other
            p_education = people.education_if_limited if ill else education_if_well * scale
            p_skills = skills_if_limited if ill else people.skills * scale
            uneducated = uniform(clock, key, d.EDUCATION) < p_education
            unskilled = uniform(clock, key, d.WORK_SKILLS) < p_skills
            p_recent = people.no_recent_job * scale
            u = uniform(clock, key, d.NO_RECENT_JOB)
            no_recent = u < p_recent
            never = u < people.never_worked * scale
            core = 0.0
            for present in (ill, uneducated, unskilled, no_recent, never):
                if present:
                    core += 1.0
            has_care = uniform(clock, key, d.CARE) < scale * rare_share(people, people.care_share, core)
            rich = uniform(clock, key, d.OTHER_INCOME) < scale * rare_share(
                people, people.other_income_share, core
            )
            replaced = uniform(clock, key, d.HIGH_REPLACEMENT) < scale * rare_share(
                people, people.high_replacement, core
            )
            remote = uniform(clock, key, d.FEW_JOBS) < scale * rare_share(people, people.few_jobs, core)
            unseen = uniform(clock, key, d.LOW_CONTACT) < scale * rare_share(
                people, people.low_contact_share, core
            )
            count = int(core)
            for present in (has_care, rich, replaced, remote, unseen):
                if present:
                    count += 1
            if count > 0:
                break

        mental = physical = False
        if ill:
            kind = uniform(clock, key, d.HEALTH_KIND)
            only = 1.0 - people.both_health
            mental_only = only * clip((people.mental_share - people.both_health) / max(only, 1e-9), 0.0, 1.0)
            both = kind >= only
            mental = both or kind < mental_only
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
        profile[i] = profiled(profiling, level_of(count), uniform(clock, once, d.PROFILED))
        assessed[i] = service.assessed_at_start if at_start == 1 else 0.0
        mental_health[i] = severity_of(clock, key, d.MENTAL_SEVERITY, mental, people)
        physical_health[i] = severity_of(clock, key, d.PHYSICAL_SEVERITY, physical, people)
        worst_health[i] = max(float64(mental_health[i]), float64(physical_health[i]))
        education[i] = severity_of(clock, once, d.EDUCATION, uneducated, people)
        gap = severity_of(clock, once, d.WORK_SKILLS, unskilled, people)
        stale = severity_of(clock, once, d.NO_RECENT_JOB, no_recent, people)
        work_skills[i] = gap if gap > stale else stale
        care[i] = severity_of(clock, once, d.CARE, has_care, people) if has_care else 0.0
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
        other_income[i] = 1.0 if rich or replaced else 0.0
        low_contact[i] = 1 if unseen else 0
        few_jobs[i] = 1 if remote else 0
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
            people.sick_at_start * 2.0 * float64(limited[i])
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
