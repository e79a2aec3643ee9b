"""A page says that it is signed off only if all that it shows is."""

from datetime import date

import msgspec
import pytest

from guidance.pages.sign_offs import ShownWith, Signed, WholePage
from tests import make_pages as make


def signed(by, credentials="MD"):
    return msgspec.structs.replace(
        make.REVIEW,
        signed_off_by=by,
        signed_off_credentials=credentials,
        signed_off_on=date(2026, 11, 29),
    )


LEE, KIM, NOBODY = signed("Ann Lee"), signed("Bo Kim", ""), make.REVIEW


@pytest.mark.parametrize(
    ("own", "others", "is_signed", "by"),
    [
        (NOBODY, [], Signed.NONE, ""),
        (LEE, [], Signed.ALL, "Ann Lee"),
        (NOBODY, [ShownWith("Signs", (NOBODY,))], Signed.NONE, ""),
        (LEE, [ShownWith("Signs", (NOBODY,))], Signed.PART, ""),
        (NOBODY, [ShownWith("Signs", (LEE,))], Signed.PART, ""),
        (LEE, [ShownWith("Signs", (LEE,))], Signed.ALL, "Ann Lee"),
        (LEE, [ShownWith("Signs", (KIM,))], Signed.ALL, ""),
        (LEE, [ShownWith("Pages", (LEE, NOBODY))], Signed.PART, ""),
        (LEE, [ShownWith("Words", ())], Signed.PART, ""),
    ],
)
def test_a_page_is_signed_off_only_if_all_that_it_shows_is(own, others, is_signed, by):
    assert WholePage.of(own, others) == WholePage(is_signed, by)


def test_a_part_names_each_who_signed_any_of_it_once():
    assert ShownWith("Pages", (LEE, NOBODY, KIM, LEE)).signers == ("Ann Lee, MD", "Bo Kim")
