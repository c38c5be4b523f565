/** `/privacy/*` is the Worker's: it explains a site to its visitors. */
export { forward as onRequest } from '../../forward.ts'
