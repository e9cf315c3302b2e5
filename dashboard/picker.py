"""What both pages of experiments begin with: which folder, how much is there, runs started and stopped."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import streamlit as st

from dashboard import factors, folders, jobs
from dashboard import words_of_folders as words
from dashboard.words import note
from experiments.manifest import model_version
from experiments.store.results import Results, open_results
from sim.errors import InputError

EVERY = 1.0  # seconds between two looks at a run that is going


@st.cache_resource(max_entries=3, show_spinner=False)
def _opened(folder: str, signature: int) -> Results:
    found = open_results(Path(folder))
    keep = found.manifest["keep"]
    found.outcomes(keep["outcomes"][:1], keep["months"][-1:])  # damaged parts show themselves
    return found


def choose(key: str, wanted: str, listed: list[str], parameter: str | None) -> str | None:
    """The folder to look at: from a list, or typed. None where there is nothing to choose from.

    wanted: what the session looks at; parameter: what the link asks for, the first time.
    """
    here = st.session_state.get(wanted) or parameter or next(iter([*jobs.going(), *listed]), None)
    options = listed if here is None or here in listed else [here, *listed]

    def picked() -> None:
        st.session_state[wanted] = st.session_state[key]

    def typed() -> None:
        if st.session_state[f"{key}_typed"].strip():
            st.session_state[wanted] = st.session_state[f"{key}_typed"].strip()

    with st.container(horizontal=True, gap="small", vertical_alignment="bottom"):
        if options:
            st.session_state[key] = here
            st.selectbox(words.FOLDER, options, key=key, on_change=picked, format_func=words.folder_name,
                         help=words.FOLDER_HELP, width=420)  # fmt: skip
        st.text_input(words.TYPED, key=f"{key}_typed", on_change=typed, help=words.TYPED_HELP, width=320)
    st.session_state[wanted] = here
    if here is not None and st.query_params.get("run") != here:
        st.query_params["run"] = here
    return here


def opened(folder: str) -> Results | None:
    """The results in a folder, or None after saying in a sentence why there are none."""
    try:
        if jobs.is_going(folder) and folders.progress(folder) is None:
            return None
        return _opened(folder, folders.signature(folder))
    except InputError as wrong:
        st.warning(str(wrong), title=words.UNREADABLE)
    except (OSError, KeyError, TypeError, ValueError) as wrong:  # a manifest that was edited by hand
        st.warning(f"{folder}: {type(wrong).__name__}.", title=words.UNREADABLE)
    return None


def state_of(folder: str, results: Results) -> None:
    """What the results are called and asked, how much is there, what is missing."""
    about = results.manifest.get("about", {})
    st.markdown(f"## {words.title(about.get('title', ''), results.manifest['name'])}")
    mine = results.manifest["model"] == model_version()
    facts = words.facts(
        len(results.design), results.runs["seed"].unique().tolist(), results.done + results.failed,
        results.total, results.manifest["model"], mine, folders.made_on(folder),
    )  # fmt: skip
    st.markdown(" ".join(filter(None, (about.get("question", ""), note(facts)))))
    if not mine:
        st.warning(words.OTHER_MODEL)
    going = jobs.is_going(folder)
    said = words.incomplete(results.missing, results.failed, folders.was_stopped(folder), going)
    if said:
        st.info(said)
    if results.problems:
        st.warning(words.damaged(len(results.problems)))


def gone_wrong(results: Results, varied: tuple[factors.Factor, ...]) -> None:
    """Failed runs with their values, seed and error; missing ones; files that were left out."""
    status = results.status[results.status["status"] == "error"].set_index("run")["error"]
    runs = results.runs.set_index("run")
    missing = runs[~runs.index.isin(results.status["run"])]
    if not status.empty:
        failed = runs.loc[runs.index.isin(status.index)]
        _listed(words.FAILED_RUNS, _values(results, failed, varied, status))
    if not missing.empty:
        _listed(words.MISSING_RUNS, _values(results, missing, varied, None))
    if results.problems:
        rows = [(one.file, one.wrong) for one in results.problems]
        _listed(words.DAMAGED, pd.DataFrame(rows, columns=[words.COLUMN_FILE, words.COLUMN_WRONG]))


def _values(
    results: Results, runs: pd.DataFrame, varied: tuple[factors.Factor, ...], errors: pd.Series | None
) -> pd.DataFrame:
    some = runs.head(words.MOST_LISTED)
    design = results.design.loc[some["point"]]
    table = {words.COLUMN_POINT: some["point"].to_list()}
    table |= {f.label: [f.text(value) for value in design[f.address]] for f in varied}
    table[words.COLUMN_ARM] = [words.ARMS.get(arm, arm) for arm in some["arm"]]
    table[words.COLUMN_SEED] = some["seed"].astype(str).to_list()
    if errors is not None:
        table[words.COLUMN_ERROR] = [errors[run] for run in some.index]
    found = pd.DataFrame(table)
    found.attrs["all"] = len(runs)
    return found


def _listed(title: str, table: pd.DataFrame) -> None:
    total = table.attrs.get("all", len(table))
    with st.expander(f"{title} ({total:,})"):
        st.dataframe(table.head(words.MOST_LISTED), hide_index=True, alt=title)
        said = words.more_of(len(table), total)
        if said:
            st.markdown(note(said))


def varied(results: Results, found: tuple[factors.Factor, ...]) -> None:
    """What was varied: label, values, what the scenario itself has, what it means."""
    base = results.manifest["scenario"]["values"]
    rows = []
    for one in found:
        few = len(one.levels) <= 8 or not one.is_number
        values = ", ".join(one.texts[:12]) if few else f"{one.texts[0]} to {one.texts[-1]}"
        own = results.manifest["scenario"]["name"] if one.address == "scenario" else base.get(one.address)
        rows.append((one.title, values, one.text(own), one.help))
    with st.expander(words.VARIED):
        table = pd.DataFrame(rows, columns=list(words.VARIED_COLUMNS)).set_index(words.VARIED_COLUMNS[0])
        st.table(table, border="horizontal", alt=words.VARIED)


def going(shown: str | None, wanted: str) -> None:
    """Runs that are being made, whoever started them: how far, and a way to stop."""
    names = jobs.going()
    if shown is not None and shown not in names and jobs.is_going(shown):
        names.append(shown)
    if names:
        _bars(tuple(names), shown, wanted)


@st.fragment(run_every=EVERY)
def _bars(names: tuple[str, ...], shown: str | None, wanted: str) -> None:
    if any(not jobs.is_going(name) for name in names):
        st.rerun()  # one has ended: the page has more to show
    for number, name in enumerate(names):
        how_far = folders.progress(name)
        with st.container(border=True, key=f"job_{number}", gap="small"):
            st.markdown(words.running(name))
            done, total = how_far or (0, 0)
            said = words.progress(done, total) if total else words.STILL_STARTING
            st.progress(done / total if total else 0.0, said)
            if folders.was_stopped(name) and total:
                st.markdown(note(words.STOPPING))
            else:
                with st.container(horizontal=True, gap="small"):
                    st.button(words.STOP, key=f"job_stop_{number}", help=words.STOP_HELP, disabled=not total,
                              on_click=folders.ask_to_stop, args=(name,))  # fmt: skip
                    if name != shown:
                        st.button(words.OPEN_HERE, key=f"job_open_{number}",
                                  on_click=lambda n=name: st.session_state.update({wanted: n}))  # fmt: skip
    done = sum(folders.progress(name)[0] for name in names if folders.progress(name))
    st.html(f'<span data-testid="job-stamp" data-done="{done}" data-jobs="{len(names)}"></span>')


def unfinished(folder: str, results: Results | None) -> None:
    """A way to go on with what was started from a page, and why it ended if it failed."""
    if jobs.is_going(folder):
        return
    said = jobs.failure(folder)
    if said:
        st.error(words.failure(said), title=words.COULD_NOT)
    command = jobs.started_with(folder)
    if command is None or (results is not None and not results.missing and not results.problems):
        return

    def go_on() -> None:
        try:
            jobs.start(command, folder)
        except InputError as wrong:
            st.session_state["job_refused"] = str(wrong)

    st.button(words.GO_ON, key="job_go_on", on_click=go_on)


def start(wanted: str, method: str | None = None, shown: bool = False) -> None:
    """A small experiment, or a screening of one, as a process of its own."""
    refused = st.session_state.pop("job_refused", None)
    if refused:
        st.error(refused, title=words.COULD_NOT)
    with st.expander(words.START if method is None else words.SCREEN, expanded=shown, key="job_new"):
        st.markdown(note(words.START_LEAD))
        names = jobs.offered(method)
        if not names:
            return
        st.selectbox(
            words.PICK, names, format_func=lambda name: jobs.plan(name, method).title, key="job_name",
        )  # fmt: skip
        name = st.session_state["job_name"]
        st.markdown(words.plan(jobs.plan(name, method)))
        folder = jobs.new_folder(name if method is None else f"{name}-{method}")
        command = jobs.command(name, folder, method)

        def begin() -> None:
            try:
                jobs.start(command, folder)
                st.session_state[wanted] = folder
            except InputError as wrong:
                st.session_state["job_refused"] = str(wrong)

        st.button(words.RUN, key="job_start", type="primary", on_click=begin)
        st.code(words.command(command), language=None, wrap_lines=True)
