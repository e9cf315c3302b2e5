"""What somebody looks at in the grid explorer, and the part of the link that carries it. No Streamlit."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from dashboard.factors import Factor, same
from dashboard.grid import Grid, Look
from dashboard.link import BETWEEN, IS, written
from experiments.designs.experiment import SCENARIO

MOST_MAPS = 6
FIRST = ("job_any", "public_cost")  # what is looked at, and against what, where it was kept


@dataclass(frozen=True)
class View:
    """Numbers, axes, and what everything else is held at.

    x, y, by: addresses of what goes across, down and into maps of its own, or empty; fixed: a value for each
    of the other inputs; cost: the outcome of the trade-off; cell: the point that is looked at closer, or -1.
    """

    look: Look
    x: str = ""
    y: str = ""
    by: str = ""
    fixed: tuple[tuple[str, Any], ...] = ()
    cost: str = ""
    cell: int = -1

    def dump(self) -> dict[str, str]:
        """The view as parameters of a link."""
        held = BETWEEN.join(f"{address}{IS}{written(value)}" for address, value in self.fixed)
        return {
            "o": self.look.outcome, "t": str(self.look.month), "g": self.look.group, "d": self.look.measure,
            "x": self.x, "y": self.y, "b": self.by, "f": held, "k": self.cost,
            "p": str(self.cell) if self.cell >= 0 else "",
        }  # fmt: skip


def parse(given: Mapping[str, str], grid: Grid) -> View:
    """The view of a link; what these results do not have is what is looked at first."""
    keep = grid.results.manifest["keep"]

    def one_of(name: str, allowed: list, first: Any) -> Any:
        return next((option for option in allowed if str(option) == given.get(name)), first)

    outcomes, months = keep["outcomes"], sorted(keep["months"])
    outcome = one_of("o", outcomes, FIRST[0] if FIRST[0] in outcomes else outcomes[0])
    look = Look(
        outcome, one_of("t", months, months[-1]), one_of("g", keep["groups"], keep["groups"][0]),
        one_of("d", list(grid.measures), grid.measures[0]),
    )  # fmt: skip
    others = [name for name in outcomes if name != outcome]
    cost = one_of("k", others, FIRST[1] if FIRST[1] in others else (others[0] if others else ""))
    addresses = [factor.address for factor in grid.factors]
    x = one_of("x", addresses, addresses[0] if addresses else "")
    left = [address for address in addresses if address != x]
    y = one_of("y", left, left[0] if left else "") if not grid.is_sample else ""
    by = one_of("b", [a for a in can_split(grid) if a not in (x, y)], "") if not grid.is_sample else ""
    cells = grid.cells.index
    cell = one_of("p", cells.tolist(), -1) if given.get("p") else -1
    return fitted(View(look, x, y, by, _held(given.get("f", "")), cost, cell), grid)


def _held(text: str) -> tuple[tuple[str, str], ...]:
    """(address, text of a value) of a link."""
    pairs = (entry.partition(IS) for entry in text.split(BETWEEN) if entry)
    return tuple((address, value) for address, _, value in pairs)


def can_split(grid: Grid) -> list[str]:
    """The inputs with few enough values for a map each."""
    return [factor.address for factor in grid.factors if len(factor.levels) <= MOST_MAPS]


def fitted(view: View, grid: Grid) -> View:
    """The view with a value for every input that is on no axis, and for no other."""
    if grid.is_sample:
        return replace(view, fixed=())
    wished = dict(view.fixed)
    rest = [f for f in grid.factors if f.address not in (view.x, view.y, view.by)]
    return replace(view, fixed=tuple((f.address, _level(f, wished.get(f.address), grid)) for f in rest))


def _level(factor: Factor, wished: Any, grid: Grid) -> Any:
    """The level that is wished for, or that of the scenario itself, or the first."""
    for level in factor.levels:
        if wished is not None and (level == wished or written(level) == wished):
            return level
    manifest = grid.results.manifest["scenario"]
    own = manifest["name"] if factor.address == SCENARIO else manifest["values"].get(factor.address)
    return next((level for level in factor.levels if same(level, own)), factor.levels[0])


def along(view: View, axis: str, address: str, grid: Grid) -> View:
    """Another input on an axis; what stood there takes the place that the other one leaves."""
    now = {"x": view.x, "y": view.y, "by": view.by}
    old = now[axis]
    for name, there in now.items():
        if there == address and address:
            now[name] = old if name != "by" or old in can_split(grid) else ""
    now[axis] = address
    return fitted(replace(view, **now), grid)
