"""Results as one tidy table of comma-separated values."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pandas as pd
import pyarrow as pa

from experiments.designs.words import values_at
from experiments.files import explained, whole, write_csv
from experiments.results.points import ByPoint
from experiments.store.results import Results
from sim.errors import InputError
from sim.scenario import show

RUNS_AT_ONCE = 2_000


def write_runs(results: Results, name: str, outcomes: list[str] | None, month: int | None, group: str) -> int:
    """A row a run and month: run, point, arm, seed, set, what was varied, outcomes. Returns the rows."""
    months = None if month is None else [month]
    frame = results.outcomes(outcomes or None, months, group)
    planned = results.runs[["run", "point", "arm", "seed", "set"]].join(results.design, on="point")
    rows = planned.merge(frame, on="run", how="inner")
    return _write(rows, name)


def write_points(tables: list[ByPoint], name: str) -> int:
    """A row a point and outcome: what was varied, means over seeds and their errors. Returns the rows."""
    found = []
    for one in tables:
        estimates = {column: one.estimates_of(column) for column in one.columns}
        for point in one.estimates:
            row = {"point": point, **values_at(one.results.design, point), "outcome": one.outcome}
            row |= {"month": one.month, "group": one.group, "seeds": int((one.rows["point"] == point).sum())}
            for column, by_point in estimates.items():
                row[column] = by_point[point].mean
            last = by_point[point]
            found.append({**row, "lo": last.lo, "hi": last.hi, "mcse": last.mcse})
    return _write(pd.DataFrame(found), name)


def _write(rows: pd.DataFrame, name: str) -> int:
    if not name.strip() or "\0" in name:
        raise InputError(f"--csv is {show(name)}, but must be the name of a file.")
    path = Path(name)
    if path.is_dir():
        raise InputError(f"--csv is {show(name)}, which is a folder; name a file in it, as in runs.csv.")
    if not path.parent.is_dir():
        raise InputError(
            f"--csv is {show(name)}, but there is no folder {show(str(path.parent))}; make it first."
        )
    table = pa.Table.from_pandas(rows, preserve_index=False).replace_schema_metadata(None)
    with explained(name):
        whole(path, lambda to: write_csv(table.schema, _batches(table), to, quoting="needed"))
    return len(rows)


def _batches(table: pa.Table) -> Iterator[pa.RecordBatch]:
    yield from table.to_batches(max_chunksize=RUNS_AT_ONCE * 100)
