"""Benefit, taper, free pass and what work pays."""

from sim.compiled import rule

WEEKS_PER_MONTH = 52.0 / 12.0
ALL_KEPT = 1e12  # kroner that may be earned without loss on a basic income


@rule
def monthly_wage(money, hours):
    """Wage in kroner a month, before tax, for paid hours a week."""
    return hours * WEEKS_PER_MONTH * money.wage


@rule
def counted_earnings(earnings, exempt_left):
    """The part of a month's earnings that reduces benefit: what the free pass does not cover.

    exempt_left: kroner that may still be kept this calendar year.
    """
    return earnings - exempt_left if earnings > exempt_left else 0.0


@rule
def partners_earnings(benefit, u):
    """What a working partner earns, as a ratio of full-time work at the entry wage; u: uniform."""
    return benefit.partner_earnings * (1.0 + benefit.partner_spread * (2.0 * u - 1.0))


@rule
def partner_counts(money, benefit, partner, full_time):
    """The part of a partner's monthly earnings that is taken off benefit, before tax.

    partner: earnings as a ratio of full-time work at the entry wage; full_time: its hours a week.
    """
    return benefit.household * partner * monthly_wage(money, full_time)


@rule
def benefit_before_earnings(benefit, young, counted):
    """Benefit a month without own earnings: by age (H-03), less what a partner's earnings count.

    young: 1 below 30; counted: of the partner's earnings, a month.
    """
    level = benefit.level * (benefit.young_rate if young == 1 else 1.0)
    return level - counted if level > counted else 0.0


@rule
def benefit_due(benefit, full_benefit, counted, hours):
    """Benefit in kroner a month after taper; nothing in full-time work.

    full_benefit: before earnings; counted: earnings that count; hours: paid hours a week.
    """
    if hours >= benefit.ends_at_hours:
        return 0.0
    kept = benefit.disregard * hours * WEEKS_PER_MONTH
    reduction = benefit.taper * (counted - kept) if counted > kept else 0.0
    return full_benefit - reduction if full_benefit > reduction else 0.0


@rule
def flex_top_up(flex_job, full_benefit, hours, full_time):
    """Kroner a month beside the wage in a flex job: less, the more hours of effective work."""
    share = 1.0 - flex_job.effective * hours / full_time
    return flex_job.top_up * full_benefit * share if share > 0.0 else 0.0


@rule
def net_income(money, earnings, benefit):
    """What is left after tax, in kroner a month."""
    return earnings * (1.0 - money.tax) + benefit * (1.0 - money.benefit_tax)


@rule
def gain_from_hours(money, benefit, full_benefit, hours, exempt_left, partner=0.0):
    """What a job of some hours a week adds to income, as a share of income without work.

    partner: a partner's earnings that count as income of both, before tax; 0 on an individual
    base.
    """
    earnings = monthly_wage(money, hours)
    counted = counted_earnings(earnings, exempt_left)
    with_job = net_income(money, earnings, benefit_due(benefit, full_benefit, counted, hours))
    without = net_income(money, 0.0, full_benefit)
    means = without + net_income(money, partner, 0.0)
    return (with_job - without) / means if means > 1.0 else 1.0
