"""Sensitivity: which inputs drive the answer, and which do not matter."""

from __future__ import annotations

import json

import streamlit as st

from dashboard import folders, jobs, picker, pictures, state
from dashboard import sensitivity_charts as charts
from dashboard import words_of_folders as folder_words
from dashboard import words_of_sensitivity as words
from dashboard.words import LICENCE, note
from experiments.sensitivity import Analysis, read
from experiments.sensitivity.analysis import as_csv
from experiments.store.results import Results
from sim.errors import InputError

WANTED, VIEW = "sensitivity_folder", "sensitivity_view"
FIRST = "job_any"  # what is looked at if nobody asks for something else


def analyses_of(folder: str) -> list[Analysis] | None:
    """The analyses in a folder, or None after saying what is wrong with one."""
    try:
        return read(folder)
    except InputError as wrong:
        st.warning(str(wrong), title=folder_words.UNREADABLE)
    return None


def choose(folder: str, found: list[Analysis]) -> Analysis:
    """The outcome and the month that are looked at: of the link once, then of the session."""
    if st.session_state.get(VIEW, (None,))[0] != folder:
        asked = (st.query_params.get("o", FIRST), st.query_params.get("t", ""))
        # As much as there is of what the link asks for: outcome and month, else the outcome's last.
        best = max(found, key=lambda one: (one.outcome == asked[0], str(one.month) == asked[1], one.month))
        st.session_state[VIEW] = (folder, best.outcome, best.month)
    _, outcome, month = st.session_state[VIEW]
    outcomes = {one.outcome: one.label for one in found}
    outcome = outcome if outcome in outcomes else found[0].outcome
    months = [one.month for one in found if one.outcome == outcome]
    month = month if month in months else months[-1]

    def put() -> None:
        later = st.session_state.get("sensitivity_month", month)
        st.session_state[VIEW] = (folder, st.session_state["sensitivity_outcome"], later)

    st.session_state["sensitivity_outcome"] = outcome
    with st.container(horizontal=True, gap="small", vertical_alignment="bottom"):
        st.selectbox(words.OUTCOME, list(outcomes), format_func=outcomes.get, key="sensitivity_outcome",
                     on_change=put, width=320)  # fmt: skip
        if len(months) > 1:
            st.session_state["sensitivity_month"] = month
            st.selectbox(words.MONTH, months, format_func=words.month, key="sensitivity_month", on_change=put,
                         width=180)  # fmt: skip
    st.session_state[VIEW] = (folder, outcome, month)
    wanted = {"run": folder, "o": outcome, "t": str(month)}
    if any(st.query_params.get(name, "") != value for name, value in wanted.items()):
        st.query_params.update(wanted)
    return next(one for one in found if (one.outcome, one.month) == (outcome, month))


def bars(found: Analysis, told: charts.Told) -> None:
    """The indices of every input, and chance alone."""
    entries = found.inputs
    if len(entries) > words.FIRST_SHOWN:
        if not st.toggle(words.ALL, key="sensitivity_all"):
            entries = entries[: words.FIRST_SHOWN]
            st.markdown(note(words.hidden(len(entries), len(found.inputs))))
    frame = charts.bars_frame(found, entries, told)
    title = words.CHART[found.method]
    st.markdown(f"**{title}**" + (f", {told.unit}" if told.unit else ""))
    rows = [(name, ", ".join(some["said"])) for name, some in frame.groupby("name", sort=False)]
    st.vega_lite_chart(
        frame, bars_spec(found, entries, told), key="sensitivity_bars",
        alt=words.bars_alt(title, rows, charts.chance_text(found)),
    )  # fmt: skip
    hollow = any(not entry.told for entry in entries)
    st.markdown(note(words.reading(found.method, hollow, found.floor > 0)))
    chance(found)


def bars_spec(found: Analysis, entries, told: charts.Told) -> dict:
    """The bars' specification."""
    keys = tuple(entry.name for entry in entries)
    top = charts.top_of(found, entries, told)
    return charts.bars_spec(keys, len(charts.columns(found)), top, told.drawn(found.floor), told.percent)


def chance(found: Analysis) -> None:
    """Luck's share, apart: it is a share of something else."""
    st.markdown(f"**{words.CHANCE}:** {charts.chance_text(found)}.")
    st.vega_lite_chart(charts.chance_frame(found), charts.chance_spec(), key="sensitivity_chance",
                       alt=f"{words.CHANCE}: {charts.chance_text(found)}.")  # fmt: skip


def scatter(found: Analysis, told: charts.Told) -> None:
    """Morris: how far against how evenly."""
    frame = charts.scatter_frame(found, told)
    if frame.empty:
        return
    st.markdown(f"## {words.SCATTER}")
    st.markdown(f"{words.SCATTER_Y}, {told.unit}")
    named = frame[frame["letter"] != ""]
    spec = charts.scatter_spec(charts.scatter_top(frame), told.unit)
    alt = words.scatter_alt(named["name"].tolist()[:3])
    st.vega_lite_chart(frame, spec, key="sensitivity_scatter", alt=alt)
    st.markdown("\n".join(f"- **{row.letter}:** {row.name}" for row in named.itertuples()))
    st.markdown(note(words.SCATTER_READING))


