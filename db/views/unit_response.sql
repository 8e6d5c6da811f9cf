-- One row per questionnaire entered (B1); what was keyed again to check it is a record of its own.
SELECT r._id AS unit, b.community, b.wave, IFNULL(r.is_invalid, 'no') <> 'yes' AS valid, r.*
FROM main.response AS r CROSS JOIN unit_batch AS b ON b.unit = r._parent
WHERE r._deleted = 0
