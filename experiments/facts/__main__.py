"""``python -m experiments.facts [NUMBER ...] [--write]``: measure the facts, print them, write them down."""

from __future__ import annotations

import sys
from pathlib import Path

from experiments import facts
from experiments.facts import comparators, report
from experiments.terminal import complain, say
from sim import load
from sim.errors import InputError

DOCUMENT = Path(__file__).parents[2] / "docs" / "facts.md"


def write() -> list[facts.FactResult]:
    """Measure every fact, and write docs/facts.md and the list of claims not met."""
    results = facts.measure()
    reasons = report.not_met()
    report.NOT_MET.write_text(report.not_met_file(results, reasons))
    profile = comparators.MONTHS, comparators.time_profile(load("denmark"), tuple(facts.SEEDS))
    DOCUMENT.write_text(report.document(results, reasons, len(facts.SEEDS), profile))
    return results


def main(arguments: list[str]) -> int:
    """Print the facts asked for, all of them by default; with --write, write them down too."""
    numbers = [word for word in arguments if word != "--write"]
    try:
        if not all(number.isdigit() for number in numbers):
            raise InputError(
                "Give the numbers of facts, as in 'python -m experiments.facts 3 8', or --write."
            )
        if "--write" in arguments:
            if numbers:
                raise InputError("--write measures every fact, so leave out the numbers.")
            results = write()
        else:
            results = facts.measure([int(number) for number in numbers] or None)
    except InputError as error:
        complain(str(error))
        return 2
    for line in report.lines(results):
        say(line)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
