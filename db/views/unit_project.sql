-- One row per approved project (BP) with what is counted about it; a column that nobody asks for costs nothing.
SELECT
  p.unit,
  p.community,
  p.unit AS project,
  CASE
    WHEN EXISTS (SELECT 1 FROM unit_team_change AS t WHERE t.project = p.unit AND t.kind = 'leader') THEN 'leader'
    WHEN EXISTS (SELECT 1 FROM unit_team_change AS t WHERE t.project = p.unit AND t.kind = 'member') THEN 'member'
    ELSE 'stable'
  END AS team,
  EXISTS (SELECT 1 FROM unit_content_adjustment AS a WHERE a.project = p.unit) AS content_adjusted,
  EXISTS (SELECT 1 FROM unit_budget_adjustment AS a WHERE a.project = p.unit) AS budget_adjusted,
  (SELECT COUNT(*) FROM unit_visit AS v WHERE v.project = p.unit) AS visits,
  (SELECT windows_due FROM current_cycle)
    - (
      SELECT COUNT(DISTINCT v."window") FROM unit_visit AS v
      WHERE v.project = p.unit AND v."window" BETWEEN 1 AND (SELECT windows_due FROM current_cycle)
    ) AS windows_missed,
  (SELECT COUNT(*) FROM unit_duty AS d WHERE d.project = p.unit) AS duties,
  EXISTS (SELECT 1 FROM unit_source AS s WHERE s.project = p.unit AND s.kind = 'hsbc' AND s.approved > 0) AS matched,
  (SELECT IFNULL(SUM(s.approved), 0) FROM unit_source AS s WHERE s.project = p.unit AND s.own) AS budget,
  (SELECT IFNULL(SUM(v.amount), 0) FROM unit_voucher AS v WHERE v.project = p.unit AND v.own AND NOT v.late) AS spent,
  (SELECT IFNULL(SUM(s.approved), 0) FROM unit_source AS s WHERE s.project = p.unit AND s.own)
    - (SELECT IFNULL(SUM(v.amount), 0) FROM unit_voucher AS v WHERE v.project = p.unit AND v.own AND NOT v.late)
    AS balance
FROM approved_project AS p
