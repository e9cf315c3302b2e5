"""A result folder, opened for reading: runs, outcomes and differences as tables. Never changes a folder."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa

from experiments.designs.experiment import BASELINE, POLICY, TWO_ARMS
from experiments.store import layout, parts
from sim.errors import InputError
from sim.scenario import nearest, show


@dataclass(frozen=True)
class Problem:
    """A file in a result folder that is not read, and why."""

    file: str
    wrong: str


class Results:
    """A result folder as it is now; what is damaged or belongs elsewhere is named and not read."""

    def __init__(self, folder: Path):
        self.folder = folder
        self.manifest = layout.read_manifest(folder)
        self.kind: str = self.manifest["kind"]
        self.arms: tuple[str, ...] = tuple(self.manifest["arms"])
        self.design = layout.read_table(folder / layout.DESIGN)
        self.runs = layout.read_table(folder / layout.RUNS)
        self.factors: tuple[str, ...] = tuple(self.design.columns)
        self._problems: dict[str, str] = {}
        self._vouched: dict[int, bytes] = {}
        self.status = self._read_status()

    @property
    def problems(self) -> tuple[Problem, ...]:
        """Files that were not read so far, and why."""
        return tuple(Problem(file, wrong) for file, wrong in sorted(self._problems.items()))

    def _read_status(self) -> pd.DataFrame:
        found = []
        chunks = set(self.runs["chunk"])
        for path in sorted((self.folder / layout.STATUS).glob("*")):
            try:
                if path.name.startswith("."):
                    continue
                frame, vouched = parts.read_status(path, self.manifest["experiment"])
                chunk = int(path.stem.removeprefix("part-"))
                if chunk not in chunks:
                    raise parts.Damaged("belongs to no chunk")
            except (parts.Damaged, OSError, ValueError) as damage:
                self._problems[f"{layout.STATUS}/{path.name}"] = str(damage)
                continue
            self._vouched[chunk] = vouched
            found.append(frame)
        columns = {"run": "int64", "status": "str", "error": "str", "seconds": "float64"}
        if not found:
            return pd.DataFrame({name: pd.Series(dtype=kind) for name, kind in columns.items()})
        return pd.concat(found, ignore_index=True).sort_values("run", ignore_index=True)

    @property
    def total(self) -> int:
        """Runs that were planned."""
        return len(self.runs)

    @property
    def done(self) -> int:
        """Runs that are there and came to an end."""
        return int((self.status["status"] == parts.OK).sum())

    @property
    def failed(self) -> int:
        """Runs that ended with an error."""
        return int((self.status["status"] == parts.ERROR).sum())

    @property
    def missing(self) -> int:
        """Runs that have not been made."""
        return self.total - len(self.status)

    @cached_property
    def _outcomes(self) -> pd.DataFrame:
        found = []
        for chunk, vouched in sorted(self._vouched.items()):
            path = layout.part(self.folder, layout.OUTCOMES, chunk)
            try:
                found.append(parts.read_outcomes(path, self.manifest["experiment"], vouched))
            except (parts.Damaged, OSError) as damage:
                self._problems[f"{layout.OUTCOMES}/{path.name}"] = str(damage)
        if not found:
            names = ("run", "month", "group", *self.manifest["keep"]["outcomes"])
            return pd.DataFrame({name: [] for name in names})
        return pa.concat_tables(found).to_pandas().sort_values(
            ["run", "month"], ignore_index=True, kind="stable"
        )  # fmt: skip

    def outcomes(
        self,
        columns: Sequence[str] | None = None,
        months: Sequence[int] | None = None,
        group: str = "all",
    ) -> pd.DataFrame:
        """Rows of run and month with the outcomes asked for, by run; failed and missing runs are absent.

        Raises InputError for an outcome, a month or a group that was not kept.
        """
        keep = self.manifest["keep"]
        for asked, kept, what in (
            (columns or (), keep["outcomes"], "outcome"),
            (months or (), keep["months"], "month"),
            ((group,), keep["groups"], "group"),
        ):
            for one in asked:
                if one not in kept:
                    near = nearest(str(one), map(str, kept))
                    shown = ", ".join(map(str, kept[:40]))
                    raise InputError(f"These results hold no {what} {show(one)}, but {shown}.{near}")
        frame = self._outcomes
        frame = frame[frame["group"] == group]
        if months is not None:
            frame = frame[frame["month"].isin(list(months))]
        return frame[["run", "month", *(columns or keep["outcomes"])]].reset_index(drop=True)

    def table(self, outcome: str, month: int, group: str = "all") -> pd.DataFrame:
        """A row a point and seed: factors, and value, or baseline, policy and difference.

        A pair of which one arm is missing is absent.
        """
        values = self.outcomes([outcome], [month], group).set_index("run")[outcome]
        runs = self.runs[self.runs["run"].isin(values.index)]
        runs = runs.assign(value=runs["run"].map(values))
        keys = ["point", "seed"]
        if self.arms == TWO_ARMS:
            found = runs.pivot(index=keys, columns="arm", values="value").reindex(columns=list(TWO_ARMS))
            found = found.dropna().reset_index()
            found["difference"] = found[POLICY] - found[BASELINE]
        else:
            found = runs[[*keys, "value"]]
        sets = self.runs.drop_duplicates(keys)[[*keys, "set"]]
        found = found.merge(sets, on=keys).join(self.design, on="point")
        measured = [n for n in ("value", BASELINE, POLICY, "difference") if n in found]
        return found[[*keys, "set", *self.factors, *measured]].sort_values(keys, ignore_index=True)


def open_results(folder: Path | str) -> Results:
    """The results in a folder. Raises InputError with one sentence for what holds none."""
    return Results(Path(folder))


def facts(results: Results) -> dict[str, Any]:
    """How much of an experiment is there."""
    return {
        "total": results.total,
        "done": results.done,
        "failed": results.failed,
        "missing": results.missing,
        "problems": [{"file": one.file, "wrong": one.wrong} for one in results.problems],
    }
