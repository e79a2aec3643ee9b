"""Send the form of the handout with a client, and read the sheet in the response."""

THREE = ["siponimod", "ocrelizumab", "physical-therapy"]
NOTHING = "Choose at least one thing for your sheet: what the visit is about, a treatment"
"""The message for a form in which nothing is chosen."""


def choose(client, **fields):
    """Send the handout form with three treatments, changed by ``fields``."""
    return client.post("/handout/print/", {"treatment": THREE, "size": "14", "type": "", **fields})


def words(response, heading):
    """Return the lines of the blocks under ``heading`` on the sheet: questions, or as typed."""
    [section] = [one for one in response.context["sheet"].sections if one.heading == heading]
    return [
        line
        for block in section.blocks
        for line in getattr(block, "questions", getattr(block, "lines", ()))
    ]


def save(client, **fields):
    """Ask for the PDF of three treatments, changed by ``fields``."""
    return client.post("/handout/pdf/", {"treatment": THREE, "size": "14", "type": "", **fields})


def code_of(client, **fields):
    """Return the check code of the handout that ``choose`` makes."""
    return choose(client, **fields).context["sheet"].code


def look_up(client, code):
    """Send the code as the form does."""
    return client.post("/handout/check/", {"code": code})
