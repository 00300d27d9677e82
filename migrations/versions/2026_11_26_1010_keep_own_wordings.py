"""Keep the wordings that a business chose for itself."""

from migrations import run_sql

revision = "2026_11_26_1010"
down_revision = "2026_11_26_0800"
branch_labels = None
depends_on = None


def upgrade() -> None:
    run_sql("2026_11_26_1010_keep_own_wordings.sql")
