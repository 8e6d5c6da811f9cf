-- One row per counted visit (BV): on site or at an activity, in any state, up to the last day; and its window.
SELECT
  v._id AS unit,
  p.community,
  p.unit AS project,
  v.supervisor,
  v.date,
  v.mode,
  (12 * substr(v.date, 1, 4) + substr(v.date, 6, 2) - c.start_month - (substr(v.date, 9, 2) < c.start_day))
    / c.window_months + 1 AS "window"
FROM main.supervisor_visit AS v
JOIN approved_project AS p ON p.unit = v._parent
JOIN current_cycle AS c
WHERE v._deleted = 0 AND v.mode IN ('on_site', 'at_activity') AND v.date <= c.last_day
