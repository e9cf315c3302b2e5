"""How runs come along, for somebody at a terminal and for a log."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from experiments.terminal import complain

EVERY = 30.0  # seconds between two lines in a log
RECENT = 60.0  # seconds from which the rate is told

Told = Callable[[int, int, int], None]  # runs done or failed, runs in all, runs failed


@contextmanager
def watching(wanted: bool) -> Iterator[Told]:
    """A bar with rate, failures and time left, or now and then a line where nobody watches a terminal."""
    if not wanted:
        yield lambda done, total, failed: None
    elif sys.stderr.isatty():
        with _bar() as told:
            yield told
    else:
        yield Lines()


class Lines:
    """A line on standard error every half a minute."""

    def __init__(self, every: float = EVERY, clock: Callable[[], float] = time.monotonic):
        self.every, self.clock = every, clock
        self.began: tuple[float, int] | None = None
        self.last = 0.0

    def __call__(self, done: int, total: int, failed: int) -> None:
        """Take note of how far it is, and say so if it is time."""
        now = self.clock()
        if self.began is None:
            self.began, self.last = (now, done), now
        elif now - self.last >= self.every and done < total:
            self.last = now
            complain(line(done, total, failed, (done - self.began[1]) / (now - self.began[0])))


def line(done: int, total: int, failed: int, rate: float) -> str:
    """'120 of 400 runs, 12.0 a second, none failed, about 23 s left.'"""
    left = f"about {duration((total - done) / rate)} left" if rate > 0 else "time left unknown"
    return f"{done:,} of {total:,} runs, {rate:.3g} a second, {failed or 'none'} failed, {left}."


def duration(seconds: float) -> str:
    """A time to two digits that say something: '4 s', '3 min', '2.5 hours', '3 days'."""
    if seconds < 10:
        return f"{max(seconds, 0.1):.1g} s" if seconds < 1 else f"{seconds:.0f} s"
    if seconds < 100:
        return f"{seconds:.0f} s"
    if seconds < 100 * 60:
        return f"{seconds / 60:.0f} min"
    if seconds < 72 * 3600:
        return f"{seconds / 3600:.1f} hours"
    return f"{seconds / 86400:,.0f} days"


def size(bytes_: float) -> str:
    """A size in the unit that fits: '0.3 MB', '12 GB'."""
    for unit, each in (("GB", 1e9), ("MB", 1e6), ("kB", 1e3)):
        if bytes_ >= each or unit == "kB":
            return f"{bytes_ / each:,.{0 if bytes_ >= 9.95 * each else 1}f} {unit}"
    raise AssertionError("some unit fits")


@contextmanager
def _bar() -> Iterator[Told]:
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    bar = Progress(
        TextColumn("runs"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[rate]}"),
        TextColumn("{task.fields[failed]}"),
        TimeRemainingColumn(),
        console=Console(stderr=True),
        transient=True,
        speed_estimate_period=RECENT,
    )
    tasks: list = []

    def told(done: int, total: int, failed: int) -> None:
        if not tasks:  # what an earlier call made is no speed of this one
            tasks.append(bar.add_task("", total=total, completed=done, rate="", failed=""))
            return
        (task,) = tasks
        bar.update(task, completed=done, total=total)
        speed = bar.tasks[0].speed
        bar.update(
            task,
            rate=f"{speed:.3g} a second" if speed else "",
            failed=f"{failed:,} failed" if failed else "",
        )

    with bar:
        yield told
