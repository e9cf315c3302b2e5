"""How fast the model runs, against what it promises: ``python -m experiments.bench``.

Every number comes from this run, on this machine. Where a promise is about hours of work, a
sample is measured and scaled up, and the table says so. A promise that is not kept is printed as
*not met*.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import math
import multiprocessing
import os
import platform
import resource
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path

import numpy as np

from experiments import bootstrap
from experiments.compare import cores
from experiments.manifest import versions
from experiments.terminal import say, show
from sim import District, Scenario, load, simulate
from sim.instruments import DELIVERED
from sim.scenario import declarations

ROOT = Path(__file__).resolve().parent.parent
POLICY = {"policy.ips.places": 0.5}
ALL_ON = ", every instrument on"
MET, NOT_MET, NOT_MEASURED = "met", "not met", "not measured"


@dataclass(frozen=True)
class Measure:
    """One promise and what was measured.

    limit: the most allowed, or the least where ``at_least``; how: what was measured and what was
    worked out from it; reason: why there is no value.
    """

    promise: str
    value: float | None
    limit: float
    unit: str
    how: str = ""
    at_least: bool = False
    reason: str = ""

    @property
    def verdict(self) -> str:
        """Met, not met or not measured; what cannot be compared is not met."""
        if self.value is None:
            return NOT_MEASURED
        kept = self.value >= self.limit if self.at_least else self.value <= self.limit
        return MET if kept else NOT_MET

    def as_dict(self) -> dict:
        """Plain data, with the verdict."""
        found = asdict(self)
        if self.value is not None and not math.isfinite(self.value):
            found["value"] = None
        return {**found, "verdict": self.verdict}


def not_measured(promise: str, limit: float, unit: str, reason: str, **more) -> Measure:
    """A promise that cannot be tried here, and why."""
    return Measure(promise, None, limit, unit, reason=reason, **more)


# -- what is run ------------------------------------------------------------------------------


def denmark(people: int, months: int, **changes: float) -> Scenario:
    """Today's policy at a size."""
    return load("denmark").set({"district.people": people, "district.months": months, **changes})


def everything() -> dict[str, float]:
    """Every instrument with places switched on for half of those who qualify."""
    return {f"policy.{one.name}.{one.share}": 0.5 for one in DELIVERED}


def warm() -> None:
    """Compile, or read, every kernel."""
    simulate(denmark(50, 3, **POLICY), 1)
    simulate(denmark(50, 3, **everything()), 1)


def best_cpu_seconds(work: Callable[[], object], repeats: int) -> float:
    """The least processor time of several goes: the work itself, not the neighbours' noise."""
    found = []
    for _ in range(repeats):
        before = time.process_time()
        work()
        found.append(time.process_time() - before)
    return min(found)


def workers() -> int:
    """Processes that the promises are about: two, where there are two cores."""
    return min(2, cores())


def pool(count: int) -> ProcessPoolExecutor:
    """Fresh processes, each with the model in memory once ``ready`` has come back."""
    return ProcessPoolExecutor(count, multiprocessing.get_context("spawn"), initializer=warm)


def ready(running: ProcessPoolExecutor, count: int) -> None:
    """Wait until every process of a pool has warmed up."""
    list(running.map(time.sleep, [0.5] * count))


def share_had(worked: float, wall: float, count: int) -> str:
    """A remark where other programs took much of the processors from what was timed by the clock."""
    share = worked / (wall * count)
    if share > 0.85:
        return ""
    return f"; the machine was shared and gave {100 * share:.0f}% of {count} cores"


# -- a: one comparison ------------------------------------------------------------------------


def comparison(people: int, months: int, limit: float, repeats: int) -> Measure:
    """Today's policy and another one, lived through once."""
    today, policy = denmark(people, months), denmark(people, months, **POLICY)

    def both() -> None:
        for scenario in (today, policy):
            simulate(scenario, 1, keep_lives=False)

    return Measure(
        f"Two policies, {people:,} people, {months} months", 1000 * best_cpu_seconds(both, repeats),
        limit, "ms of processor", f"the best of {repeats}",
    )  # fmt: skip


