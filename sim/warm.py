"""Compile the model once and keep it: ``python -m sim.warm``. Later starts take a second."""

from sim.model import simulate
from sim.scenario import default_scenario


def warm() -> None:
    """Run one tiny district with every instrument funded, so that every kernel is compiled."""
    scenario = default_scenario().set(
        {
            "district.people": 50,
            "district.months": 3,
            "policy.ips.places": 0.5,
            "policy.sharing.rule": "need_first",
            "policy.continuity.handover": 0.5,
            "policy.outreach.proactive": 0.5,
        }
    )
    simulate(scenario, 1)


if __name__ == "__main__":
    warm()
    print("The model is compiled and ready.")
