"""What moves the targets: every unsure assumption of the core from end to end of its range, one at a time.

``python -m experiments.calibration.screening`` writes scenarios/posterior/checks/screening.csv: for each
assumption how far it moves each target, in units of that target's noise. It is how the free numbers
were chosen; it is no part of the calibration itself.
"""

from __future__ import annotations

import csv
import sys
from pathlib import Path

import numpy as np

from experiments import posterior
from experiments.calibration.publish import CHECKS
from experiments.calibration.simulate import ORDINARY, Size, simulate_values
from experiments.calibration.targets import targets
from experiments.calibration.workers import Workers
from sim.scenario import declarations

CORE = ("benefit", "capacity", "economy", "exits", "firms", "health", "hiring", "ips", "jobs", "mind",
        "money", "people", "sanctions", "search", "separation", "service", "sheltered", "skills",
        "social_free_pass", "targeting", "sharing", "continuity")  # fmt: skip
FILE = "screening.csv"


def screened() -> list[str]:
    """The assumptions that are moved."""
    return [
        address for address, one in declarations().items()
        if address.split(".")[1] in CORE and posterior.can_be_drawn(address, one.parameter)
    ]  # fmt: skip


def _moved(task: tuple[str | None, float, Size]) -> tuple[float, ...]:
    address, value, size = task
    return simulate_values({} if address is None else {address: value}, 1, 1, size).mean


def screen(size: Size, workers: Workers, each=lambda done, total: None) -> dict[str, np.ndarray]:
    """Address -> (simulated at the high end less at the low end) over noise, one a target."""
    addresses, known = screened(), declarations()
    tasks = []
    for address in addresses:
        one = known[address].parameter
        tasks += [(address, one.accept(end), size) for end in one.plausible]
    found: dict[int, tuple[float, ...]] = {}

    def keep(number, mean):
        found[number] = mean
        each(len(found), len(tasks))

    workers.run(_moved, tasks, keep)
    noise = np.array([one.noise for one in targets()])
    return {
        address: (np.array(found[2 * n + 1]) - np.array(found[2 * n])) / noise
        for n, address in enumerate(addresses)
    }  # fmt: skip


def write(effects: dict[str, np.ndarray], path: Path) -> None:
    """As a table, what moves the targets most first."""
    ranked = sorted(effects, key=lambda a: -float(np.nansum(effects[a] ** 2)))
    with path.open("w", newline="", encoding="utf-8") as file:
        rows = csv.writer(file, lineterminator="\n")
        rows.writerow(["address", "all", *(one.id for one in targets())])
        for address in ranked:
            total = float(np.sqrt(np.nansum(effects[address] ** 2)))
            rows.writerow([address, f"{total:.2f}", *(f"{e:.2f}" for e in effects[address])])


def main() -> None:
    """Screen and write."""
    path = Path(sys.argv[1]) if len(sys.argv) > 1 else posterior.folder() / CHECKS / FILE
    path.parent.mkdir(parents=True, exist_ok=True)
    with Workers() as workers:
        write(screen(ORDINARY, workers, lambda d, t: print(d, t, file=sys.stderr)), path)


if __name__ == "__main__":
    main()
