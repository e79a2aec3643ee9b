"""Render a handout as a tagged PDF (PDF/UA-1 and PDF/A-2a).

typst runs in a separate worker process (``worker.py``). Each process of the site starts one worker
at its first PDF. This avoids three limitations of typst. A compile cannot be interrupted: the
kernel ends a worker that takes too long, and the next PDF starts another one. A child that is
forked after a compile hangs: the site itself never compiles. A compiler is not thread safe: the
worker has one thread. A worker also isolates memory use and crashes. It is started as a new
program, not forked (ADR 0008).
"""

import contextlib
import io
import json
import os
import re
import signal
import subprocess
import sys
import threading
from functools import lru_cache
from pathlib import Path

import segno

from guidance.handout import blocks
from guidance.pages import characters, icon_arrays, text
from guidance.pages.cited_text import Prose

SECONDS = 5.0
"""The time limit for a PDF, in seconds, from the moment the worker receives it."""
GRACE = 3.0
"""Additional seconds for the worker to start. After that, a worker that hangs is killed."""
SHORT_TEXT = 160
"""Texts of up to this many characters are never broken between two pages, in any print size."""
LONG_WORD = re.compile(r"[^\s/-]{30,}")
"""A word that may have to be broken where it has no space. JSON has a space after each mark."""
SAFE = ("https://", "http://", "tel:")
"""The prefixes of addresses that may be links in a PDF."""
MASK = 3
"""The mask pattern of QR codes. All eight patterns can be read.

Choosing the best of them, as segno does by default, takes five times as long.
"""
MAX_PDFS_PER_WORKER = 250
"""The number of PDFs after which the worker is restarted, to bound its memory."""
PROGRAM = Path(__file__).with_name("worker.py")


class NotMade(Exception):
    """The PDF could not be made. The message is an exception class, never a text of the handout."""


class TookTooLong(NotMade):
    """The PDF was not done in time, and the worker was stopped."""


class WorkerEnded(NotMade):
    """The worker ended during a request for a reason that may not be the document."""


class Typesetter:
    """The worker process, and the lock that gives it to one thread at a time."""

    def __init__(self):
        self.lock = threading.Lock()
        self.process = None
        self.made = 0

    def set(self, inputs, seconds):
        """Return the PDF for ``inputs`` as bytes.

        If the worker ends or hangs, a new worker tries once more. Raises ``TookTooLong`` after
        ``seconds`` and ``NotMade`` if typst cannot make the PDF.
        """
        request = json.dumps({"seconds": seconds, "inputs": inputs}).encode() + b"\n"
        if not self.lock.acquire(timeout=seconds):
            raise TookTooLong("Busy")
        try:
            try:
                return self._set(request, seconds)
            except WorkerEnded:
                return self._set(request, seconds)
        finally:
            self.lock.release()

    def _set(self, request, seconds):
        process = self._running()
        watchdog = threading.Timer(seconds + GRACE, process.kill)
        watchdog.start()
        try:
            error, pdf = self._exchange(process, request)
        finally:
            watchdog.cancel()
        if pdf:
            self.made += 1
            if self.made >= MAX_PDFS_PER_WORKER:
                self.stop()
            return pdf
        if error:
            raise NotMade(error)
        if self.stop() == -signal.SIGALRM:
            raise TookTooLong("TookTooLong")
        raise WorkerEnded("Stopped")

    def _exchange(self, process, request):
        """Send ``request`` and return (error, PDF). Both are empty if the process ended."""
        try:
            process.stdin.write(request)
            process.stdin.flush()
            head = process.stdout.readline().decode(errors="replace").strip()
            if not head.isdigit():
                return head, b""
            pdf = process.stdout.read(int(head))
        except (OSError, ValueError):
            return "", b""
        return "", pdf if len(pdf) == int(head) else b""

    def _running(self):
        """Return the worker process, and start it if it is not running."""
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
        """End the worker, if there is one, and return its exit status, or None."""
        process, self.process, self.made = self.process, None, 0
        if process is None:
            return None
        process.stdout.close()
        with contextlib.suppress(OSError):
            process.stdin.close()  # the worker ends at the end of its input
        try:
            return process.wait(timeout=1)
        except subprocess.TimeoutExpired:
            process.kill()
            return process.wait()


_typesetter = Typesetter()


def _reset_after_fork():
    """Give a forked process its own typesetter. The worker stays with the parent process."""
    global _typesetter
    _typesetter = Typesetter()


os.register_at_fork(after_in_child=_reset_after_fork)


def render(laid_out, site, seconds=None):
    """Return the PDF of the layout ``laid_out`` as bytes.

    ``site`` is the address of this site, for links to its pages. Raises ``TookTooLong`` after
    ``seconds``, by default ``SECONDS``, and ``NotMade`` if typst cannot make the PDF, for example
    because no font has one of the characters.
    """
    doc = json.dumps(document(laid_out, site))
    long_words = "yes" if LONG_WORD.search(doc) else ""
    return _typesetter.set({"doc": doc, "long-words": long_words}, seconds or SECONDS)


def document(laid_out, site):
    """Return a layout as JSON values for the template: texts as runs, pictures as SVG."""
    return Writer(laid_out, site).document()


