"""The dashboard's entrypoint: navigation, and the what-if that all pages share."""

from pathlib import Path

import streamlit as st

from dashboard import state, words, words_of_grid, words_of_sensitivity

HERE = Path(__file__).parent

st.set_page_config(words.APP, HERE / "favicon.png", layout="wide")
state.begin()
page = st.navigation(
    [
        st.Page(HERE / "app_pages" / "explore.py", title=words.EXPLORE, default=True),
        st.Page(HERE / "app_pages" / "lives.py", title=words.LIVES),
        st.Page(HERE / "app_pages" / "order.py", title=words.ORDER),
        st.Page(HERE / "app_pages" / "evidence.py", title=words.EVIDENCE),
        st.Page(HERE / "app_pages" / "sensitivity.py", title=words_of_sensitivity.TITLE),
        st.Page(HERE / "app_pages" / "grid.py", title=words_of_grid.TITLE),
    ],
    position="top",
)
page.run()
