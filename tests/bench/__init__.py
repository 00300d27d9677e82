"""What `make bench` measures and prints as Markdown. Only ratios inside one run compare."""
