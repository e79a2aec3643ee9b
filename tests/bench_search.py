"""The search in 2,000 pages, held to bars: memory of the index, and CPU of a query.

The pages are the shipped ones many times over, with ends of words changed, so that the number of
words grows as it would. Run alone: ``make bench-search``.
"""

import random
import sys
import time
import tomllib
import tracemalloc
from dataclasses import replace
from pathlib import Path

import django

PAGES, MOST_MEGABYTES, MOST_MILLISECONDS = 2000, 30, 10
QUERIES = Path(__file__).parent / "search" / "queries.toml"


def changed(text, chance):
    """Return ``text`` with the ends of about half of its long words changed."""
    return " ".join(
        word[:-3] + "".join(chance.choices("aeilnorst", k=3))
        if len(word) > 5 and chance.random() < 0.5
        else word
        for word in text.split(" ")
    )


def many(shipped):
    """Return the entries ``shipped``, and more of them until there are ``PAGES`` pages."""
    chance, found = random.Random(13), list(shipped)
    pages = [entry for entry in shipped if entry.kind not in ("term", "sign")]
    for number in range(PAGES - len(pages)):
        entry = pages[number % len(pages)]
        names = tuple(replace(name, text=changed(name.text, chance)) for name in entry.names)
        key = f"{entry.key}-{number}"
        found.append(replace(entry, key=key, names=names, text=changed(entry.text, chance)))
    return found


def main():
    from guidance.editorial.snapshots import freeze_all
    from guidance.pages.guide import Guide
    from guidance.search.entries import entries
    from guidance.search.index import Index

    guide = Guide(1, None, freeze_all().values())
    found = many(list(entries(guide)))
    tracemalloc.start()
    index = Index(found)
    megabytes = tracemalloc.get_traced_memory()[0] / 1e6
    tracemalloc.stop()
    listed = tomllib.loads(QUERIES.read_text())
    queries = [query for group in listed.values() for some in group.values() for query in some]
    taken = []
    for query in queries:
        begun = time.process_time()
        index.find(query)
        taken.append(1000 * (time.process_time() - begun))
    taken.sort()
    middle, slow = taken[len(taken) // 2], taken[int(len(taken) * 0.99)]
    sys.stdout.write(
        f"{len(found)} entries: {megabytes:.1f} MB (at most {MOST_MEGABYTES}); a query takes "
        f"{middle:.2f} ms of CPU, of 100 queries 99 at most {slow:.2f} ms "
        f"(at most {MOST_MILLISECONDS})\n"
    )
    return megabytes > MOST_MEGABYTES or slow > MOST_MILLISECONDS


if __name__ == "__main__":
    django.setup()
    sys.exit(main())
