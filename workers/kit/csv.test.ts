import { expect, test } from 'vitest'
import { csvLine } from './csv.ts'

test('cells are quoted where they must be, and none is a formula', () => {
	expect(csvLine(['a', 1, null, -2, 'b,c', 'say "x"', 'two\nlines'])).toBe(
		'a,1,,-2,"b,c","say ""x""","two\nlines"\r\n',
	)
	expect(csvLine(['=1+1', '+1', '-1', '@x', '\t=1', '=a,"b"'])).toBe(
		`'=1+1,'+1,'-1,'@x,'\t=1,"'=a,""b"""\r\n`,
	)
})
