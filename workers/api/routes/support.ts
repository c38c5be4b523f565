import { open, own, type Route } from '../route.ts'
import {
	getTicket,
	getTickets,
	postMessage,
	postTicket,
	putSatisfaction,
	putTicket,
	removeTicket,
} from '../support.ts'
import {
	getContact,
	postConfirm,
	postContact,
	postContactFile,
	postContactMessage,
	putContactSatisfaction,
	removeContact,
} from '../support-contact.ts'
import { getFile, postFile, removeFile } from '../support-files.ts'

/** Support: by session for people with an account, by the key in our mails for those without. */
export const SUPPORT: readonly Route[] = [
	own('GET', '/api/support/tickets', getTickets),
	own('POST', '/api/support/tickets', postTicket),
	own('GET', '/api/support/tickets/:ticket', getTicket),
	own('PUT', '/api/support/tickets/:ticket', putTicket),
	own('DELETE', '/api/support/tickets/:ticket', removeTicket),
	own('POST', '/api/support/tickets/:ticket/messages', postMessage),
	own('PUT', '/api/support/tickets/:ticket/satisfaction', putSatisfaction),
	own('POST', '/api/support/files', postFile),
	own('DELETE', '/api/support/files/:id', removeFile),
	open('GET', '/api/support/files/:id', getFile),
	open('POST', '/api/support/contact', postContact),
	open('GET', '/api/support/contact/:ticket', getContact),
	open('DELETE', '/api/support/contact/:ticket', removeContact),
	open('POST', '/api/support/contact/:ticket/confirm', postConfirm),
	open('POST', '/api/support/contact/:ticket/messages', postContactMessage),
	open('POST', '/api/support/contact/:ticket/files', postContactFile),
	open('PUT', '/api/support/contact/:ticket/satisfaction', putContactSatisfaction),
]
