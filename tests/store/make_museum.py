"""Makes the museum's piece of the present schema: `python -m tests.store.make_museum`. Run it once for each release.

Pieces of former schemas are never made again: they must be what the program of their time wrote.
"""

from __future__ import annotations

import json
import tempfile
from pathlib import Path

from lobbyconsole.domain import facts as f
from lobbyconsole.domain.lobby import Change
from lobbyconsole.store.backup import backup
from lobbyconsole.store.codec import OpaqueFact, decode
from lobbyconsole.store.hall import Store
from lobbyconsole.store.migrations import SCHEMA
from tests.domain.strategies import HALL, minute
from tests.store.halls import KEY, a_morning, now, record

HERE = Path(__file__).parent


def main() -> None:
    """A morning, one fact of every kind, one of a newer program."""
    target = HERE / "databases" / f"schema{SCHEMA}-test-key-only.db"
    if target.exists():
        raise SystemExit(f"{target.name} is there already and must stay as it is")
    samples = [decode(line) for line in (HERE / "fact_samples.jsonl").read_bytes().splitlines()]
    song = b'{"kind":"counter.sang","v":1,"at":"2026-03-11T03:00:00Z","id":"song","counter":"9"}'
    newer = OpaqueFact(id="song", at=minute(120), name="counter.sang", about="counter:9", body=song)
    with tempfile.TemporaryDirectory() as folder:
        with Store.open(Path(folder), KEY, branch=HALL, clock=now) as store:
            told: list[f.Fact] = [*a_morning(), *samples]
            for start in range(0, len(told), 20):
                record(store, told[start : start + 20], cursors={"machine": str(start)})
            store.append([Change(newer, None, None)], {}, now())
            store.end_job(store.begin_job("backup", now()), "done")
            store.set_meta("note", "a piece of the museum")
            figures = store.kpis((store.days()[0], store.days()[-1]))
            card = {
                "test_key": KEY.hex(),
                "schema": SCHEMA,
                "rows": store.head()[0],
                "head": store.head()[1].hex(),
                "days": [day.isoformat() for day in store.days()],
                "facts_of_a007": len(store.facts_of("ticket:a007")),
                "counts": figures.counts._asdict(),
            }
            made = backup(store, Path(folder) / "copies")
        target.parent.mkdir(exist_ok=True)
        target.write_bytes(made.read_bytes())
        target.with_suffix(".json").write_text(json.dumps(card, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main()
