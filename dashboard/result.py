"""The answer on the page: sentence, charts, what else changes, runs and files."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from dashboard import charts, exports, link, odd, state, words
from dashboard.answers import Answer
from dashboard.link import MANY, QUICK, WhatIf
from experiments import grades


def sentences_and_charts(answer: Answer) -> None:
    """Sentence, range, chart and a hundred people."""
    what_if = answer.what_if
    st.markdown(f"## {words.headline(answer)}")
    if not what_if.is_today:
        text = f"{words.range_of(answer)} {words.direction(answer)}"
        if answer.is_noise:
            text += f" {words.noise(answer)}"
        st.markdown(text)
    st.markdown(words.note(words.made_of(answer)))
    say_odd(what_if)
    frame = charts.fan_frame(answer)
    top = charts.top_of(frame["high"].max())
    st.markdown(f"**{words.fan_title(what_if)}**")
    st.vega_lite_chart(frame, charts.fan_spec(top, answer.months), alt=words.chart_alt(answer), key="fan")
    beyond = f" {words.projection()}" if answer.months > charts.STUDIED else ""
    st.markdown(words.note(f"{words.fan_subtitle(top)}{beyond} {words.covers(answer)}"))
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


def say_odd(what_if: WhatIf) -> None:
    """Settings that contradict each other or that nobody has studied."""
    found = odd.combinations(dict(what_if.values), what_if.country)
    if found:
        text = "\n".join(f"- {words.odd(key, numbers)}" for key, numbers in found)
        st.warning(text, title=words.ODD_TITLE)


def evidence(what_if: WhatIf) -> str:
    """How good the evidence is behind what was moved."""
    return words.evidence(grades.behind(what_if.changes()))


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
    """The fan chart as a table, and where people are at the end."""
    table = charts.numbers_frame(answer)
    st.table(table, border="horizontal", alt=words.fan_title(answer.what_if))
    title = words.where_title(answer.what_if)
    st.markdown(f"**{title}**")
    st.table(charts.where_frame(answer), border="horizontal", alt=title)


def quality(answer: Answer) -> None:
    """What the answer was made from, and the way to more runs."""
    what_if = answer.what_if
    people = answer.comparison.baseline.scenario["district.people"]
    st.markdown(words.note(words.runs_note(answer.runs, people, link.model_version())))
    if what_if.is_today:
        return
    adding = answer.runs < what_if.runs
    if not adding and what_if.runs == MANY:
        return
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        # One button that changes its words: two would both be seen while the page is redrawn.
        st.button(
            words.STOP if adding else words.MORE_RUNS.format(many=MANY),
            key="more_runs",
            help=words.MORE_RUNS_HELP,
            on_click=lambda: state.look(runs=QUICK if adding else MANY),
        )
        if adding:
            st.progress(answer.runs / what_if.runs, words.progress(answer.runs, what_if.runs))


def save(answer: Answer) -> None:
    """Files to take away, each made when it is asked for."""
    what_if = answer.what_if
    address = exports.full_link(what_if)
    st.markdown(words.SAVE)
    files = (
        ("png", words.PICTURE, "image/png", lambda: exports.picture(answer)),
        ("svg", words.DRAWING, "image/svg+xml", lambda: exports.drawing(answer)),
        ("csv", words.DATA, "text/csv", lambda: exports.numbers(answer, address)),
        ("toml", words.SETTINGS, "application/toml", lambda: exports.settings(what_if, address)),
    )
    with st.container(horizontal=True, gap="small"):
        for ending, label, kind, make in files:
            st.download_button(
                label, make, words.file_name(what_if, ending), kind, on_click="ignore",
                key=f"save_{ending}", help=words.SETTINGS_HELP if ending == "toml" else None,
            )  # fmt: skip


def section(title: str, key: str, body: Callable[[], None]) -> None:
    """An expander whose inside is worked out only while it is open."""
    expander = st.expander(title, key=key, on_change="rerun")
    if expander.open:
        with expander:
            body()
