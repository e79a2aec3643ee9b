"""Each accent that a clinic may choose has the contrast of AAA, on light and on dark pages."""

import re

import pytest
from django.conf import settings

from guidance.pages.choices import Accent

STYLES = settings.BASE_DIR / "static" / "css"
CONTRAST = 7
"""The contrast of WCAG 2.2 AAA for text (1.4.6)."""
BELOW = ("page", "surface", "wash", "tint", "gold-tint")
"""The colors on which text in the accent stands."""


def colors(css, *, dark):
    """Return {name: color} of the custom properties of a style sheet, for light or dark pages."""
    light, _, rest = css.partition("@media (prefers-color-scheme: dark)")
    found = dict(re.findall(r"--([\w-]+): (#[0-9a-f]{3,6});", light))
    if dark:
        found |= dict(re.findall(r"--([\w-]+): (#[0-9a-f]{3,6});", rest.partition("}")[0]))
    return found


def luminance(color):
    digits = color[1:] if len(color) == 7 else "".join(digit * 2 for digit in color[1:])
    parts = [int(digits[place : place + 2], 16) / 255 for place in (0, 2, 4)]
    red, green, blue = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    ]
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one, other):
    brighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (brighter + 0.05) / (darker + 0.05)


def test_contrast_is_computed_as_wcag_does():
    assert contrast("#000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#fff") == pytest.approx(4.48, abs=0.01)


def test_each_accent_but_the_first_has_a_style_sheet_and_no_other_has_one():
    files = {path.stem.removeprefix("accent-") for path in STYLES.glob("accent-*.css")}
    assert files == set(Accent.values()) - {Accent.TEAL}


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("accent", Accent.values())
def test_text_in_the_accent_and_text_on_it_can_be_read(accent, dark):
    shown = colors((STYLES / "site.css").read_text().partition("@media print")[0], dark=dark)
    if accent != Accent.TEAL:
        own = colors((STYLES / f"accent-{accent}.css").read_text(), dark=dark)
        assert set(own) == {"teal", "cover"}
        shown |= own
    low = {
        below: round(contrast(shown["teal"], shown[below]), 2)
        for below in (*BELOW, "on-teal")
        if contrast(shown["teal"], shown[below]) < CONTRAST
    }
    assert low == {}
    assert contrast(shown["on-cover"], shown["cover"]) >= CONTRAST


@pytest.mark.parametrize("accent", sorted(set(Accent.values()) - {Accent.TEAL}))
def test_paper_stays_black(accent):
    css = (STYLES / f"accent-{accent}.css").read_text()
    assert css.index("@media screen") < css.index("--teal")
    assert css.count("{") == css.count("}") == 4
