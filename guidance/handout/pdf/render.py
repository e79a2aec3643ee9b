"""The sheet as a tagged PDF (PDF/UA-1 and PDF/A-2a).

The type is set in a process of its own (``typesetter``), one for each process of the site, started
at the first PDF. Three faults of the engine are out of the way with that. A compile cannot be
interrupted: here the kernel ends the process that takes too long, and the next PDF starts another.
A process that forks after a compile leaves a child that hangs: the site itself never compiles. A
compiler must not be used by two threads at once: the process has only one. Its memory and a crash
in it are its own, too. It is started as a new program, never forked.
"""

import contextlib
import io
import json
import os
import signal
import subprocess
import sys
import threading
from functools import lru_cache
from pathlib import Path

import segno

from guidance.handout import layout
from guidance.pages import characters, icon_arrays, text
from guidance.pages.structures import Prose

SECONDS = 5.0
"""How long a PDF may take, from the moment the typesetter has it."""
GRACE = 3.0
"""Seconds that a typesetter has besides, to start; a frozen one is killed then."""
SHORT_TEXT = 160
"""Characters up to which a text is never broken between two pages, in any print size."""
SAFE = ("https://", "http://", "tel:")
"""What a link in a PDF may begin with: it opens outside of our reach."""
MASK = 3
"""The pattern that evens out light and dark in a QR code: each of the eight can be read.

To try them all takes five times as long.
"""
MOST_IN_ONE_LIFE = 250
"""PDFs after which the typesetter makes way for a new one, so that its memory stays bounded."""
PROGRAM = Path(__file__).with_name("worker.py")


class NotMade(Exception):
    """There is no PDF. The message is the class of what went wrong, never a word of the sheet."""


class TookTooLong(NotMade):
    """The PDF was not done in time, and the typesetter was stopped."""


class Gone(NotMade):
    """The typesetter ended while it worked, and nothing says that the document was at fault."""


class Typesetter:
    """One typesetting process and the lock that gives it to one thread at a time."""

    def __init__(self):
        self.lock = threading.Lock()
        self.process = None
        self.made = 0

    def set(self, inputs, seconds):
        """Return the PDF for ``inputs``. Raises ``NotMade`` or ``TookTooLong``.

        Where the process ended by itself, was killed or froze, a new one tries once more.
        """
        request = json.dumps({"seconds": seconds, "inputs": inputs}).encode() + b"\n"
        if not self.lock.acquire(timeout=seconds):
            raise TookTooLong("Busy")
        try:
            try:
                return self._set(request, seconds)
            except Gone:
                return self._set(request, seconds)
        finally:
            self.lock.release()

    def _set(self, request, seconds):
        process = self._running()
        frozen = threading.Timer(seconds + GRACE, process.kill)
        frozen.start()
        try:
            head, made = self._exchange(process, request)
        finally:
            frozen.cancel()
        if made:
            self.made += 1
            if self.made >= MOST_IN_ONE_LIFE:
                self.stop()
            return made
        if head:
            raise NotMade(head)
        if self.stop() == -signal.SIGALRM:
            raise TookTooLong("TookTooLong")
        raise Gone("Stopped")

    def _exchange(self, process, request):
        """Return (what went wrong, the PDF); both are empty where the process ended."""
        try:
            process.stdin.write(request)
            process.stdin.flush()
            head = process.stdout.readline().decode(errors="replace").strip()
            if not head.isdigit():
                return head, b""
            made = process.stdout.read(int(head))
        except (OSError, ValueError):
            return "", b""
        return "", made if len(made) == int(head) else b""

    def _running(self):
        if self.process is None or self.process.poll() is not None:
            self.stop()
            try:
                self.process = subprocess.Popen(
                    [sys.executable, "-I", str(PROGRAM)],
                    stdin=subprocess.PIPE,
                    stdout=subprocess.PIPE,
                    stderr=subprocess.DEVNULL,
                )
            except OSError as error:
                raise NotMade(type(error).__name__) from error
        return self.process

    def stop(self):
        """End the process, if there is one, and return how it ended."""
        process, self.process, self.made = self.process, None, 0
        if process is None:
            return None
        process.stdout.close()
        with contextlib.suppress(OSError):
            process.stdin.close()  # it ends by itself when there is nothing more to read
        try:
            return process.wait(timeout=1)
        except subprocess.TimeoutExpired:
            process.kill()
            return process.wait()


_typesetter = Typesetter()


def _own_typesetter():
    """Give a forked process a typesetter of its own; that of its parent goes on for the parent."""
    global _typesetter
    _typesetter = Typesetter()


os.register_at_fork(after_in_child=_own_typesetter)


def render(laid_out, site, seconds=None):
    """Return the PDF of a sheet as bytes; ``site`` is our address, for links to our own pages.

    Raises ``TookTooLong`` after ``seconds``, by default ``SECONDS``, and ``NotMade`` where it
    cannot be set, for example because no font has one of its characters.
    """
    return _typesetter.set({"doc": json.dumps(document(laid_out, site))}, seconds or SECONDS)


def document(laid_out, site):
    """Return a sheet as plain values for the template: text in runs, pictures as SVG."""
    return Writer(laid_out, site).document()


