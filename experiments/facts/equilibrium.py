"""Fact 12: vacancies are finite, so what some gain others pay for."""

from __future__ import annotations

import numpy as np

from experiments.facts.claims import Claim, Control, Fact, Measured, Seeds, pooled
from experiments.facts.worlds import each, sized
from sim import District
from sim.ledger import PROGRAMME, STAFF
from sim.outcomes import NAMES
from sim.scenario import Scenario

PEOPLE, MONTHS = 2500, 24
QUARTER, ALL = 0.25, 1.0
FEW, MANY = 0.6, 1.6  # demand for labour against the average
EVERYBODY = {
    "policy.ips.from_severity": 0.2, "policy.ips.mental_only": False, "policy.sheltered.places": 0.0,
}  # fmt: skip
# As in the trials of G-01 and G-02: help with search that opens no jobs.
SEARCH_HELP = {"world.ips.development": 0.0}
OUTREACH: dict = {}
# Every way in which a place in IPS reaches a person, shut.
NO_HELP = {
    "world.ips.contacts_an_hour": 0.0, "world.ips.support_seen": 0.0, "world.ips.treatment_effect": 0.0,
    "world.ips.encouragement": 0.0, "world.ips.development": 0.0, "policy.ips.fidelity.client_choice": 0.0,
    "world.mind.meeting_trust": 0.0, "world.exits.pension_in_measure": 1.0,
    "world.separation.support_effect": 0.0,
}  # fmt: skip
KINDS = (("search", "help with search", SEARCH_HELP), ("outreach", "IPS with outreach", OUTREACH))


def _live(scenario: Scenario, seed: int) -> dict[str, np.ndarray | float]:
    """By person: months in work, whether ever in a job, month of first place (0 none); and in all:
    months of everybody's jobs a person and what staff and programmes cost a person."""
    d = District(scenario, rng=seed, keep_lives=False)
    enrolled = np.zeros(PEOPLE, bool)
    for _ in range(MONTHS):
        d.step()
        for one in d.delivered:
            if one.name == "ips":
                enrolled |= one.enrolled[:PEOPLE] > 0
    p = d.people.arrays
    spent = d.books.amounts[:, [STAFF, *PROGRAMME.values()]].sum()
    jobs = d.books.outcomes(MONTHS)[1:, NAMES.index("jobs_all")].sum()
    return {
        "months": p["months_in_work"][:PEOPLE].astype(float), "ever": p["ever_job"][:PEOPLE] > 0,
        "enrolled": enrolled, "jobs": float(jobs), "spent": float(spent) / PEOPLE,
    }  # fmt: skip


def _arm(base: Scenario, seeds: Seeds, kind: dict, share: float, demand: float = 1.0) -> list[dict]:
    changes = {**EVERYBODY, **kind, "policy.ips.places": share}
    world = sized(base, MONTHS, PEOPLE, changes)
    return each(world.set({"world.economy.demand": demand * base["world.economy.demand"]}), seeds, _live)


def _gain_falls(kind: dict):
    """Months in work gained by those treated when a quarter is: then, less when all are treated."""

    def measure(base: Scenario, seeds: Seeds) -> Measured:
        arms = zip(*(_arm(base, seeds, kind, share) for share in (QUARTER, ALL)), strict=True)
        return Measured.of([(few["months"] - all_["months"])[few["enrolled"]].mean() for few, all_ in arms])

    return measure


def _untreated(base: Scenario, seeds: Seeds, kind: dict, demand: float = 1.0) -> np.ndarray:
    """Of people never treated: how many, with a job within two years when a quarter of the others are
    treated, and when all are."""
    arms = zip(*(_arm(base, seeds, kind, share, demand) for share in (QUARTER, ALL)), strict=True)
    rows = []
    for few, all_ in arms:
        never = ~few["enrolled"] & ~all_["enrolled"]
        rows.append([never.sum(), few["ever"][never].sum(), all_["ever"][never].sum()])
    return np.array(rows)


def _exits_fall(kind: dict):
    """Share of the untreated with a job within two years: all others treated, against a quarter."""
    return lambda base, seeds: pooled(lambda c: c[2] / c[1] - 1.0, _untreated(base, seeds, kind))


