"""How the schema got here: one dated, verb-named step per change, run by storage/schema.py."""

import re
from pathlib import Path

from alembic import op

VERSIONS = Path(__file__).parent / "versions"


def run_sql(name: str) -> None:
    """Run the statements of a file beside the step; each ends with a semicolon at the end of a line."""
    text = re.sub(r"^--.*$", "", (VERSIONS / name).read_text(encoding="utf-8"), flags=re.MULTILINE)
    for statement in re.split(r";\s*$", text, flags=re.MULTILINE):
        if statement.strip():
            op.get_bind().exec_driver_sql(statement)
