"""The model in columns against the same model as plain Mesa: identical lives, person by person."""

import numpy as np
import pytest

from sim.decisions import SOUGHT_OUT
from sim.ledger import payments
from sim.luck import EMPLOYER_OFFSET
from sim.model import District
from sim.outcomes import NAMES
from sim.rules.money import gain_from_hours
from sim.rules.service import level_of
from sim.scenario import Scenario, load
from tests.reference.district import NOT_COPIED, PlainDistrict
from tests.reference.plain import plain as plain_rule

PEOPLE, MONTHS = 150, 24
DENMARK = load("denmark").set({"district.people": PEOPLE, "district.months": MONTHS})
# Every instrument, newcomers and leavers, staff who come and go: every rule has something to do.
MUCH_OF_EVERYTHING = DENMARK.set(
    {
        "district.start_month": 8,
        "policy.ips.places": 0.5,
        "policy.ips.mental_only": False,
        "policy.ips.fidelity.rapid_search": 0.6,
        "policy.ips.time_limit": 4,
        "policy.sheltered.places": 0.4,
        "policy.social_free_pass.coverage": 0.6,
        "policy.sanctions.strictness": 0.6,
        "policy.sanctions.grace": 1,
        "policy.sanctions.months": 3,
        "policy.sanctions.added_by_repeat": 0.2,
        "policy.sanctions.months_by_repeat": 2,
        "policy.sanctions.added_for_young": 0.1,
        "policy.sanctions.discretion": 0.7,
        "policy.benefit.household": 0.6,
        "policy.benefit.young_rate": 0.65,
        "policy.caseload.ordinary": 35.0,
        "policy.caseload.specialist": 12.0,
        "policy.campaign.reach": 0.5,
        "policy.campaign.months": 9,
        "policy.employer_service.visits": 0.5,
        "policy.employer_service.one_contact": True,
        "world.people.newcomers": 0.02,
        "world.people.move_away": 0.01,
        "world.service.turnover": 0.08,
        "world.exits.education": 0.03,
        "world.exits.early_retirement": 0.1,
        "world.exits.pension": 0.04,
        "world.hiring.bar": -3.2,
        "world.sheltered.duration": 6,
    }
)
# Caseworkers who tilt their time, learn, hand over and seek out; once more than hours allow.
BUSY_CASEWORKERS = MUCH_OF_EVERYTHING.set(
    {
        "policy.sharing.rule": "easiest_first",
        "policy.sharing.strength": 1.2,
        "policy.rewards.placements": 0.7,
        "policy.rewards.lasting": 0.4,
        "policy.targeting.discretion": 0.5,
        "policy.profiling.use": True,
        "policy.staff_training.hours": 8.0,
        "policy.continuity.handover": 0.8,
        "policy.continuity.retention": 0.1,
        "policy.outreach.proactive": 0.6,
        "world.continuity.meeting_hours": 2.0,
        "world.service.practice_spread": 0.2,
        "world.exits.lose_contact": 0.03,
    }
)
BY_PROFILE = BUSY_CASEWORKERS.set(
    {
        "policy.sharing.rule": "by_profile",
        "policy.rewards.placements": 0.0,
        "world.outreach.hours": 20.0,
        "world.exits.lose_contact": 0.05,
    }
)
SCENARIOS = {
    "denmark": DENMARK,
    "much of everything": MUCH_OF_EVERYTHING,
    "busy caseworkers": BUSY_CASEWORKERS,
    "by profile": BY_PROFILE,
}
# One number of most lines of the month, changed by a little in the oracle alone.
SLIPS = {
    ("economy", "openings"): 0.02,
    ("health", "mental_shock"): 0.002,
    ("health", "money_strain"): 2.0,
    ("health", "enough"): 0.1,
    ("service", "turnover"): 0.01,
    ("mind", "meeting_trust"): 0.0001,
    ("ips", "drop_out"): 0.02,
    ("sheltered", "learned"): 0.0001,
    ("social_free_pass", "small_job_contacts"): 0.05,
    ("sanctions", "strictness"): 0.05,
    ("sanctions", "warning_pressure"): 0.05,
    ("sanctions", "added_by_repeat"): 0.05,
    ("sanctions", "discretion"): 0.3,
    ("benefit", "household"): 0.01,
    ("search", "stretch"): 0.1,
    ("hiring", "risk_relief"): -0.6,
    ("hiring", "additional"): 0.3,
    ("hiring", "known_from_practice"): 0.3,
    ("mind", "take_up_pull"): 1.0,
    ("social_free_pass", "contacts_fade"): 0.1,
    ("jobs", "hours_change"): 0.05,
    ("firms", "forgets"): 0.01,
    ("firms", "attitude_fades"): 0.01,
    ("firms", "inclusion_learned"): 0.01,
    ("firms", "contact_backing"): 0.7,
    ("campaign", "information"): 0.01,
    ("campaign", "price"): 1.0,
    ("employer_service", "introductions"): 0.01,
    ("employer_service", "keeps"): 0.1,
    ("separation", "early"): 0.02,
    ("exits", "pension"): 0.01,
    ("money", "benefit_tax"): 0.0001,
}

