"""Explore what-ifs: if we changed these rules and services, how many more would be in work?

Sliders and the answer they drive stand in one fragment: changes made while a run is going wait
and are answered together, instead of starting a run each.
"""

from __future__ import annotations

import logging
import secrets

import streamlit as st

from dashboard import charts, controls, exports, levers, link, runs, state, words
from dashboard.answers import Answer
from dashboard.link import MANY, WhatIf
from experiments.compare import Stopped

LOG = logging.getLogger("inroads.dashboard")


def parts_to_show(what_if: WhatIf) -> int:
    """How many portions of runs to use now: one more each time the page comes round."""
    asked, done = st.session_state.get("portions", (None, 0))
    wanted = len(runs.portions(what_if.runs))
    done = min(done + 1, wanted) if asked == what_if else 1
    st.session_state["portions"] = (what_if, done)
    return done


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
    except Exception:
        return None


def say_problems() -> None:
    """What in the link did not fit."""
    versions = [p for p in state.problems() if p.kind == "other_version"]
    others = [p for p in state.problems() if p.kind != "other_version"]
    if others:
        text = "\n".join(f"- {words.problem(p)}" for p in others[:8])
        st.warning(text, title=words.LINK_TITLE)
    if versions:
        st.info(words.problem(versions[0]), title=words.VERSION_TITLE)


def say_odd(what_if: WhatIf) -> None:
    """Settings that contradict each other or that nobody has studied."""
    found = levers.odd_combinations(dict(what_if.values), what_if.country)
    if found:
        text = "\n".join(f"- {words.odd(key, numbers)}" for key, numbers in found)
        st.warning(text, title=words.ODD_TITLE)


def result(answer: Answer) -> None:
    """Sentence, range, chart and a hundred people."""
    what_if = answer.what_if
    st.markdown(f"## {words.headline(answer)}")
    if not what_if.is_today:
        text = f"{words.range_of(answer)} {words.direction(answer)}"
        if answer.is_noise:
            text += f" {words.noise(answer)}"
        st.markdown(text)
    controls.view(what_if)
    st.markdown(f"**{words.fan_title(what_if)}**")
    frame = charts.fan_frame(answer)
    top = charts.top_of(frame["high"].max())
    st.vega_lite_chart(
        frame, charts.fan_spec(top, answer.months), alt=words.chart_alt(answer), key="fan"
    )
    st.caption(f"{words.fan_subtitle(top)} {words.covers()}")
    st.markdown(f"**{words.HUNDRED}**")
    st.vega_lite_chart(
        charts.hundred_frame(answer.hundred), charts.hundred_spec(),
        alt=words.hundred_text(answer.hundred), key="hundred",
    )  # fmt: skip
    st.caption(f"{words.hundred_text(answer.hundred)} {words.hundred_note(answer.rounded)}")


def besides(answer: Answer, currency: str) -> None:
    """Other outcomes, other people, and who pays."""
    rows = []
    for outcome, estimate in answer.besides():
        factor, unit = words.besides_unit(outcome, currency)
        text = words.difference_text(estimate, factor, unit)
        numbers = (factor * x for x in (estimate.lo, estimate.mean, estimate.hi))
        rows.append((outcome.label, text, *numbers))
    st.vega_lite_chart(
        charts.interval_frame(rows), charts.interval_spec(len(rows)),
        alt=". ".join(f"{label}: {text}" for label, text, *_ in rows), key="besides",
    )  # fmt: skip
    st.markdown(f"**{words.DISPLACED}.** {words.displaced(answer)}")


@st.fragment
def explore() -> None:
    """The page."""
    what_if = state.current()
    currency = levers.baseline(what_if.country)["district.currency"]
    controls.examples(what_if)
    say_problems()
    left, right = st.columns([3, 2], gap="large")
    with right:
        controls.changes(what_if)
        controls.sliders(what_if, currency)
    with left:
        say_odd(what_if)
        answer = find_answer(what_if)
        if answer is None:
            answer = last_good()
            if answer is None:
                return
            st.caption(words.STALE)
        result(answer)
        if not what_if.is_today:
            with st.expander(words.BESIDES):
                besides(answer, currency)
    with st.bottom:
        with st.container(horizontal=True, vertical_alignment="center"):
            st.button(words.UNDO, on_click=state.undo, key="undo")
            st.button(words.REDO, on_click=state.redo, key="redo")
            st.button(words.RESET, on_click=state.reset, key="reset")
            st.markdown(words.one_line(answer))
    if answer.runs < what_if.runs and answer.what_if == what_if:
        st.rerun()


columns = st.columns([3, 1], vertical_alignment="bottom")
with columns[0]:
    st.title(words.TITLE)
    st.caption(words.LEAD.format(version=link.model_version()))
explore()
