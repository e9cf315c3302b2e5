"""Sliders, examples and the list of changes. Each writes the session's what-if and nothing else."""

from __future__ import annotations

import streamlit as st

from dashboard import levers, state, words
from dashboard.levers import HIGHEST_SCORE, LOWEST_SCORE, Control
from dashboard.link import GROUPS, YEARS, WhatIf

SCORE_KEY = "lever_fidelity_score"


def key_of(address: str) -> str:
    """The key of a lever's slider, usable as a class name in the page."""
    return "lever_" + address.removeprefix("policy.").replace(".", "_")


def _moved(address: str) -> None:
    control, what_if = levers.controls()[address], state.current()
    now = levers.today(what_if.country)[address]
    state.change(what_if.set({address: control.declared(st.session_state[key_of(address)], now)}))


def _slider(control: Control, what_if: WhatIf, currency: str) -> None:
    key = key_of(control.address)
    now = levers.today(what_if.country)[control.address]
    st.session_state[key] = control.shown(what_if[control.address])
    # On a touch screen a slider is thin, so numbers can be typed instead.
    widget = st.number_input if st.session_state.get("typing") else st.slider
    widget(
        words.lever_label(control, now, currency),
        control.low,
        control.high,
        step=control.step,
        format=_format(control, widget is st.slider),
        key=key,
        help=words.lever_help(control, currency),
        on_change=_moved,
        args=(control.address,),
    )


def _format(control: Control, on_slider: bool) -> str | None:
    if control.scale == 100:
        return "%d%%" if on_slider else None
    return "localized" if on_slider else None


def _fidelity(what_if: WhatIf, currency: str) -> None:
    now = levers.today(what_if.country)

    def moved() -> None:
        parts = levers.parts_for_score(st.session_state[SCORE_KEY], now)
        state.change(state.current().set(parts))

    st.session_state[SCORE_KEY] = levers.score(dict(what_if.values))
    st.slider(
        words.fidelity_label(now),
        LOWEST_SCORE,
        HIGHEST_SCORE,
        step=1,
        key=SCORE_KEY,
        help=words.FIDELITY_HELP,
        on_change=moved,
    )
    with st.popover(words.PARTS, icon=":material/tune:", key="fidelity_parts"):
        for address in levers.fidelity_parts():
            _slider(levers.controls()[address], what_if, currency)


def sliders(what_if: WhatIf, currency: str) -> None:
    """All levers, in two groups: what is offered, and the rules and prices people face."""
    for title, bites in ((words.SUPPORT, False), (words.RULES, True)):
        controls = [
            c for c in levers.controls().values()
            if c.instrument.bites == bites and not c.part_of_fidelity
        ]  # fmt: skip
        # Services that a person meets come before the staff behind them.
        controls.sort(key=lambda c: c.instrument.share is None)
        with st.expander(title, expanded=True, key=f"group_{'rules' if bites else 'support'}"):
            for place, control in enumerate(controls):
                _slider(control, what_if, currency)
                if control.instrument.has_specialists:
                    _fidelity(what_if, currency)
                following = controls[place + 1 : place + 2]
                if not following or following[0].instrument is not control.instrument:
                    st.markdown(words.note(words.badge(levers.support(control))))

    st.toggle(words.TYPE_NUMBERS, key="typing", help=words.TYPE_NUMBERS_HELP)


def view(what_if: WhatIf) -> None:
    """Which people and how far ahead."""

    def picked(name: str, key: str) -> None:
        state.look(**{name: st.session_state[key]})

    st.session_state["view_years"], st.session_state["view_group"] = what_if.years, what_if.group
    with st.container(horizontal=True, gap="medium", vertical_alignment="bottom"):
        st.segmented_control(
            words.YEARS_LABEL, YEARS, key="view_years", on_change=picked,
            args=("years", "view_years"), required=True,
        )  # fmt: skip
        st.segmented_control(
            words.WHO_LABEL, GROUPS, format_func=words.GROUPS.get, key="view_group",
            on_change=picked, args=("group", "view_group"), required=True,
            help=words.who_help(),
        )  # fmt: skip


def top(what_if: WhatIf) -> None:
    """The page's title, whose policy today's is, and three examples to start from."""

    def start(name: str) -> None:
        state.change(state.current().set(levers.preset(name, state.current().country)))

    st.session_state["view_country"] = what_if.country
    with st.container(horizontal=True, gap="small", vertical_alignment="center"):
        st.title(words.TITLE, width="stretch", anchor=False)
        st.segmented_control(
            words.COUNTRY, levers.COUNTRIES, format_func=words.country_name, key="view_country",
            on_change=_country_picked, label_visibility="collapsed", required=True,
        )  # fmt: skip
    with st.container(horizontal=True, gap="small", vertical_alignment="center"):
        st.markdown(words.PRESETS_LABEL, width="content")
        for name in levers.PRESETS:
            st.button(
                words.PRESETS[name], key=f"preset_{name}", help=words.PRESET_HELP[name],
                on_click=start, args=(name,),
            )  # fmt: skip


def _country_picked() -> None:
    state.move_to(st.session_state["view_country"])


def changes(what_if: WhatIf) -> None:
    """What differs from today; a change that is pressed goes back to today."""
    found = change_list(what_if)
    if not found:
        st.markdown(words.note(words.CHANGES_NONE))
        return

    def pressed() -> None:
        kept = st.session_state["changes"]
        now = levers.today(state.current().country)
        gone = [those for key, (_, those) in found.items() if key not in kept]
        state.change(state.current().set({a: now[a] for those in gone for a in those}))

    st.session_state["changes"] = list(found)
    st.pills(
        words.changes_count(len(found)), list(found), selection_mode="multi", key="changes",
        format_func=lambda key: found[key][0], on_change=pressed, help=words.CHIP_HELP,
        wrap=True,
    )  # fmt: skip


def change_list(what_if: WhatIf) -> dict[str, tuple[str, list[str]]]:
    """The changes by key: words, and the levers behind them. The parts of fidelity are one."""
    found = {}
    parts = [a for a in what_if.changes() if levers.controls()[a].part_of_fidelity]
    for address, (before, after) in what_if.changes().items():
        control = levers.controls()[address]
        if len(parts) > 1 and address in parts:
            now = levers.today(what_if.country)
            found[SCORE_KEY] = (words.score_chip(now, dict(what_if.values)), parts)
        else:
            found[key_of(address)] = (words.chip(control, before, after), [address])
    return found
