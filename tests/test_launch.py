"""Claims about starting the dashboard."""

import socket

import pytest

from dashboard import launch
from sim.errors import InputError


@pytest.fixture
def taken():
    with socket.socket() as listener:
        listener.bind((launch.ADDRESS, 0))
        listener.listen()
        yield listener.getsockname()[1]


def test_a_port_that_was_asked_for_and_is_taken_gets_one_sentence(taken):
    with pytest.raises(InputError) as error:
        launch.launch(taken)
    assert str(taken) in str(error.value) and str(error.value).endswith(".")
    assert "\n" not in str(error.value)


@pytest.mark.parametrize("port", [0, -1, 70000])
def test_a_port_that_cannot_be_is_refused(port):
    with pytest.raises(InputError, match="whole number from 1 to 65535"):
        launch.choose_port(port)


def test_without_a_port_a_free_one_is_chosen_when_the_usual_one_is_taken(taken, monkeypatch):
    monkeypatch.setattr(launch, "USUAL_PORT", taken)
    chosen = launch.choose_port(None)
    assert chosen != taken and launch.is_free(chosen)


def test_without_a_port_the_usual_one_is_used_when_it_is_free(monkeypatch):
    monkeypatch.setattr(launch, "USUAL_PORT", launch.any_free_port())
    assert launch.choose_port(None) == launch.USUAL_PORT


def test_the_server_listens_on_this_machine_only():
    assert "--server.address=127.0.0.1" in launch.command(8501)
    assert "--browser.gatherUsageStats=false" in launch.command(8501)


def test_a_browser_opens_where_there_is_a_screen_and_only_there(monkeypatch):
    for name in ("CI", "DISPLAY", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr("sys.platform", "linux")
    assert not launch.has_screen()
    monkeypatch.setenv("DISPLAY", ":0")
    assert launch.has_screen()
    monkeypatch.setenv("CI", "true")
    assert not launch.has_screen()


def test_the_browser_waits_until_somebody_listens(monkeypatch):
    opened = []
    monkeypatch.setattr(launch.webbrowser, "open", opened.append)
    monkeypatch.setattr(launch.time, "sleep", lambda _: None)
    free = iter([True, True, False])
    monkeypatch.setattr(launch, "is_free", lambda port: next(free))
    launch.open_browser_when_ready(8501)
    assert opened == ["http://127.0.0.1:8501"]
    monkeypatch.setattr(launch, "is_free", lambda port: True)
    launch.open_browser_when_ready(8501)
    assert len(opened) == 1
