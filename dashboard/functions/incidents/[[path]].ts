/** `/incidents` is the Worker's: it tells of breaches of security in public. */
export { forward as onRequest } from '../../forward.ts'
