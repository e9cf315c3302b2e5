"""Information campaign: employers hear of people far from work and of the help there is."""

from numpy import float64

from sim.compiled import kernel, opened, rule
from sim.decisions import CAMPAIGN_BELIEVED, CAMPAIGN_SEEN
from sim.instruments.base import Instrument
from sim.luck import stream, uniform
from sim.parameters import MONEY_PER_MONTH, MONTHS, SHARE, assumption, lever
from sim.rules.employers import told


@rule
def is_reached(clock, campaign, who):
    """Whether an employer sees the campaign this month: the same ones while it runs."""
    if clock.month > campaign.months:
        return False
    return uniform(clock, stream(clock, who, 0), CAMPAIGN_SEEN) < campaign.reach


@kernel
def inform_employers(clock, campaign, employer_active, employer_who, employer_informed, employer_attitude):
    """Employers who see the campaign learn from it, and some think better of people."""
    clock, campaign = opened(clock, campaign)
    if campaign.reach <= 0.0:
        return
    for j in range(employer_active.shape[0]):
        if employer_active[j] == 0 or not is_reached(clock, campaign, employer_who[j]):
            continue
        employer_informed[j] = told(float64(employer_informed[j]), campaign.information)
        key = stream(clock, employer_who[j], 0)
        if uniform(clock, key, CAMPAIGN_BELIEVED) < campaign.more_positive:
            employer_attitude[j] = 1.0


@kernel
def cost_of_campaign(clock, campaign, employer_active, employer_who):
    """Kroner this month: the price for every employer reached."""
    clock, campaign = opened(clock, campaign)
    reached = 0
    if campaign.reach > 0.0:
        for j in range(employer_active.shape[0]):
            if employer_active[j] == 1 and is_reached(clock, campaign, employer_who[j]):
                reached += 1
    return reached * campaign.price


class Campaign(Instrument):
    """Employers are told what people can do and what help there is, as in Gör plats! (S001,
    recommendation 4.1). In surveys 40% of those who saw it had become more positive (E-31). That
    is no effect on hiring: what it does to hiring is our assumption, and it fades."""

    name = "campaign"
    label = "Information campaign for employers"
    mechanism = "information: what employers know, and for a while their attitude"
    moves = ()
    payer = "state"
    work = inform_employers
    cost = cost_of_campaign

    reach = lever(
        0.0, SHARE, (0.0, 1.0), "Share of employers who see the campaign.",
        label="Employers who see the campaign", source="policy choice",
    )  # fmt: skip
    months = lever(
        12, MONTHS, (1, 36), "Months that the campaign runs, from the first.",
        label="Months of campaign", source="E-31: about a year",
    )  # fmt: skip
    price = lever(
        200.0, MONEY_PER_MONTH, (20, 1000), "Paid for every employer reached.",
        label="Price of the campaign for each employer", source="policy choice",
    )  # fmt: skip
    information = assumption(0.03, SHARE, (0.0, 0.15),
                             "Share of what an employer does not know that a month of it tells.",
                             source="our judgement", grade="judgement")  # fmt: skip
    more_positive = assumption(0.4, SHARE, (0.0, 0.4),
                               "Employers who see it and become more positive; at most this many.",
                               source="E-31: what employers said themselves, not causal",
                               grade="estimated")  # fmt: skip
