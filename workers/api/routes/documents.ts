import {
	getAccountAgreements,
	getAgreement,
	getAgreements,
	getOwnRecords,
	getRecords,
	postAgreement,
	postObjection,
} from '../agreements.ts'
import { getSecurityText } from '../documents.ts'
import { getMail, postMailEvent, postMailRetry, putMail } from '../mail.ts'
import { open, operators, own, type Route, ruled } from '../route.ts'

/** Mail, agreements, and what is said about processing. */
export const DOCUMENTS: readonly Route[] = [
	open('POST', '/api/mail/events', postMailEvent),
	open('GET', '/.well-known/security.txt', getSecurityText),
	own('GET', '/api/account/mail', getMail),
	own('PUT', '/api/account/mail', putMail),
	own('POST', '/api/account/mail/retry', postMailRetry),
	own('GET', '/api/account/agreements', getAccountAgreements),
	ruled('GET', '/api/teams/:team/agreements', 'team.read', null, getAgreements),
	ruled('POST', '/api/teams/:team/agreements', 'team.agree', null, postAgreement),
	ruled('GET', '/api/teams/:team/agreements/:document/:version', 'team.read', null, getAgreement),
	ruled('POST', '/api/teams/:team/objections', 'team.agree', null, postObjection),
	ruled('GET', '/api/teams/:team/records', 'team.read', null, getRecords),
	operators('GET', '/api/operator/records', getOwnRecords),
]
