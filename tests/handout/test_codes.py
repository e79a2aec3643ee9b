"""The check code: it is decoded to what was encoded, and a wrong character is noticed."""

import pytest

from guidance.handout import check_code

PAGES = [
    *(f"therapy/t{number:02}" for number in range(40)),
    *(f"symptom/s{number:02}" for number in range(12)),
    *(f"side-effect/e{number:02}" for number in range(80)),
    *("subtype/active", "subtype/stable", "info/about", "help/help"),
]
SHEETS = [
    (1, ()),
    (1, ("therapy/t00",)),
    (7, ("subtype/active", "therapy/t03", "therapy/t11", "therapy/t39")),
    (960, ("therapy/t00", "therapy/t01")),
    (123456, ("side-effect/e00", "side-effect/e79", "subtype/stable", "symptom/s05")),
    (31, tuple(PAGES[: check_code.MOST_PAGES])),
]


@pytest.mark.parametrize(("edition", "keys"), SHEETS)
def test_a_code_tells_the_edition_and_the_pages(edition, keys):
    code = check_code.decode(check_code.encode(edition, keys, PAGES))
    assert code.edition == edition
    assert code.keys(PAGES) == tuple(sorted(keys))


def test_a_code_may_be_typed_in_any_way():
    code = check_code.encode(*SHEETS[2], PAGES)
    typed = f"  {code.lower().replace('-', ' ')}  "
    assert (
        check_code.decode(typed)
        == check_code.decode(code)
        == check_code.decode(code.replace("-", ""))
    )


def test_the_code_of_a_usual_sheet_is_short_and_has_no_sign_that_looks_like_another():
    code = check_code.encode(*SHEETS[2], PAGES)
    assert len(code.replace("-", "")) <= 13
    assert not set("01ILO") & set("".join(check_code.encode(*sheet, PAGES) for sheet in SHEETS))
    assert all(len(group) <= 4 for group in code.split("-"))


@pytest.mark.parametrize(("edition", "keys"), SHEETS)
def test_every_wrong_character_is_noticed(edition, keys):
    signs = check_code.encode(edition, keys, PAGES).replace("-", "")
    for at, right in enumerate(signs):
        for wrong in set(check_code.CHARACTERS) - {right}:
            with pytest.raises(check_code.BadCode, match="typing mistake"):
                check_code.decode(signs[:at] + wrong + signs[at + 1 :])


@pytest.mark.parametrize(("edition", "keys"), SHEETS)
def test_any_two_neighbors_swapped_are_noticed(edition, keys):
    signs = check_code.encode(edition, keys, PAGES).replace("-", "")
    for at, (one, other) in enumerate(zip(signs, signs[1:], strict=False)):
        if one != other:
            with pytest.raises(check_code.BadCode):
                check_code.decode(signs[:at] + other + one + signs[at + 2 :])


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("", "too short"),
        ("23", "too short"),
        ("2" * (check_code.LONGEST + 1), "too short or too long"),
        ("22O2", "“O” is in no code"),
        ("ab!d", "“!” is in no code"),
        ("ÄÖÜß", "is in no code"),
    ],
)
def test_what_is_no_code_gets_a_message(typed, said):
    with pytest.raises(check_code.BadCode, match=said):
        check_code.decode(typed)


def test_a_code_of_pages_that_the_edition_never_had_is_refused():
    code = check_code.decode(check_code.encode(7, ["therapy/t39"], PAGES))
    with pytest.raises(check_code.BadCode, match="does not fit"):
        code.keys(PAGES[:5])


def test_more_than_a_code_can_tell_is_refused():
    with pytest.raises(check_code.TooManyPages):
        check_code.encode(1, PAGES[: check_code.MOST_PAGES + 1], PAGES)


MANY = [f"therapy/{number:05}" for number in range(check_code.SHORT_CODE_PAGES + 1)]


@pytest.mark.parametrize(
    "size", [check_code.SHORT_CODE_PAGES, check_code.SHORT_CODE_PAGES + 1, 4096, 4097, 70_000]
)
@pytest.mark.parametrize("count", [0, 1, 6, check_code.MOST_PAGES])
def test_an_edition_may_have_any_number_of_pages(size, count):
    pages = [f"therapy/{number:05}" for number in range(size)]
    keys = pages[size - count :]
    typed = check_code.encode(31, keys, pages)
    assert len(typed.replace("-", "")) <= check_code.LONGEST
    code = check_code.decode(typed.lower())
    assert (code.edition, code.keys(pages)) == (31, tuple(keys))


@pytest.mark.parametrize(
    ("typed", "edition", "places"),
    [
        ("3232", 1, ()),
        ("4953-PV", 1, (94,)),
        ("6Q7Y-G4ER-XV6B-T", 7, (80, 97, 105, 133)),
        ("4SGU-7E5P-U3D4-G6D6", 123456, (0, 79, 81, 87)),
        (
            "A6DC-ZUYN-VM6M-W6HU-RRR5-U5CQ-N6RZ-UBEB-RSA4-SD5T-RAE3-GHNM-PC5M-97U5-XBP8-FFFS-"
            "M463-ZHQ",
            31,
            tuple(range(94, 124)),
        ),
    ],
)
def test_a_code_of_an_older_release_says_the_same(typed, edition, places):
    code = check_code.decode(typed)
    assert (code.edition, code.places) == (edition, places)


def test_a_wrong_character_in_a_long_code_is_noticed():
    signs = check_code.encode(31, MANY[5:8], MANY).replace("-", "")
    for at, right in enumerate(signs):
        wrong = check_code.CHARACTERS[(check_code.CHARACTERS.index(right) + 1) % check_code.BASE]
        with pytest.raises(check_code.BadCode, match="typing mistake"):
            check_code.decode(signs[:at] + wrong + signs[at + 1 :])


def test_a_code_that_nobody_could_type_is_refused(monkeypatch):
    monkeypatch.setattr(check_code, "LONGEST", 20)
    with pytest.raises(check_code.TooManyPages, match="too many"):
        check_code.encode(1, MANY[:9], MANY)
