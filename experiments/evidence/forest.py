"""The forest for a terminal: published above simulated, each with its interval, on one scale.

Every line is a list of (text, style) so that the same lines can be coloured or be plain; no line
is wider than asked. Where the terminal cannot show the signs, plain ASCII stands in.
"""

from __future__ import annotations

import math
import textwrap
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from experiments.evidence import words
from experiments.evidence.results import HUNDRED, LEVEL, Evidence, Row

NARROWEST, WIDEST = 40, 140  # columns
VERDICT = 14  # columns of symbol and verdict
LEAST_STRIP, MOST_STRIP = 18, 60
FURTHEST = (-100.0, 300.0)  # percent of a published value; what lies beyond stands at the edge
TICKS = (1, 2, 2.5, 5, 10)

Line = list[tuple[str, str]]


@dataclass(frozen=True)
class Signs:
    """The signs that strips are made of."""

    end_low: str
    end_high: str
    line: str
    published: str
    whisker: str
    range: str
    model: str
    zero: str
    verdicts: dict[str, str]


PRETTY = Signs("├", "┤", "─", "□", "╌", "━", "●", "│", words.SYMBOLS)
PLAIN = Signs("|", "|", "-", "o", ".", "=", "*", ":", words.PLAIN_SYMBOLS)
FOR_ASCII = str.maketrans({"−": "-", "–": "-", "…": ".", "’": "'", "×": "x"})  # each by one sign


def signs_for(encoding: str | None) -> Signs:
    """The pretty signs where the encoding has all of them."""
    told = vars(PRETTY).values()
    every = "".join(v if isinstance(v, str) else "".join(v.values()) for v in told)
    try:
        every.encode(encoding or "ascii")
    except (UnicodeEncodeError, LookupError):
        return PLAIN
    return PRETTY


