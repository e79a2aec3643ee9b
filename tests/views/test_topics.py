"""Topics of living with SPMS, as readers find and read them."""

import pytest

from guidance import models
from guidance.editorial import current, publishing
from tests.html import words_of
from tests.make import make_topic

pytestmark = pytest.mark.django_db

LIST, PAGE = "/living-with-spms/", "/living-with-spms/test-topic/"
CITED = "[@lbl_siponimod]"


@pytest.fixture
def topic(client):
    """A public topic with all that a topic may have."""
    topic = make_topic(
        name="Money for test rides",
        search_words="taxi voucher",
        summary=f"Rides can be paid for. {CITED} Ask early.",
        key_points=f"- Some bus lines must take you. {CITED}",
        what_to_know=f"A bus line must offer a ride. {CITED}",
        what_to_know_short=f"Bus lines must help. {CITED}",
        take_care=f"Do not drive when you are sleepy. {CITED}",
        table_heading="Who pays for rides",
        first_column="Who",
        second_column="What it pays",
        third_column="What you pay",
        table_short="Ask each of them.",
        questions="Who pays for my rides?",
    )
    topic.table_rows.create(name="The city", second=f"Bus rides. {CITED}", third=f"A fee. {CITED}")
    topic.signs.set(models.Sign.objects.filter(slug__in=["stroke", "fall"]))
    topic.therapies.set(models.Therapy.objects.filter(slug="siponimod"))
    topic.topics.set([topic, make_topic("draft-topic", name="A topic to come")])
    publishing.publish(None, "A topic.")
    return topic


def text_of(client, path, status=200):
    response = client.get(path)
    assert response.status_code == status, path
    return response.content.decode()


def test_a_topic_says_its_point_then_the_next_step_then_when_to_call_then_the_rest(client, topic):
    html = text_of(client, PAGE)
    main = html[html.index("<main") : html.index("</main>")]
    order = [
        "Money for test rides",
        "Rides can be paid for.",
        "The main points",
        "Some bus lines must take you.",
        "Your next step",
        "Bring a list.",
        "When to call",
        "Call 911",
        "What to know",
        "A bus line must offer a ride.",
        "Take care",
        "Who pays for rides",
        "The city",
        "What to ask",
        "Who pays for my rides?",
        "Put on my sheet",
        "Read next",
        "Siponimod",
        "not yet signed off",
    ]
    places = [main.index(words) for words in order]
    assert places == sorted(places)


def test_a_warning_of_a_topic_without_a_short_answer_is_open(client, topic):
    html = text_of(client, PAGE)
    parts = html.split('<details class="closed-part"')
    heads = {part.partition('id="')[2].partition('"')[0]: part[:8] for part in parts[1:]}
    assert heads["take-care-h"].startswith(" open")
    assert not heads["what-to-know-h"].startswith(" open")


def test_each_cell_of_the_table_is_named_and_its_sources_are_below(client, topic):
    html = text_of(client, PAGE)
    table = html[html.index("<table") : html.index("</table>")]
    words = " ".join(words_of(table).split())
    assert words.endswith("Who What it pays What you pay The city Bus rides. A fee.")
    assert 'aria-hidden="true">What it pays</span>Bus rides.' in table, "On a phone."
    below = html[html.index("</table>") :]
    assert below.index("source-mark") < below.index("</details>")


def test_a_topic_leads_to_pages_that_are_public_and_never_to_itself(client, topic):
    guide = current.current_guide()
    models.Topic.objects.filter(slug="draft-topic").update(name="Its new name")
    html = text_of(client, PAGE)
    links = html[html.index("Read next") : html.index("not yet signed off")]
    assert 'href="/living-with-spms/draft-topic/"' in links
    assert "A topic to come" in links, "As it is public."
    assert 'href="/treatments/siponimod/"' in links
    assert f'href="{PAGE}"' not in links
    assert guide.find(type(guide.topics()[0]), "test-topic").topics == ("draft-topic", "test-topic")


def test_the_list_has_each_topic_with_the_first_sentence_of_its_summary(client, topic):
    html = text_of(client, LIST)
    assert f'href="{PAGE}"' in html
    assert "Rides can be paid for." in html
    assert "Ask early." not in html.partition("Money for test rides")[2].partition("</li>")[0]


def test_the_menu_the_home_page_all_pages_and_the_search_lead_to_topics(client, topic):
    for path in ("/", LIST, PAGE, "/search/"):
        assert text_of(client, path).count(f'href="{LIST}"') >= 2, path
    assert "I want help with daily life" in text_of(client, "/")
    for typed in ("taxi voucher", "money for test rides"):
        found = text_of(client, f"/search/?q={typed}")
        assert f'href="{PAGE}"' in found, typed
    assert f"{PAGE}<" in text_of(client, "/sitemap.xml")


def test_a_site_whose_edition_has_no_list_of_topics_shows_no_way_to_it(client):
    """A clinic that upgrades has the new pages as drafts until it publishes them."""
    models.Topic.objects.all().delete()
    models.Info.objects.filter(slug="living-with-spms").delete()
    publishing.publish(None, "As an earlier release.")
    for path in (
        "/",
        "/treatments/",
        "/search/",
        "/symptoms/fatigue/",
        "/handout/",
        "/sitemap.xml",
    ):
        assert LIST not in text_of(client, path), path
    text_of(client, LIST, 404)


def test_a_topic_can_be_public_before_its_list(client, topic):
    models.Info.objects.filter(slug="living-with-spms").delete()
    publishing.publish(None, "Without the list.")
    html = text_of(client, PAGE)
    assert "Rides can be paid for." in html
    assert f'href="{LIST}"' not in html


def test_a_topic_goes_on_a_sheet_with_its_questions_and_its_signs(client, topic):
    form = text_of(client, "/handout/?topic=test-topic")
    assert "Living with SPMS</summary>" in form
    assert "Money for test rides: Who pays for my rides?" in form
    sheet = client.post("/handout/print/", {"topic": "test-topic", "size": "14"})
    words = " ".join(words_of(sheet.content.decode()).split())
    assert "Rides can be paid for." in words
    assert "Call 911" in words
    code = sheet.context_data["sheet"].code
    found = client.get("/handout/check/", {"code": code}).context_data["found"]
    assert ("Money for test rides", "same") in {(one.title, one.what) for one in found}


def test_who_holds_a_sheet_with_a_topic_is_told_of_a_new_warning_in_its_table(client, topic):
    code = client.post("/handout/print/", {"topic": "test-topic"}).context_data["sheet"].code
    models.Topic.objects.update(take_care=f"Do not drive when you see double. {CITED}")
    publishing.publish(None, "A warning.")
    found = client.get("/handout/check/", {"code": code}).context_data["found"]
    assert {one.title: one.call for one in found}["Money for test rides"]


def test_a_page_that_topics_name_leads_to_them_and_another_page_does_not(client, topic):
    html = text_of(client, "/treatments/siponimod/")
    part = html[html.index('<details id="topics">') :].partition("</details>")[0]
    assert 'href="/living-with-spms/test-topic/"' in part
    assert "Money for test rides" in part
    for path in ("/symptoms/fatigue/", "/side-effects/sleepiness/", "/types/stable/"):
        found = (
            text_of(client, path).partition('<details id="topics">')[2].partition("</details>")[0]
        )
        assert 1 <= found.count("/living-with-spms/") <= 3, path
    assert '<details id="topics">' not in text_of(client, "/symptoms/hands/")
