-- One row per approved adjustment of a project's money (R28), up to the last day.
SELECT a._id AS unit, p.community, p.unit AS project, a.reason, a.approved_on
FROM main.budget_adjustment AS a JOIN approved_project AS p ON p.unit = a._parent
WHERE a._deleted = 0
  AND (a.state = 'approved' OR (a.state = 'archived' AND a.approved_on IS NOT NULL))
  AND IFNULL(a.approved_on, a.applied_on) <= (SELECT last_day FROM current_cycle)
