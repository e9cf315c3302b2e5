"""Values of points as they are written for people."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import pandas as pd

from experiments.listings import value
from sim.scenario import declarations

LONGEST_LABEL = 70


def plain(one: Any) -> Any:
    """A value of a table as a plain Python value."""
    return getattr(one, "item", lambda: one)()


def shown(one: Any) -> str:
    """A value in a table; an empty plan is '-'."""
    return value(plain(one)) or "-"


def values_at(points: pd.DataFrame, point: int) -> dict[str, Any]:
    """What a point says, each value in the type of its own column: a row as a series would mix them."""
    (row,) = points.loc[[point]].to_dict("records")
    return {name: plain(one) for name, one in row.items()}


def settings(values: Mapping[str, Any]) -> str:
    """'policy.ips.places = 0.5, scenario = norway'."""
    return ", ".join(f"{name} = {shown(one)}" for name, one in values.items())


def listed(values: Iterable[Any], most: int = 8) -> str:
    """Values in a row, whole numbers on end as '1 to 8', few of many."""
    values = list(values)
    if len(values) > 2 and all(type(v) is int for v in values):
        low, high = values[0], values[-1]
        if len(values) == high - low + 1 and values == list(range(low, high + 1)):
            return f"{low} to {high}"
    parts = [shown(v) for v in values[:most]]
    return ", ".join(parts) + (f" and {len(values) - most} more" if len(values) > most else "")


def label_of(address: str) -> str:
    """A lever's label; of an assumption, which has none, its meaning if that is short, or its
    address in words.
    """
    known = declarations().get(address)
    if known is None:
        return address
    meaning = known.parameter.label or known.parameter.help.split(";")[0].rstrip(".")
    if len(meaning) <= LONGEST_LABEL:
        return meaning
    text = address.split(".", 1)[-1].replace("_", " ").replace(".", ": ")
    return text[:1].upper() + text[1:]
