-- One row per approved adjustment of a project's content (R29).
SELECT a._id AS unit, p.community, p.unit AS project, a.kind, a.reason
FROM main.project_adjustment AS a JOIN approved_project AS p ON p.unit = a._parent
WHERE a._deleted = 0 AND a.state IN ('approved', 'archived')
