"""The writers' text as HTML and as plain words: safe, numbered, and nothing lost."""

import random
import re
from html.parser import HTMLParser

import pytest

from guidance.pages.citations import Numbering, keys_in
from guidance.pages.text import (
    FirstUses,
    link_is_safe,
    plain,
    to_html,
    to_inline_html,
    with_phone_links,
)


def html(source):
    return to_html(source, Numbering())


def shown(source):
    """The HTML as a reader sees it: numbers in braces, no other tags but these."""
    cited = re.sub(
        r'<a id="[^"]+" href="#source-\d+"><span class="vh">Source </span>(\d+)</a>',
        r"\1",
        html(source),
    )
    return re.sub(r"<sup>(.*?)</sup>", r"{\1}", cited)


# The subset


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("One.\nStill one.\n\nTwo.", "<p>One. Still one.</p><p>Two.</p>"),
        ("One.  \nStill\\\none.", "<p>One. Still one.</p>"),
        ("To do:\n- one\n- two", "<p>To do:</p><ul><li>one</li><li>two</li></ul>"),
        ("1. one\n2. two", "<ol><li>one</li><li>two</li></ol>"),
        (
            "- one\n  - within\n- two\n\nAfter.",
            "<ul><li>one</li><li>within</li><li>two</li></ul><p>After.</p>",
        ),
        ("A **bold** word", "<p>A <strong>bold</strong> word</p>"),
        ("See [pain](/symptoms/pain/).", '<p>See <a href="/symptoms/pain/">pain</a>.</p>'),
        ("Signs &amp; more", "<p>Signs &amp; more</p>"),
    ],
)
def test_paragraphs_lists_bold_and_links_are_shown(typed, expected):
    assert html(typed) == expected


@pytest.mark.parametrize(
    "typed",
    [
        "# Not a heading",
        "> Not a quote",
        "`not code`",
        "a | b",
        "*not italic* and _not this_",
        "CYP2C9*1*3 is a gene",
        "---",
        "[no address]",
    ],
)
def test_whatever_is_not_in_the_subset_stays_as_typed(typed):
    assert html(typed) == f"<p>{typed.replace('>', '&gt;')}</p>"


def test_raw_html_is_shown_and_not_run():
    assert html('<script>x</script> <a href="/">y</a>') == (
        "<p>&lt;script&gt;x&lt;/script&gt; &lt;a href=&quot;/&quot;&gt;y&lt;/a&gt;</p>"
    )


def test_line_ends_from_a_browser_form_make_no_difference():
    typed = "One.\n\nTwo:\n- a\n- b\n"
    assert html(typed.replace("\n", "\r\n")) == html(typed)


def test_inline_html_has_no_block_tags():
    assert to_inline_html("One **two**.\n\n- three\n- four", Numbering()) == (
        "One <strong>two</strong>. three four"
    )


class Tags(HTMLParser):
    """Every tag with its attributes, and whether tags close in the order in which they open."""

    def __init__(self, source):
        super().__init__()
        self.found, self.open = [], []
        self.feed(source)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.found.append((tag, dict(attrs)))
        self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag


PIECES = [
    *("[@a]", "[@b]", "[", "]", "(", ")", "(/x)", "(javascript:x)", "https://x.org", "<script>"),
    *("**", "*", "_", "\\", "`", "#", "!", "'", '"', "&", "&lt;", "word", " "),
    *("\n", "\n\n", "\n- ", "1. "),
]


def test_whatever_is_typed_makes_whole_and_harmless_html():
    dice = random.Random(1)
    for _ in range(2000):
        typed = "".join(dice.choices(PIECES, k=dice.randint(1, 14)))
        tags = Tags(html(typed))
        assert tags.open == [], typed
        for tag, attributes in tags.found:
            assert tag in {"p", "ul", "ol", "li", "strong", "a", "sup", "span"}, typed
            assert set(attributes) <= {"href", "id", "class"}, typed
            assert link_is_safe(attributes.get("href", "/")), typed


# Links


@pytest.mark.parametrize("href", ["/get-help/", "#why", "https://e.org/?a=1", "tel:911", "sms:988"])
def test_links_to_this_site_to_https_and_to_a_phone_are_kept(href):
    assert html(f"[go]({href})") == f'<p><a href="{href}">go</a></p>'


@pytest.mark.parametrize(
    "href", ["http://e.org", "//e.org", "mailto:a@e.org", "page", "ftp://e.org"]
)
def test_any_other_link_leaves_its_words_alone(href):
    assert html(f"[go]({href}) on") == "<p>go on</p>"


def test_a_script_is_never_a_link():
    assert "<a" not in html("[go](javascript:alert(1)) [go](JAVASCRIPT:x) [go](data:text/html,x)")


def test_an_address_cannot_leave_its_attribute():
    ((tag, attributes),) = Tags(to_inline_html('[go](</a"onclick="x&y>)', Numbering())).found
    assert (tag, set(attributes)) == ("a", {"href"})


