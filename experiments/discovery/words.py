"""What was discovered, in words, in tables and as plain data."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from experiments.discovery.boxes import (
    ENOUGH,
    LITTLE,
    LUCK,
    UNSTABLE,
    WEAK,
    Check,
    Discovery,
    Found,
    Measured,
)
from experiments.discovery.labels import Judged, Rule
from experiments.discovery.points import Points, is_number
from sim.scenario import declarations

MOST_STEPS = 10  # of a trade-off that are printed; --json has them all
FEW_LEVELS = 12  # a number with so few values is told by those inside a box, not by a limit between them


def counted(points: Points, judged: Judged) -> str:
    """How many points fail, and how many could as well not."""
    said = f"{judged.fails.sum():,} of {len(points):,} points fail, by the mean of their runs"
    if judged.close is None:
        said += "; with one run a point nobody knows how many of them only by luck"
    else:
        said += (
            f"; {judged.close:,} means lie within two Monte Carlo errors of the threshold and could be on "
            "either side"
        )
    return "; ".join((said, *points.left_out)) + "."


def sentence(points: Points, one: Found, found: Discovery) -> str:
    """'It fails where ...: 62% of all failures, 81% of the points there fail.'"""
    here = one.measured
    start, there = ("It fails", "there") if one is found.found[0] else ("It also fails", "that this adds")
    return (
        f"{start} where {words(points, here)}: {percent(here.coverage)} of all failures are there, and "
        f"{percent(here.density)} of the {here.points:,} points {there} fail; of all points "
        f"{percent(found.cases / found.points)} do."
    )


def checked(check: Check) -> str:
    """How boxes that were found without some of the points did on those."""
    return (
        f"{check.searches} searches without a fifth of the points: of the points left out, "
        f"{percent(check.density)} inside the box failed and {percent(check.outside)} outside; it held "
        f"{percent(check.coverage)} of their failures (p {at_most(check.p)})."
    )


def no_more(found: Discovery) -> str:
    """Why the search ended where it did."""
    start = "No further box" if found.found else "No box is claimed"
    if found.ended == LUCK:
        return (
            f"{start}: boxes that were found without a fifth of the points did not do so much better on that "
            "fifth that luck is ruled out."
        )
    return {
        WEAK: f"{start}: no part of what was tried fails clearly more often than the whole.",
        UNSTABLE: f"{start}: searches on parts of the points restrict different inputs each time.",
        LITTLE: "What is left outside is too little to look any further.",
        ENOUGH: "No more boxes were looked for.",
    }[found.ended]


def name_of(address: str) -> str:
    """A lever's label with its address, or an assumption's address."""
    known = declarations().get(address)
    return address if known is None or not known.parameter.label else f"'{known.parameter.label}' ({address})"


def words(points: Points, one: Measured) -> str:
    """The restrictions of a box in words."""
    return " and ".join(f"{name_of(name)} is {limit_words(points, one, name)}" for name in one.box.limits)


def limit_words(points: Points, one: Measured, name: str) -> str:
    """'0.53 or less', '40 to 70', 'yes'."""
    limit, column = one.box.limits[name], points.inputs[name]
    if isinstance(limit, frozenset):
        return " or ".join(sorted(limit))
    low, high = limit
    if is_number(column) and column.nunique() <= FEW_LEVELS:
        inside = column[column.between(low, high)]
        low, high = (inside.min() if np.isfinite(low) else low), (inside.max() if np.isfinite(high) else high)
    if not np.isfinite(low):
        return f"{high:.3g} or less"
    return f"{low:.3g} or more" if not np.isfinite(high) else f"{low:.3g} to {high:.3g}"


def restriction_table(points: Points, one: Found):
    """Each restriction, how probable it is by luck, and how often a search found one like it."""
    from rich.table import Table

    table = Table(box=None, pad_edge=False)
    for title in ("restriction", "", "quasi-p", "found again"):
        table.add_column(title, justify="right" if title in ("quasi-p", "found again") else "left")
    for name in one.measured.box.limits:
        p = [value for (input_, _), value in one.measured.quasi_p.items() if input_ == name]
        table.add_row(name, limit_words(points, one.measured, name), " ".join(map(p_value, p)),
                      percent(one.check.reproduced[name]))  # fmt: skip
    return table


def trade_off_table(points: Points, one: Found):
    """Coverage against density."""
    from rich.table import Table

    table = Table(box=None, pad_edge=False)
    for title in ("coverage", "density", "mass", "points"):
        table.add_column(title, justify="right")
    table.add_column("restrictions")
    steps = one.trade_off
    if len(steps) > MOST_STEPS:
        steps = [steps[round(k * (len(steps) - 1) / (MOST_STEPS - 1))] for k in range(MOST_STEPS)]
    for step in steps:
        limits = ", ".join(f"{name} {limit_words(points, step, name)}" for name in step.box.limits)
        table.add_row(percent(step.coverage), percent(step.density), percent(step.mass), f"{step.points:,}",
                      limits or "none: everything")  # fmt: skip
    return table


def score_table(scored: pd.DataFrame):
    """How much each input says of the failures."""
    from rich.table import Table

    table = Table(box=None, pad_edge=False)
    table.add_column("what tells failures apart (extra trees)")
    for title in ("score", "by luck up to", ""):
        table.add_column(title, justify="right" if title else "left")
    for name, row in scored.iterrows():
        table.add_row(str(name), f"{row.score:.2f}", f"{row.luck:.2f}", "matters" if row.matters else "")
    return table


def percent(share: float) -> str:
    """'62%', or a dash where there is nothing to count."""
    return "-" if not np.isfinite(share) else f"{share * 100:.0f}%"


def at_most(p: float) -> str:
    """The p-value of a check, which is an upper bound and no measure of strength."""
    return p_value(p) if p < 0.001 else f"at most {p_value(p)}"


def p_value(p: float) -> str:
    """'0.03', or 'below 0.001'."""
    return "below 0.001" if p < 0.001 else f"{p:.2g}"


def as_plain(
    points: Points, judged: Judged, rule: Rule, found: Discovery, scored: pd.DataFrame
) -> dict[str, Any]:
    """Everything that was found, as plain data; limits that there are not are null."""
    return {
        "difference": points.difference,
        "rule": {"kind": rule.kind, "value": rule.value},
        "fails": {"side": "below" if judged.below else "above", "threshold": judged.threshold},
        "points": len(points), "failing": int(judged.fails.sum()), "near_threshold": judged.close,
        "left_out": list(points.left_out),
        "boxes": [
            {
                **_plain_box(points, one.measured), "words": sentence(points, one, found),
                "check": _plain_check(one.check),
                "trade_off": [_plain_box(points, step) for step in one.trade_off],
            }
            for one in found.found
        ],
        "rejected": None if found.rejected is None else _plain_check(found.rejected),
        "ended": found.ended, "ended_words": no_more(found),
        "scores": [{"input": name, **row} for name, row in scored.to_dict("index").items()],
    }  # fmt: skip


def _plain_box(points: Points, one: Measured) -> dict[str, Any]:
    restrictions = []
    for name, limit in one.box.limits.items():
        names = sorted(limit) if isinstance(limit, frozenset) else None
        low, high = (None, None) if names else (end if np.isfinite(end) else None for end in limit)
        p = {end: value for (input_, end), value in one.quasi_p.items() if input_ == name}
        restrictions.append({"input": name, "low": low, "high": high, "names": names, "quasi_p": p,
                             "words": limit_words(points, one, name)})  # fmt: skip
    return {"restrictions": restrictions, "points": one.points, "cases": one.cases, "coverage": one.coverage,
            "density": one.density, "mass": one.mass}  # fmt: skip


def _plain_check(check: Check) -> dict[str, Any]:
    return {"searches": check.searches, "p": check.p, "density": check.density, "outside": check.outside,
            "coverage": check.coverage, "reproduced": dict(check.reproduced)}  # fmt: skip
