-- One row per change of a team that was not rejected, up to the last day.
SELECT t._id AS unit, p.community, p.unit AS project, t.kind, t.reason, t.date
FROM main.team_change AS t JOIN approved_project AS p ON p.unit = t._parent
WHERE t._deleted = 0 AND t.state <> 'rejected' AND t.date <= (SELECT last_day FROM current_cycle)
