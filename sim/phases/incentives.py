"""7 Incentives bite: budget set, free pass, requirements and sanctions."""

from numpy import float64

from sim.arithmetic import clip
from sim.compiled import kernel, opened
from sim.rules.mind import motivation_target, towards
from sim.rules.money import (
    benefit_before_earnings,
    gain_from_hours,
    monthly_wage,
    net_income,
    partner_counts,
)
from sim.statuses import DISABILITY_PENSION


@kernel
def feel_incentives(
    mind, money, benefit, capacity, social_free_pass, active, status, values, other_income,
    motivation, motivation_base, confidence, trust, incentive, gain_to_work, free_pass, pass_used, young,
    partner_income, partner_counted, full_benefit, basic_paid,
):  # fmt: skip
    """What work would add to income moves motivation (BIM1, BIM4)."""
    mind, money = opened(mind, money)
    benefit, capacity, social_free_pass = opened(benefit, capacity, social_free_pass)
    for i in range(active.shape[0]):
        if active[i] == 0:
            continue
        counted = partner_counts(money, benefit, float64(partner_income[i]), capacity.full_time)
        due = benefit_before_earnings(benefit, young[i], counted)
        partner_counted[i] = counted
        full_benefit[i] = due
        if status[i] >= DISABILITY_PENSION:
            continue
        left = 0.0
        if free_pass[i] == 1:
            left = max(social_free_pass.cap - float64(pass_used[i]), 0.0)
        gain = gain_from_hours(money, benefit, due, capacity.full_time, left, counted)
        if float64(basic_paid[i]) > 0.0:
            # Nothing of it is lost by earning.
            earned = net_income(money, monthly_wage(money, capacity.full_time), 0.0)
            gain = earned / net_income(money, 0.0, float64(basic_paid[i]))
        gain *= 1.0 - mind.other_income_drag * float64(other_income[i])
        gain_to_work[i] = gain
        incentive[i] = clip(1.0 - gain, 0.0, 1.0)
        target = motivation_target(
            mind, float64(motivation_base[i]), gain, float64(confidence[i]), float64(trust[i]),
            float64(values[i]),
        )  # fmt: skip
        motivation[i] = towards(float64(motivation[i]), target, mind.pace)


def incentives_bite(model):
    """Benefit, free pass, requirements and sanctions change motivation, pressure and trust."""
    model.work_of_instruments(bites=True)
    model.run(feel_incentives)
