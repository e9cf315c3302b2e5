"""Makes a result folder fit to be written into: sweeps what a kill left, sets aside what cannot be used.

Only whoever holds the folder's lock may do so. Nothing is deleted but files that were never finished.
"""

from __future__ import annotations

import os
from collections.abc import Collection
from contextlib import suppress
from pathlib import Path

from experiments.files import UNFINISHED, explained
from experiments.store.layout import ASIDE, OUTCOMES, STATUS, part
from experiments.store.parts import Damaged, Problem, Status, check_owner, read_status, vouched


def tidy(
    folder: Path, experiment: str, chunks: Collection[int], *, retry_failed: bool = False
) -> tuple[dict[int, Status], list[Problem]]:
    """The chunks that are done, and what was set aside because it is damaged or not of this experiment.

    chunks: those of the experiment; retry_failed: chunks in which a run failed are set aside too, so that
    they are made again. Raises InputError when the disk refuses.
    """
    for name in (OUTCOMES, STATUS):
        with explained(str(folder / name)):
            (folder / name).mkdir(exist_ok=True)
    with explained(str(folder)):
        clean(folder)
        done, problems = _statuses(folder, experiment, chunks)
        if retry_failed:
            for chunk in [chunk for chunk, one in done.items() if one.failed]:
                for kind in (STATUS, OUTCOMES):
                    set_aside(folder, kind, part(folder, kind, chunk).name)
                del done[chunk]
        known, planned = ({part(folder, OUTCOMES, chunk).name for chunk in some} for some in (done, chunks))
        for path in sorted((folder / OUTCOMES).iterdir()):
            if path.name not in known:
                try:
                    check_owner(path, experiment)
                except Damaged as damage:
                    then = _then(True, path.name in planned)
                    problems.append(Problem(f"{OUTCOMES}/{path.name}", str(damage), then))
                    set_aside(folder, OUTCOMES, path.name)
    return done, problems


def _statuses(
    folder: Path, experiment: str, chunks: Collection[int]
) -> tuple[dict[int, Status], list[Problem]]:
    """Statuses that are good and vouch for good outcomes; what is not is set aside, the status first."""
    done: dict[int, Status] = {}
    problems: list[Problem] = []
    planned = {part(folder, STATUS, chunk).name for chunk in chunks}
    for path in sorted((folder / STATUS).iterdir()):
        kind = STATUS
        try:
            found = read_status(path, experiment)
            if found.chunk not in chunks:
                raise Damaged("belongs to no chunk")
            kind = OUTCOMES
            vouched(part(folder, OUTCOMES, found.chunk), found)
            done[found.chunk] = found
        except Damaged as damage:
            then = _then(os.path.lexists(folder / kind / path.name), path.name in planned)
            problems.append(Problem(f"{kind}/{path.name}", str(damage), then))
            set_aside(folder, STATUS, path.name)
            if kind == OUTCOMES:
                set_aside(folder, OUTCOMES, path.name)
    return done, problems


def _then(there: bool, planned: bool) -> str:
    """What is done about a file that cannot be used."""
    said = [f"it was moved to {ASIDE}"] * there + ["its runs are made again"] * planned
    return " and ".join(said)


def set_aside(folder: Path, kind: str, name: str) -> None:
    """Move something out of the way, under a name that is free; what is not there needs no moving."""
    away = folder / ASIDE / kind
    away.mkdir(parents=True, exist_ok=True)
    target, number = away / name, 1
    while os.path.lexists(target):
        number += 1
        target = away / f"{name}-{number}"
    with suppress(FileNotFoundError):
        os.rename(folder / kind / name, target)


def clean(folder: Path) -> None:
    """Delete files that a kill left unfinished."""
    for place in (folder, folder / OUTCOMES, folder / STATUS):
        for path in place.glob(f"{UNFINISHED}-*"):
            with suppress(OSError):
                path.unlink()
