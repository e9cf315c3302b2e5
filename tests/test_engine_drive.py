"""Chunks are handed out until all are done, whoever dies; tried on an engine that dies by script."""

from collections import Counter
from concurrent.futures import BrokenExecutor, Executor, Future

import pytest
from hypothesis import given
from hypothesis import strategies as st

from experiments.engine import drive as driving
from experiments.engine.drive import HOPELESS, MOST_DEATHS, drive
from sim.errors import InputError

DO, HOLD, DIE, KILLED, CANCEL = "do", "hold", "die", "killed", "cancel"


class Killed(Exception):
    """As a cluster says that workers died under one task."""


class Scripted:
    """An engine whose workers do, wait or die as a script says; when it has been read, they do."""

    def __init__(self, script=(), workers=2, poison=(), starts=()):
        self.script, self.workers, self.poison, self.starts = iter(script), workers, poison, iter(starts)
        self.pending, self.worked, self.closed, self.broken, self.most = [], Counter(), 0, True, 0

    def open(self):
        if next(self.starts, DO) == DIE:
            raise BrokenExecutor("killed while starting")
        self.broken, self.pending = False, []
        return _Hands(self)

    def alive(self):
        return not self.broken

    def died(self, error):
        return isinstance(error, Killed)

    def blame(self, error):
        return error

    def close(self):
        self.closed += 1

    def give(self, work, chunk):
        future = Future()
        action = DIE if chunk in self.poison else next(self.script, DO)
        self.pending.append((future, work, chunk))
        self.most = max(self.most, len(self.pending))
        if action == DO:
            self.one()
        elif action == DIE:
            self.broken = True
            for waiting, *_ in self.pending:
                waiting.set_exception(BrokenExecutor("died"))
            self.pending = []
        elif action == KILLED:
            self.pending.pop(0)[0].set_exception(Killed())
        elif action == CANCEL:
            self.pending.pop(0)[0].cancel()
        return future

    def one(self):
        """The oldest chunk in hand is worked on."""
        future, work, chunk = self.pending.pop(0)
        if not future.cancelled():
            self.worked[chunk] += 1
            try:
                future.set_result(work(chunk))
            except Exception as error:
                future.set_exception(error)


class _Hands(Executor):
    def __init__(self, engine):
        self.engine = engine

    def submit(self, fn, /, *given, **named):
        if self.engine.broken:
            raise BrokenExecutor("broken before")
        return self.engine.give(fn, *given)


def driven(engine, chunks, stop=lambda: False, work=lambda chunk: chunk):
    """Whether all came, what came, and what was given up; what is waited for comes at once."""

    def wait(futures, timeout=None, return_when=None):
        while engine.pending and not any(future.done() for future in futures):
            engine.one()
        return {future for future in futures if future.done()}, set()

    came, lost = [], []

    def give_up(chunk):
        lost.append(chunk)
        return chunk

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(driving, "wait", wait)
        whole = drive(engine, work, range(chunks), came.append, stop, give_up)
    return whole, came, lost


ACTIONS = st.lists(st.sampled_from([DO, HOLD, DO, HOLD, DIE, KILLED, CANCEL]), max_size=40)
STARTS = st.lists(st.sampled_from([DO, DO, DIE]), max_size=10)


@given(script=ACTIONS, starts=STARTS, workers=st.integers(1, 4), chunks=st.integers(0, 30))
def test_every_chunk_comes_exactly_once_whoever_dies(script, starts, workers, chunks):
    engine = Scripted(script, workers, starts=starts)
    whole, came, lost = driven(engine, chunks)
    assert whole and sorted(came) == list(range(chunks))
    assert engine.most <= driving.AHEAD * workers
    # Nobody is given up for fewer deaths than that.
    assert len(lost) * HOPELESS <= sum(action in (DIE, KILLED) for action in script) * workers


def test_without_a_second_try_a_death_would_lose_chunks(monkeypatch):
    """Negative control of the test above."""
    monkeypatch.setattr(driving._Drive, "_put_back", lambda *_: None)
    _, came, _ = driven(Scripted([DO, HOLD, DIE]), 6)
    assert len(came) < 6


@given(poison=st.sets(st.integers(0, 19), max_size=4), workers=st.integers(1, 4))
def test_a_chunk_that_kills_is_given_up_at_the_end_and_the_rest_is_done(poison, workers):
    engine = Scripted(poison=poison, workers=workers)
    whole, came, lost = driven(engine, 20)
    assert whole and sorted(came) == list(range(20))
    assert set(lost) == poison
    assert all(engine.worked[chunk] == 1 for chunk in set(range(20)) - poison)


def test_a_suspect_is_tried_alone_and_is_let_off_when_it_was_not_to_blame():
    engine = Scripted([DIE] * driving.SUSPECT, workers=1)
    alone = []
    engine_give = engine.give

    def give(work, chunk):
        alone.append((chunk, len(engine.pending)))
        return engine_give(work, chunk)

    engine.give = give
    whole, came, lost = driven(engine, 5)
    assert whole and lost == [] and sorted(came) == list(range(5))
    assert alone[-1] == (0, 0)  # last, with nothing else in hand


def test_workers_that_only_die_are_one_sentence_and_not_for_ever():
    engine = Scripted(poison=range(1000))
    with pytest.raises(InputError, match=f"died {MOST_DEATHS} times on end"):
        driven(engine, 1000)
    assert engine.closed >= 1


def test_workers_that_cannot_start_are_one_sentence():
    with pytest.raises(InputError, match="fewer workers"):
        driven(Scripted(starts=[DIE] * 1000), 3)


@pytest.mark.parametrize("after", [0, 1, 5])
def test_stop_ends_with_what_is_under_way_and_begins_no_more(after):
    engine, came = Scripted([HOLD] * 100, workers=2), []

    def stop():
        return sum(engine.worked.values()) >= after

    whole, came, _ = driven(engine, 20, stop=stop)
    assert not whole and engine.closed >= 1
    assert sorted(came) == sorted(engine.worked) and len(came) <= after + driving.AHEAD * 2


def test_an_error_of_the_work_is_raised_and_the_engine_let_go():
    def refuse(chunk):
        raise InputError("The disk is full.")

    engine = Scripted()
    with pytest.raises(InputError, match="disk is full"):
        driven(engine, 5, work=refuse)
    assert engine.closed >= 1


def test_a_cluster_without_workers_is_begun_anew(monkeypatch):
    """Nothing comes, nothing breaks, and nobody is there: what a cluster does that lost its last worker."""
    monkeypatch.setattr(driving, "STALL", 0.0)
    monkeypatch.setattr(driving, "PATIENCE", 0.01)
    engine = Scripted([HOLD, HOLD, HOLD, HOLD], workers=1)
    opened, engine_open = [], engine.open

    def open_():
        opened.append(1)
        return engine_open()

    engine.open, engine.alive = open_, lambda: False
    came = []
    real_wait = driving.wait
    monkeypatch.setattr(driving, "wait", lambda futures, timeout, **how: real_wait(futures, 0.01, **how))
    assert drive(engine, lambda chunk: chunk, range(5), came.append, lambda: False, lambda chunk: chunk)
    assert sorted(came) == list(range(5)) and len(opened) > 1
