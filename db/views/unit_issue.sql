-- One row per issue raised in an approved project (R35).
SELECT i._id AS unit, p.community, p.unit AS project, i.code, i.severity, i.state, i.due
FROM main.issue AS i JOIN approved_project AS p ON p.unit = i._parent
WHERE i._deleted = 0
