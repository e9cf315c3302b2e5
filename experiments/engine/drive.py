"""Gives chunks to workers, a few at a time, until all are done or somebody says stop."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, Future, wait
from typing import Any

from experiments.engine.executors import Engine

AHEAD = 2  # chunks in hand for each worker
PATIENCE = 0.5  # seconds between two looks at whether to stop
MOST_BREAKS = 8  # of the executor on end, with nothing done in between


def drive(
    engine: Engine,
    work: Callable[[int], Any],
    chunks: Sequence[int],
    each: Callable[[Any], None],
    stop: Callable[[], bool],
) -> bool:
    """Whether all chunks were done; ``each`` is called with what comes of every chunk.

    A worker that dies is replaced, and what it had in hand is done again. Errors of the work
    itself are raised.
    """
    left, in_hand = deque(chunks), {}
    executor, breaks = engine.open(), 0
    try:
        while left or in_hand:
            while left and len(in_hand) < AHEAD * engine.workers and not stop():
                chunk = left.popleft()
                try:
                    in_hand[executor.submit(work, chunk)] = chunk
                except BrokenExecutor:
                    left.appendleft(chunk)
                    break
            done, _ = wait(in_hand, timeout=PATIENCE, return_when=FIRST_COMPLETED)
            broken = not in_hand
            for future in done:
                chunk = in_hand.pop(future)
                try:
                    each(future.result())
                    breaks = 0
                except BrokenExecutor:
                    left.appendleft(chunk)
                    broken = True
            if stop():
                _finish(in_hand, each)
                return not left and not in_hand
            if broken and (left or in_hand):
                left.extendleft(in_hand.values())
                in_hand, breaks = {}, breaks + 1
                if breaks > MOST_BREAKS:
                    raise BrokenExecutor("workers keep dying")
                executor = engine.open()
        return True
    finally:
        engine.close()


def _finish(in_hand: dict[Future, int], each: Callable[[Any], None]) -> None:
    """Take what can no longer be called back."""
    running = [future for future in in_hand if not future.cancel()]
    for future in running:
        try:
            each(future.result(timeout=60))
        except (BrokenExecutor, TimeoutError):
            continue
        in_hand.pop(future)
