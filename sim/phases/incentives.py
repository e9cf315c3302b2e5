"""7 Incentives bite: budget set, free pass, requirements and sanctions."""

from numpy import float64

from sim.arithmetic import clip
from sim.compiled import kernel
from sim.rules.mind import motivation_target, towards
from sim.rules.money import gain_from_hours
from sim.statuses import DISABILITY_PENSION


@kernel
def feel_incentives(
    mind, money, benefit, capacity, social_free_pass, active, status, values, other_income,
    motivation, motivation_base, confidence, trust, incentive, gain_to_work, free_pass, pass_used,
):  # fmt: skip
    """What work would add to income moves motivation (BIM1, BIM4)."""
    mind, money = mind[0], money[0]
    benefit, capacity, social_free_pass = benefit[0], capacity[0], social_free_pass[0]
    for i in range(active.shape[0]):
        if active[i] == 0 or status[i] >= DISABILITY_PENSION:
            continue
        left = 0.0
        if free_pass[i] == 1:
            left = max(social_free_pass.cap - float64(pass_used[i]), 0.0)
        gain = gain_from_hours(money, benefit, benefit.level, capacity.full_time, left)
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
