import { getDeletion, postDeletion, postDeletionNow, removeDeletion } from '../deletion.ts'
import {
	getDeletions,
	getReceipt,
	postDeletionUndo,
	postSiteDeletion,
	postSiteDeletionNow,
} from '../deletions.ts'
import { getArchive, getExports, postExport, postSiteExport } from '../exports.ts'
import { open, own, type Route, ruled } from '../route.ts'

/** Taking data along and having it deleted, without approval: by session only. */
export const RIGHTS: readonly Route[] = [
	own('GET', '/api/account/exports', getExports),
	own('POST', '/api/account/exports', postExport),
	own('GET', '/api/account/exports/:id/archive', getArchive),
	ruled('POST', '/api/dashboard/sites/:domain/exports', 'site.export', null, postSiteExport),
	// Served to whoever is leaving, too (`api/access.ts`).
	own('GET', '/api/account/deletion', getDeletion),
	own('POST', '/api/account/deletion', postDeletion),
	own('DELETE', '/api/account/deletion', removeDeletion),
	own('POST', '/api/account/deletion/now', postDeletionNow),
	ruled('POST', '/api/dashboard/sites/:domain/deletion', 'site.delete', null, postSiteDeletion),
	ruled('GET', '/api/teams/:team/deletions', 'site.delete', null, getDeletions),
	ruled('POST', '/api/teams/:team/deletions/:id/undo', 'site.delete', null, postDeletionUndo),
	ruled('POST', '/api/teams/:team/deletions/:id/now', 'site.delete', null, postSiteDeletionNow),
	open('GET', '/api/receipts/:number', getReceipt),
]
