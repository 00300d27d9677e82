"""A conversational state-machine bot framework, and the restaurants that take orders on it."""
