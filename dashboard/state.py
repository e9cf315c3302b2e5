"""What a session remembers: its what-if, the way back and the way forward. Settings only.

``st.session_state["what_if"]`` is the only truth. Widgets are set from it before they are drawn
and write back through ``change``; the address bar follows.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import streamlit as st

from dashboard import link
from dashboard.link import Problem, WhatIf

LONGEST_HISTORY = 100


def begin() -> None:
    """Take the what-if from the link once; afterwards keep the address bar complete."""
    if "what_if" not in st.session_state:
        what_if, problems = link.parse(st.query_params.to_dict())
        st.session_state.update(what_if=what_if, problems=problems, past=[], future=[])
    write_link()


def current() -> WhatIf:
    """The what-if on the page."""
    return st.session_state["what_if"]


def problems() -> list[Problem]:
    """What did not fit in the link that this session came with."""
    return st.session_state.get("problems", [])


def write_link() -> None:
    """Put the what-if into the address bar."""
    parameters = link.dump(current())
    if any(st.query_params.get(name) != value for name, value in parameters.items()):
        st.query_params.update(parameters)


def change(new: WhatIf) -> None:
    """Replace the what-if; the old one can be had back with ``undo``."""
    old = current()
    if new == old:
        return
    st.session_state["past"] = [*st.session_state["past"], old][-LONGEST_HISTORY:]
    st.session_state["future"] = []
    _put(new)


def _put(new: WhatIf) -> None:
    st.session_state["what_if"] = new
    st.session_state["problems"] = []
    write_link()


def undo() -> None:
    """Back to the what-if before the last change."""
    past = st.session_state["past"]
    if past:
        st.session_state["future"] = [*st.session_state["future"], current()]
        st.session_state["past"] = past[:-1]
        _put(past[-1])


def redo() -> None:
    """Take back the last undo."""
    future = st.session_state["future"]
    if future:
        st.session_state["past"] = [*st.session_state["past"], current()]
        st.session_state["future"] = future[:-1]
        _put(future[-1])


def reset() -> None:
    """Every lever back to today's policy; country, people, years and assumptions stay."""
    now = current()
    change(WhatIf.today(now.country, group=now.group, years=now.years, parameters=now.parameters))


def look(**view: Any) -> None:
    """Change what is looked at (group, years, runs, assumptions) and no lever."""
    change(replace(current(), **view))


def move_to(country: str) -> None:
    """Another country: the levers that were moved stay moved, the others take its values."""
    change(current().moved_to(country))
