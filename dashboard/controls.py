"""Sliders, examples and the list of changes. Each writes the session's what-if and nothing else."""

from __future__ import annotations

import streamlit as st

from dashboard import levers, state, words
from dashboard.bundles import bundle_of, bundles
from dashboard.levers import HIGHEST_SCORE, LOWEST_SCORE, Control
from dashboard.link import GROUPS, YEARS, WhatIf
from experiments import grades, posterior

SCORE_KEY = "lever_fidelity_score"
LONGEST_PLAN = 400  # characters
MOST_CHIPS = 6  # changes that are listed without being asked for


def key_of(address: str, place: str = "lever") -> str:
    """The key of a lever's control at one place of the page, usable as a class name there.

    place: ``lever`` for the first levers, another word where a lever stands once more.
    """
    return f"{place}_" + address.removeprefix("policy.").replace(".", "_")


def _moved(address: str, key: str) -> None:
    what_if = state.current()
    control = levers.controls(what_if.country)[address]
    now = levers.today(what_if.country)[address]
    try:
        value = control.declared(st.session_state[key], now)
    except ValueError as allowed:  # a typed plan that cannot be one: the old one stays
        kept = what_if[address]
        sentence = words.plan_refused(st.session_state[key], str(allowed), kept)
        st.session_state.setdefault("refused", {})[address] = st.session_state[key], sentence, kept
        return
    st.session_state.get("refused", {}).pop(address, None)
    state.change(what_if.set({address: value}))


def lever(address: str, what_if: WhatIf, currency: str, place: str = "lever") -> None:
    """The control of a lever, by its kind: slider, switch, list or a line of text."""
    control = levers.controls(what_if.country)[address]
    key, now = key_of(address, place), levers.today(what_if.country)[address]
    st.session_state[key] = control.shown(what_if[address])
    label = words.lever_label(control, now, currency)
    shared = {"key": key, "help": words.lever_help(control, currency), "on_change": _moved,
              "args": (address, key)}  # fmt: skip
    if control.kind == "yes_no":
        st.toggle(label, **shared)
    elif control.kind == "choice":
        st.selectbox(label, control.parameter.choices, format_func=words.option, **shared)
    elif control.kind == "plan":
        _plan(address, what_if, label, shared)
    else:
        # On a touch screen a slider is thin, so numbers can be typed instead.
        widget = st.number_input if st.session_state.get("typing") else st.slider
        form = _format(control, widget is st.slider)
        widget(label, control.low, control.high, step=control.step, format=form, **shared)


def _plan(address: str, what_if: WhatIf, label: str, shared: dict) -> None:
    """A plan is typed; what cannot be one stays in the line, with a sentence under it."""
    typed, sentence, kept = st.session_state.get("refused", {}).get(address, ("", "", None))
    refused = kept == what_if[address]
    if refused:
        st.session_state[shared["key"]] = typed
    st.text_input(label, placeholder=words.plan_hint(address), max_chars=LONGEST_PLAN, **shared)
    if refused:
        st.error(sentence)


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
            lever(address, what_if, currency)


def sliders(what_if: WhatIf, currency: str) -> None:
    """The first levers, in two groups: what is offered, and the rules and prices people face."""
    for title, bites in ((words.SUPPORT, False), (words.RULES, True)):
        controls = [
            c for c in levers.controls().values()
            if c.first and c.instrument.bites == bites and not c.part_of_fidelity
        ]  # fmt: skip
        # Services that a person meets come before the staff behind them.
        controls.sort(key=lambda c: c.instrument.share is None)
        with st.expander(title, expanded=True, key=f"group_{'rules' if bites else 'support'}"):
            for place, control in enumerate(controls):
                lever(control.address, what_if, currency)
                if control.instrument.has_specialists:
                    _fidelity(what_if, currency)
                following = controls[place + 1 : place + 2]
                if not following or following[0].instrument is not control.instrument:
                    st.markdown(words.note(words.badge(grades.support(control.instrument.name))))


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


def assumptions(what_if: WhatIf) -> None:
    """Whether what is not known is taken into the answer."""
    st.session_state["view_parameters"] = what_if.parameters
    st.segmented_control(
        words.PARAMETERS_LABEL, posterior.CHOICES, format_func=words.PARAMETERS.get, key="view_parameters",
        on_change=lambda: state.look(parameters=st.session_state["view_parameters"]), required=True,
        help=words.PARAMETERS_HELP, wrap=True,
    )  # fmt: skip


def top(what_if: WhatIf, title: str = words.TITLE) -> None:
    """The page's title, whose policy today's is, and three examples to start from."""

    def start(name: str) -> None:
        state.change(state.current().set(levers.preset(name, state.current().country)))

    st.session_state["view_country"] = what_if.country
    with st.container(horizontal=True, gap="small", vertical_alignment="center"):
        st.title(title, width="stretch", anchor=False)
        st.selectbox(
            words.COUNTRY, levers.COUNTRIES, format_func=words.country_name, key="view_country",
            on_change=_country_picked, label_visibility="collapsed", width=150,
        )  # fmt: skip
    with st.container(horizontal=True, gap="small", vertical_alignment="center"):
        st.markdown(words.PRESETS_LABEL, width="content")
        for name in levers.PRESETS:
            st.button(
                words.PRESETS[name], key=f"preset_{name}", help=words.PRESET_HELP[name],
                on_click=start, args=(name,),
            )  # fmt: skip
        _bundles(what_if)


def _bundles(what_if: WhatIf) -> None:
    def picked() -> None:
        name = st.session_state["bundle"]
        if name is not None:
            st.session_state["started_from"] = name
            state.change(bundles()[name].what_if(state.current()))

    here = bundle_of(what_if, st.session_state.get("started_from"))
    st.session_state["bundle"] = here.name if here else None
    st.selectbox(
        words.BUNDLES_LABEL, list(bundles()), format_func=lambda name: words.bundle_name(bundles()[name]),
        key="bundle", placeholder=words.BUNDLES_LABEL, label_visibility="collapsed", on_change=picked,
        width=440,
    )  # fmt: skip


def bundle(what_if: WhatIf) -> None:
    """The recommendation or project that the what-if comes from: its question, what is assumed."""
    here = bundle_of(what_if, st.session_state.get("started_from"))
    if here is None:
        return
    with st.container(border=True, key="bundle_box", gap="small"):
        st.markdown(f"**{here.title}**  \n{here.question}")
        for line in words.bundle_lines(here, here.is_all_of(what_if)):
            st.markdown(words.note(line))


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
    title = words.changes_count(len(found))
    # Many changes, as of a whole recommendation, would push the levers out of sight.
    many = len(found) > MOST_CHIPS
    with st.expander(title, key="many_changes") if many else st.container():
        st.pills(
            title, list(found), selection_mode="multi", key="changes",
            format_func=lambda key: found[key][0], on_change=pressed, help=words.CHIP_HELP,
            wrap=True, label_visibility="collapsed" if many else "visible",
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
