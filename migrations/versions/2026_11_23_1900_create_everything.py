"""Create everything."""

from migrations import run_sql

revision = "2026_11_23_1900"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    run_sql("2026_11_23_1900_create_everything.sql")
