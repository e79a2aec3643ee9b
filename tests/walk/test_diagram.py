"""The drawing of the routes of the walk."""

import re

from guidance.walk import wording
from guidance.walk.diagram import BOX_HEIGHT, diagram, nodes_of, stations
from guidance.walk.questions import NODES

DRAWN = diagram()


def test_every_node_has_a_box_inside_the_drawing_and_none_touches_another():
    assert [box.node for box in DRAWN.boxes] == list(NODES.values())
    rows = [box.y for box in DRAWN.boxes]
    assert all(below - above > BOX_HEIGHT for above, below in zip(rows, rows[1:], strict=False))
    assert max(rows) + BOX_HEIGHT < DRAWN.height


def test_there_is_a_line_from_each_node_to_each_goal_of_its_routes():
    assert len(DRAWN.lines) == sum(len(set(node.routes.values())) for node in NODES.values())
    for line in DRAWN.lines:
        assert all(0 < int(place) < DRAWN.height for place in re.findall(r"\d+", line))


def test_the_list_has_every_route_in_words():
    listed = {station.id: station for station in stations(wording.SHIPPED_WORDS.own)}
    assert list(listed) == list(NODES)
    assert all(
        [goal for _, goal in listed[name].routes] == list(node.routes.values())
        for name, node in NODES.items()
    )
    assert ("Tiredness", "medicine") in listed["harder"].routes
    assert listed["harder"].routes[0][0].startswith("Walking / Balance / Hands")
    assert listed["check-answers"].says == "Check your answers"
    assert listed["primary"].says.startswith("This walk is not made for")
    assert listed["crisis"].routes == (("I had help, or am safe", "told"),)


def test_a_text_belongs_to_the_boxes_that_say_it():
    assert nodes_of(["question/told/heading", "stop/crisis"]) == {"told", "crisis"}
    assert nodes_of(["exit/primary/lines", "page/check/title"]) == {"primary", "check-answers"}
    assert nodes_of(["tick/fever"]) == {"new", "quick"}
    assert nodes_of(["tick/none-fits"]) == {"new", "quick"}
    assert nodes_of(["stop/harm/heading", "page/start/start", "note/spots/lines"]) == frozenset()
