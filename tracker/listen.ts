/** Under a name that the minifier may shorten. */
export const listen = addEventListener
