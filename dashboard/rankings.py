"""Rankings for the page: kept for everybody, in one place that is bounded, and stopped with the page.

Streamlit's own cache cannot be used: it would play the bar of progress again. A press on the page
interrupts it at the next step of the bar, and a ranking that was interrupted is not kept.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable

import streamlit as st

from dashboard import link, orders, runs
from dashboard.link import WhatIf
from dashboard.orders import Order
from experiments.sequence import Ranking

MOST_KEPT = 64


class Kept:
    """The rankings asked for last."""

    def __init__(self) -> None:
        self._found: OrderedDict[tuple, Ranking] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, key: tuple) -> Ranking | None:
        """The ranking of a question, if it is there."""
        with self._lock:
            if key in self._found:
                self._found.move_to_end(key)
            return self._found.get(key)

    def put(self, key: tuple, ranking: Ranking) -> None:
        """Keep a ranking; the one that nobody asked for the longest makes room."""
        with self._lock:
            self._found[key] = ranking
            while len(self._found) > MOST_KEPT:
                self._found.popitem(last=False)


@st.cache_resource(show_spinner=False)
def kept() -> Kept:
    """One for the server."""
    return Kept()


def ranking(what_if: WhatIf, order: Order, progress: Callable[[int, int], None] | None = None) -> Ranking:
    """The ranking of a question, from memory or lived through.

    Raises InputError where there is none, Stopped when it takes too long.
    """
    key = (
        what_if.country, what_if.values, what_if.months, what_if.parameters, order, link.model_version()
    )  # fmt: skip
    found = kept().get(key)
    if found is None:
        runs.ready()
        with runs.LINE.turn():
            found = orders.live_through(what_if, order, progress)
        kept().put(key, found)
    return found