CASEWORKERS_SLIP = {
    ("sharing", "strength"): 0.01,
    ("sharing", "park_below"): 0.05,
    ("rewards", "placement_pull"): 0.01,
    ("rewards", "follow_along"): 0.01,
    ("targeting", "belief_pull"): 0.01,
    ("staff_training", "learned_an_hour"): 0.001,
    ("continuity", "saved"): 0.01,
    ("outreach", "return_gain"): 0.5,
}

STAFF = ("tenure", "generation", "clients", "need", "hours_spent", "hours_taken", "skill", "skill_now",
         "trained", "hours")  # fmt: skip


def differences(district: District, plain: PlainDistrict) -> list[str]:
    """Everything in which the two models disagree now, as far as it has a name in both."""
    found = []
    people, arrays = list(plain.people), district.people.arrays
    rows = district.people.active_rows()
    if rows.tolist() != [person.who for person in people]:
        return [f"month {plain.month}: other people are here"]

    def compare(what: str, whose, mine: list, theirs: np.ndarray) -> None:
        for who, a, b in zip(whose, mine, theirs.tolist(), strict=True):
            if a != b:
                found.append(f"month {plain.month}: {what} of {who} is {b}, expected {a}")

    for name in arrays.keys() - NOT_COPIED:
        compare(name, rows, [getattr(p, name) for p in people], arrays[name][rows])
    numbers = {name: [getattr(p, name) for p in people] for name in ("employer", "caseworker")}
    numbers["specialist"] = [p.specialist for p in people]
    offset = {"employer": EMPLOYER_OFFSET, "caseworker": plain.workers[0].who}
    for name, others in numbers.items():
        first = offset.get(name, plain.workers[0].who)
        mine = [-1 if other is None else other.who - first for other in others]
        compare(name, rows, mine, arrays[name][rows])
    for one in district.delivered:
        compare(f"months in {one.name}", rows, [p.months_in[one.name] for p in people],
                one.enrolled[rows])  # fmt: skip
        compare(f"wait for {one.name}", rows, [p.waiting[one.name] for p in people],
                one.waiting[rows])  # fmt: skip

    firms = range(len(plain.employers))
    for name in district.employers.arrays.keys() - NOT_COPIED:
        compare(f"employer's {name}", firms, [getattr(e, name) for e in plain.employers],
                district.employers.arrays[name])  # fmt: skip
    posts = [worker.who - plain.workers[0].who for worker in plain.workers if worker.is_open]
    if posts != district.staff.active_rows().tolist():
        found.append(f"month {plain.month}: other posts are open")
    for name in STAFF:
        compare(f"caseworker's {name}", posts, [getattr(plain.workers[c], name) for c in posts],
                district.staff.arrays[name][posts])  # fmt: skip

    for name in ("demand_shock", "others_seeking", "others_in_work"):
        compare(f"market's {name}", ["the district"], [getattr(plain, name)],
                np.array([district.market[name]]))  # fmt: skip
    names = [payment.name for payment in payments(0.5)]
    compare("money of", names, [plain.amounts[n] for n in names], district.arrays["amounts"])
    for group in (None, 0, 1, 2):
        measured = district.books.outcomes(plain.month, group)[plain.month]
        for name, value in plain.outcomes(group).items():
            other = measured[NAMES.index(name)]
            if not np.isclose(value, other, rtol=1e-12, atol=1e-12, equal_nan=True):
                found.append(f"month {plain.month}: {name} in {group} is {other}, not {value}")
    return found