def convergence(found: Analysis, told: charts.Told) -> None:
    """The main index of the first inputs for growing parts of the design."""
    frame = charts.convergence_frame(found, told)
    if len(found.convergence) < 2 or frame.empty:
        return
    st.markdown(f"## {words.CONVERGENCE}")
    names = tuple(dict.fromkeys(frame["input"]))
    runs = tuple(sorted(set(frame["runs"])))
    spec = charts.convergence_spec(names, runs, told.percent, told.unit)
    alt = words.convergence_alt(names, found.quality.settled)
    st.vega_lite_chart(frame, spec, key="sensitivity_convergence", alt=alt)
    st.markdown(note(words.CONVERGENCE_READING))


def pairs(found: Analysis, told: charts.Told) -> None:
    """Pairs of inputs that do more together than apart."""
    if not found.pairs:
        return
    st.markdown(f"## {words.PAIRS}")
    if not found.quality.settled:
        st.markdown(words.PAIRS_MOVING)
        return
    labels = {entry.name: words.label(entry) for entry in found.entries}
    sure = [(key, one) for key, one in found.pairs.items() if one.lo is not None and one.lo * one.hi > 0]
    lines = [words.pair(labels[a], labels[b], told.text(one)) for (a, b), one in
             sorted(sure, key=lambda item: -abs(item[1].value))]  # fmt: skip
    st.markdown("\n".join(f"- {line}" for line in lines) if lines else words.PAIRS_NONE)


def save(found: Analysis, told: charts.Told, made_from: str) -> None:
    """What can be taken away."""

    def picture() -> dict:
        frame = charts.bars_frame(found, found.inputs, told)
        parts = [(bars_spec(found, found.inputs, told), frame, ""),
                 (charts.chance_spec(), charts.chance_frame(found),
                  f"{words.CHANCE}: {charts.chance_text(found)}")]  # fmt: skip
        foot = [words.reading(found.method, True, found.floor > 0), *found.words, made_from]
        return pictures.explained(parts, words.headline(found), [words.about(found)], foot)

    def numbers() -> str:
        head = [f"Title: {words.about(found)}", *found.words, made_from, f"Licence: {LICENCE}"]
        return "".join(f"# {line}\n" for line in head) + as_csv([found])

    files = [
        ("png", words.PICTURE, "png", lambda: pictures.png(picture())),
        ("svg", words.DRAWING, "svg", lambda: pictures.svg(picture())),
        ("csv", words.NUMBERS, "csv", numbers),
        ("json", words.WHOLE, "json", lambda: json.dumps(found.as_dict(), indent=1, ensure_ascii=False)),
    ]
    with st.popover(words.SAVE, key="sensitivity_save"):
        for key, label, ending, data in files if found.found else files[2:]:
            st.download_button(label, data, f"inroads-sensitivity.{ending}", key=f"sensitivity_save_{key}",
                               on_click="ignore")  # fmt: skip


def show(folder: str, results: Results, found: list[Analysis]) -> Analysis:
    """One analysis: sentence, quality, bars, scatter, convergence, table."""
    one = choose(folder, found)
    told = charts.Told(one, results.manifest["scenario"]["values"].get("district.currency", "kroner"))
    st.markdown(f"## {words.headline(one)}")
    st.markdown(" ".join([*one.words, words.quality(one, told.short(one.quality.widest))]))
    st.markdown(note(words.about(one)))
    for said in one.notes:
        st.markdown(note(said))
    if one.found:
        bars(one, told)
        if one.method == "morris":
            scatter(one, told)
        pairs(one, told)
        convergence(one, told)
        st.markdown(f"## {words.TABLE}")
        st.dataframe(charts.table(one, told), hide_index=True, alt=words.TABLE_ALT)
    else:
        chance(one)
    title = folder_words.title(results.manifest.get("about", {}).get("title", ""), results.manifest["name"])
    save(one, told, f"Inroads, “{title}”, {one.runs:,} runs, model {results.manifest['model']}.")
    return one


def page() -> None:
    """Folder, facts, one analysis; a screening can be started."""
    state.current()
    st.title(words.TITLE, anchor=False)
    st.markdown(note(words.LEAD))
    listed = folders.found(analysed=True)
    folder = picker.choose("sensitivity_pick_folder", WANTED, listed, st.query_params.get("run"))
    picker.going(folder, WANTED)
    shown = None
    if folder is None:
        st.info(words.NONE)
        st.code(words.COMMAND, language=None, wrap_lines=True)
    else:
        results = picker.opened(folder)
        picker.unfinished(folder, results)
        if results is not None:
            picker.state_of(folder, results)
            found = analyses_of(folder)
            if found:
                shown = show(folder, results, found)
            elif found is not None and results.kind == "sensitivity":
                st.info(words.NOT_YET)
            elif found is not None:
                st.info(words.NONE_HERE)
                st.code(words.COMMAND, language=None, wrap_lines=True)
            picker.gone_wrong(results, ())
    picker.start(WANTED, jobs.MORRIS, shown=folder is None)
    outcome = f"{shown.outcome}-{shown.month}" if shown else ""
    st.html(f'<span data-testid="sensitivity-stamp" data-shown="{outcome}"></span>')


page()
