"""The body of the page Grid explorer: controls, headline, map, curve, trade-off, table, one point."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from dashboard import folders, grid_files, picker, points, state, views
from dashboard import words_of_grid as words
from dashboard.grid import Grid
from dashboard.shown import Shown, texts_of
from dashboard.views import View
from dashboard.words import GROUPS, note
from experiments.designs.experiment import POLICY, SPECIAL
from experiments.store.results import Results
from sim.outcomes import BY_NAME

VIEW = "grid_view"
MOST_ROWS = 1000  # of the table; the file has all
MOST_PICKED = 500  # points in the list


@st.cache_resource(max_entries=3, show_spinner=False)
def _grid(folder: str, signature: int, _results: Results) -> Grid:
    return Grid(_results)


def show(folder: str, results: Results) -> None:
    """Everything about one folder."""
    grid = _grid(folder, folders.signature(folder), results)
    view = _begin(folder, grid)
    if grid.factors:
        picker.varied(results, grid.factors)
    controls(grid, view)
    shown = Shown.of(grid, view)
    if shown.summary["mean"].notna().any():
        if not grid.factors:
            alone(shown)
        elif grid.is_sample:
            sample(shown)
        else:
            exact(shown)
        if len(shown.summary) > 1:
            trade(shown)
    table(shown)
    closer(shown)
    save(shown)
    picker.gone_wrong(results, grid.factors)


def _begin(folder: str, grid: Grid) -> View:
    """The view of the link once; then the session's, carried over to another folder as far as it goes."""
    there, view = st.session_state.get(VIEW, (None, None))
    if there != folder:
        given = st.query_params.to_dict() if view is None else {**view.dump(), "p": ""}
        view = views.parse(given, grid)
    else:
        view = views.parse(view.dump(), grid)  # a folder that grows keeps what it can show
    st.session_state[VIEW] = folder, view
    wanted = {"run": folder, **view.dump()}
    if any(st.query_params.get(name, "") != value for name, value in wanted.items()):
        st.query_params.update(wanted)
    return view


def _put(view: View) -> None:
    st.session_state[VIEW] = st.session_state[VIEW][0], view


def label_of(outcome: str) -> str:
    """What an outcome is called."""
    return BY_NAME[outcome].label


def controls(grid: Grid, view: View) -> None:
    """Which numbers, which axes, and everything else at which value."""
    keep, look = grid.results.manifest["keep"], view.look

    def looked(name: str, key: str) -> None:
        _put(replace(view, look=replace(look, **{name: st.session_state[key]})))

    def pick(label: str, options: list, chosen, key: str, change, form=str, **more) -> None:
        st.session_state[key] = chosen
        st.selectbox(label, options, key=key, on_change=change, format_func=form, **more)

    with st.container(horizontal=True, gap="small", vertical_alignment="bottom"):
        pick(words.OUTCOME, keep["outcomes"], look.outcome, "grid_outcome",
             lambda: looked("outcome", "grid_outcome"), label_of, width=250)  # fmt: skip
        pick(words.MONTH, sorted(keep["months"]), look.month, "grid_month",
             lambda: looked("month", "grid_month"), words.when, width=130)  # fmt: skip
        if len(keep["groups"]) > 1:
            pick(words.GROUP, keep["groups"], look.group, "grid_group",
                 lambda: looked("group", "grid_group"), GROUPS.get, width=140)  # fmt: skip
        if len(grid.measures) > 1:
            pick(words.MEASURE, list(grid.measures), look.measure, "grid_measure",
                 lambda: looked("measure", "grid_measure"), words.MEASURES.get, width=230,
                 help=words.MEASURE_HELP)  # fmt: skip
    axes(grid, view, pick)
    policy = grid.results.manifest["what_if"]
    if policy:
        st.markdown(note(words.what_if(texts_of(policy))))
    elif words_needed(grid):
        st.markdown(note(words.NO_TODAY))


def words_needed(grid: Grid) -> bool:
    """Whether it has to be said why there is no difference from today."""
    own = any(factor.address not in SPECIAL for factor in grid.factors)
    return own and not grid.is_sample and len(grid.measures) == 1


