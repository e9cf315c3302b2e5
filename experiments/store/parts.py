"""One part of a result: the outcomes and the status of a chunk of runs, written whole or not at all.

The status vouches for the outcomes by a hash of their bytes, and for itself by a seal: a hash of its own
bytes as they were before the seal was put in its place.
"""

from __future__ import annotations

import stat
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

import numpy as np
import pandas as pd
import pyarrow as pa
from pyarrow import parquet

from experiments.designs.experiment import Keep
from experiments.files import explained, whole
from experiments.manifest import hashed
from experiments.store.layout import OUTCOMES, STATUS, part
from sim.model import Run
from sim.outcomes import NAMES

EXPERIMENT, CHUNK = b"inroads.experiment", b"inroads.chunk"
HASH, SIZE, SEAL = b"inroads.outcomes", b"inroads.outcomes.bytes", b"inroads.seal"
UNSEALED = b"unsealed" * 4
OK, ERROR = "ok", "error"
SAID = pa.schema(
    [
        ("run", pa.int64()), ("status", pa.string()), ("error", pa.string()), ("values", pa.string()),
        ("seconds", pa.float64()),
    ]
)  # fmt: skip
T = TypeVar("T")


class Damaged(Exception):
    """A part that cannot be used; the message says what is wrong with it."""


@dataclass(frozen=True)
class Problem:
    """A file in a result folder that is not read, and why; then: what was done about it, if anything was."""

    file: str
    wrong: str
    then: str = field(default="", compare=False)


@dataclass(frozen=True)
class Lived:
    """What came of one run: its result, or the error that ended it and its values (JSON); seconds."""

    run: int
    result: Run | None
    error: str
    seconds: float
    values: str = ""


@dataclass(frozen=True)
class Status:
    """What a status says: its chunk, a row a run, and the hash and size that its outcomes must have."""

    chunk: int
    said: pa.Table
    hash: bytes
    size: int

    @property
    def failed(self) -> int:
        """How many of its runs ended with an error."""
        return self.said["status"].to_pylist().count(ERROR)

    @property
    def runs(self) -> pd.DataFrame:
        """A row a run: run, status, error, values, seconds."""
        return self.said.to_pandas()


def write(folder: Path, experiment: str, chunk: int, keep: Keep, lived: Sequence[Lived]) -> None:
    """Write a chunk: the outcomes, then the status, which vouches for them.

    Raises InputError when the disk refuses; a part that is there is whole.
    """
    marks = {EXPERIMENT: experiment.encode(), CHUNK: str(chunk).encode()}
    outcomes = outcomes_table(keep, [one for one in lived if one.result is not None])
    raw = as_bytes(outcomes.replace_schema_metadata(marks), keep.outcomes)
    said = pa.table(
        {
            "run": [one.run for one in lived],
            "status": [ERROR if one.result is None else OK for one in lived],
            "error": [one.error for one in lived],
            "values": [one.values for one in lived],
            "seconds": [one.seconds for one in lived],
        },
        SAID,
    )
    marks |= {HASH: _hash(raw), SIZE: str(len(raw)).encode()}
    status = _sealed(as_bytes(said.replace_schema_metadata({**marks, SEAL: UNSEALED}), ()))
    with explained(str(folder)):
        whole(part(folder, OUTCOMES, chunk), lambda path: path.write_bytes(raw))
        whole(part(folder, STATUS, chunk), lambda path: path.write_bytes(status))


def outcomes_table(keep: Keep, lived: Sequence[Lived]) -> pa.Table:
    """Rows of run, month and group with a column an outcome; nothing where a group has nobody."""
    columns = [NAMES.index(name) for name in keep.outcomes]
    kept = np.ix_(keep.months, columns)
    months, groups = len(keep.months), len(keep.groups)
    values = np.zeros((len(lived), months, groups, len(columns)))
    for number, one in enumerate(lived):
        for group, found in zip(range(groups), (one.result.outcomes, *one.result.groups), strict=False):
            values[number, :, group] = found[kept]
    flat = values.reshape(-1, len(columns))
    each = months * groups
    named = pa.DictionaryArray.from_arrays(
        np.tile(np.arange(groups, dtype=np.int32), months * len(lived)), pa.array(keep.groups, pa.string())
    )
    return pa.table(
        {
            "run": pa.array(np.repeat(np.array([one.run for one in lived], np.int64), each)),
            "month": pa.array(np.tile(np.repeat(np.array(keep.months, np.int16), groups), len(lived))),
            "group": named.cast(pa.string()),
            **{
                name: pa.array(np.ascontiguousarray(flat[:, k]), from_pandas=True)
                for k, name in enumerate(keep.outcomes)
            },
        }
    )


