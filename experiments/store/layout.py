"""What a result folder holds and where, and an experiment written into one or read back.

manifest.json   what the runs are made from: every value, range, seed and version
design.parquet  a row a point, a column a varied address
runs.parquet    a row a run: point, arm, seed, parameter set, chunk, identity
experiment.toml the file that planned it, as it was given
outcomes/       a part a chunk: run, month, group, outcomes
status/         a part a chunk: run, ok or error, time; it is there only when the outcomes are
set-aside/      files that were damaged or belonged elsewhere
analysis/       what was worked out from the rest, and can be again
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
from pyarrow import parquet

from experiments import posterior
from experiments.designs.experiment import PARAMETERS, Experiment, Keep
from experiments.files import MADE_BY, MANIFEST, described, explained, whole
from experiments.manifest import commit, hashed, model_version, versions
from sim.errors import InputError
from sim.scenario import Scenario, declarations, default_scenario, show_path

DESIGN, RUNS, FILE = "design.parquet", "runs.parquet", "experiment.toml"
OUTCOMES, STATUS, ASIDE, ANALYSIS = "outcomes", "status", "set-aside", "analysis"
LOCK, STOP = "LOCK", "STOP"
SCHEMA = 1
# What the columns of the tables are; those of outcomes and of factors are described by themselves.
COLUMNS = {
    "run": "the number of a run, from 0",
    "point": "the number of a point, from 0: its row in design.parquet",
    "arm": "baseline or policy; scenario where there is one world only",
    "seed": "the run's luck; runs of a seed have the same people and the same luck at every point and arm",
    "set": "the parameter set that the run had; empty where it had what is best known",
    "chunk": "the number of the part in which the run is",
    "id": "a hash of everything that the run depends on: model, values, parameter set, seed",
    "month": "0 is the start",
    "group": "all, or people near, mid or far from work by their barriers at the start",
    "status": "ok, or error",
    "error": "what ended a run that failed",
    "values": "what a run that failed was made from, as JSON",
    "seconds": "how long the run took",
    "scenario": "the whole scenario that a point starts from",
    "what_if": "the whole policy that is lived in the policy's arm",
    "parameters": "the parameter set of a point",
}
FILES, SEAL = "files", "seal"  # of the manifest: hashes of the tables beside it, and of itself


class Spoiled(InputError):
    """A file that every result needs is missing or damaged; it can be written again from the experiment."""

    def __init__(self, folder: Path, file: str, wrong: str):
        kept = f" (the file that planned it is kept there as {FILE})" if (folder / FILE).is_file() else ""
        super().__init__(
            f"{file} in {show_path(folder)} {wrong}, and without it nothing can be told of the results; give "
            f"the experiment again{kept} with the same --out, which writes it anew."
        )
        self.file, self.wrong = file, wrong

    def __reduce__(self):
        return InputError, self.args


def part(folder: Path, kind: str, chunk: int) -> Path:
    """The file of one chunk's outcomes or status."""
    return folder / kind / f"part-{chunk:06d}.parquet"


def manifest_of(experiment: Experiment) -> dict[str, Any]:
    """What an experiment's runs are made from; equal for equal experiments on any machine."""
    known = declarations()
    varied = [address for address in experiment.points if address in known]
    return {
        "made_by": MADE_BY,
        "schema": SCHEMA,
        "kind": experiment.kind,
        "name": experiment.name,
        "about": dict(experiment.about),
        "model": model_version(),
        "scenario": _written(experiment.scenario),
        "scenarios": {name: _written(one) for name, one in experiment.scenarios.items()},
        "what_if": dict(experiment.what_if),
        "what_ifs": {name: dict(one) for name, one in experiment.what_ifs.items()},
        "design": json.loads(json.dumps(experiment.more)),
        "parameters": _sets(experiment),
        "factors": {address: _declared(address) for address in varied},
        "points": len(experiment.points),
        "runs": len(experiment.runs),
        "arms": list(experiment.arms),
        "keep": {
            "outcomes": list(experiment.keep.outcomes),
            "months": list(experiment.keep.months),
            "groups": list(experiment.keep.groups),
        },
        "outcomes": {name: described()[name] for name in experiment.keep.outcomes},
        "columns": COLUMNS,
        "versions": versions(),
        "commit": commit(),
    }


def _sets(experiment: Experiment) -> dict[str, Any]:
    """Which parameter sets the runs have, and the files that they come from."""
    if PARAMETERS not in experiment.points and experiment.runs["set"].isna().all():
        return {"used": "best"}
    return {"used": "posterior", "files": {one.name: one.fingerprint for one in posterior.tables()}}


def _written(scenario: Scenario) -> dict[str, Any]:
    return {"name": scenario.name, "values": dict(scenario.values), "said": sorted(scenario.said)}


def _declared(address: str) -> dict[str, Any]:
    parameter = declarations()[address].parameter
    return {
        "label": parameter.label or parameter.help,
        "unit": parameter.unit.name,
        "default": parameter.default,
        "plausible": None if parameter.plausible is None else list(parameter.plausible),
    }


