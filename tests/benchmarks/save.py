"""Save of one record against the same rows in one durable commit to the same database.

Run: python -m tests.benchmarks.save. The goal is a ratio of at most 3, in CPU time.
"""

from __future__ import annotations

import tempfile
from pathlib import Path

from tests.benchmarks.world import measured, new_store, ratio, sheet, write_plainly
from zjdesk.ops.changes import NewRecord
from zjdesk.ops.edit import save
from zjdesk.ops.session import Account, Session

TIMES = 400


def run() -> None:
    """Print both medians and the ratio."""
    with tempfile.TemporaryDirectory() as name:
        store = new_store(Path(name) / "liaison", "liaison")
        own, _ = sheet(store)
        session = Session(store, Account("a" * 32, "示例联络员", "LI"))
        ours: list[float] = []
        floor: list[float] = []
        for number in range(TIMES):
            values = {"sheet": own, "no": number + 1, "name": f"示例王{number}", "role": "beneficiary", "signed": True}
            with measured(ours):
                made = save(session, [NewRecord("sign_in_entry", values)]).ids[0]
            rows = _taken_back(session, made)
            with measured(floor):
                write_plainly(store.conn, rows)
        store.close()
    print("save of one record:", ratio(ours[50:], floor[50:]))  # noqa: T201


def _taken_back(session: Session, made: str) -> dict[str, list[tuple[object, ...]]]:
    """Take the rows of the record out again and return them, to be written plainly."""
    conn = session.store.conn
    own = bytes.fromhex(made)
    found = {}
    for table, test in (("log_entry", "record = ?"), ("sign_in_entry", "_id = ?")):
        found[table] = conn.execute(f"SELECT * FROM {table} WHERE {test}", (own,)).fetchall()
        conn.execute(f"DELETE FROM {table} WHERE {test}", (own,))
    number = conn.execute("SELECT max(n) FROM local_action").fetchone()[0]
    found["local_action"] = conn.execute("SELECT * FROM local_action WHERE n = ?", (number,)).fetchall()
    conn.execute("DELETE FROM local_action WHERE n = ?", (number,))
    return found


if __name__ == "__main__":
    run()
