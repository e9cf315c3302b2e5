"""``inroads nation``: draw the districts, live them, add them up, say what came of it."""

from __future__ import annotations

import json
import signal
import threading
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from experiments.answers import say_json, without_nan
from experiments.designs.experiment import Experiment
from experiments.engine.chunks import with_chunks
from experiments.engine.command import engine_of
from experiments.engine.run import run
from experiments.files import explained, whole
from experiments.nation.benchmark import Benchmark, benchmark
from experiments.nation.lived import Lived, of_results
from experiments.nation.plan import PEOPLE, Asked, experiment_of
from experiments.nation.totals import by_district, totals
from experiments.nation.words import MAIN, as_plain, headings, sentences, table_rows
from experiments.reports import columns, waiting_label
from experiments.store import layout
from experiments.store.results import open_results
from experiments.terminal import paragraph, progress, say, show
from sim.scenario import show_path

WIDTH = 100


@dataclass(frozen=True)
class Found:
    """What a nation's folder says: the results, the totals, and the districts against others like them."""

    lived: Lived
    totals: pd.DataFrame
    benchmark: Benchmark | None


def nation(
    asked: Asked, out: str, *, workers: int | None, dask: str | None, dry_run: bool, as_json: bool,
    quiet: bool,
) -> str | None:  # fmt: skip
    """Live a nation into a folder and report it; None, or what was kept when Ctrl-C cut it short."""
    experiment = experiment_of(asked)
    if dry_run:
        tell_plan(experiment, as_json)
        return None
    folder = Path(out)
    left = work(experiment, folder, workers, dask, watched=not (quiet or as_json))
    if left:
        return f"{left:,} of {len(experiment.runs):,} runs are left, and the same command goes on"
    found = read(folder)
    write(found, folder)
    if as_json:
        say_json(plain(found))
    else:
        report(found, folder, quiet)
    return None


def tell_plan(experiment: Experiment, as_json: bool) -> None:
    """What would be done, without doing it."""
    people = experiment.points[PEOPLE].to_numpy()[experiment.runs["point"].to_numpy()]
    months = experiment.scenario["district.months"]
    lives = experiment.runs.groupby(["point", "arm"]).size()
    plan = {
        "districts": len(experiment.points), "runs": len(experiment.runs),
        "lived_twice": int((lives > 1).sum()) // len(experiment.arms),
        "people": int(experiment.points[PEOPLE].sum()), "person_months": int(people.sum()) * months,
        "arms": list(experiment.arms), "chunks": int(with_chunks(experiment)["chunk"].nunique()),
    }  # fmt: skip
    if as_json:
        say_json(plan)
        return
    say(
        f"{plan['districts']:,} districts with {plan['people']:,} people would be lived for {months} "
        f"months, in {plan['runs']:,} runs ({' and '.join(plan['arms'])}; {plan['lived_twice']} districts "
        "twice, to tell luck). Nothing was done."
    )


def work(experiment: Experiment, folder: Path, workers: int | None, dask: str | None, watched: bool) -> int:
    """Make the runs that are missing; returns how many are left when Ctrl-C ended it."""
    asked = threading.Event()
    main = threading.current_thread() is threading.main_thread()
    before = signal.signal(signal.SIGINT, lambda *_: asked.set()) if main else None
    try:
        with progress(waiting_label(), wanted=watched) as bar:
            done = run(
                experiment, folder, engine=engine_of(workers, dask), stop=asked.is_set,
                progress=lambda done, total, _: bar(done, total),
            )  # fmt: skip
    finally:
        if main:
            signal.signal(signal.SIGINT, before)
    return done.left


def read(folder: Path) -> Found:
    """A nation's folder, added up. Raises InputError for what holds no finished nation."""
    results = open_results(folder)
    lived = of_results(results)
    features = results.manifest["design"]["features"]
    return Found(lived, totals(lived), benchmark(lived, features, MAIN, lived.months[-1]))


def write(found: Found, folder: Path) -> None:
    """Write what was worked out beside the results: tables, picture, summary. Raises InputError."""
    from experiments.nation.picture import svg

    target = folder / layout.ANALYSIS
    fills = {
        "totals.csv": lambda path: found.totals.to_csv(path, index=False),
        "districts.csv": lambda path: by_district(found.lived).to_csv(path, index=False),
        "nation.svg": lambda path: path.write_text(svg(found.lived, found.benchmark), encoding="utf-8"),
        "summary.json": lambda path: path.write_text(
            json.dumps(plain(found), indent=1, ensure_ascii=False, allow_nan=False), encoding="utf-8"
        ),
    }
    if found.benchmark is not None:
        fills["benchmark.csv"] = lambda path: found.benchmark.table.to_csv(path, index=False)
    with explained(str(folder)):
        target.mkdir(exist_ok=True)
        for name, fill in fills.items():
            whole(target / name, fill)


def plain(found: Found) -> dict:
    """What was found as plain data; what has no value is None."""
    return without_nan(as_plain(found.lived, found.totals, found.benchmark))


def report(found: Found, folder: Path, quiet: bool) -> None:
    """Sentences, after a table of countries and months."""
    if not quiet:
        table = columns(*headings(found.lived))
        for cells in table_rows(found.lived, found.totals):
            table.add_row(*cells)
        show(table)
        say()
    for sentence in sentences(found.lived, found.totals, found.benchmark):
        say(paragraph(sentence, WIDTH, "  "))
    say(paragraph(f"Tables and a picture are in {show_path(folder / layout.ANALYSIS)}.", WIDTH, "  "))
