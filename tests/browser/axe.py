"""Accessibility checks with axe-core, which the package axe-playwright-python carries."""

from importlib.resources import files

SCRIPT = files("axe_playwright_python").joinpath("axe.min.js").read_text()
# Whatever breaks "color-contrast" (4.5 to 1) breaks "color-contrast-enhanced" (7 to 1) too.
LIGHT = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "rules": {
        "color-contrast": {"enabled": False},
        "color-contrast-enhanced": {"enabled": True},
    },
    "resultTypes": ["violations"],
    "preload": False,  # of stylesheets and of media, which no rule here needs
}
# In the dark only colors differ, so only the rules about colors are asked again.
DARK = {
    "runOnly": {
        "type": "rule",
        "values": ["color-contrast-enhanced", "link-in-text-block"],
    },
    "resultTypes": ["violations"],
    "preload": False,
}
LIGHT_AND_DARK = (("light", LIGHT), ("dark", DARK))
LIGHT_ONLY = LIGHT_AND_DARK[:1]
NO_CONTRAST = {
    "color-contrast": {"enabled": False},
    "color-contrast-enhanced": {"enabled": False},
}
WITHOUT_CONTRAST = (
    ("light", {**LIGHT, "rules": NO_CONTRAST}),
    ("dark", {**DARK, "runOnly": {"type": "rule", "values": ["link-in-text-block"]}}),
)
"""For the admin's own colors, which contrast less. To measure them takes most of axe's time."""


def violations(page, asked=LIGHT_AND_DARK):
    """Return one line for each rule that ``page`` breaks, and where: by default in both schemes.

    ``asked`` has pairs of a color scheme and the options of axe.
    """
    page.wait_for_load_state()  # a click returns as soon as the next page begins
    page.evaluate(SCRIPT)
    found = []
    for scheme, rules in asked:
        page.emulate_media(color_scheme=scheme)
        result = page.evaluate("rules => axe.run(document, rules)", rules)
        found += [
            f"{page.url} ({scheme}): {one['id']}: {node['html'][:160]}"
            for one in result["violations"]
            for node in one["nodes"][:3]
        ]
    page.emulate_media(color_scheme="light")
    return found
