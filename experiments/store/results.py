"""A result folder, opened for reading: runs, outcomes and differences as tables. Never changes a folder."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
from pyarrow import compute

from experiments.designs.experiment import BASELINE, POLICY, TWO_ARMS
from experiments.files import UNFINISHED
from experiments.store import layout, parts
from experiments.store.parts import Problem, Status
from sim.errors import InputError
from sim.scenario import nearest, show


class Results:
    """A result folder as it is now; what is damaged or belongs elsewhere is named and not read."""

    def __init__(self, folder: Path):
        self.folder = folder
        self.manifest = layout.read_manifest(folder)
        self.kind: str = self.manifest["kind"]
        self.arms: tuple[str, ...] = tuple(self.manifest["arms"])
        self.design = layout.read_table(folder, layout.DESIGN, self.manifest)
        self.runs = layout.read_table(folder, layout.RUNS, self.manifest)
        self.factors: tuple[str, ...] = tuple(self.design.columns)
        self._problems: dict[str, str] = {}
        self._parts = self._read_statuses()
        self.status = self._status()

    @property
    def problems(self) -> tuple[Problem, ...]:
        """Files that were not read so far, and why."""
        return tuple(Problem(file, wrong) for file, wrong in sorted(self._problems.items()))

    def _read_statuses(self) -> dict[int, Status]:
        found = {}
        chunks = set(self.runs["chunk"].tolist())
        for path in self._listed(layout.STATUS):
            try:
                status = parts.read_status(path, self.manifest["experiment"])
                if status.chunk not in chunks:
                    raise parts.Damaged("belongs to no chunk")
            except parts.Damaged as damage:
                self._problems[f"{layout.STATUS}/{path.name}"] = str(damage)
                continue
            found[status.chunk] = status
        there = {path.name for path in self._listed(layout.OUTCOMES)}
        for chunk in list(found):
            name = layout.part(self.folder, layout.OUTCOMES, chunk).name
            if name not in there:
                self._problems[f"{layout.OUTCOMES}/{name}"] = "is missing"
                del found[chunk]
        return found

    def _listed(self, kind: str) -> list[Path]:
        """What stands in one of the folders of parts, but for files that are being written."""
        try:
            return sorted(
                one for one in (self.folder / kind).iterdir() if not one.name.startswith(UNFINISHED)
            )
        except OSError:
            self._problems[kind] = "is missing, or is no folder that can be read"
            return []

    def _status(self) -> pd.DataFrame:
        found = [one.said for _, one in sorted(self._parts.items())]
        return pa.concat_tables([parts.SAID.empty_table(), *found]).to_pandas().sort_values(
            "run", ignore_index=True
        )  # fmt: skip

    def _outcomes(self, columns: Sequence[str], months: Sequence[int] | None, group: str) -> pd.DataFrame:
        """Some columns of all parts; a part that is not what its status vouches for is no longer there."""
        found = []
        for chunk, status in sorted(self._parts.items()):
            path = layout.part(self.folder, layout.OUTCOMES, chunk)
            try:
                table = parts.read_outcomes(path, status, ["run", "month", "group", *columns])
            except parts.Damaged as damage:
                self._problems[f"{layout.OUTCOMES}/{path.name}"] = str(damage)
                del self._parts[chunk]
                self.status = self._status()
                continue
            wanted = compute.equal(table["group"], group)
            if months is not None:
                set_of = pa.array(list(months), pa.int16())
                wanted = compute.and_(wanted, compute.is_in(table["month"], value_set=set_of))
            found.append(table.filter(wanted).drop_columns("group"))
        if not found:
            return pd.DataFrame({name: [] for name in ("run", "month", *columns)})
        return pa.concat_tables(found).to_pandas().sort_values(
            ["run", "month"], ignore_index=True, kind="stable"
        )  # fmt: skip

    def check(self) -> tuple[Problem, ...]:
        """Read every outcome once, so that ``done`` counts only what is whole; returns the problems."""
        self._outcomes((), None, "all")
        for path in self._listed(layout.OUTCOMES):
            try:
                parts.check_owner(path, self.manifest["experiment"])
            except parts.Damaged as damage:
                self._problems.setdefault(f"{layout.OUTCOMES}/{path.name}", str(damage))
        return self.problems

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
        return self._outcomes(list(columns or keep["outcomes"]), months, group)

    def table(self, outcome: str, month: int, group: str = "all") -> pd.DataFrame:
        """A row a point and seed: factors, and value, or baseline, policy and difference.

        A pair of which one arm's run is missing is absent; where a run has no such outcome, as nobody
        is there, the value is NaN.
        """
        values = self.outcomes([outcome], [month], group).set_index("run")[outcome]
        runs = self.runs[self.runs["run"].isin(values.index)]
        runs = runs.assign(value=runs["run"].map(values))
        keys = ["point", "seed"]
        if self.arms == TWO_ARMS:
            runs = runs[runs.duplicated(keys, keep=False)]
            found = runs.pivot(index=keys, columns="arm", values="value").reindex(columns=list(TWO_ARMS))
            found = found.reset_index()
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
