"""Known answers: corners of the model in which paper and pencil say what must come out."""

import math

import numpy as np
import pytest

from experiments.compare import compare, run_arm
from experiments.figures.runs import today
from sim import District, load
from sim.statuses import DISABILITY_PENSION, OPEN_BENEFIT
from tests.districts import lived

DENMARK = load("denmark")
QUIET = {  # nothing happens to anybody
    "world.health.mental_shock": 0.0, "world.health.physical_shock": 0.0,
    "world.health.sick_leave": 0.0, "world.people.sick_at_start": 0.0,
    "world.exits.pension": 0.0, "world.exits.education": 0.0, "world.exits.lose_contact": 0.0,
    "world.exits.pressure_out": 0.0, "world.exits.early_retirement": 0.0,
    "world.people.newcomers": 0.0, "world.people.move_away": 0.0, "world.people.seniors": 0.0,
}  # fmt: skip


def test_jobs_with_a_constant_hazard_survive_as_a_power():
    hazard = 0.05
    scenario = DENMARK.set(
        {**QUIET, "world.separation.early": hazard, "world.separation.late": hazard,
         "world.separation.settled": hazard, "world.separation.match_effect": 0.0,
         "world.separation.health_effect": 0.0, "world.separation.everyday_effect": 0.0,
         "world.separation.overstretch_effect": 0.0, "world.separation.conditions_effect": 0.0,
         "world.search.quit_when_idle_pay": 0.0,
         "district.months": 40}
    )  # fmt: skip
    lasting = np.mean([today(scenario, seed)["lasted a year"] for seed in range(1, 16)])
    # A spell counts as lasting when 13 month ends in a row are in work.
    assert lasting == pytest.approx(0.95**13, abs=0.035)


def test_without_vacancies_or_outreach_nobody_finds_work():
    district = lived(DENMARK.set({"world.economy.openings": 0.0, "policy.social_free_pass.coverage": 0.0,
                                  "policy.ips.places": 0.0}), 24)  # fmt: skip
    assert district.people.arrays["ever_job"].sum() == 0


def test_when_nothing_happens_everybody_stays_on_open_benefit():
    still = DENMARK.set({**QUIET, "world.economy.openings": 0.0, "policy.ips.places": 0.0,
                         "policy.social_free_pass.coverage": 0.0,
                         "policy.sheltered.places": 0.0})  # fmt: skip
    district = lived(still, 24)
    assert (district.people.arrays["status"][:2000] == OPEN_BENEFIT).all()
    assert district.people.arrays["benefit_months"][:2000].min() == 24


def test_hours_for_a_client_are_the_budget_divided_by_the_caseload():
    for caseload in (25, 50, 100):
        district = lived(DENMARK.set({**QUIET, "policy.caseload.ordinary": caseload,
                                      "world.service.contact_loss": 0.0,
                                      "world.economy.openings": 0.0,
                                      "policy.social_free_pass.coverage": 0.0,
                                      "policy.ips.places": 0.0}), 2)  # fmt: skip
        hours = district.people.arrays["service_hours"][:2000].mean()
        # Clients come to posts by lot: a full post gives less than the budget, no post more.
        assert 0.9 * 85.0 / caseload <= hours <= 1.001 * 85.0 / caseload


def test_caseworkers_change_at_the_declared_turnover():
    turnover, months = 0.03, 12
    changed = []
    for seed in range(1, 21):
        district = lived(DENMARK.set({**QUIET, "world.service.turnover": turnover,
                                      "world.economy.openings": 0.0}), months, seed=seed)  # fmt: skip
        changed.append(district.people.arrays["new_caseworker"][:2000].mean())
    # Nobody's caseworker is new in the first month, so eleven chances to change.
    expected = 1 - (1 - turnover) ** (months - 1)
    error = np.std(changed, ddof=1) / math.sqrt(len(changed))
    assert np.mean(changed) == pytest.approx(expected, abs=3 * error + 0.01)


def test_sanctions_come_at_the_product_of_their_chances():
    """Everybody misses every requirement and half are seen: half are cut each month."""
    scenario = DENMARK.set({**QUIET, "world.sanctions.miss_rate": 1.0, "world.sanctions.miss_by_trouble": 0.0,
                            "world.sanctions.miss_by_will": 0.0, "policy.sanctions.strictness": 0.5,
                            "policy.sanctions.exempt_from_distance": 50.0, "world.economy.openings": 0.0,
                            "world.people.low_contact_share": 0.0,
                            "policy.sheltered.places": 0.0})  # fmt: skip
    p = lived(scenario, 1).people.arrays
    cut = p["sanctions_received"][:2000]
    # With a chance of missing that is 1 whatever the trust and motivation.
    certain = np.ones(2000, bool)
    assert certain.sum() > 100
    assert cut[certain].mean() == pytest.approx(0.5, abs=4 * 0.5 / math.sqrt(certain.sum()))


def test_grace_forgives_the_first_misses():
    base = {**QUIET, "world.sanctions.miss_rate": 1.0, "policy.sanctions.strictness": 1.0}
    for grace in (0, 2):
        p = lived(DENMARK.set({**base, "policy.sanctions.grace": grace}), 6).people.arrays
        seen = p["missed"] > 0
        assert np.array_equal(p["sanctions_received"][seen], np.maximum(p["missed"][seen] - grace, 0))