# -- b: against plain Mesa --------------------------------------------------------------------


def against_plain_mesa(people: int = 1000, months: int = 6) -> Measure:
    """The same scenario with one ordinary Mesa object for each agent, per agent-month.

    The plain model is given its best chance: without the rounding and the keyed luck that make
    its lives identical, and without its setting up; ours is timed with everything.
    """
    promise, limit, unit = "Times as fast as the same model in plain Mesa", 50, "times"
    try:
        from tests.reference.district import PlainDistrict
    except ImportError as missing:
        return not_measured(promise, limit, unit, f"no reference: {missing}", at_least=True)
    scenario = denmark(people, months, **POLICY)
    per_month = {}
    for identical in (True, False):
        plain = PlainDistrict(scenario, 1, identical=identical)
        before = time.process_time()
        for _ in range(months):
            plain.step()
        per_month[identical] = (time.process_time() - before) / (people * months)
    full = denmark(2000, 60, **POLICY)
    ours = best_cpu_seconds(lambda: simulate(full, 1, keep_lives=False), 5) / (2000 * 60)
    fastest = min(per_month.values())
    return Measure(
        promise, fastest / ours, limit, unit,
        f"{1e9 * ours:,.0f} ns an agent-month against {1e9 * fastest:,.0f} "
        f"({1e9 * per_month[True]:,.0f} with identical lives)",
        at_least=True,
    )  # fmt: skip


# -- c: many evaluations ----------------------------------------------------------------------


def _evaluate(changes: dict[str, float], number: int) -> tuple[float, float]:
    """One evaluation as a sensitivity analysis makes them: other values, one outcome.

    Returns the outcome and the processor seconds it took.
    """
    before = time.process_time()
    scenario = denmark(2000, 60, **changes, **{"policy.caseload.ordinary": 40.0 + number % 60})
    run = simulate(scenario, number, keep_lives=False)
    return float(run.outcome("job_any")[60]), time.process_time() - before


def many_evaluations(
    sample: int = 400, wanted: int = 20_000, changes: dict[str, float] | None = None, more: str = ""
) -> Measure:
    """Independent runs in two processes; the start of the processes is counted once.

    changes: to the scenario; more: what they are, for the promise.
    """
    count = workers()
    began = time.perf_counter()
    with pool(count) as running:
        ready(running, count)
        started = time.perf_counter()
        found = list(running.map(partial(_evaluate, changes or {}), range(sample), chunksize=10))
        ended = time.perf_counter()
    each = (ended - started) / sample
    worked = sum(seconds for _, seconds in found)
    return Measure(
        f"{wanted:,} runs of 2,000 people, 60 months{more}", (started - began + each * wanted) / 60, 10,
        "minutes", f"{sample} in {count} processes, scaled up; {1 / each:,.0f} runs a second"
        + share_had(worked, ended - started, count),
    )  # fmt: skip


