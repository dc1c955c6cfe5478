"""Is there a Chromium for the browser tests? Find it, else install it, else say what to do."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
ADVICE = "No Chromium: install Debian's package `chromium`, or set RENOGROEP_CHROMIUM to its path."


def installed() -> str | None:
    """The path of a Chromium on this machine."""
    given = os.environ.get("RENOGROEP_CHROMIUM")
    if given:
        return given if Path(given).exists() else None
    for name in NAMES:
        path = shutil.which(name)
        if path:
            return path
    return _of_playwright()


def _of_playwright() -> str | None:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as tools:
        path = tools.chromium.executable_path
    return path if Path(path).exists() else None


def _try(*command: str) -> bool:
    try:
        return subprocess.run(command, capture_output=True, timeout=600).returncode == 0  # noqa: S603
    except (OSError, subprocess.TimeoutExpired):
        return False


def install() -> None:
    """Debian's package when we are root, else Playwright's own download."""
    if os.geteuid() == 0 and shutil.which("apt-get"):
        os.environ["DEBIAN_FRONTEND"] = "noninteractive"
        _try("apt-get", "update", "-q")
        _try("apt-get", "install", "-y", "-q", "--no-install-recommends", "chromium")
    if installed() is None:
        _try(sys.executable, "-m", "playwright", "install", "chromium")


if __name__ == "__main__":
    if installed() is None:
        install()
    found = installed()
    if found is None:
        sys.exit(ADVICE)
    print(f"Chromium: {found}")
