"""The texts of a release that wait for an answer: staff take them, or keep their own.

``offered_rows`` deletes an offer when its row is deleted or has come to say the same.
"""

from dataclasses import dataclass

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models, transaction
from django.utils.text import capfirst

from guidance.editorial import draft_status
from guidance.editorial.audit import log_step
from guidance.editorial.offered_rows import table_of, target_of
from guidance.editorial.refusals import Refused, TooLate
from guidance.editorial.row_values import NoSuchRow, digest, fields_of_parts, set_value, value_of
from guidance.models import Offer
from guidance.pages.diff import Difference

GONE = "This was answered already, or its row was deleted."
CHANGED = "Somebody changed this text after it was shown to you. Nothing was saved. Look again."


@dataclass(frozen=True)
class Shown:
    """An offer as staff see it.

    ``where`` names the page, the row below it, and the field if it is one. ``texts`` are the
    differences of its fields, from the clinic's words to those of the release. ``removes`` says
    that the release no longer has the row. ``seen`` is a digest of both sides, which an answer
    carries. ``may_answer`` says whether the user may edit the row.
    """

    offer: Offer
    row: models.Model
    where: str
    texts: tuple[Difference, ...]
    removes: bool
    seen: str
    may_answer: bool


def may_answer(user, offer):
    """Return whether ``user`` may edit what ``offer`` is about, as in the form of its page."""
    table, what = table_of(offer), "change" if offer.values else "delete"
    wanted = [f"guidance.change_{table._meta.model_name}"]
    if offer.relation:
        part = table._meta.get_field(offer.relation).related_model
        wanted.append(f"guidance.{what}_{part._meta.model_name}")
    return user.is_active and user.is_staff and user.has_perms(wanted)


def may_see(user, offer):
    """Return whether ``user`` may open the draft of ``offer``."""
    table = table_of(offer)._meta.model_name
    return user.has_perm(f"guidance.view_{table}") or user.has_perm(f"guidance.change_{table}")


def shown(user, key):
    """Return the open offers for the page ``key`` as ``Shown``, those that ``user`` may see."""
    found = []
    for offer in Offer.objects.filter(page=key):
        row, target = target_of(offer)
        if target is not None and may_see(user, offer):
            found.append(_show(user, offer, row, target))
    return found


def _show(user, offer, row, target):
    texts = [_difference(offer, target, name) for name in _names(offer)]
    if not offer.values:
        texts = [text for text in texts if text.before]
    place = [str(row)]
    if offer.relation:
        place.append(f"{capfirst(target._meta.verbose_name)} “{target}”")
    if len(offer.values) == 1:
        place.append(texts[0].where)
    return Shown(
        offer=offer,
        row=row,
        where=" › ".join(place),
        texts=tuple(texts),
        removes=not offer.values,
        seen=_seen(offer, target),
        may_answer=may_answer(user, offer),
    )


def _difference(offer, target, name):
    """Return the field ``name`` as the draft has it and as the release has it."""
    return Difference(
        capfirst(target._meta.get_field(name).verbose_name),
        in_words(target, name, value_of(target, name)),
        in_words(target, name, offer.values[name]) if offer.values else "",
    )


def _names(offer):
    """Return the fields that ``offer`` is about: all of a part that the release no longer has."""
    return list(offer.values) or fields_of_parts(table_of(offer), offer.relation)


def _seen(offer, target):
    return digest([[value_of(target, name) for name in _names(offer)], offer.values])


def in_words(row, name, value):
    """Return a plain value of the field ``name`` of ``row`` in words, for staff."""
    field = row._meta.get_field(name)
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if field.is_relation:
        slugs = value if isinstance(value, list) else [value]
        rows = field.related_model.objects.filter(slug__in=slugs)
        return "\n".join(sorted(str(linked) for linked in rows))
    if field.choices:
        return str(dict(field.flatchoices).get(value, "" if value is None else value))
    return "" if value is None else str(value)


def take(user, pk, seen):
    """Put the values of the offer ``pk`` into the draft, in the name of ``user``; return the row.

    ``seen`` is that of the ``Shown`` which the user answers. Raises ``PermissionDenied``,
    ``TooLate`` if the offer or the draft changed since, and ``Refused`` if the values are not valid
    in the draft.
    """
    with transaction.atomic():
        offer, row, target = _locked(user, pk, seen)
        was = dict(vars(row))
        try:
            if offer.values:
                for name, value in offer.values.items():
                    set_value(target, name, value)
                target.full_clean()
                target.save()
            else:
                target.delete()
        except NoSuchRow as error:
            raise Refused(f"It cannot be taken. {error}") from error
        except ValidationError as error:
            raise Refused(f"It cannot be taken. {' '.join(error.messages)}") from error
        row.revision += 1
        row.save(update_fields=["revision"])
        log_step(user, row, f"Took from the release of {offer.release}: {_what(offer, target)}.")
        offer.delete()
    draft_status.update_after(row, was=was)
    return row


def keep(user, pk, seen):
    """Delete the offer ``pk``, which is never made again; return the draft row it was about.

    Raises ``PermissionDenied`` and ``TooLate`` as ``take`` does.
    """
    with transaction.atomic():
        offer, row, target = _locked(user, pk, seen)
        log_step(user, row, f"Kept beside the release of {offer.release}: {_what(offer, target)}.")
        offer.delete()
    return row


def _what(offer, target):
    """Return what an offer is about, for the log."""
    labels = [capfirst(target._meta.get_field(name).verbose_name) for name in offer.values]
    place = f"{capfirst(target._meta.verbose_name)} “{target}”" if offer.relation else ""
    return ": ".join(filter(None, [place, ", ".join(labels) or "row removed"]))


def _locked(user, pk, seen):
    """Lock the offer ``pk`` and its rows, and return (offer, draft row, row with the fields).

    The draft row is locked first, as by a save of the draft and by an upgrade.
    """
    offer = Offer.objects.filter(pk=pk).first()
    if offer is None:
        raise TooLate(GONE)
    if not may_answer(user, offer):
        raise PermissionDenied
    table_of(offer).objects.select_for_update().filter(pk=offer.row).first()
    offer = Offer.objects.select_for_update().filter(pk=pk).first()
    row, target = target_of(offer) if offer else (None, None)
    if target is None:
        raise TooLate(GONE)
    if _seen(offer, target) != seen:
        raise TooLate(CHANGED)
    return offer, row, target
