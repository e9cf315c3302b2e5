"""Evidence: does the model reproduce what published studies found? Stored results, read at once."""

from __future__ import annotations

import html
import logging

import streamlit as st

from dashboard import results, state, words
from dashboard.results import View
from experiments.evidence import picture
from experiments.evidence import words as said
from experiments.evidence.results import SIGN_RIGHT, STORED, Evidence, Row, read
from experiments.evidence.sources import citation
from sim.errors import InputError

LOG = logging.getLogger("inroads.dashboard")
OPEN, TABLE = "evidence_open", "evidence_table"
KEYS = {True: "test", False: "tuned", None: "apart"}  # of the blocks


@st.cache_data(max_entries=2, show_spinner=False)
def stored(place: str, written: int) -> Evidence:
    """The stored results; another file is read anew."""
    return read(None if place == str(STORED) else place)


def find() -> Evidence | None:
    """The stored results, or None after saying how to get them."""
    try:
        return stored(str(STORED), STORED.stat().st_mtime_ns if STORED.exists() else 0)
    except InputError as none:
        st.info(words.EVIDENCE_NONE if not STORED.exists() else str(none))
        st.code(words.EVIDENCE_COMMAND, language=None)
    return None


def view_of(found: Evidence) -> View:
    """What the link asks for once, then what this session looks at."""
    if "evidence_view" not in st.session_state:
        st.session_state["evidence_view"] = View.parse(st.query_params.to_dict(), found)
        asked = found.find(st.query_params.get("id", ""))
        st.session_state[OPEN] = asked.id if asked else None
    return st.session_state["evidence_view"]


def write_link(view: View) -> None:
    """Put the view and the open result into the address bar."""
    parameters = {**view.dump(), "id": st.session_state.get(OPEN) or ""}
    if any(st.query_params.get(name, "") != value for name, value in parameters.items()):
        st.query_params.update(parameters)


def filters(found: Evidence, view: View) -> None:
    """Instrument, country, and whether only real tests are looked at."""

    def put() -> None:
        chosen = (st.session_state[key] for key in ("evidence_instrument", "evidence_country"))
        st.session_state["evidence_view"] = View(*chosen, st.session_state["evidence_tests"])

    st.session_state["evidence_instrument"] = view.instrument
    st.session_state["evidence_country"] = view.country
    st.session_state["evidence_tests"] = view.tests
    with st.container(horizontal=True, gap="small", vertical_alignment="bottom"):
        st.selectbox(
            words.EVIDENCE_INSTRUMENT, ["", *results.instruments(found)], key="evidence_instrument",
            on_change=put, format_func=lambda name: name or words.EVIDENCE_ALL_INSTRUMENTS, width=260,
        )  # fmt: skip
        st.selectbox(
            words.EVIDENCE_COUNTRY, ["", *results.countries(found)], key="evidence_country",
            on_change=put, format_func=lambda name: name or words.EVIDENCE_ALL_COUNTRIES, width=260,
        )  # fmt: skip
        st.toggle(words.EVIDENCE_TESTS, key="evidence_tests", on_change=put, help=words.EVIDENCE_TESTS_HELP)


def block(found: Evidence, test: bool | None) -> None:
    """One block of the forest: a chart for each scale, and directions in words."""
    panels = said.panels(found.rows, test)
    if not panels:
        st.markdown(words.note(words.EVIDENCE_EMPTY_BLOCK))
    for name, rows in panels.items():
        st.markdown(f"**{name}**")
        if name == said.SIGNS:
            directions(rows)
            continue
        place = st.container()
        if name == said.AT_THE_START and not test:
            place = st.expander(words.evidence_people(rows))
        place.vega_lite_chart(
            picture.alone(rows), alt=words.evidence_alt(name, rows),
            key=f"evidence_{KEYS[test]}_{said.PANELS.index(name)}",
        )  # fmt: skip


def directions(rows: list[Row]) -> None:
    """Results of which only the direction is told; those that come out right are folded away."""
    right = [row for row in rows if row.verdict == SIGN_RIGHT]
    for kind, some in ((None, [row for row in rows if row not in right]), (words.evidence_right, right)):
        lines = "\n".join(f"- {words.evidence_direction(row)}" for row in some)
        if lines and kind is None:
            st.markdown(lines)
        elif lines:
            with st.expander(kind(len(some))):
                st.markdown(lines)


