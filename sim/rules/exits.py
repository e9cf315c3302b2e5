"""The ways out that are not work."""

from sim.arithmetic import clip
from sim.compiled import rule


@rule
def pension_hazard(exits, mental_health, physical_health, months_out, in_measure):
    """Chance of a disability pension this month; steep in severity, only after a long time out.

    in_measure: 1 while a measure is being tried, when pensions are granted less often.
    """
    if months_out < exits.pension_after:
        return 0.0
    health = 1.0 - (1.0 - mental_health) * (1.0 - physical_health)
    granted = exits.pension * health * health
    return granted * exits.pension_in_measure if in_measure else granted


@rule
def early_retirement_hazard(exits, pension_pull, joint_retirement):
    """Chance of retiring early this month: with a pension in reach (BIM2), more so with a partner
    who retires (BIC4)."""
    return exits.early_retirement * pension_pull * (1.0 + exits.partner_effect * joint_retirement)


@rule
def lose_contact_hazard(exits, trust, pressure, distance):
    """Chance of losing contact with the service this month.

    Little trust does it; so does pressure, the more the further a person is from work
    (sign of D-07, D-09, D-11).
    """
    far = clip(distance / 3.0, 0.0, 1.5)
    doubt = 1.0 - trust
    return clip(exits.lose_contact * doubt * doubt + exits.pressure_out * pressure * far * far, 0.0, 1.0)


@rule
def return_chance(exits, outreach, sought_out):
    """Chance that somebody out of contact comes back this month; sought_out: 1 or 0 (S002)."""
    return clip(exits.return_rate * (1.0 + outreach.return_gain * sought_out), 0.0, 1.0)
