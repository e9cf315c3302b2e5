"""How an employer judges an applicant."""

from sim.arithmetic import clip, exp, log, normal_quantile
from sim.compiled import rule

LN10 = 2.302585092994046


@rule
def unknown(hiring, months_out, support, share_of_week):
    """The risk an employer sees in what it cannot know (BEL2), in standard deviations.

    support: 0 to 1, how much help is at hand if things go wrong (B-18, S003); share_of_week: the
    job's hours as a share of full time, because less is at stake in a few hours. Somebody in
    work lately is better known.
    """
    recency = 1.0 if months_out >= hiring.scar_from else 0.5
    stake = hiring.risk_of_few_hours + (1.0 - hiring.risk_of_few_hours) * share_of_week
    return hiring.risk * recency * stake * (1.0 - hiring.risk_relief * support)


@rule
def discrimination(hiring, visible_limit, immigrant):
    """What prejudice takes off at an average employer (BEL3; G-03, G-05)."""
    return hiring.health_discrimination * visible_limit + hiring.origin_discrimination * immigrant


@rule
def prejudice_by_size(hiring, size):
    """How much a firm of some employees discriminates, as a ratio: less in large ones (G-04)."""
    ratio = 1.0 - hiring.size_relief * log(size) / LN10
    return ratio if ratio > 0.0 else 0.0


@rule
def judgement(hiring, fit, distance, risk_seen, prejudice_loss, memory, error):
    """An employer's judgement of an applicant, in standard deviations of fit.

    fit: how person and job suit each other; error: a standard normal draw.
    """
    return (
        fit
        - distance
        - risk_seen
        - prejudice_loss
        + hiring.memory_weight * memory
        + hiring.judgement_spread * error
    )


@rule
def kept_after_subsidy(hiring, fit, distance, memory, error):
    """An employer's judgement of somebody whose wage subsidy ends: known by now, so no risk is seen.

    Months of doing without part of the wage weigh against keeping (E-19: lock-in in subsidised work).
    """
    return judgement(hiring, fit, distance, hiring.used_to_subsidy, 0.0, memory, error)


@rule
def additional_share(hiring, demand):
    """Share of the jobs made for somebody that would not have come anyway.

    demand: for labour, 1 on average. Where there is little work to be done, a job made for one is
    more often the job of another (G-01; fact 12).
    """
    return clip(hiring.additional * (1.0 + hiring.additional_demand * (demand - 1.0)), 0.0, 1.0)


@rule
def most_openings(size):
    """The most vacancies that a firm of some employees keeps open at once."""
    return int(2.0 + size / 2.0)


@rule
def hiring_bar(hiring, share_of_week):
    """The lowest judgement that is hired: lower where a job is a smaller share of full time."""
    return hiring.bar - hiring.few_hours_ease * (1.0 - share_of_week)


@rule
def best_of(hiring, rivals, u):
    """Judgement of the best of some ordinary applicants, from one uniform draw u.

    The highest of n draws lies below x with probability F(x)^n, so it is F^-1(u^(1/n)).
    """
    top = exp(log(u) / rivals)
    if top > 0.999999999:
        top = 0.999999999
    return hiring.rival_mean + hiring.rival_spread * normal_quantile(top)


@rule
def poisson(mean, u):
    """The Poisson count at the uniform u: grows with the mean for a given u."""
    if mean <= 0.0:
        return 0
    chance = exp(-mean)
    below = chance
    count = 0
    while u > below and count < 1000:
        count += 1
        chance *= mean / count
        below += chance
        if chance < 1e-16 and count > mean:
            break
    return count
