"""Words about result folders and the runs that fill them, on every page that reads one."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from dashboard.jobs import Plan
from dashboard.words import plural

FOLDER = "Results"
FOLDER_HELP = (
    "Folders below 'runs' that hold an experiment, the newest first. They are read, and never changed."
)
TYPED = "Or the path of a folder"
TYPED_HELP = "For results that were kept elsewhere, or made on another machine and copied here."
NO_FOLDERS = "There are no results yet. Start a small experiment below, or make one in a terminal:"
GRID_COMMAND = "inroads experiment starter --out runs/starter"
UNREADABLE = "These results cannot be read"
STILL_STARTING = "The runs are being planned; this takes some seconds."
NOTHING_YET = "No run has come to an end yet, so there is nothing to draw."
OTHER_MODEL = (
    "These results were made with another version of the model. They stand as they are, but this version "
    "may answer otherwise; run the experiment into a new folder to have its answer."
)
START, SCREEN = "Run a small experiment", "Run a small screening (Morris)"
START_LEAD = (
    "It runs beside this page, as a process of its own: it goes on when you close the tab, and its folder "
    "can be opened in the terminal too."
)
PICK = "Which one"
RUN, STOP, GO_ON = "Start", "Stop", "Go on"
STOP_HELP = "The runs that are under way are finished first; nothing is lost."
STOPPING = "Stopping: the runs under way are finished first."
COULD_NOT = "The runs did not start"
FAILED_RUNS, MISSING_RUNS, DAMAGED = (
    "Runs that failed",
    "Runs that have not been made",
    "Files that are not read",
)
COLUMN_POINT, COLUMN_ARM, COLUMN_SEED, COLUMN_ERROR = "Point", "World", "Seed", "What went wrong"
COLUMN_FILE, COLUMN_WRONG = "File", "What is wrong"
ARMS = {"scenario": "the scenario", "baseline": "without the policy", "policy": "with the policy"}
VARIED = "What was varied"
VARIED_COLUMNS = ("What", "Values", "In the scenario itself", "Meaning")
MOST_LISTED = 200
OPEN_HERE = "Look at these"


def folder_name(folder: str) -> str:
    """A folder in the list."""
    return folder.removeprefix("runs/")


def title(about_title: str, name: str) -> str:
    """What an experiment is called."""
    return about_title or name.replace("_", " ").capitalize()


def facts(
    points: int, seeds: Sequence[int], done: int, total: int, model: str, mine: bool, on: date | None
) -> str:
    """How much there is, made with which model, and when."""
    said = [plural(points, "point"), seeds_of(seeds, points, total)]
    said.append(
        f"{done:,} of {plural(total, 'run')} done" if done < total else f"all {plural(total, 'run')} done"
    )
    said.append(f"model {model[:8]}, " + ("as it is now" if mine else "another version"))
    if on is not None:
        said.append(f"{on.day} {on:%B %Y}")
    return " · ".join(filter(None, said))


def seeds_of(seeds: Sequence[int], points: int, total: int) -> str:
    """'4 seeds (1 to 4)'; blocks of their own luck are counted, not listed."""
    numbers = sorted(seeds)
    if len(numbers) == 1:
        return f"one seed ({numbers[0]})"
    if numbers == list(range(numbers[0], numbers[0] + len(numbers))):
        return f"{len(numbers):,} seeds ({numbers[0]} to {numbers[-1]})"
    if len(numbers) <= 8:
        return f"{len(numbers)} seeds ({', '.join(map(str, numbers))})"
    return f"{len(numbers):,} seeds"


def incomplete(missing: int, failed: int, stopped: bool, running: bool) -> str:
    """What is not there, and what to do."""
    said = []
    if failed:
        said.append(f"{plural(failed, 'run')} failed; what they lived and why stands below.")
    if missing and not running:
        why = "was stopped" if stopped else "is not finished"
        said.append(
            f"The experiment {why}: {plural(missing, 'run')} {'is' if missing == 1 else 'are'} missing. "
            "The same command goes on where it ended."
        )
    return " ".join(said)


def damaged(files: int) -> str:
    """Files in the folder that were left out."""
    return (
        f"{plural(files, 'file')} in this folder cannot be used and {'is' if files == 1 else 'are'} left "
        "out; the same command as before makes their runs again."
    )


def more_of(shown: int, total: int) -> str:
    """Said under a list that was cut."""
    return f"The first {shown:,} of {total:,}." if total > shown else ""


def progress(done: int, total: int) -> str:
    """How far runs are."""
    return f"{done:,} of {plural(total, 'run')}"


def running(folder: str) -> str:
    """Heading over the bar."""
    return f"**{folder_name(folder)}** is being made."


def plan(one: Plan) -> str:
    """What would be started."""
    return (
        f"{one.question} {plural(one.points, 'point')}, {plural(one.runs, 'run')} of {one.people:,} people "
        f"for {plural(one.months, 'month')}."
    ).strip()


def failure(said: str) -> str:
    """Why a command that was started here ended."""
    return said if said.endswith((".", "?")) else f"{said}."


def command(words: Sequence[str]) -> str:
    """What to type in a terminal."""
    return " ".join(["inroads", *words])
