import { postJobs } from '../jobs.ts'
import {
	getCounts,
	getLog,
	getOperators,
	getOperatorTicket,
	getQueue,
	postAnswer,
	putHandling,
} from '../operator.ts'
import { getReplies, postReply, putReply, removeReply } from '../operator-replies.ts'
import { operators, type Route } from '../route.ts'

/** What operators do for customers. */
export const OPERATOR: readonly Route[] = [
	operators('POST', '/api/operator/jobs', postJobs),
	operators('GET', '/api/operator/counts', getCounts),
	operators('GET', '/api/operator/operators', getOperators),
	operators('GET', '/api/operator/log', getLog),
	operators('GET', '/api/operator/tickets', getQueue),
	operators('GET', '/api/operator/tickets/:ticket', getOperatorTicket),
	operators('PUT', '/api/operator/tickets/:ticket', putHandling),
	operators('POST', '/api/operator/tickets/:ticket/messages', postAnswer),
	operators('GET', '/api/operator/replies', getReplies),
	operators('POST', '/api/operator/replies', postReply),
	operators('PUT', '/api/operator/replies/:id', putReply),
	operators('DELETE', '/api/operator/replies/:id', removeReply),
]
