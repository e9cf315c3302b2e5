"""``docs/scaling.md`` and its chart, from the numbers that were measured."""

from __future__ import annotations

import json
import textwrap
from pathlib import Path
from typing import Any

CORES = 100  # of the cluster on paper
MOST_SECONDS, LEAST_EFFICIENCY = 60.0, 0.9  # what was asked for, by the clock
BUSY = 1.25  # programs a core that want it, from which on others must be among them
BLUE, ORANGE = "#0072B2", "#D55E00"
WIDTH, HEIGHT = 420, 230
CHART = "img/scaling.svg"
PIECES = ("reading", "starting", "handing_out", "living", "longest", "writing")


def efficiency(found: dict[str, Any], key: str) -> float:
    """Of two workers, how much of the double speed is had.

    key: 'clock', which other programs spoil, or 'processor', what more than one worker costs in work.
    """
    most = max(run["districts"] for run in found["experiments"])
    one, two = (
        next(r for r in found["experiments"] if r["districts"] == most and r["workers"] == workers)
        for workers in (1, 2)
    )
    return one[key] / two[key] / (2.0 if key == "clock" else 1.0)


def on_paper(found: dict[str, Any], cores: int = CORES) -> dict[str, float]:
    """What the Nordic countries, without and with a policy, would take on so many cores, in seconds.

    Planning, reading and adding up are done once, by one process; workers start at the same time; chunks are
    handed out by one process; the last to end is a chunk, at worst the largest district's.
    """
    around, paired = found["pieces"], found["nordic"]["paired"]
    hand_out = around.get("hand_out_a_chunk_dask", around["hand_out_a_chunk"])
    living = (
        paired["processor"] - found["nordic"]["read_again"]["processor"]
        - found["cores"] * around["start_a_worker"]
    )  # fmt: skip
    each = living / around["person_runs"]
    longest = max(each * around["largest_pair"], living / around["chunks"])
    return {
        "reading": found["nordic"]["read_again"]["processor"],
        "starting": around["start_a_worker"],
        "handing_out": hand_out * around["chunks"],
        "living": living / cores,
        "longest": longest,
        "writing": around["write_a_part"] * around["chunks"] / cores,
        "person_runs_living": living,
    }


def chart(found: dict[str, Any]) -> str:
    """Three panels: people in a district, districts in a nation, workers."""
    import altair as alt
    import pandas as pd
    import vl_convert

    same = "A person's month costs about the same in any district"
    people = pd.DataFrame(found["people"])
    first = alt.Chart(people).mark_line(point=True, color=BLUE).encode(
        x=alt.X("people:Q", title="People in one district").scale(type="log"),
        y=alt.Y("nanoseconds:Q", title="Nanoseconds for a person's month").scale(zero=True),
    ).properties(width=WIDTH, height=HEIGHT, title=same)  # fmt: skip
    made = pd.DataFrame(found["experiments"])
    one = made[made["workers"] == 1]
    second = alt.Chart(one).mark_line(point=True, color=BLUE).encode(
        x=alt.X("districts:Q", title=f"Districts of {int(one['people'].iloc[0]):,} people, 60 months").scale(
            domainMin=0),
        y=alt.Y("processor:Q", title="Processor seconds").scale(zero=True),
    ).properties(width=WIDTH, height=HEIGHT, title="Twice the districts, twice the work")  # fmt: skip
    most = made[made["districts"] == made["districts"].max()]
    bars = pd.concat(
        [most.assign(seconds=most[key], kind=said) for key, said in
         (("clock", "by the clock"), ("processor", "of processors"))]
    )  # fmt: skip
    third = alt.Chart(bars).mark_bar().encode(
        x=alt.X("workers:O", title="Workers", axis=alt.Axis(labelAngle=0)),
        xOffset=alt.XOffset("kind:N"),
        y=alt.Y("seconds:Q", title="Seconds").scale(zero=True),
        color=alt.Color("kind:N", title="Seconds").scale(
            domain=["by the clock", "of processors"], range=[ORANGE, BLUE]),
    ).properties(width=WIDTH, height=HEIGHT, title=f"{int(most['districts'].iloc[0])} districts, "
                 "with one worker and with two")  # fmt: skip
    drawing = alt.vconcat(first, second, third).resolve_scale(color="independent").properties(
        background="white", padding=12
    ).configure_view(stroke=None)  # fmt: skip
    svg = vl_convert.vegalite_to_svg(json.dumps(drawing.to_dict()))
    start, _, rest = svg.partition(">")
    named = (
        '<title id="title">Time by people, districts and workers</title><desc id="desc">The cost of a '
        "person's month against people in a district; work against districts; one worker and two.</desc>"
    )
    return f'{start} role="img" aria-labelledby="title desc">{named}{rest}\n'


