"""Results as a folder: tidy Parquet and CSV, then a manifest that says what they were made from.

Every file is written beside its final name, flushed to the disk and only then given that name, so
a file that is there is whole. The manifest comes last: without it the folder is unfinished.
"""

from __future__ import annotations

import errno
import json
import os
import secrets
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
from pyarrow import csv, parquet

from experiments.compare import Arm, Comparison
from experiments.money import IN_MONEY, kroner_by_month, same_money
from sim.errors import InputError
from sim.ledger import ACCOUNTS
from sim.outcomes import NAMES
from sim.scenario import show

MADE_BY = "inroads"
MANIFEST = "manifest.json"
GROUPS = ("all", "near", "mid", "far")
TABLES = ("outcomes", "differences", "money")
LIVES = ("sequences", "spells", "person")
WORLDS = ("scenario", "baseline", "policy")
FILES = {
    MANIFEST,
    *(f"{table}.{kind}" for table in TABLES for kind in ("parquet", "csv")),
    *(f"{table}-{world}.csv" for table in LIVES for world in WORLDS),
    "alphabet.csv",
    "README.txt",
}
UNFINISHED = ".inroads-unfinished"  # marks a folder as ours until its manifest is there

Fill = Callable[[Path], Any]

OUTCOMES = pa.schema(
    [
        ("arm", pa.string()), ("seed", pa.int64()), ("set", pa.int32()), ("month", pa.int16()),
        ("group", pa.string()),
        ("outcome", pa.string()), ("value", pa.float64()),
    ]
)  # fmt: skip
DIFFERENCES = pa.schema(
    [
        ("outcome", pa.string()), ("group", pa.string()), ("month", pa.int16()),
        ("mean", pa.float64()), ("lo", pa.float64()), ("hi", pa.float64()), ("mcse", pa.float64()),
    ]
)  # fmt: skip
MONEY = pa.schema(
    [
        ("arm", pa.string()), ("seed", pa.int64()), ("set", pa.int32()), ("month", pa.int16()),
        ("account", pa.string()), ("kroner", pa.float64()),
    ]
)  # fmt: skip

COLUMNS = {
    "arm": "baseline or policy; scenario where there is one world only",
    "seed": "the run's luck; both arms of a seed have the same people and the same luck",
    "set": "the parameter set that the run had, the same in both arms; empty where every run had what is "
    "best known",
    "month": "0 is the start",
    "group": "all, or people near, mid or far from work by their barriers at the start",
    "outcome": "a measure of the people who were there at the start; units are in this manifest",
    "value": "mean over the group; empty where the group has nobody",
    "mean": "policy less baseline within each seed, averaged over seeds",
    "lo": "nine in ten seeds lie between lo and hi",
    "hi": "nine in ten seeds lie between lo and hi",
    "mcse": "Monte Carlo standard error of the mean; empty with one seed",
    "account": "who gains or loses",
    "kroner": "gained (or lost, below 0) in the month by the account, newcomers included, in "
    "the scenario's currency",
}


def prepare(name: str) -> Path:
    """The folder to write into, made if need be.

    Raises InputError for one that holds what Inroads did not make, or that cannot be written.
    """
    if not name.strip() or "\0" in name:
        raise InputError(f"--out is {show(name)}, but must be the name of a folder.")
    folder = Path(name)
    with explained(name):
        folder.mkdir(parents=True, exist_ok=True)
        found = sorted(entry.name for entry in folder.iterdir())
        if found and not is_ours(folder):
            raise InputError(
                f"{show(name)} holds files that Inroads did not make, such as {show(found[0])}; "
                "give --out a new or empty folder."
            )
        probe = folder / f"{UNFINISHED}-probe"
        probe.write_bytes(b"")
        probe.unlink()
    return folder


def is_ours(folder: Path) -> bool:
    """Whether a folder holds a result of this module, finished or not."""
    if (folder / UNFINISHED).exists():
        return True
    try:
        return json.loads((folder / MANIFEST).read_bytes()).get("made_by") == MADE_BY
    except (OSError, ValueError, AttributeError, RecursionError):
        return False


@contextmanager
def explained(name: str) -> Iterator[None]:
    """Turn what the file system refuses into one sentence."""
    try:
        yield
    except (FileExistsError, NotADirectoryError):
        raise InputError(f"{show(name)} is no folder, or is inside a file; name another.") from None
    except OSError as error:
        full = error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
        hint = "make room on the disk" if full else "give --out a folder that you may write to"
        reason = os.strerror(error.errno) if error.errno else str(error)
        raise InputError(f"Nothing can be written to {show(name)}: {reason}; {hint}.") from None


def write(folder: Path, arms: Mapping[str, Arm], seeds: list[int], made_from: dict[str, Any]) -> None:
    """Write a result of one arm or two.

    Raises InputError when the disk refuses; the files that are there are whole.
    """
    tables = {"outcomes": (OUTCOMES, lambda: outcome_rows(arms, seeds))}
    if "baseline" in arms:
        pair = Comparison(arms["baseline"], arms["policy"], tuple(seeds))
        tables["differences"] = (DIFFERENCES, lambda: difference_rows(pair))
    tables["money"] = (MONEY, lambda: money_rows(arms, seeds))
    fills: dict[str, Fill] = {}
    for table, (schema, rows) in tables.items():
        fills[f"{table}.parquet"] = lambda path, s=schema, r=rows: write_parquet(s, r(), path)
        fills[f"{table}.csv"] = lambda path, s=schema, r=rows: write_csv(s, r(), path)
    write_all(folder, fills, {**made_from, "columns": COLUMNS, "outcomes": described()})


