"""Show pages of the release of November 24, 2026 beside the same pages now.

It writes ``docs/pages-before-and-after.md`` and its pictures; ``make pictures`` runs it.
"""

import io
from pathlib import Path

from PIL import Image

from tests.browser import budgets

DOCS = Path(__file__).parents[2] / "docs"
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
PHONE, DESKTOP = 390, 1280
SCREENS = {PHONE: 844, DESKTOP: 900}
"""Height in pixels by width in pixels."""
FIRST_SCREEN_SCALE, WHOLE_PAGE_SCALES = 0.75, {PHONE: 0.4, DESKTOP: 0.28}
"""How large a picture is drawn; that of a whole page by the width of its screen."""
FIRST_SCREEN_QUALITY, WHOLE_PAGE_QUALITY = 50, 18
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
    "signs_by_treatment": "signs by treatment",
}
MEASURES = ("seen", "words", "height")

HEAD = """# Pages before and after

Eight pages of the release of November 24, 2026 (before) beside the same pages now (after).
This page and its pictures are written by a script, and are not kept up to date with each change.

`make pictures` writes them anew, and [the pictures of the tools](tools-pictures.md) too.
It makes the earlier release from Git and starts both sites.

## Words and height

At 390 by 844 pixels, text size 100 percent, nothing opened, in Liberation fonts.
"Seen" are the words that show before anything is opened.
"All" leaves out lists of sources, and signs in few words.
On Get help, that leaves out the signs by treatment.
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
    width = sum(picture.width for picture in pictures) + GAP * (len(pictures) - 1)
    drawn = Image.new("RGB", (width, max(picture.height for picture in pictures)), GREY)
    left = 0
    for picture in pictures:
        drawn.paste(picture, (left, 0))
        left += picture.width + GAP
    return drawn


def save(name, pictures, scale, quality):
    """Write pictures side by side and smaller; return the path from the folder of the page."""
    small = [picture.resize([int(side * scale) for side in picture.size]) for picture in pictures]
    path = PICTURES / f"{name}.webp"
    side_by_side(small).save(path, quality=quality, method=6)
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
                file_name = f"{name}-{width}-{shade}"
                what = f"{path} before and after, {width} pixels, {shade}"
                if width == PHONE:
                    first = [picture.crop((0, 0, width, height)) for picture in both]
                    file = save(
                        f"{file_name}-first", first, FIRST_SCREEN_SCALE, FIRST_SCREEN_QUALITY
                    )
                    lines.append(f"![First screen of {what}]({file})")
                file = save(file_name, both, WHOLE_PAGE_SCALES[width], WHOLE_PAGE_QUALITY)
                lines.append(f"![All of {what}]({file})")
    return lines


def measures_of(tab, site):
    """Return {path: (kind, measures)} of every page with a budget, as a phone shows it."""
    tab.set_viewport_size({"width": PHONE, "height": SCREENS[PHONE]})
    return budgets.measured_pages(tab, site)


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
        kind, measures = after[path]
        lines.append(row(path, budgets.BUDGETS[kind], before[path][1], measures))
    lines.append("\nThe largest figure of all pages of a kind (a bold figure is over its bar):\n")
    lines.append(f"| kind | {head}")
    for kind, budget in budgets.BUDGETS.items():
        name = f"{KINDS[kind]} ({len(of_kind(after, kind))})"
        lines.append(row(name, budget, largest(before, kind), largest(after, kind)))
    listed = budgets.exceptions()
    lines.append(f"\nPages that are listed as exceptions: {len(listed) or 'none'}.")
    if listed:
        lines.append(f"\n| exception | {head}")
    for path in listed:
        kind, measures = after[path]
        measures_before = before[path][1] if path in before else None
        lines.append(row(path, budgets.BUDGETS[kind], measures_before, measures))
    return lines


def of_kind(pages, kind):
    """Return the measures of each page of a kind, out of {path: (kind, measures)}."""
    return [measures for kind_of_page, measures in pages.values() if kind_of_page == kind]


def largest(pages, kind):
    """Return the largest of each measure of the pages of a kind, or None if there are none."""
    measures = of_kind(pages, kind)
    if not measures:
        return None
    return {name: max(of_page[name] for of_page in measures) for name in MEASURES}


def write(browser, sites):
    """Write the page and its pictures from the sites of the release before and of this one."""
    tab = browser.new_page()
    lines = tables(*(measures_of(tab, site) for site in sites)) + [""] + draw(tab, sites)
    tab.close()
    PAGE.write_text(HEAD + "\n".join(lines) + "\n")
