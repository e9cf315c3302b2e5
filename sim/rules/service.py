"""What a caseworker's time does."""

from sim.arithmetic import clip, exp
from sim.compiled import rule

LN2 = 0.6931471805599453


@rule
def post_filled(clients, caseload):
    """Share of a full post that some clients make: a post with fewer than its caseload is part
    time, in hours and in salary."""
    return clients / caseload if clients < caseload else 1.0


@rule
def claim_on_time(service, low_contact, employed):
    """A client's claim on the caseworker's hours: one, less with little contact or in work."""
    claim = 1.0 - service.contact_loss * low_contact
    return claim * service.claim_at_work if employed else claim


@rule
def meeting_gain(service, hours, distance):
    """What hours in a month add to a person's own job search, as a ratio.

    Rises with time ever more slowly (C-08, C-24) and fades with distance while what happens in
    the meetings stays the same (C-14, trap 9).
    """
    away = service.far_fade * clip(distance, 0.0, 10.0)
    return service.search_gain * hours / ((hours + service.useful_hours) * (1.0 + away * away))


@rule
def skill_ratio(service, skill):
    """How much a caseworker's skill helps against an average one (C-20); skill in deviations."""
    return exp(service.skill_effect * skill)


@rule
def backing(service, belief, skilled, months_together, new_caseworker):
    """How much a caseworker's person and constancy help, as a ratio to an average one.

    belief: 0 to 1 (C-17); skilled: the ratio of ``skill_ratio``; months_together: with this
    caseworker, from 0; new_caseworker: 1 when there was another one before (C-16).
    """
    kept = 1.0
    if new_caseworker:
        kept -= service.change_effect * exp(-LN2 * months_together / service.change_months)
    return (1.0 + service.belief_effect * belief) * kept * skilled


@rule
def first_belief(service, distance, noise):
    """A caseworker's belief in a job for a person: higher near work, with error (C-17, C-27).

    noise: a standard normal draw.
    """
    expected = service.belief_near - service.belief_slope * distance
    return clip(expected + service.belief_error * noise, 0.0, 1.0)
