"""What reaches the terminal: text on standard output, complaints and progress on standard error."""

from __future__ import annotations

import io
import os
import sys
import textwrap
from contextlib import contextmanager, suppress


class OutputClosed(Exception):
    """Whoever reads our output has gone, as `head` does; there is nobody left to tell."""


def one_line(text: str) -> str:
    """Text without line breaks, control characters and what else no terminal can show."""
    return "".join(sign if sign.isprintable() else " " for sign in text).strip()


def complain(sentence: str) -> None:
    """One line on standard error."""
    with suppress(OSError, ValueError):
        sys.stderr.write(f"{one_line(sentence)}\n")
        sys.stderr.flush()


def _written(action) -> None:
    try:
        action()
    except BrokenPipeError:
        forget_output()
        raise OutputClosed from None
    except OSError as error:
        from sim.errors import InputError

        forget_output()
        raise InputError(f"The output cannot be written: {error.strerror}.") from None


def forget_output() -> None:
    """Send what is still buffered nowhere, or Python complains about it at exit."""
    with suppress(OSError, ValueError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stdout.fileno())
        os.close(nowhere)


def say(text: str = "") -> None:
    """Text on standard output; characters that it cannot show become question marks."""
    encoding = getattr(sys.stdout, "encoding", None) or "utf-8"
    shown = text.encode(encoding, "replace").decode(encoding)
    _written(lambda: sys.stdout.write(f"{shown}\n"))


def paragraph(text: str, width: int, indent: str = "") -> str:
    """Text wrapped into lines, those after the first indented."""
    return textwrap.fill(text, width, subsequent_indent=indent, break_long_words=False)


def flush() -> None:
    """Send out what was said."""
    _written(sys.stdout.flush)


def show(renderable) -> None:
    """A rich table or text on standard output, as wide as the terminal, or unwrapped in a file."""
    from rich.console import Console

    drawn = io.StringIO()
    terminal = sys.stdout.isatty()
    console = Console(
        file=drawn,
        force_terminal=terminal,
        width=None if terminal else 1000,
        no_color=None if terminal else True,
        highlight=False,
        markup=False,
        emoji=False,
    )
    console.print(renderable)
    say("\n".join(line.rstrip() for line in drawn.getvalue().splitlines()))


@contextmanager
def progress(label: str, wanted: bool):
    """A bar on standard error; yields a function of (done, total).

    There is no bar unless it is wanted and somebody is watching a terminal.
    """
    if not (wanted and sys.stderr.isatty()):
        yield lambda done, total: None
        return
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        TextColumn,
        TimeRemainingColumn,
    )

    bar = Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
        console=Console(stderr=True),
        transient=True,
    )
    with bar:
        task = bar.add_task(label, total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)
