/**
 * The element's looks. An owner changes them by custom properties (`--jitt-accent: teal`) and by parts
 * (`jitt-privacy::part(button) { … }`); fonts are the page's.
 */
export const STYLE = `
:host{display:block;color-scheme:light dark;--accent:var(--jitt-accent,#1d5fd1);--ink:var(--jitt-ink,#1c1f24);
--paper:var(--jitt-paper,#fff);--line:var(--jitt-line,#b9c0cb);--radius:var(--jitt-radius,8px)}
@media(prefers-color-scheme:dark){:host{--accent:var(--jitt-accent,#8ab4ff);--ink:var(--jitt-ink,#e9ecf1);
--paper:var(--jitt-paper,#16191e);--line:var(--jitt-line,#5b6472)}}
:host([hidden]),[hidden]{display:none}
section{box-sizing:border-box;max-width:40rem;padding:1rem;border:1px solid var(--line);border-radius:var(--radius);
background:var(--paper);color:var(--ink);font:inherit;line-height:1.5;overflow-wrap:anywhere}
h2{margin:0 0 .5rem;font-size:1.25em}
p{margin:0 0 .75rem}
.signal{padding:.5rem .75rem;border-left:4px solid var(--accent)}
fieldset{margin:0 0 .75rem;padding:.5rem .75rem;border:1px solid var(--line);border-radius:var(--radius);min-width:0}
fieldset p{margin:.25rem 0;font-size:.9em}
legend{padding:0 .25rem;font-weight:600}
label{display:flex;gap:.5rem;align-items:baseline}
input{flex:none;width:1.1em;height:1.1em;accent-color:var(--accent)}
button{margin:.25rem .5rem .25rem 0;padding:.5rem 1rem;min-height:2.75rem;border:1px solid var(--accent);
border-radius:var(--radius);background:none;color:inherit;font:inherit;cursor:pointer}
a{color:var(--accent)}
summary{cursor:pointer}
ul{margin:.5rem 0;padding-left:1.25rem}
:focus-visible{outline:3px solid var(--accent);outline-offset:2px}`
