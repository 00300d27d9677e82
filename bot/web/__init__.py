"""The aiohttp application: thin; the simulator's page and its stand-in for the platform."""
