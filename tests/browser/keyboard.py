"""What somebody does who has no mouse: Tab, arrows, Space and Enter, and nothing else."""

import re

from playwright.sync_api import Page, expect

FOCUS = """(() => {
    const e = document.activeElement, l = e.labels && e.labels[0];
    return [e.tagName + ':' + (e.type || ''), ((l ? l.innerText : '') || e.innerText || '').trim()]
})()"""


def tab_to(page: Page, kind: str, name: str | re.Pattern[str] = "") -> None:
    """Press Tab until the focus is where a person would look."""
    wanted = re.compile(re.escape(name)) if isinstance(name, str) else name
    for _ in range(80):
        page.keyboard.press("Tab")
        here, said = page.evaluate(FOCUS)
        if here.startswith(kind) and wanted.search(said):
            return
    raise AssertionError(f"no {kind} {name!r} can be reached with Tab")


def choose(page: Page, label: str) -> None:
    """Tick a box with Space, or walk a group of radio buttons with the arrows."""
    wanted = page.get_by_label(label, exact=True)
    if wanted.get_attribute("type") == "checkbox":
        tab_to(page, "INPUT:checkbox", label)
        page.keyboard.press("Space")
    else:
        tab_to(page, "INPUT:radio")
        for _ in range(8):
            if wanted.is_checked():
                break
            page.keyboard.press("ArrowDown")
    expect(wanted).to_be_checked()


def press(page: Page, kind: str, name: str | re.Pattern[str]) -> None:
    """Go to a link or button with Tab, and on to the next page with Enter."""
    tab_to(page, kind, name)
    with page.expect_navigation():
        page.keyboard.press("Enter")


def pick(page: Page, name: str, label: str) -> None:
    """Walk a list of choices with the arrow until the wanted one is on."""
    wanted = page.locator(f"[name='{name}']")
    tab_to(page, "SELECT")
    for _ in range(12):
        if wanted.evaluate("e => e === document.activeElement"):
            break
        tab_to(page, "SELECT")
    for _ in range(12):
        if wanted.evaluate("e => e.selectedOptions[0].text.trim()") == label:
            return
        page.keyboard.press("ArrowDown")
    raise AssertionError(f"{label!r} cannot be chosen with the arrows")
