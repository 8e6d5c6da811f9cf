-- One row per option ticked on a valid questionnaire, question by question.
SELECT r.unit, r.community, r.wave, 'q2_content' AS question, t.value AS code
FROM unit_response AS r, json_each(r.q2_content) AS t
WHERE r.valid AND t.value NOT IN ('-9', '-8', '-7')
UNION ALL
SELECT r.unit, r.community, r.wave, 'q3_channel' AS question, t.value AS code
FROM unit_response AS r, json_each(r.q3_channel) AS t
WHERE r.valid AND t.value NOT IN ('-9', '-8', '-7')
UNION ALL
SELECT r.unit, r.community, r.wave, 'q5_stage' AS question, t.value AS code
FROM unit_response AS r, json_each(r.q5_stage) AS t
WHERE r.valid AND t.value NOT IN ('-9', '-8', '-7')
UNION ALL
SELECT r.unit, r.community, r.wave, 'q6_reason' AS question, t.value AS code
FROM unit_response AS r, json_each(r.q6_reason) AS t
WHERE r.valid AND t.value NOT IN ('-9', '-8', '-7')
