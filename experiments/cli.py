"""The command line: `inroads COMMAND`. Models and tables are imported only when needed."""

from __future__ import annotations

import os
import threading
from typing import Annotated

import typer

from experiments.commands import analyses, looks, many, studies, worlds
from experiments.manual import STOPPED, Manual, version
from experiments.terminal import say

app = typer.Typer(
    cls=Manual,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
audits = typer.Typer()
# In the order of the manual page.
COMMANDS = (
    worlds.run, worlds.compare, worlds.life, worlds.sequence, worlds.barriers,
    studies.evidence, studies.trial, studies.calibrate, worlds.population,
    many.experiment, many.results, many.nation,
    analyses.sensitivity, analyses.discover, analyses.emulate,
    looks.levers, looks.phases, looks.check, looks.schema, looks.scenarios, looks.dashboard,
)  # fmt: skip


def _print_version(asked: bool) -> None:
    if asked:
        say(f"inroads {version()}")
        raise typer.Exit


@app.callback()
def inroads(
    version: Annotated[
        bool,
        typer.Option(
            "--version", callback=_print_version, is_eager=True, help="Print the version and leave."
        ),
    ] = False,
) -> None:
    """Try out labour-market policy on people far from work."""


@audits.callback()
def audit() -> None:
    """Check that the model does what it promises: 'inroads audit levers'."""


for _command in COMMANDS:
    app.command()(_command)
app.add_typer(audits, name="audit")
audits.command("levers")(looks.audit_levers)


def main() -> None:
    """The entry point `inroads`."""
    try:
        typer.main.get_command(app).main()
    except SystemExit as leaving:
        under_way = [one for one in threading.enumerate() if one is not threading.main_thread()]
        if leaving.code == STOPPED and not all(one.daemon for one in under_way):
            os._exit(STOPPED)  # runs still under way have no say in it
        raise


if __name__ == "__main__":
    main()
