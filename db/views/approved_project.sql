-- The base BP: projects of the cycle that were approved and not cancelled before they started.
SELECT p._id AS unit, p.no, p.name, c.code AS community, c._id AS community_id
FROM main.project AS p CROSS JOIN main.community AS c ON c._id = p._parent
WHERE p._deleted = 0
  AND c._deleted = 0
  AND p.cycle = (SELECT cycle FROM current_cycle)
  AND (
    p.state IN ('approved', 'running', 'mid_evaluated', 'final_evaluated', 'closed', 'archived')
    OR (p.state = 'terminated' AND IFNULL(p.closed_on, '9999-12-31') >= p.start)
  )
