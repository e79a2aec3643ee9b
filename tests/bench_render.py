"""The CPU that it takes to render pages, by kind of page, beside an older release.

Run by ``make bench-render``, with ``OLD=`` and the folder of a worktree of the older release. Each
release serves its own shipped content from a folder of its own, in one process. Both render the
same page in turn, without the cache of ``delivery.py``, so that what else the machine does weighs
on both. Milliseconds of one machine say nothing of another; the ratio does.
"""

import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROUNDS = 25
COMMANDS = (
    ("migrate", "--verbosity", "0"),
    ("collectstatic", "--no-input", "--verbosity", "0"),
    ("load_content", "--publish"),
)
PAGES = {
    "medicine": ("/treatments/siponimod/", None),
    "side effect": ("/side-effects/anaphylaxis/", None),
    "symptom": ("/symptoms/bladder/", None),
    "Get help": ("/get-help/", None),
    "filter": ("/treatments/?how=mouth", None),
    "compare, form": ("/treatments/compare/", None),
    "compare, answer": ("/treatments/compare/?treatment=siponimod&treatment=ocrelizumab", None),
    "search": ("/search/?q=siponimod", None),
    "what matters, form": ("/what-matters/", None),
    "what matters, answer": ("/what-matters/", {"point": ["tests", "baby"]}),
    "walk, step": ("/find-your-type/safety/", None),
    "sheet, form": ("/handout/", None),
    "sheet, print": ("/handout/print/", {"treatment": ["siponimod", "ocrelizumab"]}),
}
"""{kind of page: (address, fields that are sent by POST)}."""


def serve():
    """Answer each kind of page on a line of the input with the CPU of one render in seconds."""
    sys.path[0] = os.getcwd()  # the folder of the release in place of that of this file
    import django

    django.setup()
    from django.test import RequestFactory
    from django.urls import resolve

    make = RequestFactory()
    for line in sys.stdin:
        address, fields = PAGES[line.strip()]
        request = make.get(address) if fields is None else make.post(address, fields)
        view = resolve(request.path_info)
        begun = time.process_time()
        response = view.func(request, *view.args, **view.kwargs)
        if not getattr(response, "is_rendered", True):
            response.render()
        taken = time.process_time() - begun
        sys.stdout.write(f"{taken if response.status_code == 200 else 'nan'}\n")
        sys.stdout.flush()


class Release:
    """A release in the folder ``tree``, with its content in the folder ``state``."""

    def __init__(self, tree, state):
        environment = {
            **os.environ,
            "STATE_FOLDER": str(state),
            "SITE_ADDRESS": "http://127.0.0.1:8000",
            "DJANGO_SETTINGS_MODULE": "spms_site.settings",
        }
        environment.pop("DATABASE_URL", None)
        run = {"cwd": tree, "env": environment, "stdout": subprocess.DEVNULL}
        for command in COMMANDS:
            subprocess.run([sys.executable, "manage.py", *command], check=True, **run)
        self.process = subprocess.Popen(
            [sys.executable, __file__, "serve"],
            **{**run, "stdout": subprocess.PIPE},
            stdin=subprocess.PIPE,
            text=True,
        )

    def render(self, kind):
        """Return the milliseconds of CPU of one render; not a number if there is no such page."""
        self.process.stdin.write(f"{kind}\n")
        self.process.stdin.flush()
        return 1000 * float(self.process.stdout.readline())

    def end(self):
        """End the process."""
        self.process.stdin.close()
        self.process.wait()


def main(old):
    """Write a row for each kind of page: its milliseconds in ``old``, if given, now, and ratio."""
    here = Path(__file__).resolve().parents[1]
    with tempfile.TemporaryDirectory() as folder:
        releases = []
        for number, tree in enumerate([*([Path(old).resolve()] if old else []), here]):
            state = Path(folder) / str(number)
            state.mkdir()
            releases.append(Release(tree, state))
        for kind in PAGES:
            taken = [[release.render(kind) for release in releases] for _ in range(ROUNDS)][3:]
            middles = [statistics.median(times) for times in zip(*taken, strict=True)]
            shown = " | ".join(f"{middle:.1f}" for middle in middles)
            ratio = f" | {middles[-1] / middles[0]:.2f}" if old else ""
            sys.stdout.write(f"| {kind} | {shown}{ratio} |\n")
        for release in releases:
            release.end()


if __name__ == "__main__":
    if sys.argv[1:] == ["serve"]:
        serve()
    else:
        main(sys.argv[1] if len(sys.argv) > 1 else "")