def write_all(folder: Path, fills: Mapping[str, Fill], made_from: dict[str, Any]) -> None:
    """Write a result's files, each filled by a function of its path, and its manifest last.

    Raises InputError when the disk refuses; the files that are there are whole.
    """
    with explained(str(folder)):
        sweep(folder)
        for name, fill in fills.items():
            whole(folder / name, fill)
        contents = {"made_by": MADE_BY, "files": sorted(fills), **made_from}
        text = json.dumps(contents, indent=1, ensure_ascii=False, allow_nan=False)
        whole(folder / MANIFEST, lambda path: path.write_text(f"{text}\n", encoding="utf-8"))
        (folder / UNFINISHED).unlink()


def described() -> dict[str, dict[str, str]]:
    """Label and unit of every outcome."""
    from sim.outcomes import OUTCOMES as declared

    return {outcome.name: {"label": outcome.label, "unit": outcome.unit} for outcome in declared}


def sweep(folder: Path) -> None:
    """Make room for a new result: no manifest vouches for what is about to change."""
    (folder / UNFINISHED).touch()
    sync_folder(folder)
    for entry in sorted(folder.iterdir(), key=lambda entry: entry.name != MANIFEST):
        if entry.name in FILES or entry.name.startswith(f"{UNFINISHED}-"):
            entry.unlink()


def whole(path: Path, fill: Fill) -> None:
    """Fill a file under a temporary name, push it to the disk, then give it its name."""
    # On a cluster, processes of several machines may have the same number.
    unfinished = path.with_name(f"{UNFINISHED}-{os.getpid()}-{secrets.token_hex(4)}-{path.name}")
    try:
        fill(unfinished)
        with unfinished.open("rb+") as file:
            os.fsync(file.fileno())
        os.replace(unfinished, path)
    except BaseException:
        with suppress(OSError):
            unfinished.unlink(missing_ok=True)
        raise
    sync_folder(path.parent)


def sync_folder(folder: Path) -> None:
    """Push a folder's list of names to the disk, where the system lets one."""
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def write_parquet(schema: pa.Schema, batches: Iterator[pa.RecordBatch], path: Path) -> None:
    """Batches of rows as one Parquet file."""
    with parquet.ParquetWriter(path, schema, compression="zstd") as writer:
        for batch in batches:
            writer.write_batch(batch)


def write_csv(
    schema: pa.Schema, batches: Iterable[pa.RecordBatch], path: Path, quoting: str = "none"
) -> None:
    """Batches of rows as one CSV file; a value that does not exist is empty.

    quoting: 'needed' where words may hold commas.
    """
    options = csv.WriteOptions(quoting_style=quoting)
    with csv.CSVWriter(path, schema, write_options=options) as writer:
        for batch in batches:
            writer.write_batch(batch)


def numbers(values: np.ndarray) -> pa.Array:
    """Numbers as a column, with nothing where there is NaN."""
    return pa.array(values.ravel(), pa.float64(), from_pandas=True)


def sets_of(arm: Arm) -> tuple[int | None, ...]:
    """The parameter set of each run; None where it had what is best known."""
    return arm.sets or (None,) * len(arm.runs)


def outcome_rows(arms: Mapping[str, Arm], seeds: list[int]) -> Iterator[pa.RecordBatch]:
    """One row for each arm, seed, month, group and outcome; a batch for each run."""
    for role, arm in arms.items():
        for seed, number, run in zip(seeds, sets_of(arm), arm.runs, strict=True):
            values = np.stack([run.outcomes, *run.groups], axis=1)  # month, group, outcome
            months, groups, outcomes = np.indices(values.shape).reshape(3, -1)
            yield pa.record_batch(
                [
                    pa.array([role] * values.size), pa.array(np.full(values.size, seed)),
                    pa.array([number] * values.size, pa.int32()),
                    pa.array(months.astype(np.int16)), pa.array(np.array(GROUPS)[groups]),
                    pa.array(np.array(NAMES)[outcomes]), numbers(values),
                ],
                schema=OUTCOMES,
            )  # fmt: skip


def difference_rows(pair: Comparison) -> Iterator[pa.RecordBatch]:
    """One row for each outcome, group and month; a batch for each outcome and group."""
    months = range(pair.baseline.months + 1)
    outcomes = NAMES if same_money(pair) else [name for name in NAMES if name not in IN_MONEY]
    for outcome in outcomes:
        for group in GROUPS:
            number = None if group == "all" else GROUPS.index(group) - 1
            found = [pair.difference(outcome, month, number) for month in months]
            columns = np.array([(e.mean, e.lo, e.hi, e.mcse) for e in found], np.float64).T
            yield pa.record_batch(
                [
                    pa.array([outcome] * len(found)), pa.array([group] * len(found)),
                    pa.array(np.arange(len(found), dtype=np.int16)),
                    *(numbers(column) for column in columns),
                ],
                schema=DIFFERENCES,
            )  # fmt: skip


def money_rows(arms: Mapping[str, Arm], seeds: list[int]) -> Iterator[pa.RecordBatch]:
    """One row for each arm, seed, month and account; a batch for each run."""
    for role, arm in arms.items():
        for seed, number, values in zip(seeds, sets_of(arm), kroner_by_month(arm), strict=True):
            months, columns = np.indices(values.shape).reshape(2, -1)
            yield pa.record_batch(
                [
                    pa.array([role] * values.size), pa.array(np.full(values.size, seed)),
                    pa.array([number] * values.size, pa.int32()),
                    pa.array(months.astype(np.int16)), pa.array(np.array(ACCOUNTS)[columns]),
                    numbers(values),
                ],
                schema=MONEY,
            )  # fmt: skip
