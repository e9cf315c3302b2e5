"""How time grows with people, districts and workers: ``python -m experiments.nation.scaling``.

Measures on this machine, keeps the numbers in ``docs/scaling.json``, and writes ``docs/scaling.md`` and its
chart from them. ``--draw`` writes the document anew from the numbers that are kept. Processor seconds are
what a busy machine cannot spoil; seconds by the clock are kept beside them.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from experiments.compare import cores
from experiments.manifest import versions
from experiments.terminal import say
from sim.compiled import model_fingerprint

ROOT = Path(__file__).resolve().parent.parent.parent
KEPT = ROOT / "docs" / "scaling.json"
POLICY = {"policy.ips.places": 0.5}
PEOPLE = (1_000, 3_000, 10_000, 30_000, 100_000, 300_000, 1_000_000)
LONG = 24  # months for which one district of each size is lived
DISTRICTS = (25, 100, 200, 800)
EACH = 2_500  # people in each of them
WORKERS = (1, 2)
TASKS = 300


def processor(who: int = resource.RUSAGE_SELF) -> float:
    """Processor seconds so far, of this process or of its ended children."""
    used = resource.getrusage(who)
    return used.ru_utime + used.ru_stime


def timed(work: Callable[[], Any]) -> dict[str, float]:
    """Processor seconds of this process, and seconds by the clock."""
    clock, used = time.perf_counter(), processor()
    work()
    return {"processor": processor() - used, "clock": time.perf_counter() - clock}


def in_a_process(code: str, *words: str) -> dict[str, float]:
    """The same of Python code in a process of its own and its children, with the largest one's memory."""
    # A fresh process in between, so that its children's largest memory is not mixed with that of others.
    outer = (
        "import json, resource, subprocess, sys, time; t = time.perf_counter();"
        "subprocess.run([sys.executable, '-c', *sys.argv[1:]], check=True, stdout=subprocess.DEVNULL);"
        "r = resource.getrusage(resource.RUSAGE_CHILDREN);"
        "print(json.dumps({'processor': r.ru_utime + r.ru_stime, 'clock': time.perf_counter() - t,"
        "'largest_mb': r.ru_maxrss / (1024 if sys.platform == 'linux' else 1048576)}))"
    )
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        [sys.executable, "-c", outer, code, *words], check=True, capture_output=True, text=True,
        env=environment,
    )  # fmt: skip
    return json.loads(done.stdout)


def by_people() -> list[dict[str, float]]:
    """One district of each size."""
    from sim import load, simulate

    today = load("denmark").set({"district.months": LONG})
    found = []
    for people in PEOPLE:
        world = today.set({"district.people": people})
        repeats = 5 if people <= 10_000 else 1
        runs = [timed(lambda world=world: simulate(world, 1, keep_lives=False)) for _ in range(repeats)]
        best = min(run["processor"] for run in runs)
        found.append({"people": people, "months": LONG, "processor": best,
                      "nanoseconds": 1e9 * best / (people * LONG)})  # fmt: skip
    return found


ENGINE = """
import sys
from pathlib import Path
import pandas as pd
from experiments.designs.experiment import Experiment, Keep, plan_runs
from experiments.engine.executors import Processes
from experiments.engine.run import run
from sim import load
if __name__ == "__main__":
    count, people, workers, folder = int(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]), Path(sys.argv[4])
    world = load("denmark").set({"district.people": people, "district.months": 60})
    points = pd.DataFrame({"world.economy.demand": [0.8 + 0.4 * k / max(count - 1, 1) for k in range(count)]})
    made = Experiment("nation", "scaling", {}, world, {}, points, plan_runs(count, (1,), ("scenario",)),
                      Keep(months=(0, 60)))
    done = run(made, folder, engine=Processes(workers))
    assert done.done == count
"""


def experiment(count: int, workers: int, people: int = EACH) -> dict[str, float]:
    """An experiment of some districts with some workers, in a process of its own."""
    with tempfile.TemporaryDirectory() as folder:
        script = Path(folder) / "work.py"  # spawned workers import the file that they were started from
        script.write_text(ENGINE)
        words = [str(count), str(people), str(workers), str(Path(folder) / "out")]
        found = in_a_process(f"import runpy; runpy.run_path({str(script)!r}, run_name='__main__')", *words)
    return {"districts": count, "workers": workers, "people": people, "months": 60, **found}


