"""Follow one person: the same months under today's policy and under the what-if, side by side."""

from __future__ import annotations

import logging

import streamlit as st

from dashboard import controls, levers, link, lives, runs, state, strips, words
from dashboard.lives import Pair
from experiments import story
from experiments.life import Life, record

LOG = logging.getLogger("inroads.dashboard")
SEED = 1  # one district; its people are numbered


@st.cache_data(max_entries=32, show_spinner=False)
def live(country: str, values: tuple, months: int, person: int, version: str) -> Life:
    """One person's life in one world."""
    runs.ready()
    with runs.LINE.turn():
        return record(runs.question(country, values, months).scenario(), person, SEED)


def pair_of(what_if, person: int) -> Pair:
    """The person under today's policy and under the what-if."""
    now = what_if.today(what_if.country, years=what_if.years)
    both = (live(one.country, one.values, one.months, person, link.model_version()) for one in (now, what_if))
    return Pair(*both)


def person_asked(people: int) -> int:
    """The person of the link, or of this session, or the first."""
    asked = st.query_params.get("p", str(st.session_state.get("person", 0)))
    return int(asked) if asked.isascii() and asked.isdigit() and int(asked) < people else 0


def show_person(person: int) -> None:
    """Remember whom the page is about, in the session and in the link."""
    st.session_state["person"] = person
    st.query_params["p"] = str(person)


def pick(what_if, pair: Pair) -> None:
    """Choose by what people are like, never by browsing through them."""
    cohort, person = pair.today.cohort, pair.today.person
    with st.container(horizontal=True, gap="medium", vertical_alignment="bottom"):
        controls.view(what_if)
        marks = st.pills(
            words.MARKS_LABEL,
            lives.MARKS,
            selection_mode="multi",
            format_func=words.MARKS.get,
            key="marks",
            wrap=True,
        )
    found = lives.like(cohort, what_if.group, tuple(marks))
    changed = found[pair.differ[found]]
    st.markdown(words.note(words.like_these(len(found), len(changed), what_if.is_today)))
    with st.container(horizontal=True, gap="small"):
        st.button(
            words.ANOTHER, key="another", disabled=not len(found),
            on_click=lambda: show_person(lives.next_of(found, person)),
        )  # fmt: skip
        st.button(
            words.ANOTHER_CHANGED, key="another_changed", disabled=not len(changed),
            on_click=lambda: show_person(lives.next_of(changed, person)), help=words.ANOTHER_CHANGED_HELP,
        )  # fmt: skip
    if len(found) and person not in found:
        st.markdown(words.note(words.NOT_LIKE_THESE))


def told(pair: Pair) -> None:
    """The months in words: what both worlds share, then one beside the other."""
    together, apart = pair.telling()
    if together:
        st.markdown(f"**{words.SAME_IN_BOTH}**")
        lines(pair.today, together)
    if pair.visible is None:
        st.markdown(words.no_parting(pair.parting is None))
        return
    st.markdown(words.parting(pair.parting, pair.visible))
    for column, name, life, blocks in zip(
        st.columns(2, gap="large"),
        (words.TODAY, words.WHAT_IF),
        (pair.today, pair.what_if),
        apart,
        strict=True,
    ):
        with column:
            st.markdown(f"**{name}**")
            lines(life, blocks)
            st.markdown(words.note(story.closing(life)))


def lines(life: Life, blocks: list[tuple[int, int, str]]) -> None:
    """A stretch of months a line."""
    text = "\n".join(f"- {words.when(story.dates(life, first, last))} {said}" for first, last, said in blocks)
    st.markdown(text)


@st.fragment
def follow() -> None:
    """The page."""
    what_if = state.current()
    controls.top(what_if, words.LIVES)
    scenario = levers.baseline(what_if.country)
    person = person_asked(scenario["district.people"])
    show_person(person)
    try:
        pair = pair_of(what_if, person)
    except Exception:  # one life that cannot be told takes nothing else off the page; it is logged
        LOG.exception("no life of person %d", person)
        st.error(words.LIFE_FAILED, title=words.ERROR_TITLE)
        return
    controls.bundle(what_if)
    controls.changes(what_if)
    pick(what_if, pair)
    for sentence in story.introduction(pair.today):
        st.markdown(sentence)
    frame = strips.life_frame(pair)
    st.vega_lite_chart(
        frame, strips.life_spec(what_if.months, what_if.is_today), alt=words.life_alt(pair), key="strip"
    )
    if what_if.is_today:
        st.markdown(words.note(words.LIFE_TODAY))
        lines(pair.today, story.blocks(pair.today, 1, pair.today.last))
        st.markdown(words.note(story.closing(pair.today)))
    else:
        found = lives.like(pair.today.cohort, what_if.group, tuple(st.session_state.get("marks", ())))
        if len(found) >= lives.FEW:
            st.markdown(words.luck(*pair.luck(found)))
        st.table(strips.balance_frame(pair), border="horizontal", alt=words.BALANCE)
        told(pair)
    st.markdown(words.note(words.NO_FORECAST))
    st.html(f'<span data-testid="life-stamp" data-person="{person}"></span>')


follow()
