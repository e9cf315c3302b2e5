"""``inroads nation``: draw the districts, live them, add them up, say what came of it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from experiments import grades
from experiments.answers import say_json, without_nan
from experiments.designs.experiment import Experiment
from experiments.engine.command import carry_out, engine_of, held_in, still_left
from experiments.engine.estimate import estimate
from experiments.engine.how import How
from experiments.engine.ready import ready
from experiments.engine.run import chunked
from experiments.engine.tell import expected, there
from experiments.files import explained, whole
from experiments.manual import Stopped
from experiments.nation.benchmark import Benchmark, benchmark
from experiments.nation.lived import Lived, of_results
from experiments.nation.plan import LENGTH, PEOPLE, Asked, experiment_of
from experiments.nation.totals import by_district, totals
from experiments.nation.words import MAIN, as_plain, headings, sentences, table_rows
from experiments.reports import columns
from experiments.store import layout
from experiments.store.failures import failures
from experiments.store.failures import sentences as sentences_of
from experiments.store.results import open_results
from experiments.terminal import complain, paragraph, say, show
from sim.errors import InputError
from sim.scenario import show_path

WIDTH = 100


@dataclass(frozen=True)
class Found:
    """What a nation's folder says: results, totals, districts against others like them, the policy."""

    lived: Lived
    totals: pd.DataFrame
    benchmark: Benchmark | None
    changes: Mapping[str, Any]


def nation(asked: Asked, how: How) -> bool:
    """Live a nation into a folder and report it; whether every run came to an end.

    Raises InputError, and Stopped where runs are left.
    """
    experiment = experiment_of(asked)
    experiment = chunked(experiment)
    engine = engine_of(how.workers, how.dask)
    if how.dry_run:
        tell_plan(experiment, engine.workers, how.as_json)
        return True
    folder = folder_of(how)
    watched = not (how.quiet or how.as_json)
    ready(folder)
    if watched:
        tell_what_is_left(experiment, engine.workers, folder, how.retry_failed)
    came = carry_out(experiment, folder, engine, bar=watched, retry_failed=how.retry_failed, is_ready=True)
    if came.left:
        raise Stopped(
            f"{came.done + came.failed:,} of {len(experiment.runs):,} runs are kept in {show_path(folder)}; "
            "the same command goes on"
        )
    if came.failed:
        for sentence in sentences_of(failures(open_results(folder)), came.failed):
            complain(sentence)
        return False
    found = read(folder)
    write(found, folder)
    if how.as_json:
        say_json(plain(found))
    else:
        report(found, folder, how.quiet)
    return True


def folder_of(how: How) -> Path:
    """The folder for the results. Raises InputError where none was named, or there is nothing to resume."""
    if how.out is None or not how.out.strip() or "\0" in how.out:
        raise InputError(
            "Say with --out DIR where the results go; --dry-run needs no folder and runs nothing."
        )
    folder = Path(how.out)
    if how.resume and not (folder / layout.MANIFEST).exists():
        raise InputError(f"{show_path(folder)} holds no nation to resume; leave out --resume to begin one.")
    return folder


def tell_what_is_left(experiment: Experiment, workers: int, folder: Path, retry_failed: bool) -> None:
    """How many runs are made next and how long they take, said before they begin. Raises InputError."""
    held = held_in(experiment, folder)
    left = still_left(experiment, held, retry_failed)
    say(in_words(size_of(experiment), "are"))
    if held is not None:
        say(there(held))
    if left.any():
        say(expected(estimate(experiment, workers, left), begun=held is not None))


def size_of(experiment: Experiment) -> dict[str, Any]:
    """How large a nation is: districts, people, runs."""
    people = experiment.points[PEOPLE].to_numpy()[experiment.runs["point"].to_numpy()]
    months = experiment.scenario[LENGTH]
    lives = experiment.runs.groupby(["point", "arm"]).size()
    return {
        "districts": len(experiment.points), "runs": len(experiment.runs),
        "lived_twice": int((lives > 1).sum()) // len(experiment.arms),
        "people": int(experiment.points[PEOPLE].sum()), "person_months": int(people.sum()) * months,
        "arms": list(experiment.arms), "chunks": int(experiment.runs["chunk"].nunique()), "months": months,
    }  # fmt: skip


def in_words(size: Mapping[str, Any], verb: str) -> str:
    """'521 districts with 2,500,001 people would be lived for 120 months, in 1,144 runs (...)'."""
    return (
        f"{size['districts']:,} districts with {size['people']:,} people {verb} lived for {size['months']} "
        f"months, in {size['runs']:,} runs ({' and '.join(size['arms'])}; {size['lived_twice']} districts "
        "twice, to tell luck)."
    )


def tell_plan(experiment: Experiment, workers: int, as_json: bool) -> None:
    """What would be done and what it takes, without doing it."""
    takes, size = estimate(experiment, workers), size_of(experiment)
    if as_json:
        say_json({**size, "seconds": takes.seconds, "bytes": takes.size, "workers": takes.workers})
        return
    say(in_words(size, "would be"))
    say(expected(takes, begun=False))


def read(folder: Path) -> Found:
    """A nation's folder, added up. Raises InputError for what holds no finished nation."""
    results = open_results(folder)
    lived = of_results(results)
    features = results.manifest["design"]["features"]
    held = benchmark(lived, features, MAIN, lived.months[-1])
    return Found(lived, totals(lived), held, results.manifest["what_if"])


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
    told = as_plain(found.lived, found.totals, found.benchmark)
    rests_on = grades.as_dict(found.changes)
    return without_nan({**told, "changes": dict(found.changes), "evidence": rests_on})


def report(found: Found, folder: Path, quiet: bool) -> None:
    """Sentences, after a table of countries and months."""
    if not quiet:
        table = columns(*headings(found.lived))
        for cells in table_rows(found.lived, found.totals):
            table.add_row(*cells)
        show(table)
        say()
    said = sentences(found.lived, found.totals, found.benchmark)
    for sentence in (*said, *grades.sentences(found.changes)):
        say(paragraph(sentence, WIDTH, "  "))
    say(paragraph(f"Tables and a picture are in {show_path(folder / layout.ANALYSIS)}.", WIDTH, "  "))
