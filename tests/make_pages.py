"""Published pages for tests: plain functions with defaults, without a database."""

from datetime import date

from guidance.pages import cited_text, site_pages, structures
from guidance.pages.guide import Guide
from guidance.walk.shipped import SHIPPED
from guidance.walk.vocabulary import PLACES

REVIEW = structures.Review(checked_on=date(2026, 11, 23), review_due=date(2027, 11, 23))


def source(key="label", **fields):
    defaults = {
        "organization": "Test maker",
        "title": f"Title of {key}",
        "address": "https://example.org/label",
        "kind": "US label",
        "tier": "primary",
        "published": "June 2024",
        "checked_on": date(2026, 11, 23),
        "how_checked": "official",
    }
    return cited_text.Source(key=key, **{**defaults, **fields})


def reference(key, number=1):
    return cited_text.Reference(number=number, mentions=1, source=source(key))


def prose(text=""):
    """A text as its writer typed it; only ``source`` counts where a page is composed anew."""
    return cited_text.Prose(source=text, html=text)


def sections(**texts):
    """Sections by id, with ``_`` for the hyphen."""
    return tuple(
        structures.Section(id=name.replace("_", "-"), heading=name, text=prose(text))
        for name, text in texts.items()
    )


def _page(kind, slug, fields):
    defaults = {
        "title": slug.replace("-", " ").capitalize(),
        "summary": prose(f"Summary of {slug}."),
        "sections": (),
        "references": (),
    }
    return kind(slug=slug, **{**defaults, **fields})


def subtype(slug="active", **fields):
    defaults = {
        "active": True,
        "progressing": False,
        "medical_name": "",
        "in_short": prose(),
        "questions": (),
        "therapies": (),
        "symptoms": (),
        "review": REVIEW,
    }
    return _page(structures.SubtypePage, slug, {**defaults, **fields})


def therapy(slug="siponimod", **fields):
    defaults = {
        "brands": (),
        "pronunciation": "",
        "group": "disease-modifying",
        "label_status": "active-spms",
        "how_taken": ("mouth",),
        "where_taken": ("home",),
        "glance": (),
        "boxed_warning": prose(),
        "call_911": prose(),
        "call_clinic": prose(),
        "effects": (),
        "evidence": (),
        "questions": (),
        "review": REVIEW,
    }
    return _page(structures.TherapyPage, slug, {**defaults, **fields})


def check(name="Blood count", text="A blood count.[@label]", moment="before", **fields):
    return structures.Check(name=name, text=prose(text), moment=moment, **fields)


def effect(side_effect="headache", detail="It hurts.", seriousness="common", **fields):
    return structures.Effect(
        side_effect=side_effect, seriousness=seriousness, detail=prose(detail), **fields
    )


def evidence(**fields):
    defaults = {
        "trial": "EXPAND",
        "group": "people with SPMS",
        "happened": "got worse",
        "not_happened": "did not get worse",
        "time_span": "over 2 years",
        "out_of": 100,
        "with_treatment": 26,
        "without_treatment": 32,
        "comparator": "placebo",
        "finding": prose(),
        "certainty": "moderate",
        "certainty_why": prose(),
        "limits": prose(),
        "year": "2018",
    }
    return structures.Evidence(**{**defaults, **fields})


def placebo_group(**fields):
    defaults = {
        "trial": "EXPAND",
        "group": "263 people with SPMS",
        "happened": "got worse",
        "not_happened": "did not",
        "time_span": "up to 3 years",
        "out_of": 1000,
        "people": 350,
        "finding": prose("On the medicine, 250 did. [@label]"),
        "limits": prose("It was one trial. [@label]"),
        "year": "2018",
    }
    return structures.PlaceboGroup(**{**defaults, **fields})


