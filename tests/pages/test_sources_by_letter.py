"""Sources by organization, and organizations by their first letter."""

from guidance.pages.source_list import Used
from guidance.pages.sources_by_letter import by_letter
from tests import make_pages as make


def used(*organizations):
    return [
        Used(make.source(f"source-{number}", organization=name), ())
        for number, name in enumerate(organizations)
    ]


def test_organizations_stand_once_below_their_letter():
    m, n = by_letter(used("MS Trust", "Mayo Clinic", "MS Trust", "NICE"))
    assert (m.letter, m.slug, n.letter) == ("M", "m", "N")
    assert [(one.name, one.anchor) for one in m.organizations] == [
        ("MS Trust", "from-ms-trust"),
        ("Mayo Clinic", "from-mayo-clinic"),
    ]
    assert [source.key for source in m.organizations[0].sources] == ["source-0", "source-2"]


def test_digits_come_first_and_other_scripts_last_and_accents_do_not_count():
    letters = by_letter(used("多発性硬化症", "École", "3M", "“Eisai”"))
    assert [(one.letter, one.slug) for one in letters] == [
        ("3", "3"),
        ("E", "e"),
        ("Other", "other"),
    ]
    assert [one.name for one in letters[1].organizations] == ["École", "“Eisai”"]
    assert letters[2].organizations[0].anchor == "from-other"


def test_organizations_of_the_same_id_are_told_apart():
    [letter] = by_letter(used("MS-UK", "MS UK", "MS UK (2)", "MS (UK)"))
    anchors = [one.anchor for one in letter.organizations]
    assert anchors == ["from-ms-uk", "from-ms-uk-1", "from-ms-uk-2", "from-ms-uk-3"]
    assert by_letter(()) == ()
