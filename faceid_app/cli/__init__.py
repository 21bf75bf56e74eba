"""The command line: one module a topic, all writing through `console`."""
