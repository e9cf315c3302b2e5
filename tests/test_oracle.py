"""The model in columns against the same model as plain Mesa: identical lives, person by person."""

import numpy as np
import pytest

from sim.ledger import payments
from sim.luck import EMPLOYER_OFFSET
from sim.model import District
from sim.outcomes import NAMES
from sim.scenario import Scenario, load
from tests.reference.district import NOT_COPIED, PlainDistrict

PEOPLE, MONTHS = 150, 24
DENMARK = load("denmark").set({"district.people": PEOPLE, "district.months": MONTHS})
MUCH_OF_EVERYTHING = DENMARK.set(
    {
        "policy.ips.places": 0.5,
        "policy.ips.mental_only": False,
        "policy.ips.fidelity.rapid_search": 0.6,
        "policy.ips.time_limit": 4,
        "policy.sheltered.places": 0.4,
        "policy.social_free_pass.coverage": 0.6,
        "policy.sanctions.strictness": 0.6,
        "policy.sanctions.grace": 1,
        "policy.sanctions.months": 3,
        "policy.caseload.ordinary": 35.0,
        "policy.caseload.specialist": 12.0,
        "world.people.newcomers": 0.02,
        "world.people.move_away": 0.01,
        "world.service.turnover": 0.08,
        "world.exits.education": 0.03,
        "world.exits.early_retirement": 0.1,
        "world.hiring.bar": -3.2,
        "district.start_month": 8,
    }
)
SCENARIOS = {"denmark": DENMARK, "much of everything": MUCH_OF_EVERYTHING}

STAFF = ("tenure", "generation", "clients", "need", "hours_spent", "skill", "skilled", "hours")


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

    for name in ("demand_shock", "others_seeking", "others_in_work", "reopened"):
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
