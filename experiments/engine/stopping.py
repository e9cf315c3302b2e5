"""Ctrl-C: the first asks to stop, the second leaves at once."""

from __future__ import annotations

import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager


@contextmanager
def interruptible() -> Iterator[Callable[[], bool]]:
    """Gives a function that says whether Ctrl-C was pressed; pressed again, it raises KeyboardInterrupt."""
    pressed = False

    def asked(*_) -> None:
        nonlocal pressed
        if pressed:
            raise KeyboardInterrupt
        pressed = True

    before = signal.signal(signal.SIGINT, asked)
    try:
        yield lambda: pressed
    finally:
        signal.signal(signal.SIGINT, before)
