-- One row per community.
SELECT _id AS unit, code AS community, min(name) AS name FROM main.community WHERE _deleted = 0 GROUP BY code
