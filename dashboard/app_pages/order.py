"""What first? The same measures in another order, ranked on the same people with the same luck.

Nothing here is a fragment: in a fragment a press on Stop would wait until the plans are lived
through, but a press on the page interrupts it.
"""

from __future__ import annotations

import html
import logging
import secrets
from dataclasses import replace
from urllib.parse import urlencode

import streamlit as st

from dashboard import controls, exports, levers, order_charts, orders, rankings, runs, state, words
from dashboard.link import YEARS, WhatIf
from dashboard.orders import LETTERS, Order
from experiments.compare import Stopped
from experiments.sequence import Ranking
from sim.errors import InputError
from sim.plan import names
from sim.profiles import PROFILES, WHO

LOG = logging.getLogger("inroads.dashboard")


def begin() -> Order:
    """The question of the link once, then that of the session."""
    if "order" not in st.session_state:
        order, shown, wrong = orders.parse(st.query_params.to_dict())
        st.session_state.update(order=order, order_wrong=wrong, order_guess=None, order_shown=None)
        if shown:
            st.session_state["order_shown"] = asked(order)
    return st.session_state["order"]


def asked(order: Order) -> tuple:
    """What a guess is about: another question hides the result until it is asked for."""
    what_if = state.current()
    return what_if.country, what_if.values, what_if.years, order.question


def is_shown(order: Order) -> bool:
    """Whether the result of this question was asked for."""
    return st.session_state["order_shown"] == asked(order)


def put(order: Order) -> None:
    """Another question, or another look at the same one."""
    if order.question != st.session_state["order"].question:
        st.session_state["order_guess"] = None
    st.session_state.update(order=order, order_wrong=[], order_stopped=False)


def top(what_if: WhatIf) -> None:
    """Title and country."""
    st.session_state["view_country"] = what_if.country
    with st.container(horizontal=True, gap="small", vertical_alignment="center"):
        st.title(words.ORDER, width="stretch", anchor=False)
        st.selectbox(
            words.COUNTRY, levers.COUNTRIES, format_func=words.country_name, key="view_country",
            on_change=lambda: state.move_to(st.session_state["view_country"]),
            label_visibility="collapsed", width=150,
        )  # fmt: skip
    st.markdown(words.note(words.ORDER_LEAD))
    if st.session_state["order_wrong"]:
        st.warning(words.order_link(st.session_state["order_wrong"]), title=words.LINK_TITLE)
    if not what_if.is_today:
        controls.changes(what_if)
        cleared = any(address.startswith("policy.plans.") for address in what_if.changes())
        st.markdown(words.note(words.ORDER_CHANGES + (f" {words.ORDER_PLANS_CLEARED}" if cleared else "")))


def start(order: Order) -> None:
    """Ready-made questions, whom they are about, how far ahead, and by what plans are ranked."""

    def ready_made() -> None:
        name = st.session_state["order_ready"]
        if name is not None:
            put(replace(Order.ready_made(name), count=order.count))

    def group() -> None:
        put(replace(order, group=st.session_state["order_group"], runs=orders.FEW))

    def count() -> None:
        put(replace(order, count=st.session_state["order_count"]))

    st.session_state["order_ready"] = order.name
    st.pills(
        words.ORDER_READY, list(orders.READY_MADE), format_func=words.ORDER_QUESTIONS.get,
        key="order_ready", on_change=ready_made, wrap=True,
    )  # fmt: skip
    st.session_state["order_group"] = order.group
    st.selectbox(
        words.ORDER_GROUP, PROFILES, format_func=lambda name: words.sentence(WHO[name]),
        key="order_group", on_change=group, help=words.ORDER_GROUP_HELP,
    )  # fmt: skip
    st.session_state["order_years"] = state.current().years
    st.session_state["order_count"] = order.count
    with st.container(horizontal=True, gap="small", vertical_alignment="top"):
        st.segmented_control(
            words.YEARS_LABEL, YEARS, key="order_years", required=True,
            on_change=lambda: state.look(years=st.session_state["order_years"]),
        )  # fmt: skip
        st.segmented_control(
            words.ORDER_COUNT, orders.COUNTS, format_func=words.ORDER_COUNTS.get, key="order_count",
            on_change=count, required=True, help=words.ORDER_COUNT_HELP, wrap=True,
        )  # fmt: skip
    controls.assumptions(state.current())


