"""The process that makes PDFs: it is replaced when it hangs, dies or grows old."""

import json
import os
import re
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
from django.conf import settings
from pikepdf import Name

from guidance.editorial import current
from guidance.handout.pdf import render as pdf_render
from tests.handout.pdfs import opened, render, words_on_paper
from tests.make_sheets import SITE, THREE, VISIT, WHOLE, laid_out

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


def new_typesetter():
    """Return the process of a new typesetter that has set one PDF, far from its last one."""
    pdf_render._typesetter.stop()
    assert render(laid_out(treatments=("siponimod",)))
    return pdf_render._typesetter.process


def test_a_pdf_that_takes_too_long_is_stopped_and_the_next_one_is_made():
    laid, stopped = laid_out(**WHOLE), new_typesetter()
    with pytest.raises(pdf_render.TookTooLong):
        render(laid, seconds=0.001)  # also one that was set before takes longer
    assert stopped.poll() is not None
    assert render(laid)


def test_a_typesetter_that_was_killed_is_started_again():
    killed = new_typesetter()
    killed.kill()
    killed.wait()
    assert render(laid_out(treatments=("siponimod",)))


def test_a_typesetter_that_is_killed_at_work_is_replaced_and_the_pdf_is_made():
    laid, killed, made = laid_out(treatments=("siponimod",)), new_typesetter(), []
    os.kill(killed.pid, signal.SIGSTOP)  # so that it is at work for as long as we like
    thread = threading.Thread(target=lambda: made.append(render(laid, seconds=300)))
    thread.start()
    while not pdf_render._typesetter.lock.locked():
        time.sleep(0.01)
    os.kill(killed.pid, signal.SIGKILL)
    thread.join()
    assert made[0].startswith(b"%PDF")
    assert pdf_render._typesetter.process.pid != killed.pid


def test_a_typesetter_that_freezes_is_killed_and_the_pdf_is_made(monkeypatch):
    laid, frozen = laid_out(treatments=("siponimod",)), new_typesetter()
    waits = iter([0.2])

    def timer(seconds, kill, timer=threading.Timer):
        assert seconds > pdf_render.SECONDS
        return timer(next(waits, seconds), kill)

    monkeypatch.setattr(pdf_render.threading, "Timer", timer)
    os.kill(frozen.pid, signal.SIGSTOP)
    assert render(laid, seconds=300).startswith(b"%PDF")
    assert frozen.poll() == -signal.SIGKILL


def test_a_typesetter_that_cannot_be_started_is_told_by_the_class_of_the_fault(monkeypatch):
    laid = laid_out(treatments=("siponimod",))
    with monkeypatch.context() as patched:
        pdf_render._typesetter.stop()
        patched.setattr(sys, "executable", "/nowhere/python")
        with pytest.raises(pdf_render.NotMade, match="FileNotFoundError"):
            render(laid)
    assert render(laid)


def test_a_typesetter_that_ends_at_work_is_no_fault_of_the_next_pdf(monkeypatch):
    laid = laid_out(treatments=("siponimod",))
    with monkeypatch.context() as patched:
        patched.setattr(pdf_render, "PROGRAM", Path(__file__).with_name("nothing.py"))
        pdf_render._typesetter.stop()
        with pytest.raises(pdf_render.NotMade) as caught:
            render(laid)
        assert not isinstance(caught.value, pdf_render.TookTooLong)
    assert render(laid)


@pytest.mark.parametrize("many", [10, pytest.param(50, marks=pytest.mark.long)])
def test_four_threads_make_many_pdfs_each_without_an_error(many):
    guide = current.current_guide()
    slugs = [page.slug for page in guide.therapies()]
    sheets = [laid_out(guide, treatments=(slug,), own=slug) for slug in slugs[:10]]
    faults, made = [], []

    def work(start):
        for number in range(many):
            try:
                made.append(len(render(sheets[(start + number) % len(sheets)])))
            except Exception as error:
                faults.append(repr(error))

    threads = [threading.Thread(target=work, args=(start,)) for start in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert faults == []
    assert len(made) == 4 * many
    assert min(made) > 10_000


FORKS = """
import json, os, sys
from guidance.handout.pdf import render as pdf
inputs = json.load(sys.stdin)
assert pdf._typesetter.set(inputs, 300)
before = pdf._typesetter.process.pid
child = os.fork()
if child == 0:
    made = pdf._typesetter.set(inputs, 300)
    own = pdf._typesetter.process.pid
    os._exit(0 if made and own != before else 1)
assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
assert pdf._typesetter.set(inputs, 300)
assert pdf._typesetter.process.pid == before
"""


def test_a_process_forked_after_a_pdf_makes_its_own():
    inputs = {"doc": json.dumps(pdf_render.document(laid_out(treatments=("siponimod",)), SITE))}
    done = subprocess.run(
        [sys.executable, "-c", FORKS],
        cwd=settings.BASE_DIR,
        input=json.dumps(inputs),
        text=True,
        capture_output=True,
        timeout=600,
        check=False,
    )
    assert done.returncode == 0, done.stderr


def test_what_a_document_can_read_is_the_template_and_the_fonts():
    root = Path(pdf_render.__file__).with_name("typst")
    found = {str(path.relative_to(root)) for path in root.rglob("*") if path.is_file()}
    fonts = {name for name in found if name.endswith(".ttf")}
    assert len(fonts) == 4
    assert found - fonts == {"handout.typ", "fonts/OFL.txt", "fonts/CHANGES.txt"}
    assert not any(path.is_symlink() for path in root.rglob("*"))
    template = (root / "handout.typ").read_text()
    assert not re.search(r"eval\(|#import|#include|read\(", template)


def test_a_typesetter_is_replaced_after_many_pdfs(monkeypatch):
    monkeypatch.setattr(pdf_render, "MAX_PDFS_PER_WORKER", 2)
    pdf_render._typesetter.stop()
    laid = laid_out(treatments=("siponimod",))
    seen = []
    for _ in range(3):
        assert render(laid)
        seen.append(pdf_render._typesetter.process and pdf_render._typesetter.process.pid)
    assert seen[0] and seen[1] is None and seen[2] not in (None, seen[0])


def test_the_pdf_names_the_standards_it_keeps_and_says_no_more_than_it_must():
    with opened(render(laid_out(**VISIT))) as document:
        assert document.Root.Lang == "en"
        assert len(document.trailer.ID) == 2
        assert document.Root.get("/OpenAction") is None
        assert Name.JavaScript not in document.Root.get("/Names", {})
        assert document.docinfo.get("/Author") == current.current_guide().clinic.title


@pytest.mark.parametrize("slug", THREE)
def test_a_sheet_of_one_treatment_reads_the_same_twice(slug):
    laid = laid_out(treatments=(slug,))
    assert words_on_paper(render(laid), laid) == words_on_paper(render(laid), laid)
