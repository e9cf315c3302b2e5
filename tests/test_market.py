"""Vacancies are finite: what a policy gives to some, others pay for, and by how much.

Facts 12 and B-03 in sign. Worlds are compared person by person, with the same luck, so the same
people are followed while more and more others are treated beside them.
"""

from functools import cache

import numpy as np
import pytest

from sim import District, load

SEEDS = range(1, 21)
MONTHS, PEOPLE = 24, 2000
FEW, MANY = 0.6, 1.6  # demand for labour against the average
# Search assistance opens no jobs: it only helps people to those there are (G-01, G-02).
SEARCH_ONLY = {"world.ips.development": 0.0}


@cache
def life(places: float, demand: float, search_only: bool, seed: int, additional_demand: float | None = None):
    """Months in work, whether in work and whether ever enrolled, by person; other workers in work."""
    world = load("denmark").set({
        "policy.ips.from_severity": 0.2, "policy.ips.places": places, "world.economy.demand": demand,
        "district.months": MONTHS, **(SEARCH_ONLY if search_only else {}),
    })  # fmt: skip
    if additional_demand is not None:
        world = world.set({"world.hiring.additional_demand": additional_demand})
    district = District(world, rng=seed)
    enrolled = np.zeros(PEOPLE, bool)
    for _ in range(MONTHS):
        district.step()
        for one in district.delivered:
            if one.name == "ips":
                enrolled |= one.enrolled[:PEOPLE] > 0
    p = district.people.arrays
    months, in_work = p["months_in_work"][:PEOPLE].astype(float), p["employer"][:PEOPLE] >= 0
    return months, in_work, enrolled, int(district.market["others_in_work"])


def over_seeds(measure, **kwargs):
    """Mean over seeds and its standard error."""
    values = np.array([measure(seed, **kwargs) for seed in SEEDS])
    return values.mean(), values.std(ddof=1) / np.sqrt(len(values))


def gain_of_the_first_quarter(seed, places, demand=1.0, search_only=False):
    """Months in work gained by those who have a place when a quarter have one."""
    treated = life(0.25, demand, search_only, seed)[2]
    now, none = (life(share, demand, search_only, seed)[0] for share in (places, 0.0))
    return (now - none)[treated].mean()


def change_of_the_untreated(seed, demand=1.0, search_only=False):
    """Months in work of those who never have a place, when all others have one: share lost."""
    months, _, treated, _ = life(1.0, demand, search_only, seed)
    before = life(0.0, demand, search_only, seed)[0]
    return months[~treated].sum() / before[~treated].sum() - 1.0


def displaced(seed, demand=1.0, search_only=False, additional_demand=None):
    """Other workers without a job for each of ours in one, at month 24, with places for all."""
    now, none = (life(share, demand, search_only, seed, additional_demand) for share in (1.0, 0.0))
    return (none[3] - now[3]) / (now[1].sum() - none[1].sum())


@pytest.mark.parametrize("demand", [FEW, 1.0, MANY])
def test_the_gain_of_those_treated_first_falls_when_everybody_is_treated(demand):
    """Fact 12, G-01: the same people, with the same luck, in a more crowded queue."""
    fall, error = over_seeds(
        lambda seed: (
            gain_of_the_first_quarter(seed, 0.25, demand) - gain_of_the_first_quarter(seed, 1.0, demand)
        )
    )
    assert fall > 2 * error


def test_without_more_people_treated_their_gain_does_not_fall():
    """Negative control, exactly."""
    same = [gain_of_the_first_quarter(s, 0.25) - gain_of_the_first_quarter(s, 0.25) for s in (1, 2)]
    assert same == [0.0, 0.0]


@pytest.mark.parametrize("demand", [FEW, 1.0, MANY])
def test_the_untreated_find_less_work_when_all_others_are_treated(demand):
    """Fact 12, G-02: job finding of those who take no part slows down."""
    change, error = over_seeds(change_of_the_untreated, demand=demand)
    assert change < -2 * error


def test_help_with_search_alone_displaces_more_where_vacancies_are_few():
    """Fact 12: the loss of others for one of ours in work is larger at low vacancy rates."""
    more, error = over_seeds(lambda s: displaced(s, FEW, True) - displaced(s, MANY, True))
    assert more > 2 * error


def test_outreach_that_opens_jobs_displaces_more_where_vacancies_are_few():
    """Fact 12, G-01: where there is little work to be done, a job made for one is the job of another."""
    more, error = over_seeds(lambda s: displaced(s, FEW) - displaced(s, MANY))
    assert more > 2 * error


def test_where_as_many_made_jobs_would_have_come_anyway_demand_makes_no_such_difference():
    """Negative control: with the same share in every market the sign is not there."""
    same = {"additional_demand": 0.0}
    more, error = over_seeds(lambda s: displaced(s, FEW, **same) - displaced(s, MANY, **same))
    assert more < 2 * error


def test_outreach_that_opens_jobs_displaces_fewer_than_help_with_search_alone():
    """B-34: a job that would not have come anyway is taken from nobody."""
    less, error = over_seeds(lambda s: displaced(s, 1.0, True) - displaced(s, 1.0, False))
    assert less > 2 * error


@pytest.mark.parametrize("search_only", [False, True])
def test_supported_job_search_does_more_where_there_is_demand(search_only):
    """B-03: local unemployment explains much of the differences between sites."""
    more, error = over_seeds(
        lambda s: (
            gain_of_the_first_quarter(s, 0.25, MANY, search_only)
            - gain_of_the_first_quarter(s, 0.25, FEW, search_only)
        )
    )
    assert more > 2 * error
