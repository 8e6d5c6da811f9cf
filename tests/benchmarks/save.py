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

TIMES = 500
BLOCK = 50  # saves in a row, as when a sheet is typed; the measuring itself writes between the blocks


def run() -> None:
    """Print both medians and the ratio."""
    with tempfile.TemporaryDirectory() as name:
        store = new_store(Path(name) / "office")
        own, _ = sheet(store)
        session = Session(store, Account("a" * 32, "示例管理员", "SA"))
        ours: list[float] = []
        floor: list[float] = []
        for start in range(0, TIMES, BLOCK):
            made = []
            for number in range(start, start + BLOCK):
                with measured(ours):
                    (one,) = save(session, [NewRecord("sign_in_entry", _values(own, number))]).ids
                made.append((one, _action(session)))
            for one, action in made:
                rows = _taken_back(session, one, action)
                with measured(floor):
                    write_plainly(store.conn, rows)
        store.close()
    print("save of one record:", ratio(ours[BLOCK:], floor[BLOCK:]))  # noqa: T201


def _values(sheet_id: str, number: int) -> dict[str, object]:
    return {"sheet": sheet_id, "no": number + 1, "name": f"示例王{number}", "role": "beneficiary", "signed": True}


def _action(session: Session) -> int:
    """Return the number of the newest user action."""
    number: int = session.store.conn.execute("SELECT max(n) FROM local_action").fetchone()[0]
    return number


def _taken_back(session: Session, made: str, action: int) -> dict[str, list[tuple[object, ...]]]:
    """Take the rows of the record out again and return them, to be written plainly."""
    conn = session.store.conn
    own = bytes.fromhex(made)
    found = {}
    taken = (("log_entry", "record", own), ("sign_in_entry", "_id", own), ("local_action", "n", action))
    for table, column, value in taken:
        found[table] = conn.execute(f"SELECT * FROM {table} WHERE {column} = ?", (value,)).fetchall()
        conn.execute(f"DELETE FROM {table} WHERE {column} = ?", (value,))
    return found


if __name__ == "__main__":
    run()