def as_bytes(table: pa.Table, split: Sequence[str]) -> bytes:
    """A table as a Parquet file; split: the columns of numbers, whose bytes are sorted by place."""
    into = pa.BufferOutputStream()
    parquet.write_table(
        table,
        into,
        compression="zstd",
        use_dictionary=[name for name in table.column_names if name not in split],
        use_byte_stream_split=list(split),
        write_page_checksum=True,
        store_schema=True,
    )
    return into.getvalue().to_pybytes()


def _hash(raw: bytes) -> bytes:
    return hashed(raw).encode()


def _sealed(raw: bytes) -> bytes:
    """A status with its seal, which stands in it once."""
    if raw.count(UNSEALED) != 1:
        raise AssertionError("a status has one place for its seal")
    return raw.replace(UNSEALED, _hash(raw))


def read_status(path: Path, experiment: str) -> Status:
    """The status of a chunk. Raises Damaged."""
    raw = ordinary(path)

    def read() -> Status:
        marks = parquet.read_metadata(pa.BufferReader(raw)).metadata
        if _hash(raw.replace(marks[SEAL], UNSEALED)) != marks[SEAL]:
            raise Damaged("is damaged, or was changed")
        _check(marks, path, experiment)
        said = _parquet(raw)
        return Status(int(marks[CHUNK]), said.replace_schema_metadata(), marks[HASH], int(marks[SIZE]))

    return _guarded(read)


def read_outcomes(path: Path, status: Status, columns: Sequence[str] | None = None) -> pa.Table:
    """The outcomes of a chunk, or some columns of them. Raises Damaged unless its status vouches for them."""
    raw = vouched(path, status)
    return _guarded(lambda: _parquet(raw, columns))


def vouched(path: Path, status: Status) -> bytes:
    """The bytes of a chunk's outcomes. Raises Damaged where they are not what its status vouches for."""
    raw = ordinary(path)
    if len(raw) < status.size:
        raise Damaged("is truncated")
    if _hash(raw) != status.hash:
        raise Damaged("is damaged, or was changed")
    return raw


def check_owner(path: Path, experiment: str) -> None:
    """Make sure that outcomes without a status are this chunk's, cut short by a kill. Raises Damaged."""
    raw = ordinary(path)

    def check() -> None:
        _check(_parquet(raw).schema.metadata, path, experiment)

    _guarded(check)


def experiment_of(path: Path) -> str | None:
    """The experiment that a status belongs to; None where it cannot be told."""
    try:
        raw = ordinary(path)
        return _guarded(lambda: _parquet(raw).schema.metadata[EXPERIMENT].decode())
    except Damaged:
        return None


def ordinary(path: Path) -> bytes:
    """What a file holds. Raises Damaged for what is no ordinary file, or cannot be read."""
    try:
        if not stat.S_ISREG(path.lstat().st_mode):
            raise Damaged("is no ordinary file")
        return path.read_bytes()
    except FileNotFoundError:
        raise Damaged("is missing") from None
    except OSError as error:
        raise Damaged(f"cannot be read ({error.strerror})") from None


def _check(marks: dict[bytes, bytes], path: Path, experiment: str) -> None:
    if marks[EXPERIMENT] != experiment.encode():
        raise Damaged("belongs to another experiment")
    if path.name != part(path.parent, "", int(marks[CHUNK])).name:
        raise Damaged("has another part's name")


def _parquet(raw: bytes, columns: Sequence[str] | None = None) -> pa.Table:
    file = parquet.ParquetFile(pa.BufferReader(raw), page_checksum_verification=True)
    return file.read(None if columns is None else list(columns))


def _guarded(read: Callable[[], T]) -> T:
    """What reading gives; any bytes may stand in a file, and a reader may trip over them in any way."""
    try:
        return read()
    except Damaged:
        raise
    except Exception:  # a flipped byte may even ask for all memory there is
        raise Damaged("is damaged") from None
