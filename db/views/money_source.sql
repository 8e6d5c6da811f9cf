-- Where money comes from, and whether it counts in balances: the fund's and self-raised money do (BR-28).
SELECT _id AS unit, _parent AS project, _deleted, kind, approved_fen, kind IN ('fund', 'self_raised') AS own
FROM main.funding_source
