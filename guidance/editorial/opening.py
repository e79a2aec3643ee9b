"""Opens a new site to readers, once what it needs is there (ADR 0048)."""

from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.contrib.auth import get_user_model
from django.urls import reverse
from django.utils import timezone

from guidance.editorial import current
from guidance.editorial.audit import format_datetime, log_step
from guidance.editorial.editions import NO_CLINIC
from guidance.editorial.new_edition import create_edition, next_edition
from guidance.editorial.permissions import require
from guidance.editorial.refusals import Refused, TooLate
from guidance.editorial.worklist import sign_offs
from guidance.models import Edition, JobRun, Source
from guidance.pages import site_pages
from guidance.pages.choices import HowChecked
from guidance.pages.sign_offs import is_signed
from guidance.quality.rules import help_numbers

SEEN_WITHIN = timedelta(hours=26)
"""How recently a daily command must have run: it may take longer than the day before."""
JOBS = {"publish_due": "Scheduled publishing", "backup": "The backup"}
OPENED = "The site was opened to readers."
PASSWORDS = "django.contrib.auth.backends.ModelBackend"


@dataclass(frozen=True)
class Check:
    """One line of the checklist.

    ``found`` says what is there now, ``address`` is the staff page on which it is changed, or
    empty. The site cannot be opened while a check with ``is_needed`` is not met.
    """

    name: str
    found: str
    is_met: bool
    is_needed: bool = True
    address: str = ""


def checklist(*, now=None):
    """Return the ``Check`` of everything that a site needs before readers see it."""
    now = now or timezone.now()
    return [
        _clinic(),
        *_other_numbers(),
        _after_hours(),
        *_people(),
        _signed(),
        _walk(),
        _sources(),
        *_jobs(now),
    ]


def unmet(checks):
    """Return the checks among ``checks`` that forbid to open the site."""
    return [check for check in checks if check.is_needed and not check.is_met]


def open_site(user, *, although_unsigned=False, now=None):
    """Show the site to readers, and return the edition that does.

    ``although_unsigned`` is the decision to open it while pages are not signed off; the list of
    changes tells readers how many are. Raise ``TooLate`` if the site is open, and ``Refused`` if
    something is missing.
    """
    require(user, "open_site")
    now = now or timezone.now()
    with next_edition():
        last = Edition.objects.current()
        if last is None:
            raise Refused("Nothing is published yet.")
        if last.is_open:
            raise TooLate("The site is open already.")
        if missing := unmet(checklist(now=now)):
            names = "; ".join(check.name for check in missing)
            raise Refused(f"The site cannot be opened yet. Still missing: {names}.")
        note = _note(although_unsigned)
        edition = create_edition(user, {}, [], note, now, opens=True)
        log_step(user, edition, note)
    return edition


def _note(although_unsigned):
    """Return what the list of changes says. Raise ``Refused`` without a decision on sign-offs."""
    counts = sign_offs()
    signed, pages = counts["signed_pages"], counts["all_pages"]
    if signed == pages:
        return OPENED
    if not although_unsigned:
        raise Refused("Pages are not signed off. Sign them, or decide to open the site anyway.")
    return f"{OPENED} A clinician had signed off {signed} of its {pages} pages."


# The lines of the checklist


def _clinic():
    clinic = current.current_guide().clinic
    values = {
        "its name": clinic.title if clinic.title != NO_CLINIC.title else "",
        "its phone": clinic.phone,
        "its hours": clinic.hours,
        "its address": clinic.address,
        "what to do in an emergency": clinic.emergency_wording,
    }
    numbers = clinic.numbers
    told = f"{clinic.title}. {numbers.call_emergency}. {numbers.call_crisis}."
    missing = [name for name, value in values.items() if not value]
    found = f"Readers are not told {', '.join(missing)}." if missing else told
    place = reverse("admin:guidance_clinic_changelist")
    return Check("Your clinic: name, phone, hours", found, not missing, address=place)


def _other_numbers():
    """Yield a check that texts name the numbers of the clinic, if these are not those of the US."""
    guide = current.current_guide()
    numbers = help_numbers.numbers_of_others(guide)
    if numbers:
        many = len(help_numbers.pages_with_other_numbers(guide))
        found = f"{many} pages name {' or '.join(numbers)}." if many else "All pages name yours."
        yield Check("Texts name your emergency and crisis numbers", found, not many)


def _after_hours():
    """Return who is called while the clinic is closed, and whether anybody is."""
    phones = [phone for phone in current.current_guide().clinic.phones if phone.after_hours]
    found = "; ".join(f"{phone.label}: {phone.number}" for phone in phones)
    found = found or "None. Get help says what to do when the clinic is closed."
    place = reverse("admin:guidance_clinic_changelist")
    return Check("A phone for when you are closed", found, bool(phones), False, place)


def _people():
    """Return the checks for a second account and a second Manager, which four eyes need."""
    users = get_user_model().objects.filter(is_active=True, is_staff=True)
    ready = users.filter(totpdevice__confirmed=True).distinct().count()
    managers = get_user_model().objects.with_perm("guidance.open_site", backend=PASSWORDS)
    managers = managers.filter(is_active=True, is_staff=True).count()
    needed = settings.SECOND_REVIEWER
    place = reverse("admin:auth_user_changelist")
    return [
        Check(
            "A second account",
            f"{ready} with a password and a phone for codes.",
            ready > 1,
            needed,
            place,
        ),
        Check("A second Manager", f"Managers: {managers}.", managers > 1, needed, place),
    ]


def _signed():
    counts = sign_offs()
    signed, pages = counts["signed_pages"], counts["all_pages"]
    found = f"{signed} of {pages} public pages."
    place = f"{reverse('admin:guidance_therapy_changelist')}?review=unsigned"
    return Check("Pages signed off by a clinician", found, signed == pages, False, place)


def _walk():
    """Return who signed the words of the walk."""
    pages = current.current_guide().all_of(site_pages.WalkPage)
    review = pages[0].review if pages else None
    signed = review is not None and is_signed(review)
    found = f"{review.signed_off_by}." if signed else "Nobody has signed its words."
    return Check("The walk was read by", found, signed, False)


def _sources():
    many = Source.objects.exclude(how_checked=HowChecked.OFFICIAL).count()
    found = f"{many} not yet." if many else "All of them."
    place = reverse("admin:guidance_source_changelist")
    return Check("Sources opened on the official page", found, not many, False, place)


def _jobs(now):
    """Return the checks that the commands of ``JOBS`` were seen within a day."""
    seen = JobRun.objects.times()
    return [
        Check(
            f"{name}: seen within a day",
            f"Last seen on {format_datetime(seen[job])}." if job in seen else "Never seen.",
            job in seen and now - seen[job] <= SEEN_WITHIN,
        )
        for job, name in JOBS.items()
    ]
