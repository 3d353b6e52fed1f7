"""One JSON line an event on stderr: identifiers and numbers, no bodies, no texts of persons."""

from __future__ import annotations

import json
import logging
import sys
from datetime import datetime

from orgraph.domain.text import inert
from orgraph.domain.time import CHINA

LOGGER = "orgraph"


class JsonLines(logging.Formatter):
    """Formats a record as one line of JSON; `extra={"fields": {…}}` adds to it."""

    def format(self, record: logging.LogRecord) -> str:
        """The line."""
        line = {
            "at": datetime.fromtimestamp(record.created, CHINA).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "event": record.getMessage(),
            **getattr(record, "fields", {}),
        }
        if record.exc_info:
            line["traceback"] = self.formatException(record.exc_info)
        return inert(json.dumps(line, default=str, ensure_ascii=False, separators=(",", ":")))


def log_to_stderr(level: int = logging.INFO) -> None:
    """Send the log of this package and of the server to stderr, once."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonLines())
    for name in (LOGGER, "uvicorn"):
        logger = logging.getLogger(name)
        logger.handlers = [handler]
        logger.propagate = False
        logger.setLevel(level if name == LOGGER else logging.WARNING)
