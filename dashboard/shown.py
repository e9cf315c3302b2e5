"""All that the grid explorer says and draws of one view: numbers, words, charts. No Streamlit."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import pandas as pd

from dashboard import grid as home
from dashboard import grid_charts, grid_scatters, levers
from dashboard import words_of_folders as folder_words
from dashboard import words_of_grid as words
from dashboard.factors import Factor, label_of
from dashboard.grid import Grid
from dashboard.pictures import Part
from dashboard.views import View
from experiments.designs.experiment import SCENARIO
from experiments.sentences import Scale
from sim.outcomes import BY_NAME


@dataclass(frozen=True)
class Shown:
    """A view of a grid with its numbers: every cell (summary) and those on the maps (cells)."""

    grid: Grid
    view: View
    frame: pd.DataFrame
    summary: pd.DataFrame
    cells: pd.DataFrame

    @classmethod
    def of(cls, grid: Grid, view: View) -> Shown:
        """The numbers of a view."""
        frame = grid.values(view.look)
        summary = grid.summary(frame)
        return cls(grid, view, frame, summary, grid.cells_of(summary, dict(view.fixed)))

    @property
    def keep(self) -> Mapping[str, Any]:
        """What was kept of the runs."""
        return self.grid.results.manifest["keep"]

    @property
    def currency(self) -> str:
        """The money of the scenario, or of each of several."""
        if len(self._currencies) > 1:
            return words.OWN_MONEY
        return self.grid.results.manifest["scenario"]["values"].get("district.currency", "kroner")

    @property
    def sign(self) -> bool:
        """Whether differences are shown."""
        return words.is_signed(self.view.look.measure)

    @cached_property
    def how(self) -> Scale:
        """How the outcome is written."""
        return words.how(self.view.look.outcome, self.currency, self.summary["mean"].dropna().tolist())

    @property
    def title(self) -> str:
        """What the charts show."""
        look = self.view.look
        return words.shown(look.outcome, look.month, look.group, look.measure, self.how)

    # -- The best, and noise ---------------------------------------------------------------------

    @cached_property
    def best(self) -> int | None:
        """The best cell on the maps."""
        return home.best(self.cells, self.view.look.outcome)

    @cached_property
    def _apart(self) -> pd.DataFrame | None:
        if self.best is None or self.grid.is_sample:
            return None
        return home.gaps(self.frame, self.cells.index, self.best)

    @cached_property
    def tied(self) -> set[int]:
        """The cells on the maps that cannot be told from the best."""
        return set() if self._apart is None else home.ties(self._apart, self.best)

    @property
    def noise(self) -> tuple[float, float] | None:
        """The sizes below which differences are noise, in the unit of the outcome."""
        return home.noise(self.cells, self._apart, self.sign)

    @property
    def runs_a_point(self) -> int:
        """How many runs, or pairs, a typical cell has."""
        runs = self.cells["runs"].dropna()
        return int(runs.median()) if len(runs) else 0

    # -- Words ----------------------------------------------------------------------------------

    def told(self, value: float) -> str:
        """A value of the outcome."""
        return words.told(value, self.how, self.sign)

    def place(self, cell: int) -> str:
        """A cell in words."""
        row = self.summary.loc[cell]
        said = words.where({f.label: f.text(row[f.address]) for f in self.grid.factors})
        return said[:1].upper() + said[1:]

    def _place_on_map(self, cell: int) -> str:
        row = self.summary.loc[cell]
        held = dict(self.view.fixed)
        return words.where(
            {f.label: f.text(row[f.address]) for f in self.grid.factors if f.address not in held}
        )

    @property
    def headline(self) -> str:
        """The best cell in a sentence."""
        look = self.view.look
        better = home.better(look.outcome)
        if self.best is None:
            return words.headline(look.outcome, look.month, "", self.how, "", 0, look.measure)
        value = self.told(self.summary.loc[self.best, "mean"])
        place = self._place_on_map(self.best)
        if len(self.cells) > 1 and len(self.tied) >= len(self.cells) - 1:
            means = self.cells["mean"].dropna()
            low, high = self.told(means.min()), self.told(means.max())
            return words.nothing_apart(look, low, high, self.how, len(means))
        return words.headline(look.outcome, look.month, value, self.how, place, better, look.measure)

    @property
    def spread(self) -> str:
        """From where to where the points of a sample lie."""
        look, means = self.view.look, self.summary["mean"].dropna()
        return words.spread(look, self.told(means.min()), self.told(means.max()), self.how, len(means))

    @property
    def today_name(self) -> str | None:
        """Whose values the outlined cell has, where there is one on the maps."""
        if not self.cells["today"].any():
            return None
        name = dict(self.view.fixed).get(SCENARIO) or self.grid.results.manifest["scenario"]["name"]
        return words.today_name(name, name in levers.COUNTRIES)

    @property
    def _currencies(self) -> set:
        scenarios = self.grid.results.manifest.get("scenarios", {}).values()
        return {one["values"].get("district.currency") for one in scenarios}

    def _is_mixed(self, outcome: str) -> bool:
        return len(self._currencies) > 1 and "kroner" in BY_NAME[outcome].unit

    @property
    def money_mixed(self) -> bool:
        """Whether money of several currencies stands side by side on the maps."""
        return self._is_mixed(self.view.look.outcome)

    @property
    def trade_mixed(self) -> bool:
        """Whether money of several currencies stands side by side in the trade-off."""
        return self.money_mixed or self._is_mixed(self.view.cost)

    @property
    def drawn(self) -> tuple[int, int]:
        """How many points a scatter draws, and how many there are."""
        there = int(self.summary["mean"].notna().sum())
        return min(there, home.MANY), there

    def said_of(self, row: pd.Series) -> str:
        """What came of one cell."""
        if row["mean"] != row["mean"]:
            return words.NOTHING_CAME
        ends = (self.told(row["low"]), self.told(row["high"]))
        return words.one_cell(self.title, self.told(row["mean"]), ends, int(row["runs"]))

    # -- Charts ---------------------------------------------------------------------------------

    @property
    def _axes(self) -> tuple[Factor, Factor | None, Factor | None]:
        view = self.view
        x = self.grid.factor(view.x)
        return x, *(self.grid.factor(a) if a else None for a in (view.y, view.by))

    def maps(self) -> list[Part]:
        """A map, or one for each value of a third input."""
        x, y, by = self._axes
        domain = grid_charts.domain_of(self.cells["mean"] * self.how.factor, self.sign)
        spec = grid_charts.map_spec(
            x.texts, y.texts if y else ("",), domain, self.sign, x.title, y.title if y else ""
        )
        parts = []
        for level in by.levels if by else (None,):
            some = self.cells[self.cells[by.address] == level] if by else self.cells
            frame = grid_charts.cells_frame(some, x, y, self.how, self.sign, self.best, self.tied)
            parts.append((spec, frame, f"{by.title}: {by.text(level)}" if by else ""))
        return parts

    def map_alt(self, frame: pd.DataFrame) -> str:
        """A map in words."""
        x, y, _ = self._axes
        means = self.cells["mean"].dropna()
        best = self._place_on_map(self.best) if self.best is not None else ""
        return words.map_alt(
            self.title, x.label, y.label if y else "", self.told(means.min()), self.told(means.max()), best,
            int((~frame["ran"] & (frame["text"] != "")).sum()),
        )  # fmt: skip

    def curve_lines(self) -> str:
        """What the lines of the curve are, if there are several."""
        y = self._line_factor()
        return y.title if y else ""

    def _line_factor(self) -> Factor | None:
        _, y, by = self._axes
        if by is not None or y is None or len(y.levels) > grid_charts.SERIES:
            return None
        return y

    def _curve_cells(self) -> pd.DataFrame:
        """The cells of the curve: one line, through the best cell, where a line each would be too many."""
        _, y, by = self._axes
        cells = self.cells
        through = cells.loc[self.best] if self.best is not None else cells.iloc[0]
        for factor in (y if self._line_factor() is None else None, by):
            if factor is not None:
                cells = cells[cells[factor.address] == through[factor.address]]
        return cells

    def curve(self) -> tuple[dict, pd.DataFrame]:
        """Mean and range against the input that goes across."""
        x, lines = self._axes[0], self._line_factor()
        frame = grid_charts.curve_frame(self._curve_cells(), x, lines, self.how, self.sign)
        return grid_charts.curve_spec(x, lines.texts if lines else ("",), self.sign), frame

    def curve_note(self) -> str:
        """How to read the curve, and at which values of what is not drawn."""
        _, y, by = self._axes
        row = self._curve_cells().iloc[0]
        held = [f for f in (y if self._line_factor() is None else None, by) if f is not None]
        return words.curve_reading(self.curve_lines(), {f.label: f.text(row[f.address]) for f in held})

    def curve_alt(self) -> str:
        """The curve in words."""
        x = self._axes[0]
        by = (self.summary if self.grid.is_sample else self._curve_cells()).dropna(subset=["mean"])
        if by.empty:
            return self.title
        ordered = by.assign(at=by[x.address].map(x.levels.index)).sort_values("at")["mean"]
        few = max(len(ordered) // 10, 1)
        ends = (self.told(float(ordered.head(few).mean())), self.told(float(ordered.tail(few).mean())))
        return words.curve_alt(self.title, x.label, *ends)

    def cloud(self) -> tuple[dict, pd.DataFrame, str]:
        """The points of a sample against one input, and how to read them."""
        x = self._axes[0]
        frame, squares = grid_scatters.cloud_frame(self.summary, x, self.how, self.sign)
        line = grid_scatters.line_frame(self.summary, x, self.how)
        said = [words.SAMPLE, *([words.LINE] if len(line) else [])]
        said.append(words.COUNTS if squares else words.drawn(self.drawn))
        spec = grid_scatters.cloud_spec(x, line, squares, self.sign)
        return spec, frame, " ".join(filter(None, said))

    def trade(self) -> tuple[dict, pd.DataFrame, list[tuple[str, str]], str, str]:
        """One outcome against another: specification, data, lettered cells, title, words."""
        look = self.view.look
        other_look = replace(look, outcome=self.view.cost)
        other = self.grid.summary(self.grid.values(other_look))
        how = words.how(self.view.cost, self.currency, other["mean"].dropna().tolist())
        edge = self._edge(other)
        named = grid_scatters.letter_places(edge)
        places = {cell: self.place(cell) for cell in edge}
        frame = grid_scatters.trade_frame(self.summary, other, edge, (self.how, how), places)
        titles = [
            words.shown(one.outcome, one.month, one.group, one.measure, scale)
            for one, scale in ((look, self.how), (other_look, how))
        ]
        spec = grid_scatters.trade_spec(
            words.axis(other_look.outcome, how), words.axis(look.outcome, self.how)
        )
        letters = [(letter, self._traded(cell, other, how)) for letter, cell in
                   zip(grid_scatters.LETTERS, named, strict=False)]  # fmt: skip
        alt = words.trade_alt(*titles, len(edge))
        return spec, frame, letters, words.trade_title(titles[0], other_look.outcome), alt

    def _edge(self, other: pd.DataFrame) -> list[int]:
        if self.trade_mixed:
            return []
        outcomes = (self.view.look.outcome, self.view.cost)
        return home.edge(self.summary["mean"], other["mean"], *map(home.better, outcomes))

    @cached_property
    def on_edge(self) -> int:
        """How many cells lie on the edge of the trade-off."""
        other = self.grid.summary(self.grid.values(replace(self.view.look, outcome=self.view.cost)))
        return len(self._edge(other))

    def _traded(self, cell: int, other: pd.DataFrame, how: Scale) -> str:
        values = (
            self.told(self.summary.loc[cell, "mean"]),
            words.told(other.loc[cell, "mean"], how, self.sign),
        )
        return words.traded(self.place(cell), values, (self.how, how))

    @cached_property
    def table(self) -> pd.DataFrame:
        """Every cell in words and numbers, those of the maps first, the best on top; indexed by cell."""
        rows = self.summary.assign(here=self.summary.index.isin(self.cells.index))
        sign = home.better(self.view.look.outcome) or 1
        rows = rows.assign(rank=sign * rows["mean"]).sort_values(["here", "rank"], ascending=False)
        found = pd.DataFrame(
            {f.label: rows[f.address].map(f.text) for f in self.grid.factors}, index=rows.index
        )
        for name in ("mean", "low", "high", "error"):
            found[words.COLUMNS[name]] = (rows[name] * self.how.factor).round(self.how.decimals + 1)
        if rows["error"].isna().all():  # everything was lived once
            found = found.drop(columns=[words.COLUMNS[name] for name in ("low", "high", "error")])
        done = [f"{d} of {p}" for d, p in zip(rows["done"], rows["planned"], strict=True)]
        return found.assign(**{words.COLUMNS["done"]: done})

    @property
    def made_from(self) -> list[str]:
        """What the results are from, for the foot of a picture and the head of a file."""
        manifest, results = self.grid.results.manifest, self.grid.results
        title = folder_words.title(manifest.get("about", {}).get("title", ""), manifest["name"])
        held = words.where({label_of(a): self.grid.factor(a).text(v) for a, v in self.view.fixed})
        said = words.made_from(title, results.done, results.total, manifest["model"])
        return [said, *([words.held(held)] if held else [])]


def texts_of(values: Mapping[str, Any]) -> dict[str, str]:
    """Addresses and values in words."""
    return {
        label_of(address): Factor(address, label_of(address), "", "", (value,), False).text(value)
        for address, value in values.items()
    }
