"""Exports the page of the clinic to its content file."""

import msgspec

from guidance.content import shapes


def content_of_clinic(page, guide):
    """Return the page of the clinic of ``guide`` as the shape of its content file."""
    return shapes.ClinicShape(
        name=page.title,
        phone=page.phone,
        hours=page.hours,
        address=page.address,
        emergency_wording=page.emergency_wording,
        site_name=page.site_name,
        portal_name=page.portal_name,
        portal_address=page.portal_address,
        accent=page.accent,
        emergency_number=page.numbers.emergency,
        crisis_name=page.numbers.crisis_name,
        crisis_number=page.numbers.crisis,
        crisis_text=page.numbers.crisis_text,
        phones=[shapes.PhoneShape(**msgspec.structs.asdict(phone)) for phone in page.phones],
        offers=_offers(page, guide),
    )


def _offers(page, guide):
    """Return {slug: offered}; an edition of an earlier release has it on its treatments."""
    if page.offers is None:
        return {one.slug: one.offered for one in guide.therapies() if one.offered}
    return {offer.therapy: offer.offered for offer in page.offers}