# Citations


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("A tablet [@a].", "<p>A tablet{1}.</p>"),
        ("A tablet.[@a] Next", "<p>A tablet.{1} Next</p>"),
        ("Both.[@a][@b]", "<p>Both.{1 2}</p>"),
        ("Both. [@a] [@b]", "<p>Both.{1 2}</p>"),
        ("Both.[@a]\n[@b]", "<p>Both.{1 2}</p>"),
        ("Twice.[@a] Again.[@b] Once more.[@a]", "<p>Twice.{1} Again.{2} Once more.{1}</p>"),
        ("**Bold [@a] more**", "<p><strong>Bold</strong>{1}<strong> more</strong></p>"),
        ("**Bold** [@a]", "<p><strong>Bold</strong>{1}</p>"),
        ("Rare[@a](1 in 100)", "<p>Rare{1}(1 in 100)</p>"),
        ("Rare [@a](/x)", "<p>Rare{1}(/x)</p>"),
        ("[The label](/x)[@a]", '<p><a href="/x">The label</a>{1}</p>'),
        ("_Both [@a_b] of_ [@c_d]", "<p>_Both{1} of_{2}</p>"),
        (r"Write \[@a]", "<p>Write [@a]</p>"),
    ],
)
def test_a_citation_is_a_number_without_a_space_before_it(typed, expected):
    assert shown(typed) == expected


def test_a_citation_inside_a_link_is_not_lost():
    numbering = Numbering()
    to_html("[the label [@a]](/x)", numbering)
    assert list(numbering.mentions) == ["a"]


def test_numbers_go_on_from_one_text_to_the_next():
    numbering = Numbering()
    first, second = to_html("One.[@a]", numbering), to_html("Two.[@b] Three.[@a]", numbering)
    ids = re.findall(r'id="([^"]+)"', first + second)
    assert ids == ["cite-1-1", "cite-2-1", "cite-1-2"]


def test_every_key_that_is_checked_when_saving_is_cited_when_shown():
    dice = random.Random(2)
    pieces = [piece for piece in PIECES if piece != "\\"]  # a backslash is there to prevent it
    for _ in range(2000):
        typed = "".join(dice.choices(pieces, k=dice.randint(1, 14)))
        numbering = Numbering()
        to_html(typed, numbering)
        assert tuple(numbering.mentions) == keys_in(typed), typed


# Words explained


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("A relapse, then a relapse", "A {relapse}, then a relapse"),
        ("Relapses come", "{Relapses} come"),
        ("**Relapse** now", "<strong>{Relapse}</strong> now"),
        ("An MRI scan or an MRI", "An {MRI scan} or an {MRI}"),
        ("prerelapse and relapse-free", "prerelapse and relapse-free"),
        ("Press 1 for PRES", "Press 1 for {PRES}"),
        ("[a relapse](/x) & a relapse", '<a href="/x">a relapse</a> &amp; a {relapse}'),
    ],
)
def test_only_the_first_whole_use_of_a_word_links_to_its_explanation(typed, expected):
    uses = FirstUses(dict.fromkeys(("MRI", "MRI scan", "PRES", "relapse"), "/glossary/"))
    found = to_inline_html(typed, Numbering(), uses)
    assert re.sub(r'<a class="term" href="/glossary/">(.*?)</a>', r"{\1}", found) == expected


def test_a_word_explained_in_one_text_is_not_linked_again_in_the_next():
    uses = FirstUses({"relapse": "/glossary/"})
    assert "term" in to_html("A relapse", Numbering(), uses)
    assert "term" not in to_html("A relapse", Numbering(), uses)


# Plain words


def test_plain_words_have_no_marks_links_or_citations_and_a_line_for_each_item():
    typed = "A **tablet** [@a]\nonce daily.[@b]\n\n- See [pain](/x/)\n- Sleep &lt; 5 hours"
    assert plain(typed) == "A tablet once daily.\nSee pain\nSleep < 5 hours"


def test_no_text_has_no_words():
    assert plain("") == html("") == ""


@pytest.mark.parametrize(
    ("html", "linked"),
    [
        (
            "<p>Call 1-800-344-4867, weekdays.</p>",
            '<p>Call <a href="tel:+18003444867">1-800-344-4867</a>, weekdays.</p>',
        ),
        ("<li>206-555-0134</li>", '<li><a href="tel:+12065550134">206-555-0134</a></li>'),
        ("1-800-QUIT-NOW.", '<a href="tel:+18007848669">1-800-QUIT-NOW</a>.'),
        ('<a href="tel:911">or 206-555-0134</a>', None),
        ('<a href="/a/206-555-0134/">x</a> <b id="206-555-0134">y</b>', None),
        ("In 2019-2020, NCT-206-555-0134, 206-555-01345 and 12-206-555-0134.", None),
    ],
)
def test_phone_numbers_are_links_that_call_them_unless_they_are_in_a_link(html, linked):
    assert with_phone_links(html) == (linked or html)
