"""Accessibility checks with axe-core, which the package axe-playwright-python carries."""

from importlib.resources import files

SCRIPT = files("axe_playwright_python").joinpath("axe.min.js").read_text()
# Both rules about contrast: "color-contrast-enhanced" (7 to 1) lets pass what "color-contrast"
# (4.5 to 1) reports.
LIGHT = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "rules": {
        "color-contrast-enhanced": {"enabled": True},
    },
    "resultTypes": ["violations"],
    "preload": False,  # of stylesheets and of media, which no rule here needs
}
# In the dark only colors differ, so only the rules about colors are asked again.
DARK = {
    "runOnly": {
        "type": "rule",
        "values": ["color-contrast", "color-contrast-enhanced", "link-in-text-block"],
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


ONCE = """
() => {
  const known = new Map();
  const look = element => {
    if (!element) return '';
    if (!known.has(element)) {
      const style = getComputedStyle(element);
      const parts = [element.tagName, element.className, element.getAttribute('aria-disabled'),
                     element.matches(':disabled'), style.color, style.backgroundColor,
                     style.backgroundImage, style.opacity, style.filter, style.mixBlendMode,
                     style.position, style.clip, style.clipPath, style.textShadow,
                     style.visibility, style.fontSize, style.fontWeight];
      known.set(element, `${look(element.parentElement)}>${parts.join('|')}`);
    }
    return known.get(element);
  };
  const seen = new Set();
  for (const element of document.body.querySelectorAll('*')) {
    element.removeAttribute('data-contrast');
    const written = [...element.childNodes].some(one => one.nodeType === 3 && one.data.trim())
      || element.matches('input, select, textarea, button');
    if (!written || !element.checkVisibility({ visibilityProperty: true })) continue;
    const signature = look(element);
    if (!seen.has(signature)) {
      seen.add(signature);
      element.setAttribute('data-contrast', '');
    }
  }
  const rules = ['color-contrast', 'color-contrast-enhanced'];
  axe.configure({ rules: rules.map(id => ({ id, selector: '[data-contrast]' })) });
}
"""
"""Lets axe measure the contrast of texts once each where they look the same, with all around them.

To measure it takes most of axe's time, and a list repeats one look for each of its rows.
"""


def violations(page, asked=LIGHT_AND_DARK):
    """Return one line for each rule that ``page`` breaks, and where: by default in both schemes.

    ``asked`` has pairs of a color scheme and the options of axe.
    """
    page.wait_for_load_state()  # a click returns as soon as the next page begins
    page.evaluate(SCRIPT)
    found = []
    for scheme, rules in asked:
        page.emulate_media(color_scheme=scheme)
        page.evaluate(ONCE)
        result = page.evaluate("rules => axe.run(document, rules)", rules)
        found += [
            f"{page.url} ({scheme}): {one['id']}: {node['html'][:160]}"
            for one in result["violations"]
            for node in one["nodes"][:3]
        ]
    page.emulate_media(color_scheme="light")
    return found