def first_differences(scenario: Scenario, seed: int, slip=None) -> list[str]:
    """What differs in the first month in which the two models part, if they ever do."""
    district, plain = District(scenario, rng=seed), PlainDistrict(scenario, seed)
    if slip:
        (group, name), change = slip
        numbers = plain.groups[group]
        setattr(numbers, name, getattr(numbers, name) + change)
    found = differences(district, plain)
    while not found and plain.month < scenario["district.months"]:
        district.step()
        plain.step()
        found = differences(district, plain)
    return found


@pytest.mark.parametrize("seed", [1, 2])
@pytest.mark.parametrize("name", SCENARIOS)
def test_everybody_lives_the_same_life_in_columns_and_as_plain_mesa(name, seed):
    found = first_differences(SCENARIOS[name], seed)
    assert not found, "\n".join(found[:20])


@pytest.mark.parametrize("slip", CASEWORKERS_SLIP.items(), ids=lambda slip: ".".join(slip[0]))
def test_a_slip_about_caseworkers_is_noticed(slip):
    assert first_differences(BUSY_CASEWORKERS, 1, slip)


@pytest.mark.parametrize("slip", SLIPS.items(), ids=lambda slip: ".".join(slip[0]))
def test_one_number_changed_in_the_oracle_alone_is_noticed(slip):
    assert first_differences(MUCH_OF_EVERYTHING, 1, slip)


def test_in_the_lives_compared_everything_happens():
    plain = PlainDistrict(MUCH_OF_EVERYTHING, 1)
    seen, programmes, closed, owing = set(), set(), 0, 0
    for _ in range(MONTHS):
        plain.step()
        for person in plain.people:
            seen.add(person.status)
            programmes.add(frozenset(n for n, m in person.months_in.items() if m > 0))
        closed = max(closed, sum(not worker.is_open for worker in plain.workers))
        owing += sum(employer.owed for employer in plain.employers)
    assert seen == {0, 2, 4, 7, 8, 9, 10, 11, 12, 13}
    assert {name for names in programmes for name in names} == {
        "ips", "sheltered", "social_free_pass",
    }  # fmt: skip
    people = list(plain.people)
    assert any(p.cut_months for p in people) and any(p.pressure for p in people)
    assert any(p.new_caseworker for p in people) and closed
    assert any(not p.cohort for p in people)  # newcomers
    assert len([p for p in people if p.cohort]) < PEOPLE  # leavers
    assert owing and any(e.made for e in plain.employers)  # jobs opened by outreach, early and additional
    assert any(e.memory for e in plain.employers)
    assert any(p.pass_used for p in people)
    assert sum(e.filled_others for e in plain.employers)


def test_in_the_lives_compared_caseworkers_do_all_they_can_do():
    seen = set()
    for scenario in (BUSY_CASEWORKERS, BY_PROFILE):
        plain = PlainDistrict(scenario, 1)
        for _ in range(MONTHS):
            plain.step()
            people, outreach = list(plain.people), plain.outreach
            clients = [p for p in people if p.caseworker]
            if any(p.service_hours == 0.0 for p in clients):
                seen.add("parked")
            if any(0.0 < p.handed_over < plain.continuity.handover for p in clients):
                seen.add("handed over in part")
            sought = sum(p.sought_out for p in people)
            wanted = [plain.luck.uniform(p.lasting_luck, SOUGHT_OUT) < outreach.proactive
                      for p in people if p.is_unseen]  # fmt: skip
            seen.add("sought out as wanted" if sought >= sum(wanted) else "too many to seek out")
            if any(p.follow_along > 0.0 and not p.specialist for p in clients):
                seen.add("followed at work")
            if any(p.profile != level_of(p.barriers_at_start) for p in people):
                seen.add("at a wrong level")
    assert seen == {
        "parked", "handed over in part", "sought out as wanted", "too many to seek out",
        "followed at work", "at a wrong level",
    }  # fmt: skip


def test_the_plain_rules_are_plain_all_the_way_down():
    rule = plain_rule(gain_from_hours)
    assert not hasattr(rule, "py_func") and hasattr(gain_from_hours, "py_func")
    assert not any(hasattr(rule.__globals__[n], "py_func") for n in rule.__code__.co_names
                   if n in rule.__globals__)  # fmt: skip
