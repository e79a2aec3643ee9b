"""Content files of topics, which lead to each other and have a table."""

import shutil

import pytest

from guidance import models
from guidance.content import export, load, update
from guidance.editorial import current, publishing
from tests.content.releases import Release
from tests.make import make_topic

pytestmark = pytest.mark.django_db

TOPIC = """
name = "{name}"
search_words = ["one", "two"]
summary = "Ask early. [@lbl_siponimod]"
key_points = "- Ask. [@lbl_siponimod]"
next_step = "Bring a list."
table_heading = "Who pays"
table_columns = ["Who", "What it pays", "What you pay"]
table_short = "Ask each."
signs = ["stroke"]
questions = ["Who pays?"]
therapies = ["siponimod"]
topics = ["{leads_to}"]
checked_on = 2026-11-28
review_due = 2027-11-28

[[table]]
cells = ["The city", "Bus rides. [@lbl_siponimod]", "A fee. [@lbl_siponimod]"]

[[table]]
cells = ["The state", "Vans. [@lbl_siponimod]", "Nothing. [@lbl_siponimod]"]
"""


def write(folder, slug, leads_to):
    (folder / "topics").mkdir(exist_ok=True)
    text = TOPIC.format(name=f"Topic {slug}", leads_to=leads_to)
    (folder / "topics" / f"{slug}.toml").write_text(text)


@pytest.fixture
def folder(tmp_path):
    """The shipped files with two topics more, which lead to each other."""
    folder = shutil.copytree(load.CONTENT, tmp_path / "content")
    write(folder, "test-a", "test-b")
    write(folder, "test-b", "test-a")
    return folder


def leads_to(slug):
    return [topic.slug for topic in models.Topic.objects.get(slug=slug).topics.all()]


def test_topics_that_lead_to_each_other_are_loaded_and_a_second_load_finds_no_difference(folder):
    load.load(folder)
    assert (leads_to("test-a"), leads_to("test-b")) == (["test-b"], ["test-a"])
    rows = models.Topic.objects.get(slug="test-a").table_rows.all()
    assert [row.name for row in rows] == ["The city", "The state"]
    again = load.load(folder)
    assert (again.created, again.differing) == ([], [])


def test_a_topic_that_takes_a_link_to_a_new_one_is_reported_and_overwritten(folder):
    load.load(folder)
    write(folder, "test-a", "test-c")
    write(folder, "test-c", "test-a")
    report = load.load(folder)
    assert [line for line in report.differing if "test-a" in line][0].endswith("test-a: topics")
    assert leads_to("test-a") == ["test-b"]
    load.load(folder, overwrite=True)
    assert leads_to("test-a") == ["test-c"]


def test_a_link_to_a_topic_that_no_file_has_is_refused(folder):
    write(folder, "test-a", "test-gone")
    with pytest.raises(load.ContentError, match="topics: there is no topic .* “test-gone”"):
        load.load(folder)
    assert not models.Topic.objects.filter(slug="test-a").exists()


def test_a_topic_comes_back_from_its_page_as_it_was(folder):
    load.load(folder)
    publishing.publish(None, "Topics.")
    page = current.current_guide().pages["topic/test-a"]
    row = models.Topic.objects.get(slug="test-a")
    row.topics.clear()
    row.table_rows.all().delete()
    row = export.restore_to_draft(page)
    assert publishing.changes() == []
    assert leads_to(row.slug) == ["test-b"]
    assert export.content_of(current.current_guide())["topics/test-a.toml"].table[0].cells == (
        "The city",
        "Bus rides. [@lbl_siponimod]",
        "A fee. [@lbl_siponimod]",
    )


def test_a_row_with_a_cell_too_few_is_refused(folder):
    path = folder / "topics" / "test-a.toml"
    path.write_text(path.read_text().replace(', "A fee. [@lbl_siponimod]"', ""))
    with pytest.raises(load.ContentError, match=r"test-a\.toml.*length 3"):
        load.load(folder)


# A clinic that upgrades


def test_a_clinic_gets_new_topics_as_drafts_that_lead_to_each_other(tmp_path):
    release = Release(tmp_path)
    write(release.folder, "test-a", "test-b")
    write(release.folder, "test-b", "test-a")
    report = release.bring()
    assert {"topic/test-a", "topic/test-b"} <= report.pages
    assert (leads_to("test-a"), leads_to("test-b")) == (["test-b"], ["test-a"])
    assert "topic/test-a" not in current.current_guide().pages
    assert not release.bring().pages, "Once."


def test_a_topic_of_a_clinic_takes_a_link_to_a_topic_that_the_release_brings(tmp_path):
    release = Release(tmp_path)
    make_topic("test-z")
    write(release.folder, "test-a", "test-z")
    known = release.record()
    update.update(release.folder, known)
    write(release.folder, "test-a", "test-b")
    write(release.folder, "test-b", "test-a")
    known.add((row for _, row in load.Reader(release.folder).rows()), "after")
    update.update(release.folder, known)
    assert leads_to("test-a") == ["test-b"]
    assert leads_to("test-b") == ["test-a"]


def test_a_clinic_keeps_its_own_row_of_a_table_and_is_offered_the_new_one(tmp_path):
    release = Release(tmp_path)
    write(release.folder, "test-a", "test-a")
    release.bring()
    row = models.TopicRow.objects.get(topic__slug="test-a", name="The city")
    row.second = "Our own bus."
    row.save()
    path = release.folder / "topics" / "test-a.toml"
    path.write_text(path.read_text().replace("Bus rides.", "Bus and train rides."))
    release.bring()
    row.refresh_from_db()
    assert row.second == "Our own bus."
    [offer] = models.Offer.objects.all()
    assert offer.values == {"second": "Bus and train rides. [@lbl_siponimod]"}