def busy(found: dict[str, Any]) -> bool:
    """Whether other programs wanted the cores while the nation was measured."""
    return max(one["load_before"] for one in found["nordic"].values()) > BUSY * found["cores"]


def verdicts(found: dict[str, Any]) -> list[tuple[str, str, str, str]]:
    """What was asked for, what was measured, and whether that meets it, by the clock alone."""
    nordic, clock = found["nordic"], efficiency(found, "clock")
    asked = [
        (f"2.5 million people, 120 months, {said}", f"{MOST_SECONDS:.0f} s or less",
         f"{nordic[name]['clock']:.0f} s", nordic[name]["clock"] <= MOST_SECONDS)
        for name, said in (("alone", "one world"), ("paired", "without and with a policy"))
    ]  # fmt: skip
    asked.append(
        ("of double speed, had by two workers", f"above {100 * LEAST_EFFICIENCY:.0f}%",
         f"{100 * clock:.1f}%", clock > LEAST_EFFICIENCY)
    )  # fmt: skip
    return [(*words, "met" if met else "**not met**") for *words, met in asked]


def on_the_verdicts(found: dict[str, Any]) -> str:
    """Whether the machine was quiet, and what processor seconds say of what was not met."""
    missed = sum(row[-1] != "met" for row in verdicts(found))
    said = "All of them are met." if not missed else f"{missed} of {len(verdicts(found))} are not met."
    paired = found["nordic"]["paired"]["processor"]
    least = paired / found["cores"]
    said += (
        f" The nation without and with a policy takes {paired:.0f} processor seconds, so {found['cores']} "
        f"cores need {least:.0f} seconds at the very least"
    )
    said += (
        f", and no quiet machine of {found['cores']} such cores meets it." if least > MOST_SECONDS else "."
    )
    if busy(found):
        said += " Other programs used the cores, so seconds by the clock are more than on a quiet machine."
    return textwrap.fill(said, 110)


def text(found: dict[str, Any]) -> str:
    """The document."""
    people, around, nordic = found["people"], found["pieces"], found["nordic"]
    cost = [run["nanoseconds"] for run in people]
    work, clock = (efficiency(found, key) for key in ("processor", "clock"))
    most = max(one["largest_mb"] for one in nordic.values())
    sizes = table(
        ("people", "processor seconds", "nanoseconds for a person's month"),
        [(f"{r['people']:,}", f"{r['processor']:.2f}", f"{r['nanoseconds']:.0f}") for r in people],
    )
    districts = table(
        ("districts", "workers", "processor seconds", "seconds by the clock", "processor ms a district"),
        [
            (f"{r['districts']}", f"{r['workers']}", f"{r['processor']:.1f}", f"{r['clock']:.1f}",
             f"{1000 * r['processor'] / r['districts']:.0f}")
            for r in found["experiments"]
        ],
    )  # fmt: skip
    shared = left = ""
    if busy(found):
        shared = " that other programs used too, so\nseconds by the clock are the most it takes"
        left = ", with what other programs left of this machine"
    whole = table(
        ("", "processor seconds", "seconds by the clock", "load before"),
        [
            (said, *(f"{nordic[name][key]:.0f}" for key in ("processor", "clock")),
             f"{nordic[name]['load_before']:.1f}")
            for name, said in (("alone", "one world"), ("paired", "without and with a policy"),
                               ("read_again", "the same command again: read, add up, draw"))
        ],
    )  # fmt: skip
    return f"""# How time grows

Written by `python -m experiments.nation.scaling`, which keeps what it measured in `scaling.json`; `--draw`
writes this page anew from that. Measured on {found["cores"]} cores{shared}.
Model {found["model"]}, Python {found["versions"]["python"]}, numba {found["versions"]["numba"]}.

## What was asked for

{table(("asked for", "target", "measured by the clock", ""), verdicts(found), right=(1, 2))}

{on_the_verdicts(found)}

![Time by people, districts and workers]({CHART})

## People in one district

One district, {people[0]["months"]} months, today's policy in Denmark.

{sizes}

The cost of a person's month changes by a factor of {max(cost) / min(cost):.1f} from
{people[0]["people"]:,} to {people[-1]["people"]:,} people.

## Districts and workers

Districts of {found["experiments"][0]["people"]:,} people, 60 months, starting the workers included.

{districts}

Of the processor time that two workers take, one would need {100 * work:.0f}%; the rest is the second one's
start and its share of the machine's memory. That is the most of double speed that two workers
can have; by the clock it was {100 * clock:.0f}%{left}.

## The Nordic countries

`inroads nation nordic`: 2.5 million people, 120 months, everything from the start of the command to the last
file. Load is how many programs wanted a core when it began.

{whole}

No process had more than {most:.0f} MB; a worker that is ready has {around["worker_mb"]:.0f} MB.

## On {CORES} cores, on paper

Nobody has run this on {CORES} cores. From the measured pieces, without and with a policy:

{table(("piece", "measured", f"on {CORES} cores, seconds"), on_paper_rows(found))}

{in_the_end(found)}
"""


