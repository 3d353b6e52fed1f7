"""What is said for Docker is so: what is copied is there, and compose uses settings that there are."""

from __future__ import annotations

import re

import yaml

from orgraph.settings import Settings
from tests.small_world import ROOT


def text_of(name: str) -> str:
    """The text of a file."""
    return (ROOT / name).read_text(encoding="utf-8")


def test_docker_copies_what_there_is() -> None:
    lines = text_of("docker/Dockerfile").splitlines()
    copied = [
        words[1:-1] for line in lines if (words := line.split())[:1] == ["COPY"] and not words[1].startswith("--")
    ]
    sources = {name for names in copied for name in names}

    assert {"requirements.lock", "orgraph", "schema", "seeds", "LICENSE"} <= sources
    assert [name for name in sources if not (ROOT / name).exists()] == []
    assert {
        line[1:] for line in text_of("docker/Dockerfile.dockerignore").splitlines() if line.startswith("!")
    } == sources
    assert [line for line in lines if line.startswith("USER ")][-1] != "USER root"
    assert "--require-hashes" in text_of("docker/Dockerfile") and "--hash=sha256:" in text_of("requirements.lock")


def test_compose_uses_settings_that_there_are() -> None:
    services = yaml.safe_load(text_of("docker/compose.yaml"))["services"]
    ours, variables = services["orgraph"], {f"ORGRAPH_{name.upper()}" for name in Settings.model_fields}

    assert set(ours["environment"]) <= variables
    assert set(re.findall(r"ORGRAPH_\w+", text_of("docker/Dockerfile"))) <= variables
    assert (ROOT / "docker" / ours["build"]["context"] / ours["build"]["dockerfile"]).resolve().is_file()
    assert ours["network_mode"] == "host" and "ports" not in ours, "serve listens on loopback only"
    assert all(port.startswith("127.0.0.1:") for port in services["neo4j"]["ports"])
    assert "NEO4J_PASSWORD:?" in services["neo4j"]["environment"]["NEO4J_AUTH"]
