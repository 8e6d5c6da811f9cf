-- One row per duty of the committee that was done in an approved project (R32), however often it was written down.
SELECT d._id AS unit, p.community, p.unit AS project, d.duty
FROM main.committee_duty AS d JOIN approved_project AS p ON p.unit = d._parent
WHERE d._deleted = 0
  AND d.done = 1
  AND NOT EXISTS (
    SELECT 1 FROM main.committee_duty AS o
    WHERE o._parent = d._parent AND o.duty = d.duty AND o.done = 1 AND o._deleted = 0 AND o._id < d._id
  )
