-- One row per batch of questionnaires of the cycle; its distributed ones make B0.
SELECT b._id AS unit, c.code AS community, b.wave, b.distributed, b.recovered
FROM main.batch AS b CROSS JOIN main.community AS c ON c._id = b._parent
WHERE b._deleted = 0
  AND c._deleted = 0
  AND (b.cycle IS NULL OR b.cycle = (SELECT cycle FROM current_cycle))
