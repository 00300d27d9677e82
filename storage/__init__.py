"""Rows: tables, one unit of work, queries by noun, and the embedded PostgreSQL."""
