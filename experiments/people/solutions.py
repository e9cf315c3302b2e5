"""Many populations that all meet what is published: the set of solutions, not one.

``python -m experiments.people.solutions`` writes ``scenarios/posterior/people.csv`` (one row a
solution, one column an address) and ``people.toml`` beside it (how it was made, with the errors).
The shares that no study gives are drawn within their declared ranges, stratified (a Latin
hypercube); the weights of one barrier and of four or more are solved, so that every published share
holds. A draw with which the published shares cannot hold, or only with weights beyond their
declared range, is left out, so what is published narrows the ranges.
"""

from __future__ import annotations

import csv
import sys
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

import numpy as np
from scipy.stats import qmc

from experiments.manifest import commit, versions
from experiments.people.population import (
    SOLVED,
    TARGETS,
    UNMEASURED,
    broken_claims,
    exact_errors,
    record_of,
    targets,
)
from experiments.terminal import progress, say
from sim.compiled import model_fingerprint
from sim.population.together import fitted
from sim.scenario import Scenario, declarations, default_scenario

FOLDER = TARGETS.parent / "posterior"
SOLUTIONS = 256
SEED = 4
DRAWS_A_SOLUTION = 4  # at most
LARGEST_ERROR = 0.001  # of a share; a tenth of what the drawing may be off
DIGITS = 6


def published(name: str) -> float:
    """A published figure by its id in the file of targets."""
    return next(target.low for target in targets() if target.id == name)


def solve(scenario: Scenario) -> Scenario:
    """The scenario with the weights at which the two published counts hold."""
    _, weights = fitted(record_of(scenario), published("two-or-more"), published("four-or-more"))
    allowed = np.minimum(weights[1:], [declarations()[address].parameter.unit.high for address in SOLVED])
    return scenario.set(dict(zip(SOLVED, np.round(allowed, DIGITS).tolist(), strict=True)))


def within_ranges(scenario: Scenario) -> bool:
    """Whether the solved weights are plausible."""
    ranges = (declarations()[address].parameter.plausible for address in SOLVED)
    return all(low <= scenario[address] <= high for address, (low, high) in zip(SOLVED, ranges, strict=True))


def draws(number: int, seed: int) -> Iterator[dict[str, float]]:
    """Values of the unmeasured shares, stratified over their declared ranges."""
    ranges = [declarations()[address].parameter.plausible for address in UNMEASURED]
    low, high = np.array(ranges).T
    generator = np.random.default_rng(seed)
    for row in qmc.scale(qmc.LatinHypercube(len(ranges), rng=generator).random(number), low, high):
        yield dict(zip(UNMEASURED, np.round(row, DIGITS).tolist(), strict=True))


def find(number: int = SOLUTIONS, seed: int = SEED, tell=lambda done, total: None) -> tuple[list, int]:
    """The first so many solutions, and how many draws it took."""
    base, found = default_scenario(), []
    for tried, values in enumerate(draws(DRAWS_A_SOLUTION * number, seed), start=1):
        solution = solve(base.set(values))
        errors = exact_errors(solution)
        worst = max(broken_claims(solution), *map(abs, errors.values()))
        if within_ranges(solution) and worst < LARGEST_ERROR:
            found.append((solution, errors))
            tell(len(found), number)
        if len(found) == number:
            return found, tried
    raise RuntimeError(f"only {len(found)} of {DRAWS_A_SOLUTION * number} draws can meet what is published")


def write(folder: Path, found: list, tried: int, seed: int) -> None:
    """The two files."""
    folder.mkdir(parents=True, exist_ok=True)
    addresses = (*UNMEASURED, *SOLVED)
    with (folder / "people.csv").open("w", encoding="utf-8", newline="") as file:
        lines = csv.writer(file, lineterminator="\n")
        lines.writerow(addresses)
        lines.writerows([f"{solution[address]:.{DIGITS}g}" for address in addresses] for solution, _ in found)
    largest = {name: max(abs(errors[name]) for _, errors in found) for name in found[0][1]}
    text = [
        "# How people.csv was made: python -m experiments.people.solutions",
        f"solutions = {len(found)}", f"draws = {tried}", f"seed = {seed}",
        f'model = "{model_fingerprint()}"', f'commit = "{commit() or ""}"',
        f'version = "{versions()["inroads"]}"', "",
        "# Largest error over the solutions, in points, of every published share.",
        "[largest_error_points]",
        *(f"{name} = {100.0 * error:.4f}" for name, error in largest.items()),
    ]  # fmt: skip
    (folder / "people.toml").write_text("\n".join(text) + "\n", encoding="utf-8")


@cache
def read() -> tuple[Mapping[str, float], ...]:
    """The solutions that come with Inroads, one mapping of address to value each."""
    with (FOLDER / "people.csv").open(encoding="utf-8", newline="") as file:
        return tuple({name: float(value) for name, value in row.items()} for row in csv.DictReader(file))


def main() -> None:
    """Find and write; a folder may be given."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else FOLDER
    with progress("Solving for populations", wanted=True) as bar:
        found, tried = find(tell=bar)
    write(folder, found, tried, SEED)
    say(f"{len(found)} solutions of {tried} draws in people.csv.")


if __name__ == "__main__":
    main()
