"""docs/facts.md and the list of claims not met are whole, and agree with each other and with the facts."""

import re
from pathlib import Path

import numpy as np
import pytest

from experiments import facts
from experiments.facts import __main__ as command
from experiments.facts import report, studies, worlds
from experiments.facts.claims import Claim, ClaimResult, FactResult, Measured, pooled
from experiments.trials import trial
from sim import load
from sim.errors import InputError
from tests.facts import CLAIMS, CONTROLS

DOCUMENT = (Path(__file__).parent.parent / "docs" / "facts.md").read_text()


def test_all_fifteen_facts_are_there_each_with_sources_a_reading_and_a_control():
    assert [one.number for one in facts.FACTS] == list(range(1, 16))
    for one in facts.FACTS:
        assert one.sources and one.reading and one.claims and one.controls, one.number
        assert len({claim.key for claim in one.claims}) == len(one.claims)
        assert {control.claim for control in one.controls} <= {claim.key for claim in one.claims}
    assert len(CONTROLS) == sum(len(one.controls) for one in facts.FACTS)


def test_the_document_tells_every_claim_with_its_verdict():
    listed = report.not_met()
    rows = re.findall(r"(?m)^\| .*\(`([^`]+)`\) \| [^|]+ \| [^|]+ \| (met|NOT MET) \|$", DOCUMENT)
    assert [key for key, _ in rows] == [claim.key for claim in CLAIMS.values()]
    said = {name for name, (_, verdict) in zip(CLAIMS, rows, strict=True) if verdict == "NOT MET"}
    assert said == set(listed)
    for name, why in listed.items():
        assert f"**{name}**" in DOCUMENT and why in DOCUMENT


def test_every_claim_that_is_not_met_has_a_reason_that_a_person_gave():
    for name, why in report.not_met().items():
        assert name in CLAIMS and len(why) > 40 and why != report.UNEXPLAINED, name


def test_what_is_not_met_is_listed_and_reasons_are_kept():
    claim = Claim("key", "says", lambda base, seeds: None, 0.0, 1.0)
    fact = facts.FACTS[0]
    bad, good = Measured(2.0, 1.9, 2.1), Measured(0.5, 0.4, 0.6)
    results = [FactResult(fact, (ClaimResult(1, claim, bad), ClaimResult(2, claim, good)))]
    text = report.not_met_file(results, {"1 key": "Because."})
    assert 'claim = "1 key"\nwhy = "Because."' in text and "2 key" not in text
    assert report.UNEXPLAINED in report.not_met_file(results, {})


@pytest.mark.parametrize(
    ("claim", "found", "met", "refuted"),
    [
        (Claim("k", "s", None, 0.0, 1.0), Measured(0.5, 0.1, 0.9), True, False),
        (Claim("k", "s", None, 0.0, 1.0), Measured(0.5, -0.1, 0.9), False, False),
        (Claim("k", "s", None, 0.0, 1.0), Measured(1.5, 0.5, 2.5), False, True),
        (Claim("k", "s", None, 0.0), Measured(0.0, 0.0, 0.0), True, False),
        (Claim("k", "s", None, 0.0, strictly=True), Measured(0.0, 0.0, 0.0), False, True),
        (Claim("k", "s", None, includes=0.0), Measured(0.5, -0.1, 1.1), True, False),
        (Claim("k", "s", None, includes=0.0), Measured(0.5, 0.1, 0.9), False, True),
        (Claim("k", "s", None, 0.0), Measured(np.nan, np.nan, np.nan), False, True),
    ],
)
def test_a_claim_is_met_only_when_the_whole_interval_keeps_to_its_bounds(claim, found, met, refuted):
    assert claim.met_by(found) == met and claim.refuted_by(found) == refuted


def test_the_interval_of_a_mean_and_of_a_ratio_by_hand():
    values = np.array([1.0, 2.0, 3.0, 6.0])
    mean = Measured.of(values)
    error = 2.3534 * values.std(ddof=1) / 2  # Student's t of four values, not the normal's 1.645
    assert (mean.value, mean.lo, mean.hi) == pytest.approx((3.0, 3.0 - error, 3.0 + error), rel=1e-4)
    # For a mean the jackknife is the ordinary standard error.
    same = pooled(lambda s: s[0] / s[1], np.column_stack([values, np.ones(4)]))
    assert (same.value, same.lo, same.hi) == pytest.approx((mean.value, mean.lo, mean.hi))
    endless = Measured.around(0.0, 1.0)
    assert endless.hi == pytest.approx(1.6449, abs=1e-4)
    assert Measured.around(0.0, 1.0, 30).hi == pytest.approx(1.6991, abs=1e-4)
    assert np.isinf(Measured.around(0.0, 1.0, 1).hi)
    ratio = pooled(lambda one, other: one / other, np.array([1.0, 3.0]), np.array([1.0, 1.0]))
    assert ratio.value == 2.0 and ratio.lo < 1.0 and ratio.hi > 3.0


def test_what_facts_take_from_files_is_what_the_files_say():
    """Doubling today's market doubles the one around the few; fact 6 has the arms of the trial's file."""
    denmark = load("denmark")
    address = "world.economy.others_in_work"
    assert worlds.few_in_a_market(denmark)[address] == pytest.approx(5 * denmark[address])
    twice = denmark.set({address: 2 * denmark[address]})
    assert worlds.few_in_a_market(twice)[address] == pytest.approx(10 * denmark[address])
    arms = studies.plain_arms(denmark, "D-04")
    told = trial.read("dahl-hernaes").arms["treated"].changes
    assert told and all(arms["treated"][where] == value for where, value in told.items())
    assert arms["control"].differences(arms["treated"]).keys() <= told.keys()
    assert worlds.told_by("denmark") == {} != worlds.told_by("projects/hjorring")


def test_a_fact_that_does_not_exist_is_one_sentence(capsys):
    with pytest.raises(InputError, match="There is no fact"):
        facts.measure([99])
    assert command.main(["99"]) == 2 and command.main(["three"]) == 2 and command.main(["1", "--write"]) == 2
    assert all(line.count(".") and "Traceback" not in line for line in capsys.readouterr().err.splitlines())
