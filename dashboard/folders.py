"""Result folders as the pages see them: which there are, how far they are, who writes into them.

No Streamlit. A folder is only ever read through ``experiments.store``; what is here looks at names, sizes
and times of files, so that a page can ask every second.
"""

from __future__ import annotations

import json
from datetime import date
from functools import lru_cache
from pathlib import Path

from experiments.files import MANIFEST
from experiments.store import layout
from experiments.store.results import open_results
from sim.errors import InputError

HOME = Path("runs")  # where the pages look, below the folder that the dashboard was started in
JOBS = ".jobs"  # in it: what was started from a page
PATTERNS = (f"*/{MANIFEST}", f"*/*/{MANIFEST}")
ANALYSES = "sensitivity-*.json"
SENSITIVITY = "sensitivity"  # the kind of such an experiment


def found(analysed: bool = False) -> list[str]:
    """The folders below ``HOME`` that hold an experiment, or a damaged one; the newest first.

    analysed: only sensitivity analyses, finished or under way.
    """
    paths = [path for pattern in PATTERNS for path in HOME.glob(pattern) if JOBS not in path.parts]
    ours = []
    for path in paths:
        changed = _changed(path)
        kind = _kind(path, changed)
        if kind is not None and (not analysed or kind == SENSITIVITY or has_analysis(path.parent)):
            ours.append((changed, path.parent.as_posix()))
    return [folder for _, folder in sorted(ours, key=lambda one: (-one[0], one[1]))]


def _changed(path: Path) -> int:
    try:
        return path.stat().st_mtime_ns
    except OSError:
        return 0


@lru_cache(maxsize=512)
def _kind(manifest: Path, changed: int) -> str | None:
    """The kind of experiment of a manifest; None for something else, nothing for one that is damaged."""
    try:
        content = json.loads(manifest.read_bytes())
    except (OSError, ValueError, RecursionError):
        return ""
    return str(content.get("kind", "")) if isinstance(content, dict) and "experiment" in content else None


def has_analysis(folder: Path) -> bool:
    """Whether a sensitivity analysis is kept in a folder."""
    return any((folder / layout.ANALYSIS).glob(ANALYSES))


def signature(folder: str) -> int:
    """A number that is another one whenever a file of a result folder is."""
    places = [Path(folder), *(Path(folder) / name for name in (layout.STATUS, layout.OUTCOMES))]
    files = []
    for place in places:
        for path in sorted(place.glob("*.*")):
            try:
                stat = path.stat()
            except OSError:
                continue
            files.append((path.name, stat.st_size, stat.st_mtime_ns))
    return hash(tuple(files))


def made_on(folder: str) -> date | None:
    """The day of the newest result; None while there is none."""
    times = [_changed(path) for path in (Path(folder) / layout.STATUS).glob("part-*")]
    return date.fromtimestamp(max(times) / 1e9) if times else None


def is_running(folder: str) -> bool:
    """Whether a call is writing into a folder, started from a page or from a terminal.

    The lock is asked for and given back at once, never kept.
    """
    try:
        import fcntl
    except ImportError:  # a system without this kind of lock
        return False
    try:
        with (Path(folder) / layout.LOCK).open("rb") as file:
            fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    except OSError:
        return False
    return False


def progress(folder: str) -> tuple[int, int] | None:
    """How many runs came to an end and how many are planned; None before they are planned.

    Counted by the names of the parts, so it costs the same for ten runs and for a million.
    """
    try:
        sizes = _chunks(folder, _changed(Path(folder) / MANIFEST))
    except InputError:
        return None
    there = {
        path.stem.removeprefix("part-") for path in (Path(folder) / layout.STATUS).glob("part-*.parquet")
    }
    done = sum(sizes.get(int(name), 0) for name in there if name.isdecimal())
    return done, sum(sizes.values())


@lru_cache(maxsize=16)
def _chunks(folder: str, changed: int) -> dict[int, int]:
    """Runs in each chunk."""
    if not changed:
        raise InputError("Nothing is planned yet.")
    return open_results(folder).runs["chunk"].value_counts().to_dict()


def was_stopped(folder: str) -> bool:
    """Whether somebody asked the runs of a folder to stop, and nobody has gone on since."""
    return (Path(folder) / layout.STOP).exists()


def ask_to_stop(folder: str) -> None:
    """Ask the runs of a folder to stop; those under way are finished first."""
    (Path(folder) / layout.STOP).touch()
