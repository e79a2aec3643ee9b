"""Validation of submissions and editions before a step is taken."""

from django.utils import timezone

from guidance.editorial import current, publishing
from guidance.editorial.refusals import BreaksRules, Refused
from guidance.handout.build import missing_levels
from guidance.pages import payloads, text_input
from guidance.pages.guide import SIGNS, Guide, names_of_signs
from guidance.pages.kinds import KINDS, REQUIRED_PAGES
from guidance.quality import rules

SOURCES = "sources/sources"
"""The page key of the list of sources, which grows with pages that cite new ones."""


def refuse_broken_rules(fresh, shown, public, sources):
    """Check the pages ``fresh`` before they are submitted.

    Arguments:
    fresh -- {page key: frozen draft}
    shown -- {page key: public page}
    public -- {page key: public version}
    sources -- the list of sources, frozen from its drafts

    Raise ``Refused`` if a page needs one that is not public, and ``BreaksRules`` if one breaks a
    content rule.
    """
    together = {**shown, **fresh}
    refuse_missing_pages({*public, *fresh}, fresh, "is not public. Submit the two together.")
    if SIGNS in together or SIGNS not in public:
        refuse_missing_signs(together.values(), together.get(SIGNS))
    guide = Guide(0, timezone.localdate(), {**together, sources.key: sources}.values())
    context = rules.RuleContext(guide, timezone.localdate())
    errors = [
        finding
        for page in fresh.values()
        for finding in rules.findings(page, context)
        if finding.severity == "error"
    ]
    if errors:
        raise BreaksRules(errors, fresh)


def refuse_missing_pages(together, changed, why):
    """Raise ``Refused`` if a page in ``changed`` needs one whose key is not in ``together``.

    ``why`` ends the message and says what to do; ``{}`` is the title of the page.
    """
    for page in changed.values():
        for what, key in required_by(page):
            if key not in together:
                raise Refused(
                    f"“{page.title}” lists the {what} “{key.partition('/')[2]}”, whose page "
                    f"{why.format(page.title)}"
                )


def refuse_missing_signs(pages, table):
    """Raise ``Refused`` if one of ``pages`` names a sign that ``table``, the page of signs, lacks.

    ``table`` is None if there is no such page.
    """
    known = {sign.slug for sign in table.signs} if table else set()
    for page in pages:
        for slug in sorted({*names_of_signs(page)} - known):
            raise Refused(
                f"“{page.title}” names the sign “{slug}”, which is not public. Submit and publish "
                "the signs together with it, or take the sign off the page."
            )


def required_by(page):
    """Yield (kind in words, page key) of each page that must be public if ``page`` is."""
    for link in KINDS[page.kind].links:
        for slug in link.slugs(page) if link.needed else ():
            yield link.what, f"{link.to}/{slug}"


def pages_in(submission):
    """Return ([(row, page)], [row whose page this release cannot read]) of a submission."""
    readable, unreadable = [], []
    for row in submission.pages.select_related("version", "base"):
        try:
            readable.append((row, current.page_of(row.version)))
        except payloads.Unreadable:
            unreadable.append(row)
    return readable, unreadable


def refuse_unprintable(submission, *words):
    """Raise ``Refused`` if the submission or ``words`` has a character that no PDF can show.

    Also raise it if this release cannot read a page. Content rules are applied when pages are
    submitted; this check is for pages that an earlier release accepted.
    """
    for text in words:
        if problem := text_input.problem(text):
            raise Refused(problem)
    readable, unreadable = pages_in(submission)
    if unreadable:
        raise Refused(
            f"“{unreadable[0].title}” cannot be read by this release. Send it back, so that it is "
            "submitted anew."
        )
    for row, page in readable:
        for part, problem in rules.unprintable_strings(page):
            raise Refused(
                f"“{row.title}”, {part.label}: {problem} Send it back, so that the draft is mended."
            )


def refuse_incomplete(shown, manifest):
    """Raise ``Refused`` if an edition would lack a page or a source that it needs.

    ``manifest`` is that of the new edition, and ``shown`` has its pages. A page that cannot be read
    is not in ``shown``, so it does not stop the edition that corrects it.
    """
    if missing := REQUIRED_PAGES - manifest.keys():
        raise Refused(f"The site cannot do without the page {min(missing)}.")
    help_page = shown.get("help/help")
    if help_page and (missing := missing_levels(help_page, shown.get(SIGNS))):
        raise Refused(publishing.NEEDS_LEVEL.format(missing[0]))
    why = "would not be public. Publish the two together, or change or withdraw “{}” first."
    refuse_missing_pages(manifest, shown, why)
    if SIGNS in shown or SIGNS not in manifest:
        refuse_missing_signs(shown.values(), shown.get(SIGNS))
    listed = {source.key for source in shown[SOURCES].sources}
    for page in shown.values():
        for reference in page.references:
            if reference.source.key not in listed:
                raise Refused(
                    f"“{page.title}” cites {reference.source.key}, which would no longer be "
                    "among the public sources."
                )
