import { expect, test } from 'vitest'
import { ANSWER_ABOVE } from '../mail/words/en/support.ts'
import { withoutHistory } from './quotes.ts'

test.each([
	['a line of Gmail', 'Yes.\n\nOn Mon, 2 Nov 2026 at 10:00, Grace <a@b.c> wrote:\n> Is it?', 'Yes.'],
	['the same cut in two', 'Yes.\n\nOn Mon, 2 Nov 2026 at 10:00, Grace\n<a@b.c> wrote:\n\n> Is it?', 'Yes.'],
	['German', 'Ja.\r\n\r\nAm 02.11.26 um 10:00 schrieb Grace:\r\n> Is it?', 'Ja.'],
	['French', 'Oui.\n\nLe lun. 2 nov. 2026 à 10:00, Grace a écrit :\n> Is it?', 'Oui.'],
	['Outlook', 'Yes.\n\nFrom: Grace\nSent: Monday\nTo: Ada\n\nIs it?', 'Yes.'],
	['an older Outlook', 'Yes.\n-----Original Message-----\nIs it?', 'Yes.'],
	['only our own mark', `Yes.\n\n${ANSWER_ABOVE}\n\nIs it?`, 'Yes.'],
	['our mark, quoted', `Yes.\n\n> > ${ANSWER_ABOVE}\n\nIs it?`, 'Yes.'],
	['a signature', 'Yes.\n-- \nAda Example\nLondon', 'Yes.'],
	['an answer below the quote', `On Mon, Grace wrote:\n> ${ANSWER_ABOVE}\n> Is it?\n\nYes.`, 'Yes.'],
	['an answer between quotes', '> One?\nYes.\n> Two?\nNo.', 'Yes.\nNo.'],
	[
		'nothing to cut',
		'From here on I see: nothing.\n\nOn Monday it was fine.',
		'From here on I see: nothing.\n\nOn Monday it was fine.',
	],
	['nothing but history', `On Mon, Grace wrote:\n> ${ANSWER_ABOVE}\n> Is it?`, ''],
])('%s', (_, text, own) => {
	expect(withoutHistory(text)).toBe(own)
})

test('a long line costs no time', () => {
	const started = Date.now()
	withoutHistory(`on ${'a '.repeat(200_000)}wrote`)
	withoutHistory(`${'> \n'.repeat(50_000)}`)
	expect(Date.now() - started).toBeLessThan(2000)
})
