"""One analysis: the indices of one outcome at one month, and everything needed to read them.

It is kept as `analysis/sensitivity-<outcome>-<month>.json` in a result folder, with these keys:

- format: 1. method: morris, sobol, rbd_fast, pawn, delta or dgsm.
- outcome, month, label, unit: what is analysed; measure: "level", or "difference" (policy less baseline, same
  people, same luck) where the experiment has a [what_if].
- experiment: its name. design: points (base points or trajectories), replicates, rows, seed, second_order,
  inputs (name, label, unit, kind, and from/to, levels or count) and groups (name: list of inputs).
- runs: how many were used. dropped: blocks left out because runs were missing (0 unless asked for).
- luck: {value, lo, hi}, the share of the variance of single runs that is luck.
- found: false where the inputs move the outcome by nothing that can be told from luck; then indices is empty.
- main: the index by which inputs are ranked: ST, S1, mu_star, pawn, delta or dgsm.
- indices: the inputs (or groups) and the dummy, ranked: name, label, dummy (true or false), told (whether it
  can be told from nothing; for sobol and dgsm at a risk of 5% for all inputs at once), and by name of the
  index {value, lo, hi}: S1 and ST for sobol; mu_star, mu (null
  where up and down mean nothing) and sigma for morris; S1 for rbd_fast; pawn; delta; dgsm.
- pairs: for sobol with second order: a, b (names), S2 {value, lo, hi}; the interval is for all pairs at once.
- floor: below this main index nothing can be told from a dummy.
- convergence: for growing parts of the design: points, runs, and main: {name: {value, lo, hi}}.
- quality: settled (true, false, or null where nothing was found), widest (how far the widest interval among
  the first inputs reaches on its larger side), words.
- words: sentences for people. notes: what to beware of.

Intervals are about 90%; docs/sensitivity.md says what they held.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from experiments.sensitivity.figure import Figure
from sim.errors import InputError
from sim.scenario import show_path

FORMAT = 1
FOLDER = "analysis"
LEVEL, DIFFERENCE = "level", "difference"
MAIN = {
    "sobol": "ST", "morris": "mu_star", "rbd_fast": "S1", "pawn": "pawn", "delta": "delta", "dgsm": "dgsm",
}  # fmt: skip
RELATIVE = ("morris", "dgsm")  # their main index is no share: it is held against the largest
COLUMNS = {
    "sobol": ("S1", "ST"), "morris": ("mu_star", "mu", "sigma"), "rbd_fast": ("S1",), "pawn": ("pawn",),
    "delta": ("delta",), "dgsm": ("dgsm",),
}  # fmt: skip


@dataclass(frozen=True)
class Entry:
    """One input, group or dummy: its indices by name, and whether it can be told from nothing."""

    name: str
    label: str
    dummy: bool
    told: bool
    figures: Mapping[str, Figure | None]


@dataclass(frozen=True)
class Stage:
    """The main index of every unit in a part of the design."""

    points: int
    runs: int
    main: Mapping[str, Figure]


@dataclass(frozen=True)
class Quality:
    """Whether more runs would change the picture; settled is None where there is none."""

    settled: bool | None
    widest: float
    words: str


@dataclass(frozen=True)
class Analysis:
    """See the head of this module; entries are ranked, the largest main index first."""

    method: str
    outcome: str
    month: int
    label: str
    unit: str
    measure: str
    experiment: str
    design: Mapping[str, Any]
    runs: int
    dropped: int
    luck: Figure
    found: bool
    entries: tuple[Entry, ...]
    pairs: Mapping[tuple[str, str], Figure]
    floor: float
    convergence: tuple[Stage, ...]
    quality: Quality
    words: tuple[str, ...]
    notes: tuple[str, ...]

    @property
    def main(self) -> str:
        """The index by which inputs are ranked."""
        return MAIN[self.method]

    @property
    def inputs(self) -> tuple[Entry, ...]:
        """The entries without the dummy."""
        return tuple(entry for entry in self.entries if not entry.dummy)

    @property
    def file(self) -> str:
        """The name of its file, without an ending."""
        return f"sensitivity-{self.outcome}-{self.month}"

    def as_dict(self) -> dict[str, Any]:
        """Plain data."""
        return {
            "format": FORMAT, "method": self.method, "outcome": self.outcome, "month": self.month,
            "label": self.label, "unit": self.unit, "measure": self.measure, "experiment": self.experiment,
            "design": dict(self.design), "runs": self.runs, "dropped": self.dropped,
            "luck": self.luck.as_dict(), "found": self.found, "main": self.main,
            "indices": [
                {"name": entry.name, "label": entry.label, "dummy": entry.dummy, "told": entry.told}
                | {key: one and one.as_dict() for key, one in entry.figures.items()}
                for entry in self.entries
            ],
            "pairs": [{"a": a, "b": b, "S2": one.as_dict()} for (a, b), one in self.pairs.items()],
            "floor": self.floor,
            "convergence": [
                {
                    "points": stage.points,
                    "runs": stage.runs,
                    "main": {name: one.as_dict() for name, one in stage.main.items()},
                }
                for stage in self.convergence
            ],
            "quality": {
                "settled": self.quality.settled, "widest": self.quality.widest, "words": self.quality.words,
            },
            "words": list(self.words), "notes": list(self.notes),
        }  # fmt: skip

    def as_text(self) -> str:
        """JSON."""
        return json.dumps(self.as_dict(), indent=1, ensure_ascii=False, allow_nan=False) + "\n"


def from_dict(given: Mapping[str, Any]) -> Analysis:
    """An analysis from plain data. Raises ValueError, KeyError or TypeError for anything else."""
    if given["format"] != FORMAT or given["method"] not in MAIN:
        raise ValueError("another format")
    columns = COLUMNS[given["method"]]
    entries = tuple(
        Entry(
            str(one["name"]), str(one["label"]), bool(one["dummy"]), bool(one["told"]),
            {key: None if one[key] is None else Figure.read(one[key]) for key in columns},
        )
        for one in given["indices"]
    )  # fmt: skip
    stages = tuple(
        Stage(int(s["points"]), int(s["runs"]), {name: Figure.read(one) for name, one in s["main"].items()})
        for s in given["convergence"]
    )
    quality = given["quality"]
    return Analysis(
        method=given["method"], outcome=str(given["outcome"]), month=int(given["month"]),
        label=str(given["label"]), unit=str(given["unit"]), measure=str(given["measure"]),
        experiment=str(given["experiment"]), design=dict(given["design"]), runs=int(given["runs"]),
        dropped=int(given["dropped"]), luck=Figure.read(given["luck"]), found=bool(given["found"]),
        entries=entries, pairs={(p["a"], p["b"]): Figure.read(p["S2"]) for p in given["pairs"]},
        floor=float(given["floor"]), convergence=stages,
        quality=Quality(quality["settled"], float(quality["widest"]), str(quality["words"])),
        words=tuple(map(str, given["words"])), notes=tuple(map(str, given["notes"])),
    )  # fmt: skip


def read(folder: str | Path) -> list[Analysis]:
    """The analyses kept in a result folder, by outcome and month; none where none were made.

    Raises InputError with one sentence that names a file that is no analysis.
    """
    found = []
    for path in sorted((Path(folder) / FOLDER).glob("sensitivity-*.json")):
        try:
            found.append(from_dict(json.loads(path.read_text(encoding="utf-8"))))
        except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
            raise InputError(
                f"{show_path(path)} is no sensitivity analysis, or is damaged; delete it, and "
                "'inroads sensitivity' with --resume makes it again from the runs."
            ) from None
    return sorted(found, key=lambda one: (one.outcome, one.month))


def as_csv(analyses: Sequence[Analysis]) -> str:
    """Analyses of one method as a table: one row an input, group or dummy."""
    import csv
    import io

    columns = COLUMNS[analyses[0].method]
    written = io.StringIO()
    table = csv.writer(written, lineterminator="\n")
    ends = [f"{key}{end}" for key in columns for end in ("", "_lo", "_hi")]
    table.writerow(["outcome", "month", "measure", "name", "label", "dummy", "told", *ends, "luck"])
    for one in analyses:
        for entry in one.entries:
            figures = [entry.figures[key] for key in columns]
            cells = [end for f in figures for end in (("", "", "") if f is None else (f.value, f.lo, f.hi))]
            row = [one.outcome, one.month, one.measure, entry.name, entry.label, entry.dummy, entry.told]
            table.writerow([*row, *cells, one.luck.value])
    return written.getvalue()
