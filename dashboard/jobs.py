"""Runs started from a page: each a process of its own that outlives the tab and the server.

The page keeps nothing but the folder's name: how far a run is, is read from the folder, so it is shown after
a reload, in another tab, and for runs that were started in a terminal.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from dashboard import folders
from experiments.compare import cores
from experiments.designs import file as designs
from experiments.designs.points import points_of
from experiments.files import MANIFEST
from experiments.sensitivity.plan import design_of
from sim.errors import InputError

MOST_RUNS = 20_000  # from a page; more belong in a terminal
MORRIS, REPLICATES = "morris", 2  # a screening, and how often it lives every point if nobody says
ROOT = Path(__file__).parent.parent
_children: dict[str, subprocess.Popen] = {}
_lock = threading.Lock()


@dataclass(frozen=True)
class Plan:
    """A shipped experiment as a page offers it: its words, how many points and runs, of which size."""

    name: str
    title: str
    question: str
    points: int
    runs: int
    people: int
    months: int


@lru_cache(maxsize=64)
def plan(name: str, method: str | None) -> Plan:
    """A shipped experiment, or an analysis of it. Raises InputError where its file is not fit for that."""
    file = designs.read(name)
    arms = 2 if file.what_if else 1
    if method is None:
        points = len(points_of(file))
        runs = points * len(file.seeds) * arms
    else:
        design = design_of(file, method, None, REPLICATES, 1, second_order=False)
        points, runs = design.rows, design.rows * REPLICATES * arms
    return Plan(
        name, file.about.get("title", name), file.about.get("question", ""), points, runs,
        file.scenario["district.people"], file.scenario["district.months"],
    )  # fmt: skip


@lru_cache(maxsize=8)
def offered(method: str | None) -> tuple[str, ...]:
    """The shipped experiments that are fit for a method and small enough for a page, the smallest first."""
    found = []
    for name in designs.shipped():
        try:
            one = plan(name, method)
        except InputError:
            continue  # made for something else
        if one.runs <= MOST_RUNS:
            found.append((one.runs * one.people * one.months, name))
    return tuple(name for _, name in sorted(found))


def command(name: str, folder: str, method: str | None = None) -> list[str]:
    """The words after ``inroads`` that make an experiment, or a sensitivity analysis of it."""
    if method is None:
        return ["experiment", name, "--out", folder]
    return ["sensitivity", name, "--method", method, "--out", folder]


def new_folder(name: str) -> str:
    """A folder below ``HOME`` that does not exist yet, named after the experiment."""
    taken = {path.name for path in folders.HOME.glob("*")} | {Path(folder).name for folder in _children}
    number, folder = 1, name
    while folder in taken:
        number += 1
        folder = f"{name}-{number}"
    return (folders.HOME / folder).as_posix()


def _beside(folder: str, ending: str) -> Path:
    return folders.HOME / folders.JOBS / f"{Path(folder).name}.{ending}"


def start(words: list[str], folder: str) -> None:
    """Start a command that writes into a folder, and leave it alone.

    Raises InputError while another one that was started here is going, or where the disk refuses.
    """
    with _lock:
        going = next((other for other, child in _children.items() if child.poll() is None), None)
        if going is not None:
            raise InputError(f"{going} is still being made; wait for it or stop it, then start the next one.")
        path = os.pathsep.join(p for p in (str(ROOT), os.environ.get("PYTHONPATH", "")) if p)
        # One core stays free, so that the page answers while the runs go on.
        spare = ["--workers", str(max(cores() - 1, 1)), "--quiet"]
        try:
            log = _beside(folder, "log")
            log.parent.mkdir(parents=True, exist_ok=True)
            _beside(folder, "json").write_text(json.dumps(words), encoding="utf-8")
            with log.open("wb") as written:
                _children[folder] = subprocess.Popen(
                    [sys.executable, "-m", "experiments.cli", *words, *spare],
                    stdin=subprocess.DEVNULL, stdout=written, stderr=written, start_new_session=True,
                    env={**os.environ, "PYTHONPATH": path},
                )  # fmt: skip
        except OSError as error:
            raise InputError(
                f"The runs could not be started ({error.strerror}); see that {folders.HOME} can be written "
                "into and that the disk is not full."
            ) from None


def is_starting(folder: str) -> bool:
    """Whether a process that was started here is alive; it needs seconds before it writes anything."""
    child = _children.get(folder)
    return child is not None and child.poll() is None


def is_going(folder: str) -> bool:
    """Whether runs are being made for a folder, by whomever."""
    return is_starting(folder) or folders.is_running(folder)


def going() -> list[str]:
    """The folders below ``HOME`` for which runs are being made."""
    locks = [path.parent.as_posix() for path in folders.HOME.glob("*/LOCK")]
    return sorted({folder for folder in (*locks, *_children) if is_going(folder)})


def failure(folder: str) -> str:
    """The last sentence of a call that was started here and failed; nothing for one that somebody stopped."""
    if is_going(folder) or folders.was_stopped(folder):
        return ""
    child = _children.get(folder)
    if (Path(folder) / MANIFEST).exists() and (child is None or child.returncode == 0):
        return ""
    try:
        lines = _beside(folder, "log").read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return ""
    said = [line.strip() for line in lines if line.strip()]
    sentences = [line for line in said if line.endswith((".", "?"))]  # what Python itself says is none
    return (sentences or said or [""])[-1]


def started_with(folder: str) -> list[str] | None:
    """The words a folder's runs were started with from a page; None where they were not."""
    try:
        words = json.loads(_beside(folder, "json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    fits = isinstance(words, list) and all(isinstance(word, str) for word in words)
    return words if fits and words[:1] in (["experiment"], ["sensitivity"]) else None
