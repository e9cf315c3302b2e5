"""Nothing is lost: people, hours, vacancies, places and kroner balance every month."""

import numpy as np
import pytest

from sim import District, ledger, load
from sim.instruments import INSTRUMENTS
from sim.scenario import shipped
from sim.statuses import FIRST_JOB_STATUS, LAST_JOB_STATUS, STATUSES, WITH_SUBSIDY
from tests.districts import all_on, busy

SCENARIOS = {name: load(name).set({"district.people": 400}) for name in shipped()}
SCENARIOS["everything at once"] = busy(people=400)
SCENARIOS["every instrument"] = all_on(people=400)
SCENARIOS["every instrument for everybody"] = all_on(1.0, people=400)
SCENARIOS["every instrument in plans"] = all_on(people=400).set({"policy.plans.rule": "worst_first"})
SCENARIOS["caseworkers who do all they can"] = busy(people=400).set(
    {"policy.sharing.rule": "need_first", "policy.sharing.strength": 1.5, "policy.rewards.lasting": 1.0,
     "policy.rewards.placements": 0.5, "policy.targeting.discretion": 0.5, "policy.staff_training.hours": 8.0,
     "policy.continuity.handover": 1.0, "policy.continuity.retention": 0.5, "policy.outreach.proactive": 1.0,
     "world.outreach.hours": 20.0, "world.continuity.meeting_hours": 2.0, "world.service.turnover": 0.1}
)  # fmt: skip


def months_of(scenario, months=30, seed=2):
    district = District(scenario.set({"district.months": months}), rng=seed)
    for _ in range(months):
        before = {
            "workers": int(district.market["others_seeking"] + district.market["others_in_work"]),
            "taken": {one.name: int(one.places[1]) for one in district.delivered},
        }
        district.step()
        yield district, before


def people_balance(d, before):
    p = {n: c[: d.people.used] for n, c in d.people.arrays.items()}
    here = p["active"] == 1
    assert ((p["status"] >= 0) & (p["status"] < len(STATUSES)))[here].all()
    at_work = (p["status"] >= FIRST_JOB_STATUS) & (p["status"] <= LAST_JOB_STATUS)
    assert np.array_equal((p["employer"] >= 0)[here], at_work[here])
    assert np.array_equal((p["hours"] > 0)[here], at_work[here])
    assert (p["hours"] <= 37).all()
    assert not ((p["employer"] >= 0) | (p["caseworker"] >= 0) | (p["specialist"] >= 0))[~here].any()
    for name in ("motivation", "confidence", "trust", "belief", "mental_health", "physical_health",
                 "education", "work_skills", "everyday_skills", "pressure", "lock_in"):  # fmt: skip
        assert p[name].min() >= 0 and p[name].max() <= 1, name


def hours_balance(d, before):
    spent, hours = d.staff.arrays["hours_spent"], d.staff.arrays["hours"]
    assert (spent + d.staff.arrays["hours_taken"] <= hours + 1e-4).all()
    assert d.staff.arrays["hours_taken"].min() >= 0.0
    given = d.people.arrays["service_hours"].sum(dtype=float)
    given += d.people.arrays["support_hours"].sum(dtype=float)
    assert given == pytest.approx(spent.sum(), rel=1e-5)


def vacancies_balance(d, before):
    e = d.employers.arrays
    gone = e["lapsed"] + e["filled"] + e["filled_others"]
    assert np.array_equal(e["openings"], e["opened"] - gone)
    assert (e["openings"] >= 0).all()
    assert d.market["others_seeking"] >= 0
    assert d.market["others_seeking"] + d.market["others_in_work"] == before["workers"]


def places_balance(d, before):
    for one in d.delivered:
        enrolled = int((one.enrolled > 0).sum())
        assert enrolled == one.places[1]
        # Nobody is thrown out when places shrink, but nobody comes in above them.
        assert enrolled <= max(one.places[0], before["taken"][one.name])