def plans(order: Order, shown: bool) -> None:
    """The plans, each a list of measures; folded away under a ready-made question and a result."""
    # Its state is the session's: opened by a parameter, it would be drawn anew under somebody's hands.
    st.session_state.setdefault("order_open", order.name is None and not shown)
    with st.expander(words.ORDER_PLANS, key="order_open", on_change="rerun"):
        for place in range(len(order.plans)):
            plan(order, place)
        if len(order.plans) < orders.MOST:
            st.button(
                words.ORDER_ADD, key="order_add", icon=":material/add:",
                on_click=lambda: put(order.with_plan(len(order.plans), "")),
            )  # fmt: skip
    meanings = words.measure_meanings(order.plans)
    if meanings:
        with st.expander(words.ORDER_MEANING):
            st.markdown("\n".join(f"- {line}" for line in meanings))


def plan(order: Order, place: int) -> None:
    """One plan: measures in the order they are picked, and a mark for "at the same time"."""
    letter = LETTERS[place]
    measures, beside = orders.parts_of(order.plans[place])
    key, beside_key = f"order_plan_{letter}", f"order_beside_{letter}"

    def picked() -> None:
        now = st.session_state["order"]
        marked = orders.parts_of(now.plans[place])[1]
        put(now.with_plan(place, orders.plan_of(st.session_state[key], marked)))

    def together() -> None:
        now = st.session_state["order"]
        there = orders.parts_of(now.plans[place])[0]
        put(now.with_plan(place, orders.plan_of(there, st.session_state[beside_key])))

    st.session_state[key], st.session_state[beside_key] = measures, beside
    with st.container(border=True, key=f"order_card_{letter}", gap="small"):
        with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
            st.markdown(f"**{words.order_short(letter)}**", width="content", help=words.ORDER_MEASURES_HELP)
            if len(order.plans) > orders.LEAST:
                st.button(
                    words.ORDER_REMOVE.format(letter=letter), key=f"order_remove_{letter}", type="tertiary",
                    on_click=lambda: put(order.without_plan(place)),
                )  # fmt: skip
        st.multiselect(
            words.order_measures(letter), names(), format_func=words.measure, key=key, on_change=picked,
            max_selections=orders.MOST_MEASURES, placeholder=words.ORDER_PICK, label_visibility="collapsed",
            select_all=False,
        )  # fmt: skip
        if len(measures) > 1:
            st.pills(
                words.ORDER_BESIDE, measures[1:], selection_mode="multi", format_func=words.measure,
                key=beside_key, on_change=together, help=words.ORDER_BESIDE_HELP, wrap=True,
            )  # fmt: skip


def guess(what_if: WhatIf, order: Order) -> None:
    """The plans in words, and what somebody thinks before they look; it can be left open."""
    if st.session_state.get("order_stopped"):
        st.info(words.ORDER_STOPPED)
    st.markdown(f"## {words.ORDER_GUESS}")
    st.markdown("\n".join(words.order_list(order)))
    kind, letters = order.problem
    if kind:
        st.info(words.order_problem(kind, letters))
        return

    def guessed() -> None:
        st.session_state["order_guess"] = st.session_state["order_guess_pick"]

    def show() -> None:
        st.session_state.update(order_shown=asked(order), order_stopped=False, order_open=False)

    st.session_state["order_guess_pick"] = st.session_state["order_guess"]
    st.pills(
        words.ORDER_GUESS_LABEL, [*LETTERS[: len(order.plans)], words.ORDER_SAME], key="order_guess_pick",
        on_change=guessed, help=words.ORDER_GUESS_HELP, wrap=True,
        format_func=lambda o: o if o == words.ORDER_SAME else words.order_short(o),
    )  # fmt: skip
    with st.container(horizontal=True, gap="small"):
        st.button(words.ORDER_SHOW, key="order_show", type="primary", on_click=show)
        share(what_if, order)


def hide() -> None:
    """Back to the guess; a ranking that is under way ends with this."""
    st.session_state.update(order_shown=None, order_guess=None)


def stop() -> None:
    """No result, but the guess and the plans stay."""
    st.session_state.update(order_shown=None, order_stopped=True)


