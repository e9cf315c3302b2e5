"""What a person types on the command line, read: scenarios with their size, and changes."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from typing import Any

from sim.errors import InputError
from sim.scenario import Scenario, load, show


def sized(name: str, people: int | None, months: int | None) -> Scenario:
    """A scenario with as many people and months as asked."""
    asked = {"district.people": people, "district.months": months}
    return load(name).set({key: value for key, value in asked.items() if value is not None})


def parse(changes: Sequence[str] | None, option: str = "--set") -> dict[str, Any]:
    """{address: value} of 'address=value' words; of two for one address the last counts.

    Raises InputError for a word without both parts.
    """
    found = {}
    for change in changes or ():
        address, equals, text = change.partition("=")
        if not (equals and address.strip() and text.strip()):
            raise InputError(
                f"{option} takes ADDRESS=VALUE, as in policy.ips.places=0.5, not {show(change)}."
            )
        found[address.strip()] = value_of(text.strip())
    return found


def value_of(text: str) -> Any:
    """A TOML value; a bare word is a string."""
    if "\n" in text or "\r" in text:
        return text
    try:
        return tomllib.loads(f"value = {text}")["value"]
    except (ValueError, RecursionError):
        return text