def write(experiment: Experiment, folder: Path) -> dict[str, Any]:
    """Write everything but results, the manifest last; returns the manifest.

    Raises InputError when the disk refuses.
    """
    runs = experiment.with_ids()
    tables = {DESIGN: _as_bytes(experiment.points), RUNS: _as_bytes(runs)}
    manifest = {
        **manifest_of(experiment),
        "experiment": identity(runs, experiment.keep),
        FILES: {name: hashed(raw) for name, raw in tables.items()},
    }
    manifest[SEAL] = _seal(manifest)
    text = json.dumps(manifest, indent=1, ensure_ascii=False, allow_nan=False)
    with explained(str(folder)):
        for name in (OUTCOMES, STATUS, ANALYSIS):
            (folder / name).mkdir(parents=True, exist_ok=True)
        for name, raw in tables.items():
            whole(folder / name, lambda path, raw=raw: path.write_bytes(raw))
        if experiment.text:
            whole(folder / FILE, lambda path: path.write_text(experiment.text, encoding="utf-8"))
        whole(folder / MANIFEST, lambda path: path.write_text(f"{text}\n", encoding="utf-8"))
    return manifest


def identity(runs: pd.DataFrame, keep: Keep) -> str:
    """A hash of all runs and of what is kept of them: one experiment has one, wherever it is run."""
    columns = (runs[name].tolist() for name in ("run", "chunk", "id"))
    kept = " ".join(map(str, (*keep.outcomes, *keep.months, *keep.groups)))
    rows = (f"{run} {chunk} {name}" for run, chunk, name in zip(*columns, strict=True))
    return hashed("\n".join((kept, *rows)).encode())


def _seal(manifest: dict[str, Any]) -> str:
    """A hash of everything else that a manifest says."""
    return hashed(json.dumps({**manifest, SEAL: None}, sort_keys=True).encode())


def _as_bytes(frame: pd.DataFrame) -> bytes:
    into = pa.BufferOutputStream()
    table = pa.Table.from_pandas(frame, preserve_index=False)
    parquet.write_table(table, into, compression="zstd", write_page_checksum=True)
    return into.getvalue().to_pybytes()


def read_table(
    folder: Path, name: str, manifest: dict[str, Any], columns: Sequence[str] | None = None
) -> pd.DataFrame:
    """The design or the runs, or some columns of them.

    Raises Spoiled where they are not what the manifest vouches for.
    """
    path = folder / name
    wrong = "is damaged, or was changed"
    try:
        raw = path.read_bytes()
        if hashed(raw) == manifest[FILES][name]:
            return parquet.read_table(pa.BufferReader(raw), columns=columns).to_pandas()
    except FileNotFoundError:
        wrong = "is missing"
    except (OSError, KeyError, TypeError, pa.ArrowException):
        wrong = "cannot be read"
    raise Spoiled(folder, name, wrong)


def read_manifest(folder: Path) -> dict[str, Any]:
    """The manifest of a result folder. Raises InputError where there is none of ours."""
    where = show_path(folder)
    try:
        found = json.loads((folder / MANIFEST).read_bytes())
    except FileNotFoundError:
        if looks_like_ours(folder):
            raise Spoiled(folder, MANIFEST, "is missing") from None
        raise InputError(
            f"{where} is no folder of results: it has no {MANIFEST}; 'inroads experiment FILE --out DIR' "
            "makes one."
        ) from None
    except NotADirectoryError:
        raise InputError(f"{where} is a file, but must be a folder of results.") from None
    except (OSError, ValueError, RecursionError):
        if looks_like_ours(folder):
            raise Spoiled(folder, MANIFEST, "is damaged or cannot be read") from None
        raise InputError(f"{MANIFEST} in {where} is none of Inroads, or cannot be read.") from None
    if not isinstance(found, dict) or found.get("made_by") != MADE_BY or "experiment" not in found:
        raise InputError(
            f"{where} holds no experiment; give a folder that 'inroads experiment' or a like command wrote."
        )
    if found.get("schema") != SCHEMA:
        raise InputError(
            f"{where} was written by another version of Inroads (layout {found.get('schema')}, not {SCHEMA})."
        )
    if found.get(SEAL) != _seal(found):
        raise Spoiled(folder, MANIFEST, "is damaged, or was changed")
    return found


def keep_of(manifest: dict[str, Any]) -> Keep:
    """What is kept of each run."""
    return Keep(*(tuple(manifest["keep"][name]) for name in ("outcomes", "months", "groups")))


def looks_like_ours(folder: Path) -> bool:
    """Whether a folder has what a folder of results has besides its manifest."""
    return (folder / STATUS).is_dir() and (folder / OUTCOMES).is_dir()


def read(
    folder: Path, manifest: dict[str, Any] | None = None, columns: Sequence[str] | None = None
) -> Experiment:
    """The experiment in a result folder. Raises InputError where it is not whole.

    manifest: the folder's, where it was read already; columns: of its runs, all if not said.
    """
    manifest = read_manifest(folder) if manifest is None else manifest
    points, runs = read_table(folder, DESIGN, manifest), read_table(folder, RUNS, manifest, columns)
    return Experiment(
        manifest["kind"], manifest["name"], manifest["about"], _scenario(manifest["scenario"]),
        manifest["what_if"], points, runs,
        keep_of(manifest), manifest["design"],
        {name: _scenario(one) for name, one in manifest["scenarios"].items()}, manifest["what_ifs"],
    )  # fmt: skip


def _scenario(written: dict[str, Any]) -> Scenario:
    found = default_scenario().set(written["values"])
    return Scenario(written["name"], found.values, {}, frozenset(written["said"]))
