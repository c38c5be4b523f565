/** `/_j/*` is the Worker's. */
export { forward as onRequest } from '../../forward.ts'