def side_effect(slug="headache", **fields):
    defaults = {
        "medical_name": "",
        "gravity": "see-somebody",
        "call_911": prose(),
        "call_clinic": prose(),
        "review": REVIEW,
    }
    return _page(structures.SideEffectPage, slug, {**defaults, **fields})


def symptom(slug="fatigue", **fields):
    defaults = {
        "medical_name": "",
        "call_911": prose(),
        "call_clinic": prose(),
        "side_effects": (),
        "questions": (),
        "review": REVIEW,
    }
    return _page(structures.SymptomPage, slug, {**defaults, **fields})


def topic(slug="driving", **fields):
    defaults = {
        "key_points": prose("- Ask before you drive."),
        "next_step": prose("Ask about a driving test."),
        "questions": (),
        "review": REVIEW,
    }
    return _page(structures.TopicPage, slug, {**defaults, **fields})


def table_row(name="Part B", second="Drips. [@label]", third="You pay a part. [@label]"):
    return structures.TableRow(name=name, second=prose(second), third=prose(third))


def visit(slug="first-visit", **fields):
    defaults = {
        "note": prose(),
        "subtype": "",
        "therapies": (),
        "symptoms": (),
        "side_effects": (),
        "detail": "short",
        "pictures": True,
        "questions": (),
        "review": REVIEW,
    }
    return _page(structures.VisitPage, slug, {**defaults, **fields})


def info(slug="about", **fields):
    return _page(structures.InfoPage, slug, {"review": REVIEW, **fields})


def glossary(*terms):
    return _page(
        site_pages.GlossaryPage,
        "glossary",
        {
            "terms": tuple(
                site_pages.Term(slug=term, term=term, also_called="", definition=prose())
                for term in terms
            )
        },
    )


def help_page(*levels):
    """The help page; each level is (urgency, what to do, its signs)."""
    return _page(
        site_pages.HelpPage,
        "help",
        {
            "levels": tuple(
                site_pages.HelpLevel(
                    slug=slug,
                    title=slug.capitalize(),
                    action=prose(action),
                    signs=tuple(map(prose, signs)),
                )
                for slug, action, signs in levels
            ),
            "review": REVIEW,
        },
    )


def sign(slug="fever", level="same-day", **fields):
    defaults = {"text": prose("You have a fever. [@label]"), "part": "infection"}
    return site_pages.Sign(slug=slug, level=level, **{**defaults, **fields})


def signs_page(*signs, **fields):
    return _page(site_pages.SignsPage, "signs", {"signs": signs, "review": REVIEW, **fields})


def walk(changed=(), **fields):
    """The words of the walk as they are shipped, but for ``changed``, {key: text or None}."""
    texts = {key: text for key, text in {**SHIPPED, **dict(changed)}.items() if text}
    cited = {key for key, place in PLACES.items() if place.cited}

    def part(key, structure, made):
        where = PLACES[key].where if key in PLACES else key
        own, another = made(texts[key].own), made(texts[key].another)
        return structure(id=key, where=where, text=own, another=another)

    labels = (part(key, site_pages.WalkLabel, str) for key in texts if key not in cited)
    with_sources = (part(key, site_pages.WalkText, prose) for key in texts if key in cited)
    return _page(
        site_pages.WalkPage,
        "find-your-type",
        {"labels": tuple(labels), "texts": tuple(with_sources), "review": REVIEW, **fields},
    )


def clinic(**fields):
    defaults = {"phone": "", "hours": "", "address": "", "emergency_wording": "Call 911."}
    return _page(site_pages.ClinicPage, "clinic", {**defaults, **fields})


def sources_page(*keys):
    return _page(site_pages.SourcesPage, "sources", {"sources": tuple(source(key) for key in keys)})


def withdrawn(key, **fields):
    defaults = {"since": date(2026, 11, 23), "why": "We are checking it again."}
    return _page(site_pages.WithdrawnPage, key, {**defaults, **fields})


def guide(*found, number=7):
    return Guide(number, date(2026, 11, 23), found)
