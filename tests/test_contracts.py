"""What every instrument must keep, generated from the tuple of instruments."""

import numpy as np
import pytest

from experiments.audit import between
from experiments.compare import compare
from sim import District, load
from sim.instruments import DELIVERED, INSTRUMENTS
from sim.scenario import declarations
from sim.statuses import OPEN_BENEFIT
from tests.districts import busy, lived

DENMARK = load("denmark")
LEVERS = [a for a, d in declarations().items() if d.parameter.kind == "lever"]

ids = [instrument.name for instrument in INSTRUMENTS]


def share_of(instrument) -> str:
    return f"policy.{instrument.name}.{instrument.share}"


@pytest.mark.parametrize("instrument", INSTRUMENTS, ids=ids)
def test_an_instrument_says_what_it_is_and_names_no_outcome(instrument):
    from sim.outcomes import NAMES

    assert instrument.__doc__ and instrument.label and instrument.mechanism
    assert instrument.name == instrument.name.lower()
    outcomes = {"job_any", "job_ordinary", "job_ever", "job_fulltime", "months_in_work"}
    assert outcomes <= set(NAMES)
    assert not outcomes & set(instrument.moves)
    for kernel in (instrument.work, instrument.eligible):
        if kernel is not None:
            changed = kernel.py_func.__code__.co_varnames
            forbidden = {"ever_job", "employer", "hours", "months_in_work", "first_job_month"}
            assert not forbidden & set(changed[: kernel.py_func.__code__.co_argcount])


@pytest.mark.parametrize("instrument", DELIVERED, ids=[i.name for i in DELIVERED])
def test_without_places_it_changes_nobodys_life(instrument):
    """All its other levers moved to an end of their range, and still nothing moves."""
    none = DENMARK.set({"district.people": 300, share_of(instrument): 0.0})
    moved = {}
    for address in LEVERS:
        if address.startswith(f"policy.{instrument.name}.") and address != share_of(instrument):
            parameter = declarations()[address].parameter
            if parameter.plausible:
                moved[address] = parameter.accept(parameter.plausible[1])
    assert moved
    one, other = lived(none, 18), lived(none.set(moved), 18)
    for name, column in one.people.arrays.items():
        assert np.array_equal(column, other.people.arrays[name]), name


@pytest.mark.parametrize("instrument", DELIVERED, ids=[i.name for i in DELIVERED])
def test_funded_it_enrols_somebody_and_moves_what_it_works_through(instrument):
    scenario = DENMARK.set({"district.people": 600})
    with_it = lived(scenario.set({share_of(instrument): 0.6}), 4)
    without = lived(scenario.set({share_of(instrument): 0.0}), 4)
    mine = next(one for one in with_it.delivered if one.name == instrument.name)
    assert (mine.enrolled > 0).sum() > 0
    for column in instrument.moves:
        assert not np.array_equal(with_it.people.arrays[column], without.people.arrays[column]), column


def test_nobody_is_in_two_full_time_places_at_once():
    """IPS and sheltered practice exclude each other, from the first month on."""
    district = District(busy(people=1000).set({"policy.ips.from_severity": 0.2}), rng=1)
    for _ in range(12):
        district.step()
        in_them = {one.name: one.enrolled > 0 for one in district.delivered}
        assert in_them["ips"].any() and in_them["sheltered"].any()
        assert not (in_them["ips"] & in_them["sheltered"]).any()


@pytest.mark.parametrize("instrument", DELIVERED, ids=[i.name for i in DELIVERED])
def test_more_places_never_take_a_place_from_somebody(instrument):
    """In the first month in which anybody can be in, the same people are, and some more."""
    months = 1 if OPEN_BENEFIT in instrument.open_to else 2  # nobody has a job at the start
    few = lived(DENMARK.set({share_of(instrument): 0.2}), months)
    many = lived(DENMARK.set({share_of(instrument): 0.7}), months)
    find = lambda d: next(one for one in d.delivered if one.name == instrument.name).enrolled > 0  # noqa: E731
    assert find(few).sum() > 0
    assert not (find(few) & ~find(many)).any()
    assert find(many).sum() > find(few).sum()


@pytest.mark.parametrize("instrument", DELIVERED, ids=[i.name for i in DELIVERED])
def test_its_cost_is_at_most_places_times_price(instrument):
    district = lived(DENMARK.set({share_of(instrument): 0.5}), 12)
    mine = next(one for one in district.delivered if one.name == instrument.name)
    from sim.ledger import PROGRAMME

    spent = district.books.amounts[12][PROGRAMME[instrument.payer]]
    ceiling = sum(
        one.price * int((one.enrolled > 0).sum())
        for one in district.delivered
        if one.instrument.payer == instrument.payer
    )
    assert spent <= ceiling + 1e-6
    assert mine.price == 0.0 or spent > 0.0


# Sheltered practice is meant to delay, and whoever is exempt looks less: both say so.
HELPFUL = [i for i in DELIVERED if i.name not in ("sheltered", "exemption")]


@pytest.mark.parametrize("instrument", HELPFUL, ids=[i.name for i in HELPFUL])
def test_with_vacancies_for_all_nobody_loses_a_job_by_it(instrument):
    """Where jobs abound, extra help or money does not lower employment."""
    roomy = DENMARK.set(
        {"world.economy.employers_per_100": 100.0, "world.economy.other_applicants": 0.1,
         "district.months": 24, "district.people": 1000, share_of(instrument): 0.0}
    )  # fmt: skip
    result = compare(roomy, roomy.set({share_of(instrument): 0.6}), range(1, 7))
    gain = result.difference("job_ever", 24)
    assert gain.mean >= -2 * gain.mcse


@pytest.mark.parametrize("address", LEVERS)
def test_every_lever_moves_something_at_its_plausible_ends(address):
    """Negative control inside: the same lever at the same value moves nothing."""
    low, high = between(DENMARK.set({"district.people": 800}), address)
    worlds = [lived(world, 24) for world in (low, high, high)]
    outcomes = [np.append(d.books.outcomes(24).ravel(), d.books.amounts[:25].sum()) for d in worlds]
    assert np.array_equal(outcomes[1], outcomes[2], equal_nan=True)
    assert not np.array_equal(outcomes[0], outcomes[1], equal_nan=True)


def test_waiting_lists_form_when_places_are_few_and_clear_when_they_are_many():
    few = lived(busy(people=500).set({"policy.ips.places": 0.1}), 12)
    many = lived(busy(people=500).set({"policy.ips.places": 1.0}), 12)
    waiting = [next(one for one in d.delivered if one.name == "ips").places[2] for d in (few, many)]
    assert waiting[0] > 10 and waiting[1] <= 3


def test_people_drop_out_of_sheltered_practice_more_than_of_ips():
    """B-02: 45% against 13% dropped out within 18 months."""
    district = District(busy(people=2000).set({"policy.ips.from_severity": 0.3}), rng=1)
    left = {"ips": 0, "sheltered": 0}
    stayed = {"ips": 0, "sheltered": 0}
    for _ in range(12):
        before = {one.name: one.enrolled.copy() for one in district.delivered}
        jobless = district.people.arrays["employer"] < 0
        district.step()
        for one in district.delivered:
            if one.name in left:
                was_in = (before[one.name] > 0) & (before[one.name] < 12) & jobless
                gone = was_in & (one.enrolled < 0) & (district.people.arrays["status"] == 0)
                left[one.name] += int(gone.sum())
                stayed[one.name] += int(was_in.sum())
    rate = {name: left[name] / stayed[name] for name in left}
    assert rate["sheltered"] > 2 * rate["ips"] > 0
