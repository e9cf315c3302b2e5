"""A table of a file, read key by key: what is wrong is one sentence with the place and the nearest word."""

from __future__ import annotations

import math
from typing import Any

from sim.errors import InputError
from sim.scenario import nearest, show

MOST_NAMED = 40  # words in one sentence


class Place:
    """A table in a file, read key by key; what is wrong is said with the place."""

    def __init__(self, where: str, name: str, table: Any, allowed: tuple[str, ...] | None):
        self.where, self.name = where, name
        if not isinstance(table, dict):
            raise InputError(f"{name} in {where} is {show(table)}, but must be a table.")
        self.table = table
        for key in table if allowed is not None else ():
            if key not in allowed:
                raise InputError(
                    f"{name} in {where} has no entry {show(key)}; it takes {', '.join(allowed)}."
                    f"{nearest(key, allowed)}"
                )

    def wrong(self, key: str, allowed: str) -> InputError:
        """The sentence for a value that is not allowed."""
        return InputError(
            f"{self.name}.{key} in {self.where} is {show(self.table[key])}, but must be {allowed}."
        )

    def missing(self, key: str, example: str) -> InputError:
        """The sentence for a key that is not there."""
        return InputError(f"{self.name} in {self.where} needs {key}, as in {key} = {example}.")

    def text(self, key: str, example: str | None = None, default: str = "") -> str:
        """A text; needed where an example is given."""
        if key not in self.table:
            if example is not None:
                raise self.missing(key, f'"{example}"')
            return default
        value = self.table[key]
        if not isinstance(value, str) or not value.strip():
            raise self.wrong(key, "a text")
        return value.strip()

    def word(self, key: str, allowed, default: str | None = None) -> str:
        """One of some words; needed where there is no default."""
        if key not in self.table:
            if default is None:
                raise self.missing(key, f'"{next(iter(allowed))}"')
            return default
        value = self.table[key]
        if not isinstance(value, str) or value not in allowed:
            near = nearest(value, allowed) if isinstance(value, str) else ""
            few = len(allowed) <= MOST_NAMED
            named = "one of " + ", ".join(allowed) if few else "a column of people, such as hours or in_ips"
            raise InputError(f"{self.wrong(key, named)}{near}")
        return value

    def number(self, key: str, low: float, high: float, default: float | None, *, whole: bool = False):
        """A number within bounds, or the default where there is none."""
        if key not in self.table:
            return default
        value = self.table[key]
        kinds = int if whole else (int, float)
        fits = isinstance(value, kinds) and not isinstance(value, bool) and low <= value <= high
        if not (fits and math.isfinite(value)):
            noun = "a whole number" if whole else "a number"
            raise self.wrong(key, f"{noun} from {low:g} to {high:g}")
        return value if whole else float(value)
