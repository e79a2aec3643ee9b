"""Previews of the words of the walk have an example of each page."""

from guidance.walk.examples import examples
from guidance.walk.findings import Outcome
from guidance.walk.notes import Note, notes_of
from guidance.walk.questions import END, NODES


def test_each_page_result_and_note_has_an_example_that_shows_it():
    found = examples()
    shown = [one.node.name for name, one in found.items() if not one.result]
    assert shown == list(NODES)
    assert all(one.position.at is one.node for one in found.values())
    assert [found[f"result/{one}"].position.outcome for one in Outcome] == list(Outcome)
    for note in Note:
        assert note in notes_of(found[f"note/{note}"].position), note
    assert found[f"page/{END}"].position.complete
    assert "+" in found["stop/new-help"].position.answer("new")
