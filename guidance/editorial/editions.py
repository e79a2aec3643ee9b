"""Editions as they are stored, and the guides made from them.

If a version cannot be read, only its page is missing. Required pages are then shown as they were in
an earlier edition (ADR 0014).
"""

import logging
from dataclasses import dataclass, field
from datetime import datetime

from django.utils import timezone

from guidance.editorial.page_history import last_changes
from guidance.models import Edition, PageVersion
from guidance.pages import cited_text, payloads, site_pages
from guidance.pages.guide import Guide, UnreadablePage
from guidance.pages.kinds import KINDS, REQUIRED_PAGES, WHOLE_TABLE_KEYS
from guidance.pages.last_changes import LastChange, page_key_of
from guidance.pages.source_list import list_of_cited

log = logging.getLogger(__name__)

SHOWN_FROM_EARLIER = REQUIRED_PAGES | WHOLE_TABLE_KEYS
"""Pages that are shown from an earlier edition if their version cannot be read.

Other pages are not, because the text of an earlier edition may lack a warning.
"""
MANY_RECENT = 20
"""The number of editions in the list of changes."""


class NoSuchEdition(LookupError):
    """There is no edition with this number."""


@dataclass(frozen=True)
class Version:
    """One page version as it is stored. ``edition`` is the number of the edition that it is from.

    ``payload`` is None if the row does not exist.
    """

    key: str
    schema: int
    payload: object
    edition: int


@dataclass(frozen=True)
class RecentEdition:
    """An edition in the list of changes: see ``Edition``."""

    number: int
    published_at: datetime
    note: str
    changes: list[dict[str, object]]


@dataclass(frozen=True)
class StoredEdition:
    """The data that is needed to show one edition without the database.

    ``earlier`` holds the versions that are shown in place of required pages that cannot be read.
    ``recent`` holds the last editions, newest first. ``last_changes`` is empty in a copy that an
    earlier release wrote. ``is_open`` is true there, as every site was open then.
    """

    number: int
    published_at: datetime
    versions: list[Version]
    earlier: list[Version]
    recent: list[RecentEdition]
    last_changes: dict[str, LastChange] = field(default_factory=dict)
    is_open: bool = True


def page_of(version):
    """Return the page of a stored version. Raise ``payloads.Unreadable``."""
    if version.payload is None:
        raise payloads.Unreadable("Its row is missing.")
    page = payloads.load(version.payload, version.schema)
    if page.key != version.key:
        raise payloads.Unreadable(f"It holds another page, {page.key}.")
    return page


def readable(versions):
    """Return ({key: page}, [``UnreadablePage``]) of stored versions."""
    pages, unreadable = {}, []
    for version in versions:
        try:
            pages[version.key] = page_of(version)
        except payloads.Unreadable as error:
            unreadable.append(UnreadablePage(version.key, title_of(version), str(error)))
    return pages, unreadable


def title_of(version):
    """Return the title of a stored version, or its slug in words if it has none."""
    title = version.payload.get("title") if isinstance(version.payload, dict) else None
    if isinstance(title, str) and title.strip():
        return title
    return version.key.partition("/")[2].replace("-", " ").capitalize()


def stored_versions(edition):
    """Return the versions of ``edition``, a row, as they are stored."""
    rows = PageVersion.objects.filter(pk__in=edition.manifest.values())
    stored_by_pk = {pk: (schema, payload) for pk, schema, payload in rows.values_list(*FIELDS)}
    return [
        Version(key, *stored_by_pk.get(pk, (payloads.SCHEMA, None)), edition.number)
        for key, pk in edition.manifest.items()
    ]


FIELDS = ("pk", "schema", "payload")


def stored(edition):
    """Return ``edition``, a row, as a ``StoredEdition``."""
    versions = stored_versions(edition)
    _, unreadable = readable(version for version in versions if version.key in SHOWN_FROM_EARLIER)
    lacking = [page.key for page in unreadable]
    return StoredEdition(
        number=edition.number,
        published_at=edition.published_at,
        versions=versions,
        earlier=_earlier(edition.number, lacking),
        recent=recent_editions(MANY_RECENT),
        last_changes=last_changes(edition.number),
        is_open=edition.is_open,
    )