def _loss_by_demand(kind: dict):
    """That loss as a share: where vacancies are few, less where they are many."""

    def measure(base: Scenario, seeds: Seeds) -> Measured:
        scarce, plenty = (_untreated(base, seeds, kind, demand) for demand in (FEW, MANY))
        return pooled(lambda low, high: (1 - low[2] / low[1]) - (1 - high[2] / high[1]), scarce, plenty)

    return measure


def _displaced_by_demand(kind: dict):
    """Jobs lost by others for each gained by ours: where vacancies are few, less where they are many."""

    def measure(base: Scenario, seeds: Seeds) -> Measured:
        sums = []
        for demand in (FEW, MANY):
            none, all_ = (_arm(base, seeds, kind, share, demand) for share in (0.0, ALL))
            ours = [a["months"].mean() - n["months"].mean() for a, n in zip(all_, none, strict=True)]
            everybody = [a["jobs"] - n["jobs"] for a, n in zip(all_, none, strict=True)]
            sums.append(np.column_stack([ours, everybody]))
        displaced = lambda s: 1.0 - s[1] / s[0]  # noqa: E731
        return pooled(lambda low, high: displaced(low) - displaced(high), *sums)

    return measure


def _ratios(kind: dict):
    """Benefit for a krone of cost: partial (what a trial of a quarter reads off its two arms), less
    that of treating all with everybody's jobs counted."""

    def measure(base: Scenario, seeds: Seeds) -> Measured:
        wage = base["world.money.wage"] * base["world.jobs.part_hours"] * 52 / 12
        none, few, all_ = (_arm(base, seeds, kind, share) for share in (0.0, QUARTER, ALL))
        rows = []
        for without, quarter, everybody in zip(none, few, all_, strict=True):
            would = everybody["enrolled"]  # those who take a place when there is one
            treated, waiting = quarter["enrolled"], would & ~quarter["enrolled"]
            gain = quarter["months"][treated].mean() - quarter["months"][waiting].mean()
            before = without["months"][treated].mean() - without["months"][waiting].mean()
            rows.append([
                wage * (gain - before) * treated.mean(), quarter["spent"] - without["spent"],
                wage * (everybody["jobs"] - without["jobs"]), everybody["spent"] - without["spent"],
            ])  # fmt: skip
        return pooled(lambda sums: sums[0] / sums[1] - sums[2] / sums[3], np.array(rows))

    return measure


def _claims(key: str, what: str, kind: dict) -> tuple[Claim, ...]:
    return (
        Claim(f"{key}-gain", f"{what}: months in work of those treated first, a quarter treated, less all",
              _gain_falls(kind), 0.0, strictly=True),
        Claim(f"{key}-untreated", f"{what}: change of the untreated's chance of a job, all treated against "
              "a quarter", _exits_fall(kind), at_most=0.0, strictly=True),
        Claim(f"{key}-untreated-demand", f"{what}: that loss where vacancies are few, less where many",
              _loss_by_demand(kind), 0.0, strictly=True),
        Claim(f"{key}-displaced-demand", f"{what}: jobs others lose for one gained, vacancies few less many",
              _displaced_by_demand(kind), 0.0, strictly=True),
        Claim(f"{key}-ratio", f"{what}: benefit-cost ratio, partial less equilibrium", _ratios(kind), 0.0,
              strictly=True),
    )  # fmt: skip


FACT = Fact(
    12,
    "Somebody else pays",
    "G-01, G-02",
    "A quarter of those who qualify are treated, or all; two years. Help with search opens no jobs, as in "
    "the trials; IPS with outreach opens some, so the fact is asked of it too. The same people are "
    "followed: those treated first, and those never treated. Vacancies few and many: 0.6 and 1.6 of "
    "today's demand. The benefit is wages; partial is what a trial reads off its two arms. Most of what "
    "those treated first lose is there also where vacancies are plenty and nobody else applies: the treated "
    "share specialists and the employers who are called on. So a gain that falls is no proof of displacement "
    "by itself; the untreated and the ratios are, which come close to nought there.",
    tuple(claim for one in KINDS for claim in _claims(*one)),
    (
        Control("an offer that nobody takes up", "search-untreated", {"world.ips.take_up": 0.0}),
        *(Control("help that does nothing, so that all differences are nought", f"{key}-{claim}", NO_HELP)
          for key, *_ in KINDS for claim in ("gain", "ratio")),
        Control("jobs opened by outreach, additional whatever the demand", "outreach-untreated-demand",
                {"world.hiring.additional": 1.0, "world.hiring.additional_demand": 0.0}),
    ),
)  # fmt: skip
