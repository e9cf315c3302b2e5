"""Start the dashboard's server: on this machine only, and saying plainly where it is."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import threading
import time
import webbrowser
from pathlib import Path

from sim.errors import InputError

ADDRESS = "127.0.0.1"
USUAL_PORT = 8501
APP = Path(__file__).parent / "app.py"


def is_free(port: int) -> bool:
    """Whether nobody listens on a port of this machine."""
    with socket.socket() as listener:
        # As the server itself does: a port whose last user has just left is free.
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind((ADDRESS, port))
        except OSError:
            return False
    return True


def any_free_port() -> int:
    """A port that the system says is free."""
    with socket.socket() as listener:
        listener.bind((ADDRESS, 0))
        return listener.getsockname()[1]


def choose_port(asked: int | None) -> int:
    """The port asked for, or the usual one, or any.

    Raises InputError when the port asked for cannot be had.
    """
    if asked is None:
        return USUAL_PORT if is_free(USUAL_PORT) else any_free_port()
    if not 1 <= asked <= 65535:
        raise InputError(f"The port is {asked}, but must be a whole number from 1 to 65535.")
    if not is_free(asked):
        raise InputError(f"Port {asked} is taken or not allowed; close what uses it or give another port.")
    return asked


def command(port: int) -> list[str]:
    """What starts the server. Everything else it needs stands in `.streamlit/config.toml`."""
    return [
        sys.executable, "-m", "streamlit", "run", str(APP),
        f"--server.port={port}",
        f"--server.address={ADDRESS}",
        "--server.headless=true",
        "--server.fileWatcherType=none",
        "--browser.gatherUsageStats=false",
        "--client.toolbarMode=viewer",
        "--logger.hideWelcomeMessage=true",
    ]  # fmt: skip


def has_screen() -> bool:
    """Whether somebody sits before a screen on which a browser can open."""
    if os.environ.get("CI"):
        return False
    named = os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")
    return sys.platform in ("darwin", "win32") or bool(named)


def open_browser_when_ready(port: int) -> None:
    """Open the page as soon as the server listens; without an answer in half a minute, leave it."""
    for _ in range(300):
        if not is_free(port):
            webbrowser.open(f"http://{ADDRESS}:{port}")
            return
        time.sleep(0.1)


def launch(port: int | None = None) -> int:
    """Serve the dashboard until it is stopped, and return the server's exit code.

    Raises InputError when the port asked for cannot be had.
    """
    chosen = choose_port(port)
    print(f"The dashboard is at http://{ADDRESS}:{chosen} (Ctrl+C stops it).", flush=True)
    # The server puts its script's folder first on the path; the packages stand one folder up.
    root = str(APP.parent.parent)
    path = os.pathsep.join(p for p in (root, os.environ.get("PYTHONPATH", "")) if p)
    server = subprocess.Popen(command(chosen), env={**os.environ, "PYTHONPATH": path})
    if has_screen():
        threading.Thread(target=open_browser_when_ready, args=(chosen,), daemon=True).start()
    try:
        return server.wait()
    except KeyboardInterrupt:
        server.terminate()
        try:
            server.wait(timeout=10)
        except subprocess.TimeoutExpired:
            server.kill()
        return 0
