"""The claims of the stylised facts, measured once for all tests, and the list of those not met."""

from experiments import facts
from experiments.facts import report
from experiments.facts.claims import ClaimResult
from sim import load

CLAIMS = {f"{one.number} {claim.key}": claim for one in facts.FACTS for claim in one.claims}
CONTROLS = {
    f"{one.number} {control.claim}": (one, control) for one in facts.FACTS for control in one.controls
}
CONTROL_SEEDS = range(1, 11)


def claims_of(numbers) -> list[str]:
    return [name for name in CLAIMS if int(name.split()[0]) in numbers]


def measured(name: str) -> ClaimResult:
    claim = CLAIMS[name]
    found = claim.measure(load("denmark"), tuple(facts.SEEDS))
    return ClaimResult(int(name.split()[0]), claim, found)


def assert_as_listed(name: str) -> None:
    result, listed = measured(name), report.not_met()
    said = f"{name}: {result.claim.says}: {report.figure(result.found)}, demanded {result.claim.demanded}"
    if name in listed:
        assert not result.met, f"{said}; it is met now, so take it off the list (--write)"
    else:
        assert result.met, said


def assert_control_fails(name: str) -> None:
    fact, control = CONTROLS[name]
    refuted, found = facts.control_fails(fact, control, CONTROL_SEEDS)
    assert refuted, (
        f"{control.says}: {report.figure(found)} still keeps to {fact.claim(control.claim).demanded}"
    )
