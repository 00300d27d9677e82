"""Keep what the commands of the staff changed."""

from migrations import run_sql

revision = "2026_11_26_1130"
down_revision = "2026_11_26_1010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    run_sql("2026_11_26_1130_keep_an_audit.sql")
