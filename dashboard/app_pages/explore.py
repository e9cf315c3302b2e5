"""Explore what-ifs: if we changed these rules and services, how many more would be in work?

Sliders and the answer they drive stand in one fragment: changes made while a run is going wait
and are answered together, instead of starting a run each.
"""

from __future__ import annotations

import html
import logging
import secrets
from urllib.parse import urlencode

import streamlit as st

from dashboard import controls, exports, levers, link, more, result, runs, state, words
from dashboard.answers import Answer
from dashboard.link import WhatIf
from experiments.compare import Stopped

LOG = logging.getLogger("inroads.dashboard")


def parts_to_show(what_if: WhatIf) -> int:
    """How many portions of runs are there to show; one for a what-if that is new."""
    asked, done = st.session_state.get("portions", (None, 0))
    if asked != what_if:
        st.session_state["portions"] = what_if, (done := 1)
    return done


def add_runs(what_if: WhatIf) -> None:
    """Work out the next portion while everything stays readable, then draw the page with it."""
    parts = parts_to_show(what_if) + 1
    try:
        runs.answer(what_if, parts)
    except Exception:  # the page drawn next asks again, and says what failed
        LOG.exception("no further runs for %s", link.dump(what_if))
    st.session_state["portions"] = what_if, parts
    st.rerun()


def find_answer(what_if: WhatIf) -> Answer | None:
    """The answer, or None after saying what went wrong; then the last good one is shown."""
    try:
        found = runs.answer(what_if, parts_to_show(what_if))
    except Stopped:
        say_error(words.too_slow(runs.PATIENCE))
    except Exception:
        code = secrets.token_hex(3)
        LOG.exception("no answer, code %s, for %s", code, link.dump(what_if))
        say_error(words.failed(code))
    else:
        st.session_state["last_good"] = what_if
        return found
    return None


def say_error(text: str) -> None:
    """What failed, and a way to try again."""
    st.error(text, title=words.ERROR_TITLE)
    st.button(words.RETRY, key="retry")


def last_good() -> Answer | None:
    """The last answer that worked, from the cache."""
    what_if = st.session_state.get("last_good")
    if what_if is None:
        return None
    try:
        return runs.answer(what_if)
    except Exception:  # the failure is said already; without an older answer the page says only that
        return None


def say_problems() -> None:
    """What in the link did not fit."""
    versions = [p for p in state.problems() if p.kind == "other_version"]
    others = [p for p in state.problems() if p.kind != "other_version"]
    if others:
        text = "\n".join(f"- {sentence}" for sentence in words.problems(others)[:8])
        st.warning(text, title=words.LINK_TITLE)
    if versions:
        st.info(words.problem(versions[0]), title=words.VERSION_TITLE)


def bar(what_if: WhatIf):
    """Ways back, the link, and the answer in one line, always in sight.

    Returns the slots for what only the answer can fill: the files and the line.
    """
    with st.bottom, st.container(horizontal=True, vertical_alignment="center", gap="small"):
        with st.container(horizontal=True, gap="xsmall", width="content"):
            st.button(words.UNDO, on_click=state.undo, key="undo", disabled=not st.session_state["past"])
            st.button(words.REDO, on_click=state.redo, key="redo", disabled=not st.session_state["future"])
            st.button(
                words.RESET, on_click=state.reset, key="reset", help=words.RESET_HELP,
                disabled=what_if.is_today,
            )  # fmt: skip
            with st.popover(words.SHARE_LABEL, key="share"):
                st.markdown(words.SHARE_TEXT)
                st.code(exports.full_link(what_if), language=None, wrap_lines=True)
                files = st.container()
        with st.container(width="stretch"):
            line = st.empty()
    ahead = runs.LINE.ahead
    line.markdown(words.queue(ahead) if ahead else words.UPDATING)
    return files, line


@st.fragment
def explore() -> None:
    """The page: what is quick to draw first, then the answer."""
    what_if = state.current()
    currency = levers.baseline(what_if.country)["district.currency"]
    controls.top(what_if)
    say_problems()
    left, right = st.columns([3, 2], gap="large")
    with right:
        controls.view(what_if)
        controls.assumptions(what_if)
        controls.bundle(what_if)
        controls.changes(what_if)
        controls.sliders(what_if, currency)
        more.order(what_if, currency)
        more.more(what_if, currency)
        st.toggle(words.TYPE_NUMBERS, key="typing", help=words.TYPE_NUMBERS_HELP)
    files, line = bar(what_if)
    with left:
        waiting = st.skeleton(height=480) if "last_good" not in st.session_state else None
        answer = find_answer(what_if)
        if waiting is not None:
            waiting.empty()
        failed = answer is None
        if failed:
            answer = last_good()
            line.markdown(words.ERROR_TITLE)
            if answer is None:
                return
            st.markdown(words.note(words.STALE))
        else:
            line.markdown(words.one_line(answer))
        result.sentences_and_charts(answer)
        if not what_if.is_today:
            result.section(words.BESIDES, "besides_open", lambda: result.besides(answer, currency))
        result.section(words.SHOW_DATA, "numbers_open", lambda: result.numbers(answer))
        result.quality(answer)
    with files:
        result.save(answer)
    stamp(answer)
    if answer.runs < what_if.runs and answer.what_if == what_if and not failed:
        add_runs(what_if)


def stamp(answer: Answer) -> None:
    """Say invisibly which what-if the page answers, for tests that wait for it."""
    settings = html.escape(urlencode(link.dump(answer.what_if), safe="~"))
    st.html(f'<span data-testid="answer-stamp" data-runs="{answer.runs}" data-link="{settings}"></span>')


explore()
