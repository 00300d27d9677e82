"""Every word we say: one TOML per machine, languages side by side; rendering, plurals, money, dates, bidi."""
