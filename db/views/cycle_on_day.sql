-- The cycle to count: the latest one, or the latest that had begun on the day counted up to; the program keeps it
-- as the table current_cycle. windows_due are the visit windows that have run out by then (BR-05).
SELECT
  cycle,
  start_month,
  start_day,
  window_months,
  accounts_day,
  last_day,
  (12 * substr(next_day, 1, 4) + substr(next_day, 6, 2) - start_month - (substr(next_day, 9, 2) < start_day))
    / window_months AS windows_due
FROM (
  SELECT
    c._id AS cycle,
    12 * substr(c.start, 1, 4) + substr(c.start, 6, 2) AS start_month,
    substr(c.start, 9, 2) AS start_day,
    max(IFNULL(c.visit_window_months, 2), 1) AS window_months,
    IFNULL(d.day, c.accounts_as_of) AS accounts_day,
    IFNULL(d.day, '9999-12-31') AS last_day,
    date(min(c."end", IFNULL(d.day, c."end")), '+1 day') AS next_day
  FROM temp.stats_as_of AS d CROSS JOIN main.cycle AS c
  WHERE c._deleted = 0 AND (d.day IS NULL OR c.start <= d.day)
  ORDER BY c.start DESC, c._id DESC
  LIMIT 1
)
