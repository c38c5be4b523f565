import { getGrantedSites, getGrants, postGrant, removeGrant } from '../grants.ts'
import {
	getGuests,
	leaveSite,
	postGuest,
	postGuestResend,
	putGuest,
	removeGuestInvitation,
	removeSiteGuest,
} from '../guests.ts'
import { postAcceptInvitation, postDeclineInvitation, postSeeInvitation } from '../invitations.ts'
import { getLog, getLogFile } from '../log.ts'
import {
	getInvitations,
	getMembers,
	leaveTeam,
	postInvitation,
	postResend,
	putMember,
	removeInvitation,
	removeTeamMember,
} from '../members.ts'
import { operators, own, type Route, ruled } from '../route.ts'
import { getTeam, getTeams, postTeam, putTeam, removeTeam } from '../teams.ts'
import { getTransfers, postTransfer, removeTransfer } from '../transfer.ts'

/** Teams, their people, and who looked at what: by session only. */
export const TEAMS: readonly Route[] = [
	own('GET', '/api/teams', getTeams),
	own('POST', '/api/teams', postTeam),
	ruled('GET', '/api/teams/:team', 'team.read', null, getTeam),
	ruled('PUT', '/api/teams/:team', 'team.change', null, putTeam),
	ruled('DELETE', '/api/teams/:team', 'team.delete', null, removeTeam),
	ruled('POST', '/api/teams/:team/leave', 'team.read', null, leaveTeam),
	ruled('GET', '/api/teams/:team/members', 'team.read', null, getMembers),
	ruled('PUT', '/api/teams/:team/members/:id', 'team.members', null, putMember),
	ruled('DELETE', '/api/teams/:team/members/:id', 'team.members', null, removeTeamMember),
	ruled('GET', '/api/teams/:team/invitations', 'team.members', null, getInvitations),
	ruled('POST', '/api/teams/:team/invitations', 'team.members', null, postInvitation),
	ruled('POST', '/api/teams/:team/invitations/:id/resend', 'team.members', null, postResend),
	ruled('DELETE', '/api/teams/:team/invitations/:id', 'team.members', null, removeInvitation),
	ruled('GET', '/api/teams/:team/log', 'team.log', null, getLog),
	ruled('GET', '/api/teams/:team/log.csv', 'team.log', null, getLogFile),
	ruled('GET', '/api/teams/:team/grants', 'team.log', null, getGrants),
	ruled('POST', '/api/teams/:team/grants', 'team.log', null, postGrant),
	ruled('DELETE', '/api/teams/:team/grants/:id', 'team.log', null, removeGrant),
	operators('GET', '/api/operator/grants', getGrantedSites),
	own('POST', '/api/account/invitations/see', postSeeInvitation),
	own('POST', '/api/account/invitations/accept', postAcceptInvitation),
	own('POST', '/api/account/invitations/decline', postDeclineInvitation),
	ruled('GET', '/api/dashboard/sites/:domain/guests', 'site.guests', null, getGuests),
	ruled('POST', '/api/dashboard/sites/:domain/guests', 'site.guests', null, postGuest),
	ruled('PUT', '/api/dashboard/sites/:domain/guests/:id', 'site.guests', null, putGuest),
	ruled('DELETE', '/api/dashboard/sites/:domain/guests/:id', 'site.guests', null, removeSiteGuest),
	ruled('POST', '/api/dashboard/sites/:domain/leave', 'stats.read', null, leaveSite),
	ruled('POST', '/api/dashboard/sites/:domain/invitations/:id/resend', 'site.guests', null, postGuestResend),
	ruled('DELETE', '/api/dashboard/sites/:domain/invitations/:id', 'site.guests', null, removeGuestInvitation),
	ruled('GET', '/api/dashboard/sites/:domain/transfer', 'site.delete', null, getTransfers),
	ruled('POST', '/api/dashboard/sites/:domain/transfer', 'site.delete', null, postTransfer),
	ruled('DELETE', '/api/dashboard/sites/:domain/transfer/:id', 'site.delete', null, removeTransfer),
]
