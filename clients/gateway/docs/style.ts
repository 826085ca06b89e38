// The style sheet of the gateway's pages; each page carries it, and its policy names this very text by its hash.
export const STYLE = `
:root {
  --ink: #1c2526; --soft: #536163; --line: #d9e0df; --ground: #fbfcfb; --raised: #f1f5f4; --link: #14605b; --mark: #8a4b08;
}
@media (prefers-color-scheme: dark) {
  :root { --ink: #e4eae9; --soft: #a3b1b0; --line: #33403f; --ground: #151b1b; --raised: #1e2626; --link: #7fd0c8; --mark: #e6b06b; }
}
* { box-sizing: border-box; }
html { scroll-padding-top: 1rem; }
body { margin: 0; background: var(--ground); color: var(--ink); font: 1rem/1.6 system-ui, "Liberation Sans", "DejaVu Sans", sans-serif; }
a { color: var(--link); text-underline-offset: .15em; text-decoration-thickness: .06em; }
a:focus-visible, summary:focus-visible { outline: .2em solid var(--link); outline-offset: .1em; }
.skip { position: absolute; left: -99em; }
.skip:focus { left: 1rem; top: 1rem; background: var(--ground); padding: .5rem 1rem; z-index: 1; }
code, pre { font-family: ui-monospace, "DejaVu Sans Mono", "Liberation Mono", monospace; font-size: .875em; }
code { background: var(--raised); padding: .1em .3em; border-radius: .25em; overflow-wrap: anywhere; }
pre { background: var(--raised); border: 1px solid var(--line); border-radius: .4rem; padding: .8rem 1rem; overflow-x: auto; line-height: 1.5; }
pre code, td code, h3 code, h4 code, nav code { background: none; padding: 0; }
h1, h2, h3, h4 { line-height: 1.25; text-wrap: balance; overflow-wrap: anywhere; }
p a { overflow-wrap: anywhere; }
h1 { font-size: 2rem; margin: 0 0 .5rem; letter-spacing: -.01em; }
h2 { font-size: 1.5rem; margin: 3.5rem 0 1rem; padding-top: 1rem; border-top: 1px solid var(--line); }
h3 { font-size: 1.125rem; margin: 2.5rem 0 .5rem; }
h4 { font-size: .95rem; margin: 1.25rem 0 .25rem; color: var(--soft); font-weight: 600; }
p, ul { margin: .6rem 0; max-width: 44rem; }
.lead { font-size: 1.125rem; color: var(--soft); }
.single { max-width: 46rem; margin: 0 auto; padding: 4rem 1.25rem; }
.layout { display: grid; grid-template-columns: 17rem minmax(0, 1fr); max-width: 80rem; margin: 0 auto; }
.side { position: sticky; top: 0; height: 100vh; overflow-y: auto; padding: 2rem 1rem 2rem 1.25rem; border-right: 1px solid var(--line); font-size: .9rem; }
.side ul { list-style: none; margin: .2rem 0 .6rem; padding-left: .9rem; border-left: 1px solid var(--line); }
.side li { margin: .1rem 0; overflow-wrap: anywhere; }
.side a { color: inherit; text-decoration: none; }
.side a:hover { color: var(--link); text-decoration: underline; }
.side summary { cursor: pointer; font-weight: 600; padding: .15rem 0; }
.side > p { font-weight: 600; margin: .3rem 0; }
.side > .home { font-weight: 700; margin: 0 0 1rem; }
main.text { padding: 2rem 2.5rem 6rem; min-width: 0; }
.tags { display: inline-flex; flex-wrap: wrap; gap: .25rem; margin-left: .5rem; vertical-align: .1em; font-size: .75rem; font-weight: 600; letter-spacing: .02em; color: var(--soft); }
.tag { border: 1px solid var(--line); border-radius: 1em; padding: .1em .6em; }
.tag.warn { color: var(--mark); border-color: currentColor; }
.path { color: var(--soft); margin: 0 0 .5rem; overflow-wrap: anywhere; }
.table { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; margin: .5rem 0 1rem; font-size: .925rem; }
th, td { text-align: left; vertical-align: top; padding: .45rem .9rem .45rem 0; border-bottom: 1px solid var(--line); }
th { font-weight: 600; color: var(--soft); font-size: .8rem; }
td:last-child { padding-right: 0; width: 55%; min-width: 14rem; }
td p { margin: 0 0 .3rem; }
.note { color: var(--soft); font-size: .85rem; }
.anchor { color: inherit; text-decoration: none; }
.anchor:hover { text-decoration: underline; }
@media (max-width: 56rem) {
  .layout { display: block; }
  .side { position: static; height: auto; border-right: 0; border-bottom: 1px solid var(--line); padding: 1rem 1.25rem; }
  main.text { padding: 1.5rem 1.25rem 4rem; }
}
@media (max-width: 40rem) {
  thead { display: none; }
  tr, td { display: block; }
  tr { padding: .5rem 0; border-bottom: 1px solid var(--line); }
  td, td:last-child { border: 0; padding: .1rem 0; width: auto; min-width: 0; }
}
@media print { .side { display: none; } .layout { display: block; } a { color: inherit; } }
`;