def test_a_pension_once_granted_stays():
    district = District(DENMARK, months=36, rng=1)
    on_pension = np.zeros(district.people.capacity, bool)
    for _ in range(36):
        district.step()
        p = district.people.arrays
        young_enough = (p["active"] == 1) & (p["age"] < 66.9)
        assert (p["status"][on_pension & young_enough] == DISABILITY_PENSION).all()
        on_pension |= p["status"] == DISABILITY_PENSION
    assert on_pension.sum() > 50


def test_luck_shared_by_both_worlds_falls_out_of_the_difference():
    """Common luck: a pair says more than two independent runs (Glasserman and Yao 1992)."""
    base = DENMARK.set({"district.months": 24})
    policy = base.set({"policy.ips.places": 0.4})
    paired = compare(base, policy, range(1, 31)).difference("job_any", 24)
    apart = run_arm(policy, range(101, 131)).values[:, 24, 0] - run_arm(base, range(1, 31)).values[:, 24, 0]
    independent = np.std(apart, ddof=1) / math.sqrt(30)
    assert independent > 2 * paired.mcse
    assert paired.mean == pytest.approx(np.mean(apart), abs=4 * independent)


def test_identical_worlds_differ_by_exactly_nothing():
    base = DENMARK.set({"district.months": 6, "district.people": 200})
    result = compare(base, base.set({}), range(1, 4))
    assert not result.differences.any()
    assert result.difference("job_any", 6).mcse == 0.0


def test_a_district_twice_as_large_has_the_same_shares():
    small = run_arm(DENMARK.set({"district.months": 24, "district.people": 1500}), range(1, 21))
    large = run_arm(DENMARK.set({"district.months": 24, "district.people": 6000}), range(1, 11))
    for outcome in ("job_any", "disability_pension", "trust"):
        one, other = small.at(outcome, 24), large.at(outcome, 24)
        assert one.mean == pytest.approx(other.mean, abs=4 * math.hypot(one.mcse, other.mcse) + 0.003)


def test_harder_and_longer_cuts_press_harder_and_longer():
    """D-01: harder sanctions have larger effects; a cut of nothing presses nobody."""
    base = DENMARK.set({**QUIET, "world.sanctions.miss_rate": 1.0, "policy.sanctions.strictness": 1.0,
                        "district.people": 400, "policy.sanctions.grace": 3})  # fmt: skip

    def pressure(**changes):
        world = base.set({f"policy.sanctions.{name}": value for name, value in changes.items()})
        return lived(world, 4).people.arrays["pressure"][:400].mean()

    assert pressure(cut=0.0) == 0.0
    assert 0 < pressure(cut=0.1) < pressure(cut=0.33)

    def still_pressed(months):
        """A year after one cut: requirements are met from the second month on."""
        world = base.set({"policy.sanctions.months": months, "policy.sanctions.grace": 0})
        district = District(world, months=13, rng=1)
        for _ in range(13):
            district.step()
            district.tables["sanctions"]["miss_rate"] = 0.0
        return district.people.arrays["pressure"][:400].mean(), district.people.arrays["cut_months"].max()

    assert still_pressed(1) == (0.0, 0)
    pressed, left = still_pressed(200)
    assert pressed > 0.5 and left > 128  # more than a byte can hold


@pytest.mark.parametrize(
    "changes",
    [
        {"world.service.claim_at_work": 0.0, "policy.caseload.ordinary": 2.0},
        {"world.service.contact_loss": 1.0, "policy.caseload.ordinary": 2.0},
        {"world.service.specialist_claim_at_work": 0.0, "policy.ips.places": 0.5,
         "policy.caseload.specialist": 2.0},
        {"world.mind.rejection_drop": 1.0},
        {"policy.caseload.ordinary": 1.0},
        {"policy.caseload.ordinary": 1_000_000.0},
        {"world.economy.employers_per_100": 50.0, "world.economy.openings": 0.5},
        {"world.search.most_considered": 1000.0, "policy.ips.places": 1.0},
        {"world.people.newcomers": 1.0},
    ],
    ids=lambda changes: next(iter(changes)),
)  # fmt: skip
def test_extreme_but_allowed_worlds_give_numbers(changes):
    district = lived(DENMARK.set({"district.people": 200, "district.months": 18, **changes}), 18)
    assert np.isfinite(district.books.outcomes(18)).all()
    people = district.people.arrays
    for feeling in ("confidence", "trust", "motivation"):
        assert 0 <= people[feeling].min() and people[feeling].max() <= 1


def test_a_few_places_do_not_buy_a_double_dose():
    """A specialist with few clients is part time: hours for a client do not depend on places."""
    hours = []
    for places in (0.02, 0.1, 0.5):
        p = lived(
            DENMARK.set({"policy.ips.places": places, "policy.ips.from_severity": 0.3}), 6
        ).people.arrays
        served = (p["support_hours"] > 0) & (p["employer"] < 0)
        hours.append(p["support_hours"][served].mean())
    assert max(hours) < 1.35 * min(hours)