def axes(grid: Grid, view: View, pick) -> None:
    """What goes across, down and into maps of its own; a value for everything else."""
    labels = {factor.address: factor.label for factor in grid.factors}
    if len(labels) < 2:
        return

    def moved(axis: str, key: str) -> None:
        _put(views.along(view, axis, st.session_state[key], grid))

    with st.container(horizontal=True, gap="small", vertical_alignment="bottom"):
        pick(
            words.ACROSS, list(labels), view.x, "grid_x", lambda: moved("x", "grid_x"), labels.get, width=300
        )
        if grid.is_sample:
            return
        pick(words.DOWN, list(labels), view.y, "grid_y", lambda: moved("y", "grid_y"), labels.get, width=300)
        others = [a for a in views.can_split(grid) if a not in (view.x, view.y)]
        if others:
            pick(words.BY, ["", *others], view.by, "grid_by", lambda: moved("by", "grid_by"),
                 lambda a: labels.get(a, words.NOTHING), width=300)  # fmt: skip
    if not view.fixed:
        return
    st.markdown(f"**{words.FIXED}**")
    with st.container(horizontal=True, gap="small", vertical_alignment="bottom"):
        for number, (address, value) in enumerate(view.fixed):
            factor = grid.factor(address)

            def held(address=address, key=f"grid_fixed_{number}") -> None:
                now = {**dict(view.fixed), address: st.session_state[key]}
                _put(replace(view, fixed=tuple(now.items())))

            pick(
                factor.label, list(factor.levels), value, f"grid_fixed_{number}", held, factor.text, width=220
            )


def exact(shown: Shown) -> None:
    """The best cell in words, the maps, and the curve."""
    st.markdown(f"## {shown.headline}")
    said = (
        [words.ties(len(shown.tied), int(shown.cells["mean"].notna().sum()))]
        if shown.best is not None
        else []
    )
    st.markdown(" ".join([*said, words.noise(shown.noise, shown.how, shown.runs_a_point)]))
    if shown.money_mixed:
        st.info(words.CURRENCIES)
    st.markdown(f"**{shown.title}**")
    parts = shown.maps()
    row: list = []
    for number, (spec, frame, heading) in enumerate(parts):
        if not row:  # a row at a time, so that a phone has them in their order
            row = list(st.columns(2, gap="medium")) if len(parts) > 1 else [st.container()]
        with row.pop(0):
            if heading:
                st.markdown(heading)
            chosen = st.vega_lite_chart(
                frame, spec, key=f"grid_map_{number}", alt=shown.map_alt(frame), on_select="rerun",
                selection_mode="pick",
            )  # fmt: skip
            picked_on_map(shown, number, chosen)
    st.markdown(note(words.reading(shown.today_name, shown.best is not None, bool(shown.tied))))
    x = shown.grid.factor(shown.view.x)
    if len(x.levels) > 1 and shown.cells["mean"].notna().sum() > 1:
        st.markdown(f"**{words.CURVE}:** {shown.title}")
        spec, frame = shown.curve()
        st.vega_lite_chart(frame, spec, key="grid_curve", alt=shown.curve_alt())
        st.markdown(note(shown.curve_note()))


def picked_on_map(shown: Shown, number: int, chosen) -> None:
    """A cell that was pressed on a map is looked at closer."""
    found = (chosen or {}).get("selection", {}).get("pick", [])
    cell = int(found[0]["cell"]) if found and "cell" in found[0] else -1
    if cell != st.session_state.get(f"grid_pressed_{number}", -1):
        st.session_state[f"grid_pressed_{number}"] = cell
        if cell >= 0 and cell != shown.view.cell:
            _put(replace(shown.view, cell=cell))
            st.rerun()


def alone(shown: Shown) -> None:
    """What came of one point, where nothing but luck or what is not known differs between runs."""
    st.markdown(f"## {words.ALONE}")
    st.markdown(shown.said_of(shown.summary.iloc[0]))


def sample(shown: Shown) -> None:
    """Points against one input, with the mean of those side by side."""
    st.markdown(f"## {shown.spread}")
    st.markdown(words.noise(shown.noise, shown.how, shown.runs_a_point))
    st.markdown(f"**{shown.title}**")
    spec, frame, reading = shown.cloud()
    st.vega_lite_chart(frame, spec, key="grid_cloud", alt=shown.curve_alt())
    st.markdown(note(reading))


