"""Show pages of two releases side by side: ``python -m tests.browser.before_and_after OLD NEW``.

OLD and NEW are the addresses of two running sites. It writes ``docs/pages-before-and-after.md``
and its pictures. It is no test, because it needs a site of the earlier release; the page says how
to run one.
"""

import io
import sys

from PIL import Image
from playwright.sync_api import sync_playwright

from tests.browser import budgets
from tests.get_browser import find

DOCS = budgets.EXCEPTIONS.parents[2] / "docs"
PAGE = DOCS / "pages-before-and-after.md"
PICTURES = DOCS / "pictures" / "pages"
PATHS = {
    "siponimod": "/treatments/siponimod/",
    "physical-therapy": "/treatments/physical-therapy/",
    "active-progressing": "/types/active-progressing/",
    "bladder": "/symptoms/bladder/",
    "pml": "/side-effects/pml/",
    "home": "/",
    "get-help": "/get-help/",
    "treatments": "/treatments/",
}
SCREENS = {390: 844, 1280: 900}
"""Width and height in pixels of a phone and of a desk."""
SCALES = {390: 0.4, 1280: 0.28}
"""How large a whole page is drawn, by the width of its screen."""
QUALITIES = {"first-screen": 50, "whole": 18}
GAP = 16
GREY = (128, 128, 128)
KINDS = {
    "home": "home",
    "subtype": "type",
    "therapies": "list of treatments",
    "medicine": "medicine",
    "rehabilitation": "rehabilitation",
    "symptom": "symptom",
    "side_effect": "side effect",
    "topic": "topic",
    "get_help": "Get help",
    "signs_of_part": "signs of a part of the body",
}
MEASURES = ("seen", "words", "height")

HEAD = """# Pages before and after

Eight pages of the release of November 24, 2026 (before) beside the same pages now (after).
This page and its pictures are written by a script, and are not kept up to date with each change.

To write them anew, run the earlier release in a folder and an environment of its own:

    git worktree add --detach ../before deda28e
    make -C ../before run PORT=8124
    make run PORT=8123
    .venv/bin/python -m tests.browser.before_and_after http://127.0.0.1:8124 http://127.0.0.1:8123

## Words and height

At 390 by 844 pixels, text size 100 percent, nothing opened, in Liberation fonts.
"Seen" are the words that show before anything is opened; "all" leaves out lists of sources.
The bars are in `tests/browser/budgets.py`; `tests/browser/test_budgets.py` holds pages to them.
"""


def picture_of(tab, address, width, dark):
    """Return the whole page at ``address`` as a picture."""
    tab.set_viewport_size({"width": width, "height": SCREENS[width]})
    tab.emulate_media(color_scheme="dark" if dark else "light")
    tab.goto(address)
    return Image.open(io.BytesIO(tab.screenshot(full_page=True))).convert("RGB")


def side_by_side(pictures):
    """Return pictures as one, with a grey gap between them."""
    width = sum(one.width for one in pictures) + GAP * (len(pictures) - 1)
    drawn = Image.new("RGB", (width, max(one.height for one in pictures)), GREY)
    left = 0
    for one in pictures:
        drawn.paste(one, (left, 0))
        left += one.width + GAP
    return drawn


def save(kind, name, pictures, scale):
    """Write pictures side by side and smaller; return the path from the folder of the page."""
    small = [one.resize((int(one.width * scale), int(one.height * scale))) for one in pictures]
    path = PICTURES / f"{name}.webp"
    side_by_side(small).save(path, quality=QUALITIES[kind], method=6)
    return path.relative_to(DOCS).as_posix()


def draw(tab, sites):
    """Draw each page; return the Markdown that shows them."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    lines = ["## Pictures", "", "Before on the left, after on the right."]
    lines.append("A whole page is drawn small, so that its length shows.")
    for name, path in PATHS.items():
        lines += ["", f"### {path}", ""]
        for width, height in SCREENS.items():
            for dark in (False, True):
                both = [picture_of(tab, f"{site}{path}", width, dark) for site in sites]
                shade = "dark" if dark else "light"
                said = f"{width} pixels, {shade}"
                if width == 390:
                    first = [one.crop((0, 0, width, height)) for one in both]
                    file = save("first-screen", f"{name}-{width}-{shade}-first", first, 0.75)
                    lines.append(f"![First screen of {path} before and after, {said}]({file})")
                file = save("whole", f"{name}-{width}-{shade}", both, SCALES[width])
                lines.append(f"![All of {path} before and after, {said}]({file})")
    return lines


def measures_of(tab, site):
    """Return {path: (kind, measures)} of every page with a budget."""
    tab.set_viewport_size({"width": 390, "height": 844})
    tab.emulate_media(color_scheme="light")
    found = {}
    for path, kind in budgets.budgeted_pages(tab, site):
        tab.goto(f"{site}{path}")
        found[path] = (kind, budgets.measured(tab))
    return found


def row(name, budget, before, after):
    """Return a line of a table: for each measure the bar, before and after."""
    cells = [name]
    for measure in MEASURES:
        asked, now = getattr(budget, measure), after[measure]
        over = f"**{now:,}**" if now > asked else f"{now:,}"
        cells += [f"{asked:,}", f"{before[measure]:,}" if before else "–", over]
    return f"| {' | '.join(cells)} |"


def tables(before, after):
    """Return the Markdown of three tables: eight pages, the largest of each kind, exceptions."""
    titles = [f"{m}: {n}" for m in ("seen", "all", "height") for n in ("asked", "before", "after")]
    head = f"{' | '.join(titles)} |\n|---{'|--:' * 9}|"
    lines = [f"\n| page | {head}"]
    for path in PATHS.values():
        kind, now = after[path]
        lines.append(row(path, budgets.BUDGETS[kind], before[path][1], now))
    lines.append("\nThe largest figure of all pages of a kind (a bold figure is over its bar):\n")
    lines.append(f"| kind | {head}")
    for kind, budget in budgets.BUDGETS.items():
        then, now = (largest(found, kind) for found in (before, after))
        lines.append(row(f"{KINDS[kind]} ({now['pages']})", budget, then, now))
    listed = budgets.exceptions()
    lines.append(f"\nPages that are listed as exceptions: {len(listed)}.")
    if listed:
        lines.append(f"\n| exception | {head}")
    for path in listed:
        kind, now = after[path]
        lines.append(row(path, budgets.BUDGETS[kind], before.get(path, (0, None))[1], now))
    return lines


def largest(found, kind):
    """Return the largest of each measure of the pages of a kind and their number, or None."""
    measures = [taken for one, taken in found.values() if one == kind]
    if not measures:
        return None
    most = {name: max(taken[name] for taken in measures) for name in MEASURES}
    return {**most, "pages": len(measures)}


def write(sites):
    """Write the page and its pictures from the sites of the release before and of this one."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find(), args=["--no-sandbox"])
        tab = browser.new_page()
        lines = tables(*(measures_of(tab, site) for site in sites)) + [""] + draw(tab, sites)
        browser.close()
    PAGE.write_text(HEAD + "\n".join(lines) + "\n")


if __name__ == "__main__":
    write(sys.argv[1:3])
