"""What a caseworker's time does."""

from sim.arithmetic import clip, exp
from sim.compiled import rule

LN2 = 0.6931471805599453


@rule
def claim_on_time(service, low_contact, employed):
    """A client's claim on the caseworker's hours: one, less with little contact or in work."""
    claim = 1.0 - service.contact_loss * low_contact
    return claim * 0.15 if employed else claim


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
def first_belief(distance, noise):
    """A caseworker's belief in a job for a person: higher near work, with error (C-17, C-27).

    noise: a standard normal draw.
    """
    return clip(0.62 - 0.14 * distance + 0.15 * noise, 0.0, 1.0)
