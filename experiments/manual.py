"""The frame around every command: the manual page, the exit codes, and errors as one sentence.

Exit codes: 0 done; 1 the input or the machine does not allow it; 2 the command line was not
understood; 70 our own mistake; 130 stopped with Ctrl-C.
"""

from __future__ import annotations

import os
import sys
import traceback
from contextlib import contextmanager, suppress
from importlib import metadata

import typer
from typer.core import TyperGroup

from experiments.terminal import OutputClosed, complain, flush, forget_output

DONE, REFUSED, MISUSED, OUR_FAULT, STOPPED = 0, 1, 2, 70, 130

NOTHING_KEPT = "nothing was written"

PAGE = (
    ("NAME", ["inroads - try out labour-market policy on people far from work"]),
    ("SYNOPSIS", ["inroads COMMAND [ARGUMENT...] [OPTION...]"]),
    (
        "DESCRIPTION",
        [
            "Inroads lets people, caseworkers and employers of one district live month by month, "
            "under today's policy and under another one, with the same people and the same luck. "
            "The difference is what the policy does.",
            "SCENARIO is the name of a shipped scenario ('inroads scenarios' lists them) or a "
            "TOML file. Every number of the model has an address such as policy.ips.places; "
            "'inroads levers' lists the addresses, and --set changes any of them.",
        ],
    ),
)
AFTERWARDS = (
    (
        "EXAMPLES",
        [
            "inroads run denmark",
            "inroads compare denmark --set policy.ips.places=0.5",
            "inroads compare denmark --with norway --months 36",
            "inroads run norway --set policy.caseload.ordinary=40 --out norway-40",
            "inroads compare denmark --set policy.ips.places=0.5 --json > result.json",
            "inroads life denmark --person 17 --set policy.ips.places=0.9",
            "inroads barriers norway --group young",
            "inroads evidence --only B-05",
            "inroads trial eqolise --seeds 30",
            "inroads experiment starter --out runs/starter",
            "inroads results runs/starter --outcome job_any --month 24",
            "inroads audit levers --seeds 10",
        ],
    ),
    (
        "EXIT STATUS",
        [
            "0 - done.",
            "1 - the scenario, a value or a file is not right, or an audit failed; one sentence says which;",
            "    of an experiment also: some runs failed, and the others are complete.",
            "2 - the command line was not understood.",
            "70 - our own mistake; 130 - stopped with Ctrl-C, or by a file STOP in an experiment's folder.",
        ],
    ),
    ("ENVIRONMENT", ["INROADS_DEBUG=1 shows the traceback of our own mistakes."]),
)


class Stopped(Exception):
    """Somebody pressed Ctrl-C; the message says what was kept."""


def version() -> str:
    """The version of Inroads, as installed."""
    try:
        return metadata.version("inroads")
    except metadata.PackageNotFoundError:
        return "not installed"


@contextmanager
def heading(formatter, title: str):
    """A heading of the manual page, with what is under it indented."""
    formatter.write(f"{title}\n")
    formatter.current_indent += 7
    yield
    formatter.current_indent -= 7
    formatter.write("\n")


class Manual(TyperGroup):
    """The group of commands: its help is a manual page, its failures are one sentence."""

    def format_help(self, ctx, formatter) -> None:
        """Write the manual page."""
        commands = [(name, self.commands[name]) for name in self.list_commands(ctx)]
        options = (option.get_help_record(ctx) for option in self.get_params(ctx))
        for title, paragraphs in PAGE:
            with heading(formatter, title):
                for number, paragraph in enumerate(paragraphs):
                    if number:
                        formatter.write("\n")
                    formatter.write_text(paragraph)
        with heading(formatter, "COMMANDS"):
            formatter.write_dl([(name, one.get_short_help_str(200)) for name, one in commands])
            formatter.write("\n")
            formatter.write_text("'inroads COMMAND --help' describes one of them.")
        with heading(formatter, "OPTIONS"):
            formatter.write_dl([record for record in options if record])
        for title, lines in AFTERWARDS:
            with heading(formatter, title):
                formatter.write("".join(f"       {line}\n" for line in lines))

    def list_commands(self, ctx) -> list[str]:
        """The commands in the order in which they are written."""
        return list(self.commands)

    def main(self, args=None, prog_name=None, standalone_mode=True, **extra):
        """Run the command line and leave with an exit code."""
        words = list(sys.argv[1:] if args is None else args)
        sys.exit(self.live(words or ["--help"]))

    def live(self, words: list[str]) -> int:
        """Run one command line; the exit code, after saying in one sentence what was wrong."""
        try:
            with self.make_context("inroads", words) as context:
                self.invoke(context)
            flush()
            return DONE
        except OutputClosed:
            return DONE
        except typer.Exit as asked:
            with suppress(OutputClosed):
                flush()
            return asked.exit_code
        except (KeyboardInterrupt, Stopped) as stop:
            complain(f"Stopped: {str(stop) or NOTHING_KEPT}.")
            return STOPPED
        except MemoryError:
            complain("This needs more memory than there is: ask for fewer --people, --months or --seeds.")
            return REFUSED
        except BrokenPipeError:
            forget_output()
            return DONE
        except OSError as error:
            forget_output()
            reason = error.strerror or type(error).__name__
            where = f" ({error.filename})" if error.filename else ""
            complain(f"The system does not let Inroads go on: {reason}{where}.")
            return REFUSED
        except Exception as error:
            return explain(error)


def explain(error: Exception) -> int:
    """One sentence for an error, and its exit code."""
    from sim.errors import InputError

    if isinstance(error, InputError):
        complain(str(error))
        return REFUSED
    if hasattr(error, "format_message") and hasattr(error, "exit_code"):
        complain(usage(error))
        return MISUSED
    if os.environ.get("INROADS_DEBUG") == "1":
        traceback.print_exception(error)
    complain(
        f"Inroads made a mistake of its own ({type(error).__name__}: {str(error)[:200]}); please "
        "report the command and what INROADS_DEBUG=1 shows before it."
    )
    return OUR_FAULT


def usage(error) -> str:
    """A sentence for a command line that was not understood, with the nearest name and a way on."""
    near = getattr(error, "possibilities", None)
    message = error.message if near else error.format_message()
    message = message.strip().rstrip(".")
    context = getattr(error, "ctx", None)
    command = context.command_path if context is not None else "inroads"
    hint = f" Did you mean {' or '.join(near)}?" if near else ""
    stop = "" if message.endswith("?") else "."
    return f"{message}{stop}{hint} '{command} --help' says what it takes."
