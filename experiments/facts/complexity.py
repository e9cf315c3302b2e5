"""Fact 1: most have several barriers, and each further one keeps more people from a job."""

from __future__ import annotations

import numpy as np

from experiments.facts.claims import Claim, Control, Fact, Measured, Seeds, pooled
from experiments.facts.worlds import each, sized
from sim import District
from sim.scenario import Scenario

PEOPLE, MONTHS = 2000, 12
MOST = 5  # this many barriers, or more
HAS, FOUND = 0, 1


def _live(scenario: Scenario, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """(people with 1 to 5 barriers, and those of them with a job within the year), (with health
    issues, and of them without education)."""
    d = District(scenario, rng=seed, keep_lives=False)
    p = {name: column[:PEOPLE] for name, column in d.people.arrays.items()}
    barriers = np.minimum(p["barriers_at_start"], MOST)
    ill = p["limited"] == 1
    uneducated = p["education"] >= scenario["world.people.severity_low"]
    health = np.array([ill.sum(), (ill & uneducated).sum()])
    for _ in range(MONTHS):
        d.step()
    found = p["ever_job"] == 1
    table = [[(barriers == n).sum(), ((barriers == n) & found).sum()] for n in range(MOST + 1)]
    return np.array(table), health


def _tables(base: Scenario, seeds: Seeds) -> list[tuple[np.ndarray, np.ndarray]]:
    return each(sized(base, MONTHS, PEOPLE), seeds, _live)


def _with_at_least(count: int):
    def measure(base: Scenario, seeds: Seeds) -> Measured:
        tables = [table[1:, HAS] for table, _ in _tables(base, seeds)]
        return Measured.of([table[count - 1 :].sum() / table.sum() for table in tables])

    return measure


def _uneducated_if_ill(base: Scenario, seeds: Seeds) -> Measured:
    counts = np.array([health for _, health in _tables(base, seeds)])
    return pooled(lambda sums: sums[1] / sums[0], counts)


def _lost_with_barrier(count: int):
    """Share with a job within the year among people with one barrier fewer, less that with these."""

    def measure(base: Scenario, seeds: Seeds) -> Measured:
        tables = np.array([table for table, _ in _tables(base, seeds)])
        share = lambda sums, n: sums[n, FOUND] / sums[n, HAS]  # noqa: E731
        return pooled(lambda sums: share(sums, count - 1) - share(sums, count), tables)

    return measure


FACT = Fact(
    1,
    "Complexity",
    "A-02, A-06, F-01",
    "Vulnerable people have at least one of the ten measured barriers; five stands for five or more.",
    (
        Claim("two-or-more", "share with two barriers or more", _with_at_least(2), 0.77, 0.83),
        Claim("four-or-more", "share with four barriers or more", _with_at_least(4), 0.12, 0.18),
        Claim("education-if-ill", "share without education among people with health issues",
              _uneducated_if_ill, 0.45, 0.55),
        *(Claim(f"barrier-{n}", f"share with a job within 12 months: with {n - 1}, less with {n} barriers"
                + (" or more" if n == MOST else ""), _lost_with_barrier(n), 0.0, strictly=True)
          for n in range(2, MOST + 1)),
    ),
    (
        Control("far fewer without a recent job", "two-or-more", {"world.people.no_recent_job": 0.3}),
        Control("a market without a vacancy", "barrier-3", {
            "world.economy.openings": 0.0, "world.economy.replacement": 0.5,
            "world.economy.others_in_work": 0.0,
        }),
    ),
)  # fmt: skip
