"""Compile the model once and keep it: ``python -m sim.warm``. Later starts take a second."""

from sim.instruments import DELIVERED
from sim.model import simulate
from sim.scenario import default_scenario

# What sets in motion the kernels that a baseline leaves alone.
EVERYTHING = {f"policy.{one.name}.{one.share}": 0.5 for one in DELIVERED} | {
    "policy.plans.rule": "worst_first",
    "policy.sharing.rule": "need_first",
    "policy.continuity.handover": 0.5,
    "policy.outreach.proactive": 0.5,
    "policy.campaign.reach": 0.5,
    "policy.employer_service.visits": 0.5,
}


def warm() -> None:
    """Run one tiny district with everything switched on, so that every kernel is compiled."""
    simulate(default_scenario().set({"district.people": 60, "district.months": 4, **EVERYTHING}), 1)


if __name__ == "__main__":
    warm()
    print("The model is compiled and ready.")
