/** The element that loaded us: its file name and attributes say what the site wants. */

export const script = document.currentScript as HTMLScriptElement
export const data = script.dataset

/**
 * The file's name, often with words in it (`script.hash.manual.js`), and the names of its data attributes. The
 * scripts that do more have one name each, and look for the attributes themselves: that is smaller.
 */
// biome-ignore lint/style/useTemplate: a template is 13 bytes longer once compressed
export const wishes = OWN ? '' : script.src.replace(/.*\//, '') + ',' + Object.keys(data)