def a_sensitivity_analysis(base: int = 16, wanted: int = 20_000) -> Measure:
    """Sobol' indices of the levers of the first page: planned, run by the engine, read and analysed.

    Planning and indices are done at full size, runs in a sample of so many base points.
    """
    from experiments.designs.experiment import ONE_ARM, Experiment, Keep, plan_runs
    from experiments.engine.executors import Processes
    from experiments.engine.run import run
    from experiments.sensitivity.assemble import Measured, analyse
    from experiments.sensitivity.design import Design
    from experiments.sensitivity.inputs import Input, Space

    class Timed(Processes):
        """Knows when its workers had begun."""

        def open(self):
            pool = super().open()
            self.opened = time.perf_counter()
            return pool

    known = [a for a, d in declarations().items() if d.parameter.headline and d.parameter.plausible]
    space = Space(tuple(Input(a, *map(float, declarations()[a].parameter.plausible)) for a in known), {})

    def planned(points: int) -> tuple[Design, Experiment]:
        design = Design("sobol", space, points, 2, 1)
        rows = space.points(design.places)
        runs = plan_runs(len(rows), (), ONE_ARM, seeds_of=design.seeds_of)
        keep = Keep(months=(12, 24, 36, 48, 60))
        return design, Experiment("sensitivity", "bench", {}, denmark(2000, 60), {}, rows, runs, keep)

    began = time.perf_counter()
    full = 2 ** round(math.log2(wanted / (2 * (len(space.names) + 2))))
    design, experiment = planned(full)
    experiment.with_ids()
    values = design.places[:, :-1].sum(axis=1) + np.zeros((2, 1))  # the last column is the dummy
    analyse(design, values, Measured("job_any", 60, "", "", "level", ""))
    at_full_size = time.perf_counter() - began
    engine, count = Timed(workers()), len(planned(base)[1].runs)
    with tempfile.TemporaryDirectory() as folder:
        started = time.perf_counter()
        run(planned(base)[1], Path(folder) / "out", engine=engine)
        ended = time.perf_counter()
    each = (ended - engine.opened) / count
    alone = best_cpu_seconds(lambda: simulate(experiment.world(0, *ONE_ARM), 1, keep_lives=False), 3)
    return Measure(
        f"Sensitivity analysis of {wanted:,} runs of 2,000 people, 60 months, through the engine",
        (at_full_size + engine.opened - started + each * wanted) / 60, 10, "minutes",
        f"{count} runs in {engine.workers} processes, scaled up; {1 / each:,.0f} runs a second; planning and "
        f"indices {at_full_size:,.0f} s" + share_had(alone * count, ended - engine.opened, engine.workers),
    )  # fmt: skip


# -- d: a country -----------------------------------------------------------------------------


def peak_memory() -> float:
    """The most memory this process has held, in MB."""
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most / (1e6 if sys.platform == "darwin" else 1e3)


def _live_district(changes: dict[str, float], seed: int) -> tuple[int, float, float, bool]:
    """One district of 5,000 for ten years.

    Returns the process, its peak memory, processor seconds, and whether people are Mesa's agents.
    """
    import mesa

    before = time.process_time()
    district = District(denmark(5000, 120, **changes), rng=seed, keep_lives=False)
    for _ in range(120):
        district.step()
    person = district.people.agent(4321)
    found = isinstance(person, mesa.Agent) and 0 <= person.trust <= 1
    found = found and (not person.active or person in district.agents)
    return os.getpid(), peak_memory(), time.process_time() - before, found


def a_country(
    sample: int = 12, districts: int = 500, changes: dict[str, float] | None = None, more: str = ""
) -> list[Measure]:
    """2.5 million people as districts, two at a time; what is kept of each is its outcomes.

    changes: to the scenario; more: what they are, for the promise.
    """
    count = workers()
    began = time.perf_counter()
    with pool(count) as running:
        ready(running, count)
        started = time.perf_counter()
        lived = list(running.map(partial(_live_district, changes or {}), range(1, sample + 1)))
        ended = time.perf_counter()
    wall = started - began + (ended - started) / sample * districts
    by_process: dict[int, float] = {}
    for process, memory, _, _ in lived:
        by_process[process] = max(memory, by_process.get(process, 0.0))
    memory = (sum(by_process.values()) + peak_memory()) / 1000
    title = f"{districts * 5000 / 1e6:.1f} million people, 120 months{more}"
    how = f"{sample} districts of 5,000 in {count} processes"
    shared = share_had(sum(worked for _, _, worked, _ in lived), ended - started, count)
    return [
        Measure(title, wall, 60, "seconds", f"{how}, scaled up{shared}"),
        Measure(f"{title}: memory", memory, 2, "GB", f"{how}, peaks added up with this process's"),
        Measure(f"{title}: a person looked at is a mesa.Agent",
                float(all(agents for *_, agents in lived)), 1, "yes (1) or no (0)",
                "one person of each", at_least=True),
    ]  # fmt: skip


# -- e: from a village to a city --------------------------------------------------------------

SIZES = (1000, 10_000, 100_000, 1_000_000)


