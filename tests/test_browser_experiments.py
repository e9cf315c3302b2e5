"""Claims about the pages of experiments in a real browser: values on the map, runs started, phones."""

import json

import pytest
from made_up_results import DEMAND, THREE, grid, made
from test_browser import DESKTOP, PHONE, SETTLED, STAMP, browser, new_page, start_server, stop_server  # noqa: F401
from test_sensitivity_page import analysis

from dashboard import words_of_folders as folder_words
from dashboard import words_of_grid as words
from dashboard import words_of_sensitivity as sensitivity_words

sync_api = pytest.importorskip("playwright.sync_api")

pytestmark = pytest.mark.browser

GRID_STAMP, JOB_STAMP = "[data-testid=grid-stamp]", "[data-testid=job-stamp]"
SENSITIVITY_STAMP = "[data-testid=sensitivity-stamp]"


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    """A folder with results of a grid, and of a sensitivity analysis, below runs."""
    where = tmp_path_factory.mktemp("experiments")
    with pytest.MonkeyPatch.context() as patch:
        made(where / "runs" / "drives", grid(THREE, kind="sensitivity"), patch)
        made(where / "runs" / "one", grid(THREE), patch)
    for method, month in (("sobol", 24), ("morris", 12)):
        kept = where / "runs" / "drives" / "analysis" / f"sensitivity-job_any-{month}.json"
        kept.write_text(json.dumps(analysis(method, month=month)))
    return where


@pytest.fixture(scope="module")
def server(place, tmp_path_factory):
    path = tmp_path_factory.mktemp("dashboard") / "server.log"
    with path.open("w") as log:
        process, address = start_server(log, place)
        yield address
        stop_server(process)
    assert "Traceback" not in path.read_text(), path.read_text()


def settle(tab, stamp):
    """Wait until the page is drawn whole, charts included."""
    tab.wait_for_selector(stamp, state="attached", timeout=60_000)
    tab.wait_for_function(SETTLED)
    tab.wait_for_function("document.getAnimations().every(a => a.playState !== 'running')")


def clean(tab, viewport):
    """Nothing for axe to complain about, and nothing wider than the screen."""
    from axe_playwright_python.sync_playwright import Axe

    assert tab.evaluate("document.documentElement.scrollWidth") <= viewport["width"]
    tab.mouse.move(1, 1)  # what a chart says under the mouse stands in no landmark
    tab.wait_for_function("!document.querySelector('.vg-tooltip.visible')")
    found = Axe().run(tab)
    assert found.violations_count == 0, found.generate_report()


@pytest.mark.parametrize("viewport", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_a_grid_shows_its_values_and_a_point_of_it_opens_in_explore(new_page, viewport):  # noqa: F811
    page = new_page(viewport)
    tab = page.tab
    tab.goto(f"{page.address}grid?run=runs/one")
    settle(tab, GRID_STAMP)
    chart = tab.locator(".st-key-grid_map_0")
    chart.get_by_text("13.2", exact=True).wait_for(state="attached")
    assert page.headline() == "A made-up grid" and tab.get_by_text("the best is").first.is_visible()
    clean(tab, viewport)
    if viewport == DESKTOP:  # pressed on the map
        chart.locator("path[aria-roledescription='rect mark'], g.mark-rect path").first.click()
    else:  # picked from the list
        box = tab.locator(".st-key-grid_cell").get_by_role("combobox")
        box.scroll_into_view_if_needed()
        box.click()
        tab.get_by_role("option").first.click()
    explore = page.button(words.EXPLORE)
    explore.wait_for()
    settle(tab, GRID_STAMP)
    assert page.linked()["p"] != ""
    clean(tab, viewport)
    explore.click()
    tab.wait_for_selector(STAMP, state="attached", timeout=60_000)
    assert page.linked()["c"] == "denmark" and page.linked()["h"] == "2"


@pytest.mark.parametrize("viewport", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_a_sensitivity_analysis_is_shown_with_luck_and_another_outcome_is_a_link(new_page, viewport):  # noqa: F811
    page = new_page(viewport)
    tab = page.tab
    for month, extra in ((24, sensitivity_words.CONVERGENCE), (12, sensitivity_words.SCATTER)):
        tab.goto(f"{page.address}sensitivity?run=runs/drives&o=job_any&t={month}")
        tab.wait_for_selector(f"{SENSITIVITY_STAMP}[data-shown='job_any-{month}']", state="attached")
        settle(tab, SENSITIVITY_STAMP)
        assert tab.get_by_text("People per caseworker matter most").first.is_visible()
        assert tab.get_by_role("heading", name=extra).count() == 1
        tab.locator("svg text", has_text="Local demand").first.wait_for(state="attached")
        clean(tab, viewport)


def test_a_run_is_started_seen_after_a_reload_and_shown_when_it_is_done(new_page, place):  # noqa: F811
    page = new_page()
    tab = page.tab
    tab.goto(f"{page.address}grid?run=runs/one")
    settle(tab, GRID_STAMP)
    tab.locator(".st-key-job_new summary").click()
    page.button(folder_words.RUN).click()
    tab.wait_for_selector(JOB_STAMP, state="attached")
    assert tab.get_by_text("is being made").is_visible()
    tab.reload()
    tab.wait_for_selector(JOB_STAMP, state="attached")
    assert page.linked()["run"] == "runs/starter"
    clean(tab, DESKTOP)
    tab.wait_for_selector(f"{GRID_STAMP}[data-done='72']", state="attached", timeout=120_000)
    tab.wait_for_selector(JOB_STAMP, state="detached", timeout=60_000)
    settle(tab, GRID_STAMP)
    assert tab.get_by_text("all 72 runs done").is_visible()
    assert page.linked()["y"] == DEMAND and (place / "runs" / "starter" / "manifest.json").exists()
