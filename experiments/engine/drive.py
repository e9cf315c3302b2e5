"""Gives chunks to workers, a few at a time, until all are done or somebody says stop."""

from __future__ import annotations

import time
from collections import Counter, deque
from collections.abc import Callable, Sequence
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, CancelledError, Executor, Future, wait
from typing import Any

from experiments.engine.executors import Engine
from sim.errors import InputError

AHEAD = 2  # chunks in hand for each worker
PATIENCE = 0.5  # seconds between two looks at whether to stop
STALL = 20.0  # seconds without a result after which somebody looks whether any worker is left
SUSPECT = 2  # deaths under a chunk after which it is tried alone, when nothing else is left
HOPELESS = 5  # deaths after which its runs are written down as errors
MOST_DEATHS = 30  # on end, with nothing done in between
BROKEN = (BrokenExecutor, CancelledError)


def drive(
    engine: Engine,
    work: Callable[[int], Any],
    chunks: Sequence[int],
    each: Callable[[Any], None],
    stop: Callable[[], bool],
    give_up: Callable[[int], Any],
) -> bool:
    """Whether all chunks were done; ``each`` is called with what comes of every chunk.

    A worker that dies is replaced, and what it had in hand is done again. A chunk under which workers keep
    dying is tried alone at the end, and then ``give_up`` is called for it. Errors of the work itself are
    raised. Raises InputError where workers cannot be had.
    """
    return _Drive(engine, work, chunks, each, stop, give_up).run()


class _Drive:
    def __init__(self, engine, work, chunks, each, stop, give_up):
        self.engine, self.work, self.each, self.stop, self.give_up = engine, work, each, stop, give_up
        self.left: deque[int] = deque(chunks)
        self.suspects: deque[int] = deque()
        self.in_hand: dict[Future, int] = {}  # the oldest first: those are being worked on
        self.deaths: Counter[int] = Counter()
        self.on_end = 0  # deaths with nothing done in between
        self.executor: Executor | None = None
        self.heard = time.monotonic()

    def run(self) -> bool:
        try:
            while self.left or self.suspects or self.in_hand:
                if self.stop():
                    self._finish()
                    break
                self._hand_out()
                self._take()
        finally:
            self.engine.close()
        return not (self.left or self.suspects or self.in_hand)

    def _hand_out(self) -> None:
        while not self.stop() and (self.executor is not None or self._open()):
            chunk = self._next()
            if chunk is None:
                return
            try:
                self.in_hand[self.executor.submit(self.work, chunk)] = chunk
            except BrokenExecutor:
                self.left.appendleft(chunk)
                self._begin_anew()
                return

    def _next(self) -> int | None:
        """The next chunk to hand out: a suspect only when there is nothing else, and alone."""
        if self.left:
            return self.left.popleft() if len(self.in_hand) < AHEAD * self.engine.workers else None
        return self.suspects.popleft() if self.suspects and not self.in_hand else None

    def _open(self) -> bool:
        try:
            self.executor = self.engine.open()
        except BrokenExecutor:  # killed while starting
            self._died()
            return False
        self.heard = time.monotonic()
        return True

    def _take(self) -> None:
        """Take what is done."""
        done, _ = wait(self.in_hand, timeout=PATIENCE, return_when=FIRST_COMPLETED)
        if done:
            self.heard = time.monotonic()
        for future in done:
            error = _error(future)
            if isinstance(error, BROKEN):
                self._begin_anew()
                return
            chunk = self.in_hand.pop(future)
            if error is None:
                self.on_end = 0
                self.each(future.result())
            elif self.engine.died(error):
                self._died(chunk)
            else:
                raise error
        if self.in_hand and time.monotonic() - self.heard > STALL:
            self.heard = time.monotonic()
            if not self.engine.alive():
                self._begin_anew()

    def _begin_anew(self) -> None:
        """The executor is broken: take what was done in time, and do the rest again with another one."""
        wait(self.in_hand, timeout=2)
        charged, again = 0, []
        for future, chunk in self.in_hand.items():
            error = _error(future) if future.done() else CancelledError()
            if error is None:
                self.each(future.result())
                continue
            if not isinstance(error, BROKEN):
                raise error
            if charged < self.engine.workers and isinstance(error, BrokenExecutor):
                charged += 1
                self.deaths[chunk] += 1
            again.append(chunk)
        self.in_hand, self.executor = {}, None
        for chunk in reversed(again):
            self._put_back(chunk)
        self._died()

    def _died(self, chunk: int | None = None) -> None:
        """Count a death; chunk: the one under which it came, where only that one is lost."""
        if chunk is not None:
            self.deaths[chunk] += 1
            self._put_back(chunk)
        self.on_end += 1
        if self.on_end > MOST_DEATHS:
            raise InputError(
                f"Workers died {MOST_DEATHS} times on end with nothing done in between; what was done is "
                "kept: try fewer workers, as for want of memory, and give the same command again."
            )

    def _put_back(self, chunk: int) -> None:
        if self.deaths[chunk] >= HOPELESS:
            self.each(self.give_up(chunk))
        elif self.deaths[chunk] >= SUSPECT:
            self.suspects.append(chunk)
        else:
            self.left.appendleft(chunk)

    def _finish(self) -> None:
        """Take what can no longer be called back; a second Ctrl-C ends the wait."""
        for future in [future for future in self.in_hand if future.cancel()]:
            self.left.append(self.in_hand.pop(future))
        wait(self.in_hand)
        for future in [future for future in self.in_hand if _error(future) is None]:
            self.in_hand.pop(future)
            self.each(future.result())


def _error(future: Future) -> BaseException | None:
    """What a future that is done failed with."""
    try:
        return future.exception()
    except CancelledError as cancelled:
        return cancelled