def closer(found: Evidence) -> None:
    """The table; a row, or a name in the list above it, opens everything about one result."""
    rows = results.ordered(found)
    table = f"{TABLE}_{st.session_state.setdefault('evidence_closed', 0)}"
    pick = f"evidence_pick_{st.session_state['evidence_closed']}"

    def from_table() -> None:
        chosen = st.session_state[table]["selection"]["rows"]
        if chosen:
            st.session_state[OPEN] = rows[chosen[0]].id

    def from_list() -> None:
        st.session_state[OPEN] = st.session_state[pick]

    by_id = {row.id: row for row in rows}
    st.selectbox(
        words.EVIDENCE_CLOSER, list(by_id), index=None, key=pick, on_change=from_list,
        format_func=lambda name: words.evidence_name(by_id[name]), placeholder=words.EVIDENCE_PICK,
    )  # fmt: skip
    st.dataframe(
        results.table(found), hide_index=True, key=table, on_select=from_table,
        selection_mode="single-row", alt=words.EVIDENCE_TABLE_ALT,
    )  # fmt: skip


def close() -> None:
    """Nothing is looked at closer; table and list forget what was picked."""
    st.session_state[OPEN] = None
    st.session_state["evidence_closed"] = st.session_state.get("evidence_closed", 0) + 1


@st.dialog(words.EVIDENCE_DETAILS, position="right", on_dismiss=close)
def details(row: Row) -> None:
    """Everything about one result, and a way to ask the model the same question."""
    st.markdown(f"**{words.evidence_name(row)}**")
    what_if = results.what_if(row, state.current().years)
    with st.container(horizontal=True, gap="small"):
        if st.button(words.EVIDENCE_CLOSE, key="evidence_close"):
            close()
            st.rerun()
        if what_if is not None and st.button(
            words.EVIDENCE_EXPLORE, key="evidence_explore", help=words.EVIDENCE_EXPLORE_HELP
        ):
            close()
            state.change(what_if)
            st.switch_page("app_pages/explore.py")
    told = said.details(row, citation(row.source))
    st.markdown("\n".join(f"- **{name}:** {text}" for name, text in told))


def facts(found: Evidence) -> None:
    """What the model has to show by itself, and whether it does."""
    st.markdown(f"## {words.EVIDENCE_FACTS}")
    if not found.facts:
        st.markdown(words.note(words.EVIDENCE_NO_FACTS))
        return
    st.markdown(said.facts(found.facts))
    failing_first = sorted(found.facts, key=lambda fact: fact.met)
    st.markdown("\n".join(f"- {words.evidence_fact(fact)}" for fact in failing_first))


def save(found: Evidence) -> None:
    """What can be taken away."""
    with st.popover(words.EVIDENCE_SAVE, key="evidence_save"):
        for key, label, ending, data in (
            ("csv", words.DATA, "csv", lambda: results.numbers(found)),
            ("test_png", words.EVIDENCE_PICTURE_TEST, "png", lambda: picture.png(found, True)),
            ("test_svg", words.EVIDENCE_DRAWING_TEST, "svg", lambda: picture.svg(found, True)),
            ("tuned_png", words.EVIDENCE_PICTURE_TUNED, "png", lambda: picture.png(found, False)),
        ):
            st.download_button(
                label, data, f"inroads-evidence.{ending}", key=f"evidence_save_{key}", on_click="ignore"
            )


def page() -> None:
    """Score first, then the forest, the table, the facts."""
    st.title(words.EVIDENCE, anchor=False)
    st.markdown(words.note(words.EVIDENCE_LEAD))
    found = find()
    if found is None:
        stamp(0)
        return
    if found.is_stale:
        st.info(said.STALE)
    view = view_of(found)
    write_link(view)
    first, *others = said.score(found)
    st.markdown(f"## {first}")
    st.markdown(" ".join(others))
    filters(found, view)
    looked_at = view.of(found)
    if not view.is_everything:
        st.markdown(words.note(words.evidence_shown(len(looked_at.rows), len(found.rows))))
    st.markdown(words.note(words.EVIDENCE_READING))
    st.markdown(f"## {said.TEST}")
    block(looked_at, test=True)
    if not view.tests:
        st.markdown(f"## {said.USED}")
        st.markdown(words.note(said.TUNED_IS_NO_TEST))
        block(looked_at, test=False)
        if any(row.block is None for row in looked_at.rows):
            st.markdown(f"## {said.APART}")
            st.markdown(words.note(said.APART_IS_NO_TEST))
            block(looked_at, test=None)
    st.markdown(f"## {words.EVIDENCE_TABLE}")
    closer(looked_at)
    st.markdown(words.note(said.untested(found.rows)))
    facts(found)
    save(looked_at)
    st.markdown(words.note(said.made_from(found)))
    stamp(len(looked_at.rows))
    chosen = found.find(st.session_state.get(OPEN) or "")
    if chosen is not None:
        details(chosen)


def stamp(rows: int) -> None:
    """Say invisibly what the page shows, for tests that wait for it."""
    opened = html.escape(st.session_state.get(OPEN) or "")
    st.html(f'<span data-testid="evidence-stamp" data-rows="{rows}" data-open="{opened}"></span>')


page()
