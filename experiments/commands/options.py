"""Options that several commands take, each declared once."""

from __future__ import annotations

from typing import Annotated

import typer

from experiments.manual import Stopped

ScenarioName = Annotated[
    str, typer.Argument(metavar="SCENARIO", help="A shipped scenario's name, or a TOML file.")
]
Months = Annotated[
    int | None,
    typer.Option(metavar="N", help="How long lives are followed; the scenario's own if not said."),
]
People = Annotated[
    int | None,
    typer.Option(metavar="N", help="Jobseekers at the start; the scenario's own if not said."),
]
Seeds = Annotated[int, typer.Option(metavar="N", min=1, max=100_000, help="How many runs, a seed each.")]
Seed = Annotated[
    int, typer.Option(metavar="S", min=1, max=2**53, help="The first seed; the others follow it.")
]
Changes = Annotated[
    list[str] | None,
    typer.Option(
        "--set",
        metavar="ADDRESS=VALUE",
        help="Change a number, as in policy.ips.places=0.5; may be given again.",
    ),
]
Other = Annotated[
    str | None,
    typer.Option("--with", metavar="OTHER", help="The scenario that is the policy's world."),
]
Out = Annotated[
    str | None,
    typer.Option(metavar="DIR", help="Write everything into this folder: Parquet, CSV, manifest."),
]
Parameters = Annotated[
    str,
    typer.Option(
        "--parameters", metavar="posterior|best",
        help="'posterior': what is not known varies from run to run; 'best': only what is best known.",
    ),
]  # fmt: skip
Json = Annotated[bool, typer.Option("--json", help="Print one JSON object and nothing else.")]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="No progress and no tables, only the sentences.")]
Folder = Annotated[str, typer.Argument(metavar="DIR", help="A folder of results.")]
Kept = Annotated[
    str | None,
    typer.Option("--outcome", metavar="NAME", help="An outcome that was kept; the first if not said."),
]
At = Annotated[
    int | None, typer.Option("--month", metavar="N", help="A month that was kept; the last if not said.")
]
Group = Annotated[
    str, typer.Option(metavar="near|mid|far", help="Only people so far from work; all if not said.")
]

# -- where many runs are made, and how ---------------------------------------------------------

Into = Annotated[
    str | None, typer.Option(metavar="DIR", help="The folder for the results; a second call goes on in it.")
]
Workers = Annotated[
    int | None, typer.Option(metavar="N", min=1, max=1024, help="Processes; as many as cores if not said.")
]
Dask = Annotated[
    str | None,
    typer.Option(
        metavar="ADDRESS|local", help="Run on the workers of this Dask scheduler, or of one begun here."
    ),
]
Resume = Annotated[bool, typer.Option("--resume", help="Only go on with what DIR holds.")]
RetryFailed = Annotated[bool, typer.Option("--retry-failed", help="Make the runs that failed again.")]
DryRun = Annotated[
    bool, typer.Option("--dry-run", help="Say what would be run and what it takes; write nothing.")
]


def finish(kept: str | None) -> None:
    """Leave with Ctrl-C's exit code where the work was cut short."""
    if kept is not None:
        raise Stopped(kept)
