"""Compares a store with the oracle, cell by cell and question by question."""

from __future__ import annotations

import json
from typing import Any

from tests.property.held import Json, world_of
from tests.property.oracle import COUNTS, Oracle, body_of, is_whole
from tests.property.state import State
from zjdesk.store.schema import quoted
from zjdesk.store.store import Store

Differences = list[str]


def differences(store: Store) -> Differences:
    """Return where a store and the oracle differ, in words; nothing when they agree."""
    oracle = Oracle(world_of(store))
    state = State(oracle)
    found = _statuses(store, oracle) + _bodies(oracle)
    return found + _rows(store, state) + _questions(store, state) + _built_in(store, state) + _unreachable(state)


def _differ(what: str, own: str, program: object, oracle: object) -> Differences:
    return [f"{what} {own}: program {program!r}, oracle {oracle!r}"] if program != oracle else []


def _statuses(store: Store, oracle: Oracle) -> Differences:
    rows = store.conn.execute(
        "SELECT e.id, e.status, r.reason FROM log_entry e LEFT JOIN log_reason r ON r.entry = e.n"
    ).fetchall()
    found: Differences = []
    for held, status, reason in rows:
        entry = oracle.held[held.hex()]
        what = f"status of {entry.form} {entry.record[-6:]} at {entry.seq}"
        own, why = oracle.status[entry.id]
        found += _differ(what, entry.id, status, own)
        if entry.id not in oracle.dragged:  # of several reasons, one of its own and its group's, any may be told
            found += _differ(f"reason of {what}", entry.id, reason or "", why)
    return found


def _bodies(oracle: Oracle) -> Differences:
    """What was erased is gone from its body, and every other body is the one that was written."""
    erased: set[str] = set()
    for erasure in oracle.counting("_erasure"):
        erased |= set((oracle.values[erasure.id] or {})["_entries"])
    found = []
    for entry in oracle.world.entries:
        if entry.body is None or (entry.id not in erased and is_whole(entry)):
            continue
        if entry.id not in erased:
            found.append(f"body of {entry.form} {entry.id} is another one and was not erased")
        elif entry.form != "_erasure" and entry.body != body_of(oracle.values[entry.id]):
            found.append(f"body of {entry.form} {entry.id} holds what was erased: {entry.body.decode()}")
    return found


def _rows(store: Store, state: State) -> Differences:
    found: Differences = []
    seen: set[str] = set()
    for name in state.oracle.catalogue.names():
        form = state.oracle.catalogue.form(name)
        rows = store.conn.execute(f"SELECT * FROM {quoted(name)}")
        columns = [one[0] for one in rows.description]
        for row in rows.fetchall():
            cells = dict(zip(columns, row, strict=True))
            own = cells["_id"].hex()
            seen.add(own)
            if own not in state.records or state.records[own].form.name != name:
                found.append(f"row {name} {own} stands in the program alone")
                continue
            shown = state.records[own]
            expected: Json = {**shown.cells, "_id": own, "_parent": state.parent(shown), "_scope": shown.scope}
            expected |= {"_deleted": int(shown.hidden), "_conflict": int(shown.conflict)}
            expected |= {"_time": shown.last.order[0], "_author": shown.last.header["author"]}
            expected |= {"_created": shown.first.order[0], "_creator": shown.first.header["author"]}
            lists = {one.name for one in form.fields if one.type in ("choices", "refs", "files")}
            for column, cell in cells.items():
                found += _differ(f"{name}.{column}", own, _plain(cell, column in lists), expected.get(column))
    return found + [f"row {own} stands in the oracle alone" for own in state.records.keys() - seen]


def _plain(cell: Any, is_list: bool) -> Any:
    if isinstance(cell, bytes):
        return cell.hex()
    return json.loads(cell) if is_list and cell is not None else cell


def _questions(store: Store, state: State) -> Differences:
    rows = store.conn.execute("SELECT kind, record, field, candidates FROM state_conflict").fetchall()
    listed = {(kind, own.hex() if own else None, field, tuple(json.loads(ids))) for kind, own, field, ids in rows}
    found = [f"question stands in the program alone: {one}" for one in listed - state.questions]
    return found + [f"question stands in the oracle alone: {one}" for one in state.questions - listed]


def _built_in(store: Store, state: State) -> Differences:
    rows = store.conn.execute("SELECT record, content FROM state_built_in").fetchall()
    program = {own.hex(): json.loads(content) for own, content in rows}
    found: Differences = []
    for own in program.keys() | state.built_in.keys():
        found += _differ("built in", own, program.get(own), state.built_in.get(own))
    return found


def _unreachable(state: State) -> Differences:
    """Every value that counts is shown, agrees with what is shown, stands in a conflict, or was replaced by one."""
    oracle = state.oracle
    found: Differences = []
    for shown in state.records.values():
        entries = [one for one in state.by_record[shown.id] if oracle.status[one.id][0] == COUNTS]
        for name in {name for one in entries for name in state.said(one)}:
            gone = oracle.replaced(state.by_record[shown.id], name)
            heads = {one.id for one in shown.heads.get(name, ())}
            for entry in entries:
                if name in state.said(entry) and entry.id not in heads | gone:
                    found.append(f"value of {name} in {entry.id} is neither shown nor replaced")
            if not heads:
                found.append(f"no value of {name} in {shown.id} is shown")
    return found