def find(what_if: WhatIf, order: Order) -> Ranking | None:
    """The ranking, with a bar and a way to stop while it is made, or None after saying why not."""
    slot, bar = st.empty(), None
    ahead = runs.LINE.ahead
    slot.markdown(words.queue(ahead) if ahead else words.UPDATING)

    def progress(done: int, total: int) -> None:
        nonlocal bar
        if bar is None:
            with slot.container():
                bar = st.progress(0.0)
                st.button(words.ORDER_STOP, key="order_stop", on_click=stop)
        bar.progress(done / total, words.order_progress(done, total))

    try:
        found = rankings.ranking(what_if, order, progress)
    except Stopped:
        slot.error(words.ORDER_TOO_SLOW, title=words.ERROR_TITLE)
    except InputError as wrong:
        slot.warning(str(wrong), title=words.ERROR_TITLE)
    except Exception:  # whatever fails, the page says so, with a code that the log has too
        code = secrets.token_hex(3)
        LOG.exception("no ranking, code %s, for %s of %s", code, orders.dump(order, True), what_if.country)
        slot.error(words.failed(code), title=words.ERROR_TITLE)
    else:
        slot.empty()
        return found
    return None


def result(what_if: WhatIf, order: Order) -> None:
    """Sentence, how the guess did, ranking, months, reasons."""
    found = find(what_if, order)
    if found is None:
        return
    letters = [order.letter(one.plan) for one in found.ranked]
    st.markdown(f"## {words.order_conclusion(found, letters)}")
    said = (
        words.order_about(what_if, found),
        words.order_reason(found, letters),
        words.order_guess(st.session_state["order_guess"], found, letters),
    )
    st.markdown(" ".join(filter(None, said)))
    apart(what_if, order, found)
    frame = order_charts.ranking_frame(found, order)
    st.markdown(f"**{words.order_chart_title(found, what_if.years)}**")
    spec = order_charts.ranking_spec(
        len(frame), order_charts.lines_of(frame), *order_charts.reach(frame), words.order_axis(found)
    )
    st.vega_lite_chart(frame, spec, alt=words.order_alt(found, order), key="order_ranking")
    st.markdown(words.note(f"{words.order_reading(order.runs, found)} {words.order_made_of(found, letters)}"))
    st.markdown(f"**{words.order_paths_title(found)}**", help=words.ORDER_PATHS_HELP)
    st.vega_lite_chart(
        order_charts.paths_frame(found, order), order_charts.paths_spec(len(order.plans), what_if.months),
        alt=words.order_paths_alt(found, order), key="order_paths",
    )  # fmt: skip
    st.markdown(f"**{words.ORDER_WHY_TITLE}**", help=words.ORDER_WHY_HELP)
    st.table(order_charts.reasons_frame(found, order), border="horizontal", alt=words.ORDER_WHY_TITLE)
    with st.container(horizontal=True, gap="small"):
        if order.runs < orders.MANY:
            st.button(
                words.MORE_RUNS.format(many=orders.MANY), key="order_more", help=words.MORE_RUNS_HELP,
                on_click=lambda: put(replace(order, runs=orders.MANY)),
            )  # fmt: skip
        st.button(words.ORDER_AGAIN, key="order_again", on_click=hide)
        share(what_if, order)
    settings = html.escape(urlencode(orders.dump(order, True), safe="~"))
    st.html(f'<span data-testid="order-stamp" data-runs="{order.runs}" data-link="{settings}"></span>')


def apart(what_if: WhatIf, order: Order, found: Ranking) -> None:
    """The switch that takes away what makes one measure depend on another, and what is left."""
    st.session_state["order_apart"] = not order.interactions
    st.toggle(
        words.ORDER_APART, key="order_apart", help=words.ORDER_APART_HELP,
        on_change=lambda: put(replace(order, interactions=not st.session_state["order_apart"])),
    )  # fmt: skip
    if not order.interactions:
        usual = find(what_if, replace(order, interactions=True))
        if usual is not None:
            st.markdown(words.order_apart(found, usual))


def share(what_if: WhatIf, order: Order) -> None:
    """Two links: one for others to guess first, one with the result."""
    with st.popover(words.SHARE_LABEL, key="order_share"):
        for label, shown in zip(words.ORDER_LINKS, (False, True), strict=True):
            st.markdown(label)
            address = f"{exports.full_link(what_if)}&{urlencode(orders.dump(order, shown), safe='~')}"
            st.code(address, language=None, wrap_lines=True)


def page() -> None:
    """What is asked on one side, the result on the other; on a phone one under the other."""
    what_if, order = state.current(), begin()
    shown = is_shown(order) and not order.problem[0]
    parameters = orders.dump(order, shown)
    if any(st.query_params.get(name) != value for name, value in parameters.items()):
        st.query_params.update(parameters)
    top(what_if)
    left, right = st.columns([2, 3], gap="large")
    with left:
        start(order)
        plans(order, shown)
    with right:
        if shown:
            result(what_if, order)
        else:
            guess(what_if, order)


page()
