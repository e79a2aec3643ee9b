"""Where each page of the guide is."""

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
"""Info pages with an address of their own: slug to name. The others are below /about/."""

KINDS = {
    "subtype": "subtype",
    "therapy": "therapy",
    "side-effect": "side_effect",
    "symptom": "symptom",
    "visit": "visit",
}
SINGLE = {"glossary": "glossary", "help": "get_help", "sources": "sources", "clinic": "home"}


def address(page):
    """Return the path of a page of the guide."""
    if page.kind in SINGLE:
        return reverse(SINGLE[page.kind])
    if page.kind == "info":
        place = PLACES.get(page.slug)
        return reverse(place) if place else reverse("info", args=[page.slug])
    return reverse(KINDS[page.kind], args=[page.slug])