class Writer:
    """Converts one layout to JSON values. ``references`` maps source keys to its references."""

    def __init__(self, laid_out, site):
        self.layout, self.site = laid_out, site
        self.linked = set()
        self.references = {
            reference.source.key: reference
            for section in laid_out.sections
            for block in section.blocks
            if block.kind == "sources"
            for reference in block.references
        }

    def document(self):
        return {
            "language": self.layout.language,
            "title": self.layout.title,
            "clinic": self.layout.clinic,
            "phone": self.layout.phone,
            "head": [characters.printed(line) for line in self.layout.head],
            "foot": self.layout.foot,
            "page": self.layout.page,
            "of": self.layout.of,
            "size": int(self.layout.size),
            "paper": self.layout.paper,
            "compact": self.layout.compact,
            "leaves": self.layout.leaves,
            "sections": [self._section(section) for section in self.layout.sections],
        }

    def _section(self, section):
        if section.slug.startswith("full"):
            self.linked = set()
        return {
            "slug": section.slug,
            "level": section.level,
            "heading": section.heading,
            "boxed": section.boxed,
            "new_side": section.new_side,
            "together": section.together,
            "blocks": [
                {"kind": block.kind, **getattr(self, block.kind)(block)} for block in section.blocks
            ],
        }

    # One method for each ``kind`` of block

    def note(self, block):
        return {"words": block.words, "strong": block.strong}

    def cited(self, block):
        return {"blocks": self._prose(block.text)}

    def levels(self, block):
        return {
            "levels": [
                {
                    "title": level.title,
                    "action": level.action,
                    "call": level.call,
                    "written": level.written,
                }
                for level in block.levels
            ]
        }

    def labelled(self, block):
        return {
            "label": block.label,
            "boxed": block.boxed,
            "blocks": self._prose(block.text),
        }

    def facts(self, block):
        return {
            "facts": [
                {"label": fact.label, "blocks": self._prose(fact.text)} for fact in block.facts
            ]
        }

    def track(self, block):
        return {
            "label": block.label,
            "times": [
                {"words": time.words, "line": self._inline(time.names)} for time in block.times
            ],
        }

    def signs(self, block):
        return {"label": block.label, "words": block.words, "more": block.more}

    def bars(self, block):
        return {
            "label": block.label,
            "about": self._inline(block.about),
            "rows": [{"words": row.words, "width": row.width, "on": row.on} for row in block.rows],
        }

    def rows(self, block):
        return {
            "rows": [
                {
                    "label": row.label,
                    "full": row.full,
                    "tables": [self._table(table) for table in row.tables],
                    "blocks": self._prose(row.text),
                    "short": len(text.plain(row.text.source)) <= SHORT_TEXT
                    and not (row.full or row.steps),
                    "steps": [self._step(step) for step in row.steps],
                    "key": row.key,
                    "drawn": [self._drawn(result) for result in row.drawn],
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

    def _table(self, table):
        return {
            "head": list(table.head),
            "groups": [
                {
                    "about": self._inline(group.about),
                    "rows": [
                        {"name": self._inline(row.name), "cells": list(row.cells)}
                        for row in group.rows
                    ],
                }
                for group in table.groups
            ],
        }

    def _drawn(self, result):
        sides = (result.picture.without_treatment, result.picture.with_treatment)
        return {
            "about": self._inline(result.about),
            "sides": [icon_arrays.svg(side) for side in sides],
            "head": list(result.head),
            "counts": [
                {
                    "mark": count.mark,
                    "words": count.words,
                    "numbers": [count.without_treatment, count.with_treatment],
                }
                for count in result.counts
            ],
            "difference": result.difference,
            "scale": result.scale,
            "few": result.picture.out_of <= icon_arrays.FEW,
            "text_alternative": result.text_alternative,
        }

    def questions(self, block):
        return {"questions": [characters.printed(question) for question in block.questions]}

    def own(self, block):
        lines = map(characters.printed, block.lines)
        return {
            "lines": [{"words": line, "rtl": characters.runs_right_to_left(line)} for line in lines]
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
                    "words": blocks.source_line(reference),
                    "href": self._href(reference.source.address),
                }
                for reference in block.references
            ],
            "others": block.others,
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
        """Return the numbers of the cited sources, with the addresses of those that are links.

        Only the first citation of a source on the leaf, and in each section of the full
        information, is a link, so that users of a keyboard or a screen reader do not pass the same
        link many times.
        """
        cited = [self.references[key] for key in run.keys]
        cites = [
            {
                "number": reference.number,
                "href": ""
                if reference.number in self.linked
                else self._href(reference.source.address),
            }
            for reference in cited
        ]
        self.linked.update(reference.number for reference in cited)
        return {"kind": "cites", "cites": cites}

    def _run(self, run):
        if isinstance(run, text.Cite):
            return self._cite(run)
        if isinstance(run, text.Link) and (href := self._href(run.href)):
            return {"kind": "link", "text": run.text, "href": href}
        return {"kind": "words", "text": run.text, "strong": getattr(run, "strong", False)}

    def _href(self, href):
        """Return the absolute address of a link, or "" if the address may not be in a PDF."""
        absolute = f"{self.site}{href}" if href.startswith("/") and href[1:2] != "/" else href
        return absolute if absolute.startswith(SAFE) else ""


@lru_cache(maxsize=64)  # the print page and the PDF of a handout show the same code
def qr(address):
    """Return the QR code of ``address`` as an SVG: dark on light, with its quiet zone."""
    code = segno.make(address, error="m", micro=False, mask=MASK)
    svg = io.BytesIO()
    options = {"xmldecl": False, "nl": False, "svgclass": None, "lineclass": None}
    code.save(svg, kind="svg", border=4, omitsize=True, light="#fff", **options)
    return svg.getvalue().decode()
