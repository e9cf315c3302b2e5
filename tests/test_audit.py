"""Claims about `inroads audit levers`: a dead lever is named, and a live one is not."""

import json

import numpy as np
import pytest
from commandline import good, inroads, refused

from experiments import audit
from experiments.audit import between, effect, ends, levers, needs
from experiments.compare import run_arm
from sim import load
from sim.scenario import check

SMALL = load("denmark").set({"district.people": 120, "district.months": 12})
FEW = ("policy.ips.fidelity.integration", "policy.sanctions.strictness")
SIZE = ("--people", 120, "--months", 12, "--seeds", 3)


@pytest.fixture
def few(monkeypatch):
    """An audit of a few levers only."""
    chosen = {address: levers()[address] for address in FEW}
    monkeypatch.setattr(audit, "levers", lambda: chosen)


@pytest.fixture
def no_places(tmp_path):
    """A scenario in which nobody gets supported job search."""
    path = tmp_path / "none.toml"
    path.write_text('extends = "denmark"\npolicy.ips.places = 0.0\n')
    return path


@pytest.mark.parametrize("address", levers())
def test_a_lever_has_two_different_ends_and_what_it_needs_is_sound(address):
    low, high = ends(address)
    assert low != high
    assert {check(address, end) for end in (low, high)} == {low, high}
    wanted = needs(address)
    assert address not in wanted
    one, other = between(SMALL, address)
    assert one.differences(other) == {address: (low, high)}
    assert all(world[a] == check(a, value) for world in (one, other) for a, value in wanted.items())


def test_the_longest_beginning_of_an_address_wins():
    assert needs("policy.ips.time_limit") == {
        "policy.ips.places": 0.8, "policy.ips.from_severity": 0.2,
        "policy.ips.fidelity.follow_along": 0.0,
    }  # fmt: skip
    assert "policy.ips.places" not in needs("policy.ips.places")
    assert needs("policy.benefit.level") == {}


def test_a_lever_without_ends_says_where_to_give_it_some(monkeypatch):
    bare = levers()["policy.benefit.level"]
    monkeypatch.setattr(bare, "plausible", None)
    with pytest.raises(LookupError, match="ENDS"):
        ends("policy.benefit.level")
    monkeypatch.setitem(audit.ENDS, "policy.benefit.level", (1.0, 2.0))
    assert ends("policy.benefit.level") == (1.0, 2.0)


def test_what_changes_nothing_is_dead_and_what_changes_one_krone_is_not():
    arm = run_arm(SMALL, range(1, 4))
    dearer = run_arm(SMALL.set({"policy.sheltered.price": 20976.0}), range(1, 4))
    assert effect("policy.sheltered.price", arm, run_arm(SMALL, range(1, 4)), range(1, 4)).dead
    assert not effect("policy.sheltered.price", arm, dearer, range(1, 4)).dead


def test_the_outcome_named_is_the_one_that_the_lever_moves():
    """The price of a place moves what the public pays, upwards, and nothing else."""
    address = "policy.sheltered.price"
    low, high = (run_arm(world, range(1, 6)) for world in between(SMALL, address))
    found = effect(address, low, high, range(1, 6))
    assert found.outcome == "public_cost" and found.month == 12 and found.errors > 5.0
    gaps = [dear.outcome("public_cost")[12] - cheap.outcome("public_cost")[12]
            for cheap, dear in zip(low.runs, high.runs, strict=True)]  # fmt: skip
    assert found.change.mean == pytest.approx(np.mean(gaps)) and min(gaps) > 0.0


def test_with_one_seed_there_is_no_error_to_count_in():
    low, high = (run_arm(world, [1]) for world in between(SMALL, FEW[0]))
    found = effect(FEW[0], low, high, [1])
    assert not found.dead and found.errors is None and found.change.mean != 0.0


def test_every_lever_tried_gets_a_line_and_the_weakest_a_sentence(few):
    text = good("audit", "levers", *SIZE)
    assert [text.count(f"\n{address} ") for address in FEW] == [1, 1]
    assert "2 levers, 0 dead. The smallest detected effect is that of policy." in text


def test_a_dead_lever_is_named_and_the_exit_code_is_1(few, no_places, monkeypatch):
    monkeypatch.setattr(audit, "NEEDS", {})
    result = inroads("audit", "levers", no_places, *SIZE)
    assert result.exit_code == 1
    (sentence,) = result.stderr.splitlines()
    assert sentence == f"{FEW[0]} is dead: from 0.0 to 1.0 it changes nothing for anybody."
    assert "NOTHING MOVES" in result.stdout and "2 levers, 1 dead." in result.stdout


def test_the_same_lever_is_alive_once_it_has_what_it_needs(few, no_places):
    """Negative control of the test above."""
    assert "0 dead" in good("audit", "levers", no_places, *SIZE)


def test_the_json_of_an_audit_says_what_was_moved_and_what_it_did(few):
    printed = json.loads(good("audit", "levers", *SIZE, "--json"))
    assert list(printed) == ["levers", "dead", "manifest"]
    assert list(printed["levers"]) == list(FEW) and printed["dead"] == []
    found = printed["levers"]["policy.sanctions.strictness"]
    assert (found["from"], found["to"], found["dead"]) == (0.0, 0.8, False)
    assert set(found["change"]) == {"mean", "lo", "hi", "mcse"} and found["errors"] > 0.0
    assert printed["levers"][FEW[0]]["needs"]["policy.ips.places"] == 0.6


def test_ctrl_c_keeps_the_levers_that_were_tried(few, monkeypatch):
    finished = []
    real = audit.live

    def interrupted(*given):
        if finished:
            return [None, None], [], True
        finished.append(1)
        return real(*given)

    monkeypatch.setattr(audit, "live", interrupted)
    result = inroads("audit", "levers", *SIZE)
    assert result.exit_code == 130
    assert result.stderr == "Stopped: 1 of 2 levers were tried.\n"
    assert FEW[0] in result.stdout and FEW[1] not in result.stdout


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("audit", "lvers"), "Did you mean 'levers'?"),
        (("audit",), "Missing command."),
        (("audit", "levers", "--sed", "3"), "Did you mean --seed"),
    ],
)
def test_an_audit_that_is_not_understood_gets_one_sentence(words, says):
    assert says in refused(*words, code=2)


def test_the_scenario_of_an_audit_is_checked_as_everywhere():
    assert "Did you mean 'norway'?" in refused("audit", "levers", "norwa")
