"""A Chromium for the tests: found, or installed. Plain Python, for the front door asks before anything is there."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from functools import partial
from pathlib import Path

BROWSERS = [
    "chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    r"C:\Program Files\Google\Chrome\Application\chrome.exe",
]  # fmt: skip


def works(browser: str | None) -> bool:
    """Tell whether a browser answers; Ubuntu's `chromium-browser` may be only a signpost."""
    if not browser or not shutil.which(browser):
        return False
    if os.name == "nt":  # Chrome on Windows opens a window instead of telling its version
        return True
    return subprocess.run([browser, "--version"], capture_output=True).returncode == 0


def system_chromium() -> str | None:
    """Find a Chromium that is on this machine already."""
    return next((shutil.which(name) for name in BROWSERS if works(name)), None)


def playwright_chromium(python: Path) -> str | None:
    """Find the Chromium that Playwright fetched before."""
    ask = "from playwright.sync_api import sync_playwright as p\nwith p() as play: print(play.chromium.executable_path)"
    answer = subprocess.run([python, "-c", ask], capture_output=True, text=True).stdout.strip()
    return answer if works(answer) else None


def debian_chromium() -> str | None:
    """Install Debian's own package. Ubuntu's is a snap in disguise, which tests cannot drive."""
    release = Path("/etc/os-release")
    if not shutil.which("apt-get") or "\nID=debian" not in "\n" + release.read_text(encoding="utf-8"):
        return None
    sudo = [] if os.geteuid() == 0 else ["sudo"] if sys.stdin.isatty() else ["sudo", "--non-interactive"]
    if sudo and not shutil.which("sudo"):
        return None
    print("Installing Debian's Chromium for the browser tests", flush=True)
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for step in (["update"], ["install", "--yes", "--no-install-recommends", "chromium"]):
        if subprocess.call([*sudo, "apt-get", "-qq", *step], env=quiet, stdout=subprocess.DEVNULL):
            return None
    return system_chromium()


def fetched_chromium(python: Path) -> str | None:
    """Let Playwright fetch its own Chromium, with the system libraries it needs where that is allowed."""
    print("Fetching Playwright's Chromium for the browser tests", flush=True)
    libraries = ["--with-deps"] if sys.platform == "linux" and os.geteuid() == 0 else []
    subprocess.call([python, "-m", "playwright", "install", *libraries, "chromium"])
    return playwright_chromium(python)


def chromium(python: Path) -> str:
    """Choose the browser for the tests: the one that was named, one that is here, else one to install."""
    if os.environ.get("LOSLATEN_CHROMIUM"):
        return os.environ["LOSLATEN_CHROMIUM"]
    ways = (system_chromium, partial(playwright_chromium, python), debian_chromium, partial(fetched_chromium, python))
    found = next(filter(None, (way() for way in ways)), None)
    return found or sys.exit("No Chromium could be found or installed. Set LOSLATEN_CHROMIUM to the path of one.")
