"""The texts of the walk as this release ships them, read once from their content file.

They serve until a clinic has published its own, also while the database cannot be read.
"""

import tomllib
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

from guidance.walk.words import Text

FILE = Path(__file__).resolve().parents[1] / "content" / "files" / "walk" / "find-your-type.toml"


def _read() -> Mapping[str, Text]:
    rows = tomllib.loads(FILE.read_text("utf-8"))["texts"]
    texts = {
        row["key"]: Text(row.get("text", "").strip(), row.get("another", "").strip())
        for row in rows
    }
    return MappingProxyType(texts)


SHIPPED = _read()
"""{key: text} of every text of the walk."""