def _earlier(number, keys):
    """Return the last readable version of each page that editions before ``number`` showed."""
    versions = {}
    if keys:
        editions = Edition.objects.filter(number__lt=number).order_by("-number")
        for edition in editions.iterator(chunk_size=10):
            missing = {key: edition.manifest.get(key) for key in keys if key not in versions}
            if not missing:
                break
            rows = PageVersion.objects.filter(pk__in=[pk for pk in missing.values() if pk])
            for row in rows:
                version = Version(row.key, row.schema, row.payload, edition.number)
                if row.key in missing and readable([version])[0]:
                    versions[row.key] = version
    return list(versions.values())


def recent_editions(many):
    """Return the last ``many`` editions as ``RecentEdition``, newest first."""
    rows = Edition.objects.order_by("-number")
    fields = ("number", "published_at", "note", "changes")
    return [RecentEdition(*row) for row in rows.values_list(*fields)[:many]]


def guide_from(edition):
    """Return the guide of a ``StoredEdition``, and log each page that cannot be read."""
    pages, unreadable = readable(edition.versions)
    earlier, _ = readable(edition.earlier)
    numbers = {version.key: version.edition for version in edition.earlier}
    with_replacement = []
    for page in unreadable:
        instead = numbers.get(page.key)
        log.error(
            "Edition %d: the page %s cannot be read%s. %s",
            edition.number,
            page.key,
            f", that of edition {instead} is shown" if instead else "",
            page.why,
        )
        with_replacement.append(UnreadablePage(page.key, page.title, page.why, instead))
    pages |= {key: page for key, page in earlier.items() if key not in pages}
    _complete(pages, unreadable)
    published_on = timezone.localdate(edition.published_at)
    lacking = {page.key for page in unreadable}
    changes = {
        key: change
        for key, change in edition.last_changes.items()
        if page_key_of(key) not in lacking
    }
    return Guide(edition.number, published_on, pages.values(), with_replacement, changes)


def _complete(pages, unreadable):
    """Add replacements to ``pages`` for the clinic and the sources if they cannot be read.

    The clinic, which each page needs, is replaced by one without details, also if the edition has
    none. The list of sources gets those that other pages cite.
    """
    pages.setdefault("clinic/clinic", NO_CLINIC)
    if any(page.key == "sources/sources" for page in unreadable):
        page = pages.get("sources/sources")
        pages["sources/sources"] = list_of_cited(pages.values(), page.sources if page else ())


NO_CLINIC = site_pages.ClinicPage(
    slug="clinic",
    title="Your MS clinic",
    summary=cited_text.EMPTY,
    sections=(),
    references=(),
    phone="",
    hours="",
    address="",
    emergency_wording="In an emergency call 911.",
)


def current():
    """Return the current edition as a ``StoredEdition``, or None if there is none."""
    edition = Edition.objects.current()
    return stored(edition) if edition else None


def guide_of(edition):
    """Return the guide of any edition, a row, old or new."""
    return guide_from(stored(edition))


def guide_of_number(number):
    """Return the guide of the edition ``number``. Raise ``NoSuchEdition``."""
    try:
        return guide_of(Edition.objects.get(number=number))
    except (Edition.DoesNotExist, OverflowError) as error:
        raise NoSuchEdition(f"There is no edition {number}.") from error


# Pages that this release cannot read in full


@dataclass(frozen=True)
class Finding:
    """A problem with one page of an edition. If ``is_fault``, the page cannot be shown."""

    edition: int
    key: str
    words: str
    is_fault: bool


def checked(every):
    """Yield (number of pages, findings) of the current edition, or of all if ``every``."""
    rows = Edition.objects.order_by("-number")
    for edition in (rows if every else rows[:1]).iterator(chunk_size=10):
        yield len(edition.manifest), list(findings(edition))


def findings(edition):
    """Yield a ``Finding`` for each page of ``edition``, a row, that cannot be read in full."""
    for version in stored_versions(edition):
        try:
            page = page_of(version)
        except payloads.UnknownKind as error:
            is_ours = version.key.partition("/")[0] in KINDS
            yield Finding(edition.number, version.key, str(error), is_ours)
        except payloads.Unreadable as error:
            yield Finding(edition.number, version.key, str(error), True)
        else:
            if more := payloads.later_fields(version.payload, page):
                words = f"This release does not show its {', '.join(sorted(set(more)))}."
                yield Finding(edition.number, version.key, words, False)
    if missing := REQUIRED_PAGES - edition.manifest.keys():
        for key in sorted(missing):
            yield Finding(edition.number, key, "It is not in the edition.", True)
