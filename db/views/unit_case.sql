-- One row per case study of an approved project (R37).
SELECT s._id AS unit, p.community, p.unit AS project, s.state
FROM main.case_study AS s JOIN approved_project AS p ON p.unit = s._parent
WHERE s._deleted = 0