def kroner_balance(d, before):
    month = d.books.amounts[d.month]
    share = d.scenario["world.money.municipal_share"]
    accounts = ledger.accounts(month, share)
    assert sum(accounts.values()) == pytest.approx(0.0, abs=1e-6 * month.sum())
    p = d.people.arrays
    assert p["earnings"].sum(dtype=float) == pytest.approx(month[ledger.WAGE], rel=1e-6)
    paid = month[
        [ledger.BENEFIT, ledger.PENSION, ledger.GRANT, ledger.FLEX_TOP_UP, ledger.BASIC_INCOME]
    ].sum()
    assert p["benefit_paid"].sum(dtype=float) == pytest.approx(paid, rel=1e-6)
    posts = d.staff.arrays
    caseloads = [d.scenario["policy.caseload.ordinary"], d.scenario["policy.caseload.specialist"]]
    filled = np.minimum(posts["clients"] / np.array(caseloads)[posts["kind"]], 1.0)
    kept = d.scenario["policy.continuity.retention"] * d.scenario["policy.continuity.retention_price"]
    salaries = filled.sum() * (d.scenario["world.service.salary"] + kept)
    assert month[ledger.STAFF] == pytest.approx(salaries, rel=1e-6)
    least, most = (dict.fromkeys(ledger.PROGRAMME, 0.0) for _ in range(2))
    for one in d.delivered:
        places = int(((one.enrolled > 0) & (p["active"] == 1)).sum())
        most[one.instrument.payer] += places * one.price
        if not one.instrument.paid_at_work:
            least[one.instrument.payer] += places * one.price
    for_all = 0.0
    for instrument in INSTRUMENTS:
        if instrument.cost:
            cost = d.run(instrument.cost)
            for_all += cost
            least[instrument.payer] += cost
            most[instrument.payer] += cost
    for payer, place in ledger.PROGRAMME.items():
        assert least[payer] * (1 - 1e-9) <= month[place] <= most[payer] * (1 + 1e-9)
    charged = sum(month[place] for place in ledger.PROGRAMME.values())
    assert charged == pytest.approx(d.arrays["measures_cost"].sum() + for_all, rel=1e-9)
    subsidised = p["earnings"][(p["employer"] >= 0) & (p["job_kind"] == WITH_SUBSIDY)].sum(dtype=float)
    rate = d.scenario["policy.wage_subsidy.rate"]
    assert month[ledger.WAGE_SUBSIDY] == pytest.approx(rate * subsidised, rel=1e-6)


LAWS = [people_balance, hours_balance, vacancies_balance, places_balance, kroner_balance]


@pytest.mark.parametrize("name", SCENARIOS)
def test_everything_balances_every_month(name):
    for district, before in months_of(SCENARIOS[name]):
        for law in LAWS:
            law(district, before)


def breaks_people(d):
    d.people.arrays["employer"][np.flatnonzero(d.people.arrays["status"] == 0)[0]] = 1


def breaks_hours(d):
    d.staff.arrays["hours_spent"][0] += 500.0


def breaks_vacancies(d):
    d.employers.arrays["filled"][0] += 1


def breaks_places(d):
    d.delivered[0].enrolled[:] = 1


def breaks_kroner(d):
    d.people.arrays["earnings"][0] += 1e5


@pytest.mark.parametrize(
    ("law", "damage"),
    [
        (people_balance, breaks_people),
        (hours_balance, breaks_hours),
        (vacancies_balance, breaks_vacancies),
        (places_balance, breaks_places),
        (kroner_balance, breaks_kroner),
    ],
)
def test_each_law_notices_a_loss(law, damage):
    for district, before in months_of(SCENARIOS["everything at once"], months=3):  # noqa: B007
        pass
    law(district, before)
    damage(district)
    with pytest.raises(AssertionError):
        law(district, before)


def test_public_cost_of_persons_adds_up_to_the_public_accounts():
    scenario = busy(people=300, months=24).set({"world.people.newcomers": 0.0, "world.people.move_away": 0.0})
    district = District(scenario, rng=1)
    for _ in range(24):
        district.step()
    total = district.books.amounts.sum(axis=0)
    accounts = ledger.accounts(total, scenario["world.money.municipal_share"])
    public = -sum(accounts[payer] for payer in ("municipality", "state", "region"))
    assert district.people.arrays["public_cost"].sum() == pytest.approx(public, rel=1e-9)
