"""Notices to other systems: who wants them, and a client that does not let itself be sent where it must not go."""
