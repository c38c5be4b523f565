import { addProperty, parseProperty, propertiesOf, removeProperty } from '../catalog/properties.ts'
import type { CounterContext } from './access.ts'
import { failure } from './errors.ts'
import { namedSite } from './named-site.ts'

/**
 * Names of event properties, in Plausible's shape. The list is for people's interfaces: statistics can be asked
 * by `event:props:<name>` whether a name is on it or not.
 */

/** `GET /api/v1/sites/custom-props?site_id` → `{"custom_properties": [{"property"}, …]}`, all of them. */
export async function getProperties(c: CounterContext): Promise<Response> {
	const named = await namedSite(c)
	if (!named.ok) return failure(c, named.error)
	const names = await propertiesOf(c.env, named.value.site.id)
	return c.json({ custom_properties: names.map((property) => ({ property })) })
}

/** `PUT /api/v1/sites/custom-props` `{"site_id", "property"}` → `{"created": true}`, also where it was there. */
export async function putProperty(c: CounterContext): Promise<Response> {
	const named = await namedSite(c)
	if (!named.ok) return failure(c, named.error)
	const property = parseProperty(named.value.fields)
	if (!property.ok) return failure(c, property.error)
	const added = await addProperty(c.env, named.value.site.id, property.value)
	return added.ok ? c.json({ created: true }) : failure(c, added.error)
}

/** `DELETE /api/v1/sites/custom-props/:property` → `{"deleted": true}`, also where it was not there. */
export async function deleteProperty(c: CounterContext): Promise<Response> {
	const named = await namedSite(c)
	if (!named.ok) return failure(c, named.error)
	const property = parseProperty({ property: c.req.param('property') })
	if (!property.ok) return failure(c, property.error)
	await removeProperty(c.env, named.value.site.id, property.value)
	return c.json({ deleted: true })
}
