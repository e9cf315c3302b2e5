"""Every lever of every instrument: the order of measures, groups of instruments, and a search.

What is closed is not worked out, so that a page of more than a hundred levers stays fast.
"""

from __future__ import annotations

import streamlit as st

from dashboard import catalogue, words
from dashboard.controls import lever
from dashboard.link import WhatIf
from experiments import grades
from sim.instruments import Instrument

NARROW = 52  # pixels beside an instrument for how much of it there is
MOST_FOUND = 12  # levers that a search shows at once


def order(what_if: WhatIf, currency: str) -> None:
    """Which help comes first, together and last: the rule, and plans that are typed."""
    for instrument in catalogue.in_group(catalogue.ORDER):
        expander = st.expander(instrument.label, key=f"open_{instrument.name}", on_change="rerun")
        if expander.open:
            with expander:
                _inside(instrument, what_if, currency, "order")


def more(what_if: WhatIf, currency: str) -> None:
    """All the other instruments, found by group or by a word."""
    expander = st.expander(words.MORE, key="open_more", on_change="rerun")
    if not expander.open:
        return
    with expander:
        text = st.text_input(words.FIND, key="find", placeholder=words.FIND_HINT, icon=":material/search:")
        if text.strip():
            _found(text, what_if, currency)
            return
        groups = [group for group in catalogue.GROUPS if group != catalogue.ORDER]
        st.session_state.setdefault("more_group", groups[0])
        group = st.pills(
            words.GROUPS_LABEL, groups, format_func=words.INSTRUMENT_GROUPS.get, key="more_group",
            label_visibility="collapsed", required=True,
        )  # fmt: skip
        for instrument in catalogue.in_group(group):
            _instrument(instrument, what_if, currency)


def _moved(instrument: type[Instrument], what_if: WhatIf) -> int:
    changed = what_if.changes()
    return sum(address in changed for address in catalogue.levers_of(instrument))


def _instrument(instrument: type[Instrument], what_if: WhatIf, currency: str) -> None:
    """One instrument: closed its name and whether it is on; open what it does and its levers.

    What changes stands beside the title: with another title Streamlit would make another expander.
    """
    key = f"open_{instrument.name}"
    said = words.how_much(instrument, dict(what_if.values), _moved(instrument, what_if))
    is_open = st.session_state.get(key)
    with st.container(
        horizontal=True, gap="small", vertical_alignment="center", key=f"row_{instrument.name}"
    ):
        with st.container(width="stretch", key=f"wide_{instrument.name}"):
            expander = st.expander(instrument.label, key=key, on_change="rerun")
        if said and not is_open:
            st.markdown(words.note(said), width=NARROW)
    if expander.open:
        with expander:
            _inside(instrument, what_if, currency, "more")


def _inside(instrument: type[Instrument], what_if: WhatIf, currency: str, place: str) -> None:
    st.markdown(words.mechanism(instrument))
    said = words.how_much(instrument, dict(what_if.values), _moved(instrument, what_if))
    if said:
        st.markdown(words.now(said))
    st.markdown(words.note(words.badge(grades.support(instrument.name))))
    for address in catalogue.levers_of(instrument):
        lever(address, what_if, currency, place)


def _found(text: str, what_if: WhatIf, currency: str) -> None:
    """What a search finds, open and ready to be moved."""
    found = catalogue.find(text)
    number = sum(len(addresses) for addresses in found.values())
    st.markdown(words.note(words.found(number, MOST_FOUND)))
    left = MOST_FOUND
    for instrument, addresses in found.items():
        if left <= 0:
            return
        said = words.how_much(instrument, dict(what_if.values), _moved(instrument, what_if))
        title = f"**{instrument.label}**" + (f" · {said}" if said else "")
        st.markdown(f"{title}  \n{words.note(words.mechanism(instrument))}")
        for address in addresses[:left]:
            lever(address, what_if, currency, "found")
        left -= len(addresses)