def trade(shown: Shown) -> None:
    """One outcome against another, and the edge where no other cell is better in both."""
    others = [name for name in shown.keep["outcomes"] if name != shown.view.look.outcome]
    if not others:
        return
    st.markdown(f"## {words.TRADE}")
    st.session_state["grid_cost"] = shown.view.cost
    st.selectbox(words.COST, others, key="grid_cost", format_func=label_of, width=300,
                 on_change=lambda: _put(replace(shown.view, cost=st.session_state["grid_cost"])))  # fmt: skip
    spec, frame, named, title, alt = shown.trade()
    st.markdown(f"**{title}**")
    st.vega_lite_chart(frame, spec, key="grid_trade", alt=alt)
    outcome, other = label_of(shown.view.look.outcome), label_of(shown.view.cost)
    if shown.trade_mixed:
        st.markdown(note(words.CURRENCIES))
        return
    st.markdown(words.edge([letter for letter, _ in named], outcome, other))
    if named:
        lines = "\n".join(f"- **{letter}:** {text}" for letter, text in named)
        more = (words.edge_more(shown.on_edge - len(named)), words.EDGE_LUCK, words.drawn(shown.drawn))
        st.markdown(f"{lines}\n\n{note(' '.join(filter(None, more)))}")


def table(shown: Shown) -> None:
    """Every cell with its numbers; a row that is picked is looked at closer."""
    st.markdown(f"## {words.TABLE}")
    rows = shown.table
    said = words.cut(MOST_ROWS, len(rows))
    if said:
        st.markdown(note(said))
    few = rows.head(MOST_ROWS)
    key = f"grid_table_{st.session_state.setdefault('grid_rows', 0)}"

    def from_table() -> None:
        chosen = st.session_state[key]["selection"]["rows"]
        if chosen:
            _put(replace(shown.view, cell=int(few.index[chosen[0]])))

    digits = f"%{'+' if shown.sign else ''}.{shown.how.decimals}f"
    numbers = {words.COLUMNS[name]: st.column_config.NumberColumn(format=digits)
               for name in ("mean", "low", "high")}  # fmt: skip
    st.dataframe(few, hide_index=True, key=key, on_select=from_table, selection_mode="single-row",
                 column_config=numbers, alt=words.TABLE_ALT)  # fmt: skip


def closer(shown: Shown) -> None:
    """One point: what it is, what came of it, and the way to Explore."""
    cells = shown.table.index[:MOST_PICKED].tolist()
    if shown.view.cell >= 0 and shown.view.cell not in cells:
        cells.append(shown.view.cell)
    st.session_state["grid_cell"] = shown.view.cell if shown.view.cell >= 0 else None
    st.selectbox(
        words.CLOSER, cells, index=None, key="grid_cell", placeholder=words.CLOSER_PICK,
        format_func=shown.place, on_change=lambda: _put(replace(shown.view, cell=_picked())),
    )  # fmt: skip
    if shown.view.cell < 0:
        return
    row = shown.summary.loc[shown.view.cell]
    with st.container(border=True, key="grid_point", gap="small"):
        st.markdown(f"**{shown.place(shown.view.cell)}**")
        st.markdown(shown.said_of(row))
        arm = POLICY if shown.grid.two else "scenario"
        found = points.in_explore(shown.grid.results, int(row["point"]), arm)
        if found is None:
            st.markdown(note(words.NO_EXPLORE))
            return
        values = shown.grid.results.manifest["scenario"]["values"]
        said = (words.lost(found.lost), words.beyond(found.beyond),
                words.sizes(values["district.people"], values["district.months"]))  # fmt: skip
        if st.button(words.EXPLORE, key="grid_explore", help=words.EXPLORE_HELP, type="primary"):
            state.change(found.what_if)
            st.switch_page("app_pages/explore.py")
        st.markdown(note(" ".join(filter(None, said))))


def _picked() -> int:
    cell = st.session_state["grid_cell"]
    return -1 if cell is None else int(cell)


def save(shown: Shown) -> None:
    """What can be taken away."""
    with st.popover(words.SAVE, key="grid_save"):
        for key, label, ending, data in grid_files.files(shown):
            st.download_button(
                label, data, f"inroads-grid.{ending}", key=f"grid_save_{key}", on_click="ignore"
            )
