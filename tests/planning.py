"""Small districts in which people have plans, for the tests of plans."""

import numpy as np

from sim import District, load
from sim.phases.plans import make_plans
from sim.plan import names, read, unpack
from tests.districts import lived

ORDER = load("denmark").records()["order"][0]
# A district in which only what a test opens is offered.
QUIET = load("denmark").set({
    "district.people": 800, "policy.ips.places": 0.0, "policy.sheltered.places": 0.0,
    "policy.social_free_pass.coverage": 0.0, "policy.plans.review": 0,
})  # fmt: skip
BARRIERS = ("everyday_goals", "treatment", "language", "training")
WORK = ("practice", "wage_subsidy")
# What each is for, its kind and its duration, written down a second time by hand.
ABOUT = {
    "everyday_goals": ("everyday_skills", "everyday", 4), "treatment": ("health", "barrier", 9),
    "language": ("language", "barrier", 12), "training": ("education", "barrier", 6),
    "practice": ("work_skills", "work", 4), "wage_subsidy": ("", "work", 8),
}  # fmt: skip
PLAN = "everyday_goals > language + treatment > practice"
FROM = {"everyday_goals": 0.35, "treatment": 0.45, "language": 0.35, "training": 0.35}


def bit(*words: str) -> int:
    """The mask of some instruments."""
    return sum(1 << (names().index(word) + 1) for word in words)


def opened(*words: str, **places: float) -> dict:
    """Places for everybody in some instruments."""
    return {f"policy.{word}.places": 1.0 for word in words} | {
        f"policy.{word}.places": share for word, share in places.items()
    }


def planned(plan: str, group: str = "everyone", **settings):
    """A quiet district with one typed plan, places for everything in it."""
    changes = {name.replace("__", "."): value for name, value in settings.items()}
    words = [word for step in read(plan) for word in step]
    return QUIET.set({**opened(*words), f"policy.plans.{group}": plan, **changes})


def enrolled(district, name: str) -> np.ndarray:
    """Months in an instrument, a number a row."""
    return next(one for one in district.delivered if one.name == name).enrolled


def steps(packed: int) -> list[list[str]]:
    """The steps of a packed plan."""
    return read(unpack(int(packed)))


def assessed(world, **columns) -> District:
    """A district whose caseworkers know everybody fully, at the moment plans are made."""
    d = lived(world, 1)
    p = d.people.arrays
    p["assessed"][:] = 1.0
    for name, value in columns.items():
        p[name][:] = value
    p["plan"][:] = p["plan_made"][:] = p["finished"][:] = 0
    d.run(make_plans)
    return d


def severity_of(p, barrier: str, i: int) -> float:
    if barrier == "health":
        return max(p["mental_health"][i], p["physical_health"][i])
    return float(p[barrier][i]) if barrier else 0.0


def needed_by(p, i: int, offers) -> set[str]:
    return {name for name in offers if severity_of(p, ABOUT[name][0], i) >= FROM.get(name, 0.0)}


def people_with_plans(d):
    found = np.flatnonzero(d.people.arrays["plan_made"] > 0)
    assert len(found) > 500
    return found


def lived_watching(world, months, watch, seed=1):
    """Live a district, calling watch(district, finished before the month) after each month."""
    d = District(world, rng=seed)
    for _ in range(months):
        before = d.people.arrays["finished"].copy()
        d.step()
        watch(d, before)
    return d
