"""Grid explorer: where among all the settings that were run it is good, and where it turns."""

from __future__ import annotations

import streamlit as st

from dashboard import explorer, folders, picker, state
from dashboard import words_of_folders as folder_words
from dashboard import words_of_grid as words
from dashboard.words import note

WANTED = "grid_folder"


def page() -> None:
    """Folder, facts, controls, headline, map, curve, trade-off, table."""
    state.current()
    st.title(words.TITLE, anchor=False)
    st.markdown(note(words.LEAD))
    folder = picker.choose("grid_pick_folder", WANTED, folders.found(), st.query_params.get("run"))
    picker.going(folder, WANTED)
    results = None
    if folder is None:
        st.info(folder_words.NO_FOLDERS)
        st.code(folder_words.GRID_COMMAND, language=None)
    else:
        results = picker.opened(folder)
        picker.unfinished(folder, results)
    if results is not None:
        picker.state_of(folder, results)
        if results.done:
            explorer.show(folder, results)
        else:
            st.info(folder_words.NOTHING_YET)
            picker.gone_wrong(results, ())
    picker.start(WANTED, shown=folder is None)
    st.html(f'<span data-testid="grid-stamp" data-done="{results.done if results else 0}"></span>')


page()
