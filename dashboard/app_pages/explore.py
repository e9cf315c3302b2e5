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
from dashboard.link import MANY, QUICK, WhatIf
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
        text = "\n".join(f"- {sentence}" for sentence in words.problems(others)[:8])
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
    say_odd(what_if)
    frame = charts.fan_frame(answer)
    top = charts.top_of(frame["high"].max())
    st.markdown(f"**{words.fan_title(what_if)}**")
    st.vega_lite_chart(
        frame, charts.fan_spec(top, answer.months), alt=words.chart_alt(answer), key="fan"
    )
    beyond = f" {words.projection()}" if answer.months > charts.STUDIED else ""
    st.markdown(words.note(f"{words.fan_subtitle(top)}{beyond} {words.covers()}"))
    if not what_if.is_today:
        st.markdown(words.note(evidence(what_if)))
    st.markdown(f"**{words.HUNDRED}**")
    st.vega_lite_chart(
        charts.hundred_frame(answer.hundred), charts.hundred_spec(answer.hundred),
        alt=words.hundred_text(answer.hundred), key="hundred",
    )  # fmt: skip
    note = words.hundred_note(answer.rounded)
    if note:
        st.markdown(words.note(note))


def evidence(what_if: WhatIf) -> str:
    """How good the evidence is behind what was moved."""
    moved = [levers.controls()[address] for address in what_if.changes()]
    return words.evidence({c.instrument.label: levers.support(c) for c in moved})


def besides(answer: Answer, currency: str) -> None:
    """Other outcomes, other people, and who pays."""
    rows = []
    for outcome, estimate in answer.besides():
        factor, unit = words.besides_unit(outcome, currency)
        text = words.difference_text(estimate, factor, unit)
        numbers = (factor * x for x in (estimate.lo, estimate.mean, estimate.hi))
        rows.append((outcome.label, text, *numbers))
    st.markdown(words.note(words.besides_note(answer.what_if)))
    intervals(rows, "besides")
    st.markdown(f"**{words.DISPLACED}.** {words.displaced(answer)}")
    st.markdown(f"**{words.PAYS}.** {words.payers_title(answer.what_if.years, currency)}")
    rows = []
    for account, estimate in answer.payers().items():
        if not estimate.lo and not estimate.hi:
            continue
        text = words.difference_text(estimate, 1e-6, words.million(currency))
        numbers = (1e-6 * x for x in (estimate.lo, estimate.mean, estimate.hi))
        rows.append((words.ACCOUNT_NAMES[account], text, *numbers))
    intervals(rows, "payers", shared=True)
    st.markdown(words.note(words.PAYERS_NOTE))


def intervals(rows: list, key: str, shared: bool = False) -> None:
    """A chart of intervals, with its numbers in words for those who do not see it."""
    if rows:
        st.vega_lite_chart(
            charts.interval_frame(rows, shared), charts.interval_spec(len(rows)),
            alt=". ".join(f"{label}: {text}" for label, text, *_ in rows), key=key,
        )  # fmt: skip


def numbers(answer: Answer) -> None:
    """The fan chart as a table."""
    table = charts.numbers_frame(answer)
    st.table(table, border="horizontal", alt=words.fan_title(answer.what_if))


def quality(answer: Answer) -> None:
    """What the answer was made from, and the way to more runs."""
    what_if = answer.what_if
    people = answer.comparison.baseline.scenario["district.people"]
    st.markdown(words.note(words.runs_note(answer.runs, people, link.model_version())))
    if what_if.is_today:
        return
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        if answer.runs < what_if.runs:
            st.button(
                words.STOP, key="stop", on_click=lambda: state.look(runs=QUICK),
                icon=":material/stop:",
            )  # fmt: skip
            st.progress(answer.runs / what_if.runs, words.progress(answer.runs, what_if.runs))
        elif what_if.runs < MANY:
            st.button(
                words.MORE_RUNS.format(many=MANY), key="more_runs", help=words.MORE_RUNS_HELP,
                on_click=lambda: state.look(runs=MANY), icon=":material/add:",
            )  # fmt: skip


def bar(what_if: WhatIf):
    """Ways back, the link, and the answer in one line, always in sight.

    Returns the slots for what only the answer can fill: the files and the line.
    """
    with st.bottom, st.container(horizontal=True, vertical_alignment="center", gap="small"):
        with st.container(horizontal=True, gap="xsmall", width="content"):
            st.button(
                words.UNDO, on_click=state.undo, key="undo", disabled=not st.session_state["past"]
            )
            st.button(
                words.REDO, on_click=state.redo, key="redo", disabled=not st.session_state["future"]
            )
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


def save(answer: Answer) -> None:
    """Files to take away, each made when it is asked for."""
    what_if = answer.what_if
    address = exports.full_link(what_if)
    st.markdown(words.SAVE)
    for key, label, ending, kind, make in (
        ("png", words.PICTURE, "png", "image/png", lambda: exports.picture(answer)),
        ("svg", words.DRAWING, "svg", "image/svg+xml", lambda: exports.drawing(answer)),
        ("csv", words.DATA, "csv", "text/csv", lambda: exports.numbers(answer, address)),
        ("toml", words.SETTINGS, "toml", "application/toml",
         lambda: exports.settings(what_if, address)),
    ):  # fmt: skip
        st.download_button(
            label, make, words.file_name(what_if, ending), kind, on_click="ignore",
            key=f"save_{key}", width="stretch",
            help=words.SETTINGS_HELP if key == "toml" else None,
        )  # fmt: skip


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
        controls.changes(what_if)
        controls.sliders(what_if, currency)
    files, line = bar(what_if)
    with left:
        waiting = st.skeleton(height=480) if "last_good" not in st.session_state else None
        answer = find_answer(what_if)
        if waiting is not None:
            waiting.empty()
        if answer is None:
            answer = last_good()
            line.markdown(words.ERROR_TITLE)
            if answer is None:
                return
            st.markdown(words.note(words.STALE))
        else:
            line.markdown(words.one_line(answer))
        result(answer)
        if not what_if.is_today:
            section(words.BESIDES, "besides_open", lambda: besides(answer, currency))
        section(words.SHOW_DATA, "numbers_open", lambda: numbers(answer))
        quality(answer)
    with files:
        save(answer)
    st.html(f'<span data-testid="answer-stamp" data-runs="{answer.runs}" data-link="{stamp(answer)}"></span>')
    if answer.runs < what_if.runs and answer.what_if == what_if:
        st.rerun()


def section(title: str, key: str, body) -> None:
    """An expander whose inside is worked out only while it is open."""
    expander = st.expander(title, key=key, on_change="rerun")
    if expander.open:
        with expander:
            body()


def stamp(answer: Answer) -> str:
    """Which what-if the page answers, for tests that wait for it."""
    return "&amp;".join(f"{k}={v}" for k, v in link.dump(answer.what_if).items())


explore()
