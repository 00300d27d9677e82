"""Endless loops, one file each, safe to kill at any instant."""
