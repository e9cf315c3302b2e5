"""Districts that several tests live through, kept small."""

from sim import District, Scenario, load

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


def lived(scenario: Scenario, months: int, seed: int = 1) -> District:
    """A district after some months."""
    district = District(scenario, rng=seed)
    for _ in range(months):
        district.step()
    return district