def _cost(people: int, months: int = 3) -> float:
    """Processor nanoseconds an agent-month of a district of some size, its making not counted."""
    goes = max(2, min(20, 200_000 // people))
    found = []
    for seed in range(1, goes + 1):
        district = District(denmark(people, months + 1), rng=seed, keep_lives=False)
        district.step()
        before = time.process_time()
        for _ in range(months):
            district.step()
        found.append((time.process_time() - before) / (people * months) * 1e9)
    return min(found)


def flat_cost(sizes: Sequence[int] = SIZES) -> Measure:
    """The dearest size against the cheapest; each in one process, so that none finds room warm."""
    costs = {}
    for people in sizes:
        with pool(1) as running:
            costs[people] = running.submit(_cost, people).result()
    return Measure(
        f"Cost an agent-month from {sizes[0]:,} to {sizes[-1]:,} people",
        max(costs.values()) / min(costs.values()), 2, "times the cheapest",
        ", ".join(f"{people:,}: {cost:,.0f} ns" for people, cost in costs.items()),
    )  # fmt: skip


# -- f: in the browser ------------------------------------------------------------------------

SLIDER = ".st-key-lever_ips_places [role=slider], .st-key-lever_ips_places input[type=range]"
STAMP = "[data-testid=answer-stamp]"
ANSWERED = """([css, old]) => {
  const stamp = document.querySelector(css); return stamp && stamp.dataset.link !== old; }"""


def slider_to_answer(moves: int = 9) -> Measure:
    """From a key press on a slider to the new answer, in Chromium."""
    promise, limit, unit = "Slider to answer in the browser", 1000, "ms"
    chromium = bootstrap.find_chromium()
    missing = next(
        (name for name in ("dashboard", "streamlit", "playwright")
         if importlib.util.find_spec(name) is None), None,
    )  # fmt: skip
    if missing:
        return not_measured(promise, limit, unit, f"the package {missing} is not there")
    if chromium is None:
        return not_measured(promise, limit, unit, "there is no Chromium")
    try:
        took = _move_slider(chromium, moves)
    except Exception as error:  # a browser can fail in any way; the other rows stand
        return not_measured(promise, limit, unit, str(error).splitlines()[0])
    return Measure(
        promise, 1000 * statistics.median(took), limit, unit,
        f"the middle of {moves} moves, the slowest {1000 * max(took):,.0f}",
    )  # fmt: skip


def _move_slider(chromium: str, moves: int) -> list[float]:
    """Seconds from each key press to the answer, from a dashboard started for it."""
    from playwright.sync_api import sync_playwright

    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port = listener.getsockname()[1]
    server = subprocess.Popen(
        [sys.executable, "-c", "from experiments.cli import main; main()", "dashboard",
         f"--port={port}"],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd=ROOT,
    )  # fmt: skip
    try:
        _wait_for(f"http://127.0.0.1:{port}/_stcore/health", server)
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(
                executable_path=chromium, args=["--no-sandbox", "--disable-dev-shm-usage"]
            )
            page = browser.new_page(viewport={"width": 1280, "height": 900})
            page.goto(f"http://127.0.0.1:{port}/?h=1", wait_until="domcontentloaded")
            page.wait_for_selector(STAMP, state="attached", timeout=60_000)
            slider = page.locator(SLIDER).first
            slider.wait_for(timeout=30_000)
            took = []
            for _ in range(moves + 1):  # the first one warms up
                page.wait_for_timeout(300)
                slider.focus()
                stamp = page.locator(STAMP).get_attribute("data-link")
                began = time.perf_counter()
                page.keyboard.press("ArrowRight")
                page.wait_for_function(ANSWERED, arg=[STAMP, stamp], timeout=30_000)
                took.append(time.perf_counter() - began)
            browser.close()
        return took[1:]
    finally:
        server.terminate()
        server.wait(20)


def _wait_for(address: str, server: subprocess.Popen, seconds: float = 60) -> None:
    until = time.monotonic() + seconds
    while time.monotonic() < until and server.poll() is None:
        try:
            urllib.request.urlopen(address, timeout=2).read()
            return
        except OSError:
            time.sleep(0.2)
    raise RuntimeError("the dashboard did not start")


# -- the report -------------------------------------------------------------------------------


def amount(value: float | None) -> str:
    """A measurement with as many digits as it deserves."""
    if value is None:
        return "-"
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:,.3g}"


def sentence(measures: Sequence[Measure]) -> str:
    """How many promises are kept, and which are not."""
    missed = [m.promise for m in measures if m.verdict == NOT_MET]
    untried = [m.promise for m in measures if m.verdict == NOT_MEASURED]
    kept = len(measures) - len(missed) - len(untried)
    text = f"{kept} of {len(measures)} promises met."
    if missed:
        text += f" Not met: {'; '.join(missed)}."
    if untried:
        text += f" Not measured: {'; '.join(untried)}."
    return text


def table(measures: Sequence[Measure]):
    """One line a promise."""
    from rich.table import Table
    from rich.text import Text

    drawn = Table(box=None, pad_edge=False, header_style="bold")
    drawn.add_column("promise", overflow="fold")
    drawn.add_column("measured", justify="right", no_wrap=True)
    drawn.add_column("limit", justify="right", no_wrap=True)
    drawn.add_column("unit", overflow="fold")
    drawn.add_column("verdict", no_wrap=True)
    drawn.add_column("how", overflow="fold")
    styles = {MET: "green", NOT_MET: "bold red", NOT_MEASURED: "yellow"}
    for one in measures:
        limit = f"{'at least' if one.at_least else 'at most'} {amount(one.limit)}"
        verdict = Text(one.verdict, style=styles[one.verdict])
        drawn.add_row(one.promise, amount(one.value), limit, one.unit, verdict, one.reason or one.how)
    return drawn


def measure_all(say_what: Callable[[str], None]) -> list[Measure]:
    """Every promise, in a minute or two."""
    say_what("compiling")
    warm()
    found: list[Measure] = []
    steps = (
        ("a comparison", lambda: [comparison(2000, 60, 40, 7), comparison(10_000, 120, 400, 3)]),
        ("plain Mesa", lambda: [against_plain_mesa()]),
        ("many runs", lambda: [many_evaluations()]),
        ("many runs of everything", lambda: [many_evaluations(200, changes=everything(), more=ALL_ON)]),
        ("a sensitivity analysis", lambda: [a_sensitivity_analysis()]),
        ("a country", a_country),
        ("a country with everything", lambda: a_country(8, changes=everything(), more=ALL_ON)[:1]),
        ("sizes", lambda: [flat_cost()]),
        ("the browser", lambda: [slider_to_answer()]),
    )
    for name, step in steps:
        say_what(name)
        found += step()
    return found


def main(arguments: Sequence[str] | None = None) -> None:
    """Print the table, or JSON."""
    parser = argparse.ArgumentParser(prog="python -m experiments.bench", description=__doc__)
    parser.add_argument("--json", action="store_true", help="print plain data instead of a table")
    options = parser.parse_args(arguments)

    def say_what(name: str) -> None:
        if sys.stderr.isatty():
            print(f"measuring: {name} ...", file=sys.stderr, flush=True)

    busy = os.getloadavg()[0] if hasattr(os, "getloadavg") else 0.0
    measures = measure_all(say_what)
    machine = {
        "processor": platform.machine(), "cores": cores(), "load_before": round(busy, 1),
        **versions(),
    }  # fmt: skip
    if options.json:
        say(json.dumps({"machine": machine, "measures": [m.as_dict() for m in measures]}, indent=1))
        return
    show(table(measures))
    say()
    say(sentence(measures))
    say(
        f"On {machine['cores']} cores ({machine['processor']}), {machine['load_before']} processes "
        f"busy before the start, Python {machine['python']}, Mesa {machine['mesa']}, "
        f"numpy {machine['numpy']}, numba {machine['numba']}."
    )


if __name__ == "__main__":
    main()
