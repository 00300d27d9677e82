"""Count orders and tickets beside the places."""

from migrations import run_sql

revision = "2026_11_26_0800"
down_revision = "2026_11_23_1900"
branch_labels = None
depends_on = None


def upgrade() -> None:
    run_sql("2026_11_26_0800_count_beside_the_places.sql")