def on_paper_rows(found: dict[str, Any]) -> list[tuple[str, str, str]]:
    """Each piece: what it is, what was measured, what it adds on many cores."""
    around, paper = found["pieces"], on_paper(found)
    dask = around.get("hand_out_a_chunk_dask")
    handed = f"{1000 * around['hand_out_a_chunk']:.2f} ms each"
    handed += "" if dask is None else f", {1000 * dask:.1f} ms through Dask on one machine"
    said = {
        "reading": ("plan, read, add up, draw (one process)", f"{paper['reading']:.1f} s"),
        "starting": ("start the workers, all at once", f"{paper['starting']:.1f} s"),
        "handing_out": (f"hand out {around['chunks']} chunks (one process)", handed),
        "living": (f"live {around['runs']:,} runs", f"{paper['person_runs_living']:.0f} processor s"),
        "longest": ("wait for the last chunk, at worst the largest district", f"{paper['longest']:.1f} s"),
        "writing": ("write the parts", f"{1000 * around['write_a_part']:.0f} ms each"),
    }
    rows = [(*said[name], f"{paper[name]:.1f}") for name in PIECES]
    return [*rows, ("together", "", f"{sum(paper[name] for name in PIECES):.0f}")]


def in_the_end(found: dict[str, Any]) -> str:
    """What holds many cores back, and what they are good for."""
    around, paper = found["pieces"], on_paper(found)
    together = sum(paper[name] for name in PIECES)
    minutes = 100.0 * paper["person_runs_living"] / CORES / 60.0
    said = (
        f"Of these {together:.0f} seconds {paper['living']:.1f} are spent on all cores. The rest is what one "
        "process does and the largest district, which nobody can share. A hundred times the work, such as "
        f"the nation in a hundred parameter sets ({100 * around['runs']:,} runs), would keep {CORES} cores "
        f"busy for about {minutes:.0f} minutes. Preparing a run takes {1000 * around['prepare_a_run']:.2f} "
        f"ms, planning the nation {around['plan']:.1f} s."
    )
    return textwrap.fill(said, 110)


def table(
    headings: tuple[str, ...], rows: list[tuple[str, ...]], right: tuple[int, ...] | None = None
) -> str:
    """A Markdown table; all but the first column, or those of ``right``, stand on the right."""
    right = tuple(range(1, len(headings))) if right is None else right
    lines = [headings, tuple("---:" if k in right else "---" for k in range(len(headings))), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def write(found: dict[str, Any], folder: Path) -> None:
    """The document and its chart."""
    (folder / CHART).write_text(chart(found), encoding="utf-8")
    (folder / "scaling.md").write_text(text(found), encoding="utf-8")
