"""Whole lives as files for sequence analysis: the layouts that the R package TraMineR reads."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa

from experiments import files
from experiments.life import COVARIATES, NOBODY, Life
from experiments.story import as_plain
from sim.statuses import STATUSES

WEIGHT = 1.0  # everybody counts once; a column for it, because surveys have one
GROUPS = files.GROUPS[1:]
WHOLE = tuple(name for name in COVARIATES if name != "age")
# Greys and browns without work, greens to blues for work of more and more hours, reds for exits.
COLOURS = (
    "#bdbdbd", "#e6c97a", "#c9a227", "#a6761d", "#b7e1a1", "#74c476", "#31a354", "#4292c6",
    "#08519c", "#9e7cc1", "#fdae6b", "#d95f0e", "#7f7f7f", "#e31a1c",
)  # fmt: skip

README = """\
Monthly lives of everybody who was there at the start, one file for each world ({worlds}).
sequences-*.csv: a row for each person, m0 (the start) to m{months} hold the status; NA after moving away.
spells-*.csv: the same as spells; begin and end count from 1 (which is m0), and both belong to the spell.
person-*.csv: the months of person {person}. alphabet.csv: the statuses with labels and colours. In R:
library(TraMineR); d <- read.csv("sequences-{world}.csv"); a <- read.csv("alphabet.csv"); lives <- \
seqdef(d, var = paste0("m", 0:{months}), alphabet = a$state, labels = a$label, cpal = a$colour, id = d$id, \
weights = d$weight)
states <- seqformat(read.csv("spells-{world}.csv"), from = "SPELL", to = "STS", id = "id", begin = "begin", \
end = "end", status = "status", process = FALSE)
"""


def write(folder: Path, lives: Mapping[str, Life], made_from: dict[str, Any]) -> None:
    """Write the sequences, spells and months of one world or two, by role.

    Raises InputError when the disk refuses; the files that are there are whole.
    """
    fills: dict[str, files.Fill] = {}
    for role, life in lives.items():
        fills[f"sequences-{role}.csv"] = _csv(wide(life))
        fills[f"spells-{role}.csv"] = _csv(spells(life))
        fills[f"person-{role}.csv"] = _csv(months(life), quoting="needed")
    fills["alphabet.csv"] = _csv(alphabet())
    text = readme(lives)
    fills["README.txt"] = lambda path: path.write_text(text, encoding="utf-8")
    files.write_all(folder, fills, made_from)


def _csv(table: pa.Table, quoting: str = "none") -> files.Fill:
    def fill(path: Path) -> None:
        files.write_csv(table.schema, table.to_batches(), path, quoting)

    return fill


def readme(lives: Mapping[str, Life]) -> str:
    """What the files are and how to read them in R."""
    role, life = next(iter(lives.items()))
    last = life.cohort.statuses.shape[0] - 1
    return README.format(worlds=" and ".join(lives), world=role, months=last, person=life.person)


def alphabet() -> pa.Table:
    """The statuses, in the order of their codes, with a label and a colour each."""
    labels = [status[0].upper() + status[1:] for status in STATUSES]
    return pa.table({"state": list(STATUSES), "label": labels, "colour": list(COLOURS)})


def wide(life: Life) -> pa.Table:
    """A row for each person: who they are, then the status in every month (TraMineR's STS)."""
    cohort = life.cohort
    people = cohort.statuses.shape[1]
    names = np.array([*STATUSES, "NA"])  # the last is what NOBODY, -1, points at
    columns: dict[str, Any] = {
        "id": np.arange(people),
        "weight": np.full(people, WEIGHT),
        "age": np.round(cohort.covariates["age"].astype(np.float64), 1),
        **{name: cohort.covariates[name] for name in WHOLE},
        "group": np.array(GROUPS)[cohort.covariates["group"]],
    }
    columns |= {f"m{month}": names[states] for month, states in enumerate(cohort.statuses)}
    return pa.table({name: pa.array(values) for name, values in columns.items()})


def spells(life: Life) -> pa.Table:
    """A row for each spell: id, begin, end (from 1, inclusive) and status (TraMineR's SPELL)."""
    found = list(_spells(life.cohort.statuses))
    ids, begins, ends, codes = (list(values) for values in zip(*found, strict=True))
    return pa.table({"id": ids, "begin": begins, "end": ends, "status": [STATUSES[code] for code in codes]})


def _spells(statuses: np.ndarray) -> Iterator[tuple[int, int, int, int]]:
    for person, states in enumerate(statuses.T):
        turns = [0, *(np.flatnonzero(np.diff(states)) + 1).tolist(), len(states)]
        for begin, after in pairwise(turns):
            if states[begin] != NOBODY:
                yield person, begin + 1, after, int(states[begin])


def months(life: Life) -> pa.Table:
    """The person's months: what is told of each, lists joined by '; '."""
    rows = as_plain(life)
    for row in rows:
        row["events"] = " ".join(event["text"] for event in row["events"])
        for name, value in row.items():
            if isinstance(value, list):
                row[name] = "; ".join(value)
    table = {"person": [life.person] * len(rows)} | {name: [row[name] for row in rows] for name in rows[0]}
    return pa.table(table)
