import { expect, test } from 'vitest'
import { unknownIn } from './dialect.ts'

test.each([
	"SELECT count() AS n FROM t WHERE index1 = '1' GROUP BY d0 LIMIT 3 FORMAT JSON",
	"SELECT sum(x) AS y FROM (SELECT max(if(a = '', 1.0, 0.0)) AS x FROM t GROUP BY b) WHERE x > 0 AND (y IN (1))",
	"SELECT quantileExactWeighted(0.5)(double1, _sample_interval) FROM t WHERE blob1 = 'UNION (SELECT uniq(1))'",
	"SELECT position('|' IN blob1) FROM t",
])('known: %s', (statement) => expect(unknownIn(statement)).toBeNull())

test.each([
	['SELECT uniq(blob1) FROM t', 'uniq()'],
	['SELECT quantile(0.5)(double1) FROM t', 'quantile()'],
	["SELECT multiIf(a, 'b', 'c') FROM t", 'multiIf()'],
	['SELECT if(a IN (SELECT b FROM t), 1, 0) FROM t', 'a subquery outside FROM'],
	['SELECT a FROM t UNION ALL SELECT b FROM t', 'UNION'],
	['WITH x AS (SELECT 1) SELECT * FROM x', 'only SELECT is there'],
	['SELECT CASE WHEN a THEN b END FROM t', 'CASE'],
	['INSERT INTO t VALUES (1)', 'only SELECT is there'],
	['SELECT "a" FROM t', 'a sign that no statement of ours holds'],
	["SELECT a FROM t WHERE b = '' -- c", 'a sign that no statement of ours holds'],
	['SELECT a FROM t; DROP TABLE t', 'a sign that no statement of ours holds'],
])('unknown: %s', (statement, what) => expect(unknownIn(statement)).toBe(what))
