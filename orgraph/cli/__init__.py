"""The command line: one file a group of verbs; `render/` puts answers into lines for people."""
