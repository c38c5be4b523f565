/**
 * What Analytics Engine's SQL knows, by its reference
 * (https://developers.cloudflare.com/analytics/analytics-engine/sql-reference/, read 2026-11-24). ClickHouse knows
 * far more: a statement that runs there has to pass this list too before it means anything.
 */
const FUNCTIONS = new Set(
	`count sum avg min max quantileExactWeighted quantileWeighted argMin argMax first_value last_value topK
	topKWeighted countIf sumIf avgIf if toUInt8 toUInt32 intDiv log ln pow round floor ceil bitAnd bitOr bitXor
	bitNot bitCount bitTest bitHammingDistance bitShiftLeft bitShiftRight bitRotateLeft bitRotateRight bin hex
	length empty lower lowerUTF8 toLower upper upperUTF8 toUpper startsWith endsWith position substring format
	extract now today toDateTime formatDateTime toStartOfInterval toStartOfYear toStartOfMonth toStartOfWeek
	toStartOfDay toStartOfHour toStartOfFifteenMinutes toStartOfTenMinutes toStartOfFiveMinutes toStartOfMinute
	toYear toMonth toDayOfMonth toDayOfWeek toHour toMinute toSecond toUnixTimestamp toYYYYMM`.split(/\s+/),
)

/** Words that stand before a bracket without being functions. */
const BEFORE_BRACKETS = new Set('IN AND OR NOT FROM WHERE BY SELECT AS HAVING LIKE BETWEEN'.split(' '))

const NOT_THERE =
	/\b(JOIN|UNION|WITH|CASE|OVER|ARRAY|PREWHERE|SAMPLE|INSERT|DELETE|ALTER|DROP|SET|SETTINGS)\b/i

/** What of a statement the engine does not know; null where it knows all. */
export function unknownIn(statement: string): string | null {
	if (!/^\s*SELECT\b/i.test(statement)) return 'only SELECT is there'
	const bare = statement.replaceAll(/'(?:[^'\\]|\\.|'')*'/g, "''")
	if (/["`;\\]|--|\/\*/.test(bare)) return 'a sign that no statement of ours holds'
	const word = NOT_THERE.exec(bare)
	if (word) return word[0]
	for (const [, name = ''] of bare.matchAll(/([A-Za-z_][A-Za-z0-9_]*)\s*\(/g)) {
		if (!FUNCTIONS.has(name) && !BEFORE_BRACKETS.has(name.toUpperCase())) return `${name}()`
	}
	const inner = bare.slice(1).matchAll(/\bSELECT\b/gi)
	for (const { index } of inner) {
		if (!/\bFROM\s*\(\s*$/i.test(bare.slice(0, index + 1))) return 'a subquery outside FROM'
	}
	return null
}
