-- One row per questionnaire entered (B1); the second entry of a questionnaire, keyed to check the first, is none.
SELECT r._id AS unit, b.community, b.wave, IFNULL(r.is_invalid, 'no') <> 'yes' AS valid, r.*
FROM main.response AS r CROSS JOIN unit_batch AS b ON b.unit = r._parent
WHERE r._deleted = 0
  AND r._id NOT IN (
    SELECT o.second_entry FROM main.response AS o
    WHERE o.second_entry IS NOT NULL
      AND o._deleted = 0
      AND NOT EXISTS (
        SELECT 1 FROM main.response AS t
        WHERE t._id = o.second_entry AND t.second_entry = o._id AND t._id < o._id
      )
  )
