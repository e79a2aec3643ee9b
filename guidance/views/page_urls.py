"""The URL of each page of the guide."""

from django.urls import reverse

PLACES = {
    "home": "home",
    "find-your-type": "walk",
    "types": "subtypes",
    "treatments": "therapies",
    "side-effects": "side_effects",
    "symptoms": "symptoms",
    "glossary": "glossary",
    "sources": "sources",
    "handout": "handout",
    "get-help": "get_help",
    "about": "about",
    "privacy": "privacy",
    "accessibility": "accessibility",
}
"""{slug: URL name} of info pages with their own URL. The others are below /about/."""

KINDS = {
    "subtype": "subtype",
    "therapy": "therapy",
    "side-effect": "side_effect",
    "symptom": "symptom",
    "visit": "visit",
}
SINGLE = {"glossary": "glossary", "help": "get_help", "sources": "sources", "clinic": "home"}


def address(page):
    """Return the URL path of a page of the guide."""
    if page.kind in SINGLE:
        return reverse(SINGLE[page.kind])
    if page.kind == "info":
        place = PLACES.get(page.slug)
        return reverse(place) if place else reverse("info", args=[page.slug])
    return reverse(KINDS[page.kind], args=[page.slug])
