import {
	getDrafts,
	getIncident,
	getIncidents,
	getRegisterCsv,
	getRegisterJson,
	postClose,
	postIncident,
	postNotice,
	postScope,
	postTell,
	postTellAgain,
	putAuthority,
	putIncident,
} from '../incidents.ts'
import { getMyIncidents, postRead } from '../incidents-account.ts'
import { getIncidentPage, getIncidentsFeed, getIncidentsPage } from '../incidents-public.ts'
import { getIntegrity, postIntegrity } from '../integrity.ts'
import { open, operators, own, type Route } from '../route.ts'

/** Breaches of security: for operators, for the accounts concerned, for everybody. */
export const INCIDENTS: readonly Route[] = [
	operators('GET', '/api/operator/incidents', getIncidents),
	operators('POST', '/api/operator/incidents', postIncident),
	// Before the incidents by number, which would take these words for numbers.
	operators('GET', '/api/operator/incidents/register.json', getRegisterJson),
	operators('GET', '/api/operator/incidents/register.csv', getRegisterCsv),
	operators('GET', '/api/operator/incidents/:id', getIncident),
	operators('PUT', '/api/operator/incidents/:id', putIncident),
	operators('POST', '/api/operator/incidents/:id/scope', postScope),
	operators('GET', '/api/operator/incidents/:id/drafts', getDrafts),
	operators('POST', '/api/operator/incidents/:id/notices', postNotice),
	operators('POST', '/api/operator/incidents/:id/tell', postTell),
	operators('POST', '/api/operator/incidents/:id/tell-again', postTellAgain),
	operators('POST', '/api/operator/incidents/:id/close', postClose),
	operators('PUT', '/api/operator/incidents/:id/authorities', putAuthority),
	operators('GET', '/api/operator/integrity', getIntegrity),
	operators('POST', '/api/operator/integrity', postIntegrity),
	own('GET', '/api/account/incidents', getMyIncidents),
	own('POST', '/api/account/incidents/:id/read', postRead),
	open('GET', '/incidents', getIncidentsPage),
	open('GET', '/incidents/feed.atom', getIncidentsFeed),
	open('GET', '/incidents/:reference', getIncidentPage),
]