@dataclass(frozen=True)
class Axis:
    """A scale of so many columns from ``low`` to ``high``, with the value of no effect."""

    low: float
    high: float
    columns: int
    zero: float | None

    @classmethod
    def around(cls, rows: Sequence[Row], columns: int) -> Axis:
        """Wide enough for every published interval and model range of a panel."""
        ends = [v for row in rows for v in drawn(row).values() if v is not None]
        zero = 100.0 if words.panel_of(rows[0]) == words.OTHERS else 0.0
        low, high = min([*ends, zero]), max([*ends, zero])
        if zero == 100.0:
            low, high = max(low, FURTHEST[0]), min(high, FURTHEST[1])
        step = nice((high - low or 1.0) / 6)
        return cls(step * math.floor(low / step), step * math.ceil(high / step), columns, zero)

    def column(self, value: float) -> int:
        """The column of a value; what lies outside goes to the edge."""
        share = (value - self.low) / (self.high - self.low or 1.0)
        return min(max(round(share * (self.columns - 1)), 0), self.columns - 1)

    def ticks(self) -> str:
        """Numbers under the strip, with room between them."""
        step = nice((self.high - self.low) / max(self.columns // 10, 1))
        cells = [" "] * self.columns
        free = 0
        at = step * math.ceil(self.low / step - 1e-9)
        while at <= self.high + 1e-9:
            text = f"{0.0 if abs(at) < step / 1e6 else at:g}".replace("-", "−")
            start = min(max(self.column(at) - len(text) // 2, 0), self.columns - len(text))
            if start >= free:
                cells[start : start + len(text)] = text
                free = start + len(text) + 1
            at += step
        return "".join(cells)


def nice(step: float) -> float:
    """The next round number that is not smaller."""
    size = 10.0 ** math.floor(math.log10(step))
    return next(size * tick for tick in TICKS if size * tick >= step * (1 - 1e-9))


def drawn(row: Row) -> dict[str, float | None]:
    """The numbers of a row on its panel's scale; other units as percent of the published value."""
    low, high = row.expected() if row.measured and not row.only_sign else (None, None)
    told = {
        "value": row.value, "low": row.low, "high": row.high, "mean": row.mean,
        "model_low": row.model_low, "model_high": row.model_high,
        "expected_low": low, "expected_high": high,
    }  # fmt: skip
    if row.unit == HUNDRED and row.kind == LEVEL:  # nobody is less than none, or more than all
        return {name: None if v is None else min(max(v, 0.0), 100.0) for name, v in told.items()}
    if words.panel_of(row) != words.OTHERS or not row.value:
        return told
    found = {name: None if v is None else 100.0 * v / row.value for name, v in told.items()}
    if row.value < 0:  # the ends change places with the sign
        for low, high in (("low", "high"), ("model_low", "model_high"), ("expected_low", "expected_high")):
            found[low], found[high] = found[high], found[low]
    return found


def strip(axis: Axis, signs: Signs, layers: Iterable[tuple[float | None, float | None, str]], ends=None,
          mark=None) -> str:  # fmt: skip
    """One line of a strip: bars from value to value, the rule of no effect, and a mark on top."""
    cells = [" "] * axis.columns
    if axis.zero is not None:
        cells[axis.column(axis.zero)] = signs.zero
    for low, high, sign in layers:
        if low is None or high is None:
            continue
        first, last = axis.column(low), axis.column(high)
        cells[first : last + 1] = sign * (last - first + 1)
    if ends is not None and None not in ends[:2]:
        cells[axis.column(ends[0])], cells[axis.column(ends[1])] = signs.end_low, signs.end_high
    if mark is not None and mark[0] is not None:
        cells[axis.column(mark[0])] = mark[1]
    return "".join(cells)


class Forest:
    """Lines of a width for everything that was measured."""

    def __init__(self, width: int, signs: Signs = PRETTY) -> None:
        self.width = min(max(width, NARROWEST), WIDEST)
        self.signs = signs

    def lines(self, evidence: Evidence) -> list[Line]:
        """The blocks, the test first; what stands apart only where there is any."""
        found = [*self.legend(), []]
        apart = [None] if any(row.block is None for row in evidence.rows) else []
        for test in (True, False, *apart):
            found += self.block(evidence.rows, test)
        return [self._speakable(line) for line in found]

    def block(self, rows: Sequence[Row], test: bool | None) -> list[Line]:
        """One block: a panel for each scale, worst miss first."""
        panels = words.panels(rows, test)
        found: list[Line] = [[(words.BLOCKS[test], "bold")]]
        if not panels:
            return [*found, [("  nothing yet", "dim")], []]
        for panel, members in panels.items():
            found += [[], [(f"  {panel}", "italic")]]
            found += self.directions(members) if panel == words.SIGNS else self.panel(members)
        return [*found, []]

    def panel(self, rows: Sequence[Row]) -> list[Line]:
        """Rows on one scale, with its numbers under them."""
        numbers = max(len(text) for row in rows for text in (words.published(row), words.simulated(row)))
        columns = min(self.width - VERDICT - numbers - 2, MOST_STRIP)
        if columns < LEAST_STRIP:
            return [line for row in rows for line in self.row(row, None, numbers)]
        axis = Axis.around(rows, columns)
        found = [line for row in rows for line in self.row(row, axis, numbers)]
        return [*found, [(" " * (VERDICT + numbers + 2), ""), (axis.ticks(), "dim")]]

    def row(self, row: Row, axis: Axis | None, numbers: int) -> list[Line]:
        """A result: what it is, and below that the study's line above the model's."""
        signs, at = self.signs, drawn(row)
        above = below = ""
        if axis is not None:
            above = strip(axis, signs, [(at["low"], at["high"], signs.line)], (at["low"], at["high"]),
                          (at["value"], signs.published))  # fmt: skip
            below = strip(
                axis, signs,
                [(at["expected_low"], at["expected_high"], signs.whisker),
                 (at["model_low"], at["model_high"], signs.range)],
                None, (at["mean"], signs.model),
            )  # fmt: skip
        return [
            *self.heading(row),
            [(f"{'  published':{VERDICT}}{words.published(row):>{numbers}}  ", ""), (above, "")],
            [(f"{'  model':{VERDICT}}{words.simulated(row):>{numbers}}  ", "blue"), (below, "blue")],
        ]

    def heading(self, row: Row) -> list[Line]:
        """Verdict, study and outcome, on as many lines as it takes."""
        said = f"{words.label(row)}: {row.outcome}"
        if row.use not in (words.FITTED, words.NOT_FITTED):
            said += f" ({row.use})"
        verdict = f"{self.signs.verdicts[row.verdict]} {row.verdict}".ljust(VERDICT)
        style = "bold red" if row.failed else "yellow" if row.verdict == words.CANNOT_TELL else "green"
        first, *others = textwrap.wrap(said, self.width - VERDICT) or [""]
        return [[(verdict, style), (first, "bold")], *([(" " * VERDICT + part, "bold")] for part in others)]

    def directions(self, rows: Sequence[Row]) -> list[Line]:
        """Results of which only the direction is told: in words."""
        found: list[Line] = []
        for row in rows:
            told = f"published {words.published(row)}; model {words.simulated(row)}, {row.unit}"
            found += self.heading(row)
            found += [[(" " * VERDICT + part, "")] for part in textwrap.wrap(told, self.width - VERDICT)]
        return found

    def legend(self) -> list[Line]:
        """What the signs mean."""
        s = self.signs
        told = (
            f"{s.end_low}{s.line}{s.published}{s.line}{s.end_high} published, with its 95% interval; "
            f"{s.range}{s.model}{s.range} model, nine in ten worlds; "
            f"{s.whisker}{s.whisker} with the study's own sampling error; {s.zero} no effect"
        )
        return [[(part, "dim")] for part in textwrap.wrap(told, self.width)]

    def _speakable(self, line: Line) -> Line:
        """A line without the signs that the terminal cannot show."""
        return line if self.signs is PRETTY else [(text.translate(FOR_ASCII), style) for text, style in line]
