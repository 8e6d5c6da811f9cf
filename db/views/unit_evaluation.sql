-- One row per approved project (BP) and wave, with the latest archive check and finding of that wave.
SELECT
  p.unit,
  p.community,
  p.unit AS project,
  w.wave,
  (
    SELECT a.conclusion FROM main.archive_check AS a
    WHERE a._parent = p.unit AND a.wave = w.wave AND a._deleted = 0
    ORDER BY a._time DESC, a._id DESC LIMIT 1
  ) AS archive,
  (
    SELECT f.completion FROM main.evaluation_finding AS f
    WHERE f._parent = p.unit AND f.wave = w.wave AND f._deleted = 0
    ORDER BY f._time DESC, f._id DESC LIMIT 1
  ) AS completion,
  (
    SELECT f.backbone FROM main.evaluation_finding AS f
    WHERE f._parent = p.unit AND f.wave = w.wave AND f._deleted = 0
    ORDER BY f._time DESC, f._id DESC LIMIT 1
  ) AS backbone,
  (
    SELECT f.liaison FROM main.evaluation_finding AS f
    WHERE f._parent = p.unit AND f.wave = w.wave AND f._deleted = 0
    ORDER BY f._time DESC, f._id DESC LIMIT 1
  ) AS liaison
FROM approved_project AS p CROSS JOIN (SELECT 'mid' AS wave UNION ALL SELECT 'final') AS w
