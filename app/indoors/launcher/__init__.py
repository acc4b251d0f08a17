"""The first process: starts the others, each of which then takes its own rights away."""
