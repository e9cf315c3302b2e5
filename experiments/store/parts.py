"""One part of a result: the outcomes and the status of a chunk of runs, written whole or not at all."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
from pyarrow import parquet

from experiments.designs.experiment import Keep
from experiments.files import explained, whole
from experiments.store.layout import OUTCOMES, STATUS, part
from sim.model import Run
from sim.outcomes import NAMES

EXPERIMENT, CHUNK, HASH = b"inroads.experiment", b"inroads.chunk", b"inroads.outcomes"
OK, ERROR = "ok", "error"


class Damaged(Exception):
    """A part that cannot be used; the message says what is wrong with it."""


@dataclass(frozen=True)
class Lived:
    """What came of one run: its result, or the error that ended it, and the seconds it took."""

    run: int
    result: Run | None
    error: str
    seconds: float


def write(folder: Path, experiment: str, chunk: int, keep: Keep, lived: Sequence[Lived]) -> None:
    """Write a chunk: the outcomes, then the status, which vouches for them.

    Raises InputError when the disk refuses; a part that is there is whole.
    """
    marks = {EXPERIMENT: experiment.encode(), CHUNK: str(chunk).encode()}
    table = outcomes_table(keep, [one for one in lived if one.result is not None])
    with explained(str(folder)):
        target = part(folder, OUTCOMES, chunk)
        whole(target, lambda path: _write(table.replace_schema_metadata(marks), path, keep.outcomes))
        status = pa.table(
            {
                "run": pa.array([one.run for one in lived], pa.int64()),
                "status": pa.array([ERROR if one.result is None else OK for one in lived], pa.string()),
                "error": pa.array([one.error for one in lived], pa.string()),
                "seconds": pa.array([one.seconds for one in lived], pa.float64()),
            }
        )
        marks[HASH] = _hash(target.read_bytes())
        whole(
            part(folder, STATUS, chunk), lambda path: _write(status.replace_schema_metadata(marks), path, ())
        )


def outcomes_table(keep: Keep, lived: Sequence[Lived]) -> pa.Table:
    """Rows of run, month and group with a column an outcome; nothing where a group has nobody."""
    columns = [NAMES.index(name) for name in keep.outcomes]
    months, groups = len(keep.months), len(keep.groups)
    values = np.zeros((len(lived), months, groups, len(columns)))
    for number, one in enumerate(lived):
        by_group = (one.result.outcomes, *one.result.groups)[:groups]
        values[number] = np.stack([found[list(keep.months)][:, columns] for found in by_group], axis=1)
    flat = values.reshape(-1, len(columns))
    each = months * groups
    return pa.table(
        {
            "run": pa.array(np.repeat([one.run for one in lived], each), pa.int64()),
            "month": pa.array(np.tile(np.repeat(keep.months, groups), len(lived)), pa.int16()),
            "group": pa.array(list(keep.groups) * (months * len(lived)), pa.string()),
            **{
                name: pa.array(flat[:, k], pa.float64(), from_pandas=True)
                for k, name in enumerate(keep.outcomes)
            },
        }
    )


def _write(table: pa.Table, path: Path, split: Sequence[str]) -> None:
    parquet.write_table(
        table,
        path,
        compression="zstd",
        use_dictionary=[name for name in table.column_names if name not in split],
        use_byte_stream_split=list(split),
        write_page_checksum=True,
        store_schema=True,
    )


def _hash(raw: bytes) -> bytes:
    return hashlib.blake2b(raw, digest_size=16).hexdigest().encode()


def read_status(path: Path, experiment: str) -> tuple[pd.DataFrame, bytes]:
    """The status of a chunk, and the hash that its outcomes must have. Raises Damaged."""
    table = _table(path.read_bytes(), path, experiment)
    return table.to_pandas(), table.schema.metadata.get(HASH, b"")


def read_outcomes(path: Path, experiment: str, expected: bytes) -> pa.Table:
    """The outcomes of a chunk. Raises Damaged where they are not what its status vouches for."""
    try:
        raw = path.read_bytes()
    except FileNotFoundError:
        raise Damaged("is missing") from None
    if _hash(raw) != expected:
        raise Damaged("is truncated or was changed")
    return _table(raw, path, experiment)


def _table(raw: bytes, path: Path, experiment: str) -> pa.Table:
    try:
        table = parquet.read_table(pa.BufferReader(raw), page_checksum_verification=True)
    except (OSError, pa.ArrowException):
        raise Damaged("is damaged") from None
    marks = table.schema.metadata or {}
    if marks.get(EXPERIMENT) != experiment.encode():
        raise Damaged("belongs to another experiment")
    if path.stem != f"part-{int(marks.get(CHUNK, b'-1')):06d}":
        raise Damaged("has another part's name")
    return table
