"""What `make bench` measures; `python -m tests.bench` prints it all as Markdown. Everything is a ratio inside one run."""
