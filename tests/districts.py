"""Districts that several tests live through, kept small."""

from sim import District, Scenario, load
from sim.instruments import DELIVERED

# Every instrument at work at once, so that every kernel has something to do.
BUSY = {
    "policy.ips.places": 0.5,
    "policy.sheltered.places": 0.4,
    "policy.social_free_pass.coverage": 0.5,
    "policy.sanctions.strictness": 0.5,
    "policy.caseload.ordinary": 35.0,
}


def busy(**settings) -> Scenario:
    """Denmark with every instrument at work; settings as ``people=...``, ``months=...``."""
    sizes = {f"district.{name}": value for name, value in settings.items()}
    return load("denmark").set({**BUSY, **sizes})


def all_on(share: float = 0.5, **settings) -> Scenario:
    """Denmark with places in every instrument for a share of those who qualify, all of them willing."""
    places = {f"policy.{one.name}.{one.share}": share for one in DELIVERED}
    willing = {f"world.{one.name}.take_up": 1.0 for one in DELIVERED}
    return busy(**settings).set({**places, **willing})


def lived(scenario: Scenario, months: int, seed: int = 1) -> District:
    """A district after some months."""
    district = District(scenario, rng=seed)
    for _ in range(months):
        district.step()
    return district
