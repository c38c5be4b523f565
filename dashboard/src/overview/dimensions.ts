/**
 * The dimensions that the overview shows or filters by: the name in the API, and what people call it. In
 * addresses a dimension goes by what stands behind the colon.
 */
export const DIMENSIONS = {
	'visit:channel': 'Channel',
	'visit:source': 'Source',
	'visit:referrer': 'Referrer',
	'visit:utm_source': 'UTM source',
	'visit:utm_medium': 'UTM medium',
	'visit:utm_campaign': 'UTM campaign',
	'visit:utm_content': 'UTM content',
	'visit:utm_term': 'UTM term',
	'event:page': 'Page',
	'visit:entry_page': 'Entry page',
	'visit:exit_page': 'Exit page',
	'event:hostname': 'Host name',
	'visit:country': 'Country',
	'visit:country_name': 'Country',
	'visit:region': 'Region',
	'visit:region_name': 'Region',
	'visit:city': 'City',
	'visit:device': 'Device',
	'visit:browser': 'Browser',
	'visit:browser_version': 'Browser version',
	'visit:os': 'Operating system',
	'visit:os_version': 'System version',
	'event:name': 'Event',
} as const

export type DimensionName = keyof typeof DIMENSIONS

export const DIMENSION_NAMES = Object.keys(DIMENSIONS) as DimensionName[]

export const slugOf = (dimension: DimensionName): string => dimension.slice(dimension.indexOf(':') + 1)

/** Finds a dimension by its name in addresses. */
export const dimensionOf = (slug: string): DimensionName | null =>
	DIMENSION_NAMES.find((one) => slugOf(one) === slug) ?? null
