"""Plans: whose plan is which, what comes first, and what a week has room for."""

from sim.arithmetic import clip, exp, log
from sim.compiled import rule


@rule
def typed_plan(plans, short_of_language, troubled, young, immigrant, senior, limited, profile):
    """The packed plan typed for a person's group, the most special group first; 0 for none.

    profile: 0 near, 1 mid, 2 far, as the service sees it.
    """
    if plans.language != 0 and short_of_language:
        return plans.language
    if plans.everyday != 0 and troubled:
        return plans.everyday
    if plans.young != 0 and young == 1:
        return plans.young
    if plans.immigrants != 0 and immigrant == 1:
        return plans.immigrants
    if plans.seniors != 0 and senior == 1:
        return plans.seniors
    if plans.health != 0 and limited == 1:
        return plans.health
    if plans.far != 0 and profile == 2:
        return plans.far
    if plans.mid != 0 and profile == 1:
        return plans.mid
    if plans.near != 0 and profile == 0:
        return plans.near
    return plans.everyone


@rule
def addressed(
    barrier, mental_health, physical_health, education, language, knowledge, work_skills, care,
    everyday_skills, confidence, trust,
):  # fmt: skip
    """Severity (0 to 1) of the barrier with a number in ``sim.instruments.base.ADDRESSED``."""
    if barrier == 1:
        return mental_health if mental_health > physical_health else physical_health
    if barrier == 2:
        return mental_health
    if barrier == 3:
        return physical_health
    if barrier == 4:
        return education
    if barrier == 5:
        return language
    if barrier == 6:
        return knowledge
    if barrier == 7:
        return work_skills
    if barrier == 8:
        return care
    if barrier == 9:
        return everyday_skills
    if barrier == 10:
        return 1.0 - confidence
    if barrier == 11:
        return 1.0 - trust
    return 0.0


@rule
def suits_terms(offer, distance, age):
    """Whether an instrument's terms allow a person, apart from the barrier it is against and from time
    out of work, which passes by itself. distance in standard deviations, age in years.
    """
    return offer.from_distance <= distance <= offer.to_distance and offer.from_age <= age <= offer.to_age


@rule
def offer_order(rule, kind, severity, duration, belief, judged):
    """Where an instrument comes in a plan: lower is earlier.

    rule: its place in ``sim.instruments.plans.RULES``; kind: 0 against a barrier, 1 everyday life, 2 work;
    severity of the barrier as seen; duration in months; judged: a standard normal draw. Work comes last
    unless the rule says otherwise: a wage subsidy is best as the last step (E-19, E-20).
    """
    work = 10.0 if kind == 2 else 0.0
    if rule == 1 or rule == 5:
        return work - severity
    if rule == 2:
        return duration if duration > 0.0 else 60.0
    if rule == 3:
        return work - severity - (5.0 if kind == 1 else 0.0)
    if rule == 4:
        return -work - severity
    # The caseworker's own judgement: whom they believe in is sent to work first, with error.
    return work * (1.0 - 2.0 * clip(2.0 * belief - 0.5, 0.0, 1.0)) - severity + 0.5 * judged


@rule
def overloaded(order, drop_out, overload):
    """Chance of dropping out in a month; overload: hours asked beyond the week, as a share of it."""
    return clip(drop_out * (1.0 + order.overload_drop_out * overload), 0.0, 1.0)


@rule
def attended(hours, room):
    """Share of the hours asked for that there is room for (0 to 1)."""
    if hours <= 0.0 or hours <= room:
        return 1.0
    return room / hours if room > 0.0 else 0.0


@rule
def readiness(order, everyday_skills, language, mental_health):
    """Share of a course that is learned when what must come first is missing (S001; E-11, E-15, C-19)."""
    return (
        (1.0 - order.needs_everyday * everyday_skills)
        * (1.0 - order.needs_language * language)
        * (1.0 - order.needs_health * mental_health)
    )


@rule
def is_willing(mind, take_up, motivation, u):
    """Whether a person takes part in what is offered: 1 or 0.

    take_up: share of people of average motivation who do; motivation: the person's own level, 0 to
    1; u: a uniform draw. Where all or none take part, motivation makes no difference.
    """
    if take_up <= 0.0:
        return 0
    reluctance = exp(-mind.take_up_pull * (motivation - mind.motivation))
    return 1 if u < exp(reluctance * log(take_up)) else 0