class Writer:
    """Writes one sheet out as plain values, with the numbers that its sources have on it."""

    def __init__(self, laid_out, site):
        self.sheet, self.site = laid_out, site
        self.linked = set()
        self.numbers = {
            reference.source.key: reference.number
            for section in laid_out.sections
            for block in section.blocks
            if block.kind == "sources"
            for reference in block.references
        }

    def document(self):
        laid_out = self.sheet
        return {
            "language": laid_out.language,
            "title": laid_out.title,
            "clinic": laid_out.clinic,
            "phone": laid_out.phone,
            "head": [characters.printed(line) for line in laid_out.head],
            "foot": laid_out.foot,
            "page": laid_out.page,
            "of": laid_out.of,
            "size": int(laid_out.size),
            "paper": laid_out.paper,
            "compact": laid_out.compact,
            "sections": [self._section(section) for section in laid_out.sections],
        }

    def _section(self, section):
        self.linked = set()
        return {
            "level": section.level,
            "heading": section.heading,
            "boxed": section.boxed,
            "blocks": [
                {"kind": block.kind, **getattr(self, block.kind)(block)} for block in section.blocks
            ],
        }

    # One method for each kind of block

    def note(self, block):
        return {"words": block.words, "strong": block.strong}

    def cited(self, block):
        return {"blocks": self._prose(block.text)}

    def levels(self, block):
        return {
            "levels": [
                {"title": one.title, "line": self._inline(one.action), "call": one.call}
                for one in block.levels
            ]
        }

    def rows(self, block):
        return {
            "rows": [
                {
                    "label": row.label,
                    "full": row.full,
                    "tables": [self._table(one) for one in row.tables],
                    "blocks": self._prose(row.text),
                    "short": len(text.plain(row.text.source)) <= SHORT_TEXT
                    and not (row.full or row.steps),
                    "steps": [self._step(step) for step in row.steps],
                    "key": row.key,
                    "drawn": [self._drawn(one) for one in row.drawn],
                }
                for row in block.rows
            ]
        }

    def _step(self, step):
        return {
            "words": step.words,
            "line": self._inline(step.checks),
            "months": [month.mark for month in step.year.months] if step.year else [],
            "repeats": bool(step.year and step.year.repeats),
        }

    def _table(self, one):
        return {
            "head": list(one.head),
            "groups": [
                {
                    "about": self._inline(group.about),
                    "rows": [
                        {"name": self._inline(row.name), "cells": list(row.cells)}
                        for row in group.rows
                    ],
                }
                for group in one.groups
            ],
        }

    def _drawn(self, one):
        sides = (one.picture.without_treatment, one.picture.with_treatment)
        return {
            "about": self._inline(one.about),
            "sides": [icon_arrays.svg(side) for side in sides],
            "head": list(one.head),
            "counts": [
                {
                    "mark": count.mark,
                    "words": count.words,
                    "numbers": [count.without_treatment, count.with_treatment],
                }
                for count in one.counts
            ],
            "difference": one.difference,
            "scale": one.scale,
            "few": one.picture.out_of <= icon_arrays.FEW,
            "text_alternative": one.text_alternative,
        }

    def questions(self, block):
        return {"questions": [characters.printed(question) for question in block.questions]}

    def own(self, block):
        lines = map(characters.printed, block.lines)
        return {
            "lines": [{"words": one, "rtl": characters.runs_right_to_left(one)} for one in lines]
        }

    def lines(self, block):
        return {"count": block.count}

    def check(self, block):
        return {
            "words": block.words,
            "code": block.code,
            "address": block.address,
            "alt": block.alt,
            "qr": qr(block.address),
        }

    def sources(self, block):
        return {
            "references": [
                {
                    "number": reference.number,
                    "words": layout.source_line(reference),
                    "href": self._href(reference.source.address),
                }
                for reference in block.references
            ]
        }

    # Text

    def _prose(self, prose: Prose):
        return [self._block(block) for block in text.parse(prose.source)]

    def _block(self, block):
        if isinstance(block, text.Paragraph):
            return {"kind": "paragraph", "line": self._line(block.line)}
        items = [self._line(item) for item in block.items]
        return {"kind": "list", "ordered": block.ordered, "items": items}

    def _inline(self, prose):
        return [run for line in text.lines(prose.source) for run in self._line(line)]

    def _line(self, line):
        return [self._run(run) for run in line]

    def _cite(self, run):
        """Return the numbers of sources; only the first of each below a heading is a link.

        That spares readers by keyboard and by ear many stops at the same place.
        """
        numbers = [self.numbers[key] for key in run.keys]
        fresh = [number not in self.linked for number in numbers]
        self.linked.update(numbers)
        cites = [{"number": one, "link": new} for one, new in zip(numbers, fresh, strict=True)]
        return {"kind": "cites", "cites": cites}

    def _run(self, run):
        if isinstance(run, text.Cite):
            return self._cite(run)
        if isinstance(run, text.Link) and (href := self._href(run.href)):
            return {"kind": "link", "text": run.text, "href": href}
        return {"kind": "words", "text": run.text, "strong": getattr(run, "strong", False)}

    def _href(self, href):
        """Return an address that may stand in a PDF: whole, and safe to open; else nothing."""
        whole = f"{self.site}{href}" if href.startswith("/") and href[1:2] != "/" else href
        return whole if whole.startswith(SAFE) else ""


@lru_cache(maxsize=64)  # the print page and the PDF of the same sheet show the same code
def qr(address):
    """Return the QR code of ``address`` as an SVG: dark on light, with the quiet border."""
    code = segno.make(address, error="m", micro=False, mask=MASK)
    drawn = io.BytesIO()
    plain = {"xmldecl": False, "nl": False, "svgclass": None, "lineclass": None}
    code.save(drawn, kind="svg", border=4, omitsize=True, light="#fff", **plain)
    return drawn.getvalue().decode()