def pieces() -> dict[str, float]:
    """What lies around the model: starting, planning, preparing, writing, handing out, adding up."""
    from experiments.designs.experiment import Keep
    from experiments.engine.chunks import with_chunks
    from experiments.engine.executors import Processes
    from experiments.nation.plan import Asked, experiment_of
    from experiments.store import parts
    from sim import load, simulate

    asked = Asked("nordic", changes=POLICY)
    planning = timed(
        lambda: with_chunks(experiment_of(asked)) is not None and experiment_of(asked).with_ids()
    )
    made = experiment_of(asked)
    chunked = with_chunks(made)
    preparing = timed(lambda: [made.world(k, "policy") for k in range(200)])
    run = simulate(load("denmark").set({"district.people": 100, "district.months": 120}), 1, keep_lives=False)
    keep, lived = Keep(months=tuple(range(0, 121, 12))), [parts.Lived(k, run, "", 0.1) for k in range(4)]
    with tempfile.TemporaryDirectory() as folder:
        for name in ("outcomes", "status"):
            (Path(folder) / name).mkdir()
        writes = [timed(lambda k=k: parts.write(Path(folder), "x", k, keep, lived)) for k in range(20)]
    start = in_a_process("import experiments.engine.live; from sim.warm import warm; warm()")
    engine = Processes(2)
    executor = engine.open()
    handing = timed(lambda: [f.result() for f in [executor.submit(int) for _ in range(TASKS)]])
    engine.close()
    costs = made.points["district.people"].to_numpy()[made.runs["point"].to_numpy()]
    found = {
        "start_a_worker": start["processor"], "worker_mb": start["largest_mb"],
        "plan": planning["processor"], "prepare_a_run": preparing["processor"] / 200,
        "write_a_part": statistics.median(w["clock"] for w in writes),
        "hand_out_a_chunk": handing["processor"] / TASKS,
        "chunks": int(chunked["chunk"].nunique()), "runs": len(made.runs), "person_runs": int(costs.sum()),
        "largest_pair": 2 * int(made.points["district.people"].max()),
    }  # fmt: skip
    dask = dask_task()
    return found if dask is None else {**found, "hand_out_a_chunk_dask": dask}


def dask_task() -> float | None:
    """Seconds to hand a chunk to a Dask cluster on this machine and have it back; None without Dask."""
    try:
        from distributed import Client, LocalCluster
    except ModuleNotFoundError:
        return None
    with (
        LocalCluster(n_workers=1, threads_per_worker=1, host="127.0.0.1", dashboard_address=":0",
                     silence_logs=50) as cluster,
        Client(cluster) as client,
    ):  # fmt: skip
        executor = client.get_executor(pure=False)
        [f.result() for f in [executor.submit(int) for _ in range(20)]]
        return (
            timed(lambda: [f.result() for f in [executor.submit(int) for _ in range(TASKS)]])["clock"] / TASKS
        )


def whole(out: Path, *words: str) -> dict[str, float]:
    """``inroads nation nordic``, all of it, as somebody would call it."""
    code = "from experiments.cli import main; main()"
    found = in_a_process(code, "nation", "nordic", "--out", str(out), "--json", *words)
    return {**found, "load_before": os.getloadavg()[0]}


def measure() -> dict[str, Any]:
    """Everything, as plain data."""
    from sim.warm import warm

    warm()
    say("One district of each size ...")
    people = by_people()
    say("Districts, with one worker and with two ...")
    experiments = [experiment(count, 1) for count in DISTRICTS[:-1]]
    experiments += [experiment(DISTRICTS[-1], workers) for workers in WORKERS]
    say("The pieces around the model ...")
    around = pieces()
    say("The Nordic countries, without and with a policy ...")
    with tempfile.TemporaryDirectory() as folder:
        alone = whole(Path(folder) / "alone")
        both = whole(Path(folder) / "both", "--set", "policy.ips.places=0.5")
        again = whole(Path(folder) / "both", "--set", "policy.ips.places=0.5")  # all there: only read
    return {
        "model": model_fingerprint(), "versions": versions(), "processor": platform.machine(),
        "cores": cores(), "people": people, "experiments": experiments, "pieces": around,
        "nordic": {"alone": alone, "paired": both, "read_again": again},
    }  # fmt: skip


def main() -> None:
    """Measure, keep the numbers, write the document."""
    from experiments.nation import scaling_page

    asked = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    asked.add_argument("--draw", action="store_true", help="only write the document from what is kept")
    if not asked.parse_args().draw:
        KEPT.write_text(json.dumps(measure(), indent=1) + "\n", encoding="utf-8")
    scaling_page.write(json.loads(KEPT.read_text(encoding="utf-8")), ROOT / "docs")


if __name__ == "__main__":
    main()
