"""What leaves the hall as facts holds no PIN, not even as a hash; what stays is checked like everything else."""

from __future__ import annotations

import os
from pathlib import Path

from lobbyconsole.credentials import hash_pin
from lobbyconsole.domain.sample_staff import sample_staff
from lobbyconsole.domain.staff_facts import StaffPinFailed, StaffPinSet
from lobbyconsole.store.codec import encode
from tests.e2e.test_cli import Run, run  # noqa: F401 - a fixture
from tests.services.conftest import MORNING


def test_an_export_leaves_out_the_hashes_and_can_be_taken_in_again(run: Run, tmp_path: Path) -> None:  # noqa: F811
    told = sample_staff(MORNING)
    more = [
        StaffPinSet(id="p1", at=MORNING, staff="8001", hash=hash_pin(os.urandom(32), "8001", "4826")),
        StaffPinFailed(id="p2", at=MORNING, staff="8001"),
    ]
    path = tmp_path / "staff.jsonl"
    path.write_bytes(b"".join(encode(fact) + b"\n" for fact in (*told, *more)))
    run("create", "--sample")
    code, taken, _ = run("ingest", path)
    assert (code, taken["new"], taken["bad_lines"]) == (0, len(told) + 2, 0)
    out = tmp_path / "out.jsonl"
    code, written, _ = run("export", "--out", out)
    lines = out.read_bytes().splitlines()
    assert (code, written["rows"]) == (0, len(lines))
    assert not [line for line in lines if b"argon2" in line or b"pin_set" in line]
    assert len([line for line in lines if b'"kind":"staff.' in line]) == len(told) + 1
    assert run("ingest", out)[1]["new"] == 0
    code, checked, _ = run("verify")
    assert (code, checked["ok"]) == (0, True)
