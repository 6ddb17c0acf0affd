"""Lock files pin by hash and name no registry: whoever installs chooses where from."""

import json
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
LOCKS = sorted((ROOT / "requirements").glob("*.lock"))


@pytest.mark.parametrize("lock", LOCKS, ids=lambda path: path.name)
def test_each_requirement_has_a_hash_and_no_line_an_address(lock: Path) -> None:
    text = lock.read_text("utf-8")
    assert not re.search(r"https?:|file:|--(extra-)?index-url|--find-links|--trusted-host|@ ", text)
    requirements = re.split(r"\n(?=[A-Za-z0-9])", text.strip())
    assert requirements
    for requirement in requirements:
        assert re.match(r"[A-Za-z0-9._-]+==[^\s\\]+", requirement), requirement[:80]
        assert "--hash=sha256:" in requirement, requirement[:80]


def test_the_front_ends_lock_has_integrity_and_no_registry() -> None:
    lock = json.loads((ROOT / "frontend" / "package-lock.json").read_text("utf-8"))
    for path, package in lock["packages"].items():
        if path:
            assert "resolved" not in package, path
            assert package["integrity"].startswith("sha512-"), path
    assert "omit-lockfile-registry-resolved=true" in (ROOT / "frontend" / ".npmrc").read_text("utf-8")


def test_the_locks_hold_what_the_project_asks_for() -> None:
    run, dev = ((ROOT / "requirements" / f"{name}.lock").read_text("utf-8") for name in ("run", "dev"))
    pinned = re.compile(r"^([A-Za-z0-9._-]+==\S+)", re.MULTILINE)
    assert set(pinned.findall(run)) <= set(pinned.findall(dev)), "dev.lock was compiled against another run.lock"
    assert "pabutools" not in dev, "peers pull a proprietary solver: they have a lock of their own"
