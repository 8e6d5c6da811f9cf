"""The passphrase of every store that the tests make."""

from __future__ import annotations

from zjdesk.store.vault import Cost

PASSPHRASE = "示例口令 for tests"
CHEAP = Cost(8, 1, 1)  # so that a thousand stores do not take an hour; the vault's own test looks at the true cost
