"""Whether a folder can take an experiment: looked at before anything that takes long is begun."""

from __future__ import annotations

from pathlib import Path

from experiments.engine.lock import locked
from experiments.files import UNFINISHED, explained, whole
from experiments.store import layout
from sim.errors import InputError
from sim.scenario import show_path

FILES = (layout.LOCK, layout.STOP)
FOLDERS = (layout.OUTCOMES, layout.STATUS, layout.ANALYSIS, layout.ASIDE)
# What may stand in a folder before its manifest does.
OURS = (*FILES, layout.FILE, layout.DESIGN, layout.RUNS, *FOLDERS)


def ready(folder: Path) -> None:
    """Make the folder, try whether it can be written into, and delete a STOP file of an earlier call.

    Raises InputError where it is no folder for results, another call has it, or the disk refuses.
    """
    with explained(str(folder)):
        folder.mkdir(parents=True, exist_ok=True)
        check_places(folder)
    with locked(folder):
        check_owner(folder)
        with explained(str(folder)):
            tried = folder / f"{UNFINISHED}-tried"
            whole(tried, lambda path: path.write_text("", encoding="utf-8"))
            tried.unlink()
            (folder / layout.STOP).unlink(missing_ok=True)


def check_places(folder: Path) -> None:
    """Raise InputError where a folder stands in place of a file of ours, or a file in place of a folder."""
    for name in FILES:
        if (folder / name).is_dir():
            raise InputError(
                f"{show_path(folder / name)} is a folder, but must be a file or absent; move it away."
            )
    for name in FOLDERS:
        if (folder / name).exists() and not (folder / name).is_dir():
            raise InputError(f"{show_path(folder / name)} is no folder, but must be one; move it away.")


def check_owner(folder: Path) -> None:
    """Raise InputError where a folder that is none of results holds what Inroads did not make."""
    if (folder / layout.MANIFEST).exists() or layout.looks_like_ours(folder):
        return
    found = sorted(
        entry.name for entry in folder.iterdir()
        if entry.name not in OURS and not entry.name.startswith(UNFINISHED)
    )  # fmt: skip
    if found:
        raise InputError(
            f"{show_path(folder)} holds files that Inroads did not make, such as {found[0]!r}; "
            "give --out a new or empty folder."
        )
