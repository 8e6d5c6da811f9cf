-- One row per source of money of an approved project.
SELECT s.unit, p.community, p.unit AS project, s.kind, s.own, s.approved_fen AS approved
FROM money_source AS s JOIN approved_project AS p ON p.unit = s.project
WHERE s._deleted = 0
