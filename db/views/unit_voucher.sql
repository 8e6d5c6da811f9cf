-- One row per booked voucher of an approved project; those dated after the accounts' day are late (BR-31).
SELECT
  e._id AS unit,
  p.community,
  p.unit AS project,
  e.date,
  e.category,
  e.amount_fen AS amount,
  IFNULL(s.own, 1) AS own,
  e.date > IFNULL((SELECT accounts_day FROM current_cycle), '9999-12-31') AS late
FROM main.expenditure AS e
JOIN approved_project AS p ON p.unit = e._parent
LEFT JOIN money_source AS s ON s.unit = e.source
WHERE e._deleted = 0 AND e.state = 'booked'
