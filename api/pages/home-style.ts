import { colours } from './colours';

/** The style sheet of the home page. */
export const homeStyle = `${colours}* { box-sizing: border-box; }
body {
  margin: 0;
  background: var(--ground);
  color: var(--ink);
  font: 16px/1.55 system-ui, sans-serif;
}
header, main { max-width: 66rem; margin: 0 auto; padding: 0 1.25rem; }
header { padding-top: 3rem; padding-bottom: 1.25rem; }
h1 { margin: 0; font-size: 2rem; line-height: 1.2; letter-spacing: -0.02em; }
h2 { margin: 0 0 0.75rem; font-size: 1.2rem; line-height: 1.3; }
h3 { margin: 0; font-size: 0.9rem; font-weight: 600; }
p { margin: 0.4rem 0 0; }
.soft { color: var(--soft); }
a { color: var(--accent); text-underline-offset: 0.2em; }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
.doors { display: grid; gap: 1rem; grid-template-columns: repeat(auto-fit, minmax(min(14rem, 100%), 1fr)); margin: 0; padding: 0; list-style: none; }
.door, section {
  background: var(--sheet);
  border: 1px solid var(--line);
  border-radius: 12px;
}
.door { position: relative; padding: 1rem 1.1rem 1.1rem; }
.door:hover { border-color: var(--accent); }
.door a { font-weight: 600; font-size: 1.05rem; }
.door a::after { content: ''; position: absolute; inset: 0; border-radius: 12px; }
.door p { font-size: 0.9rem; }
section { margin-top: 1.25rem; padding: 1.25rem; }
.examples { display: grid; gap: 1rem; grid-template-columns: repeat(auto-fit, minmax(min(24rem, 100%), 1fr)); }
.example { min-width: 0; display: flex; flex-direction: column; }
.example-head { display: flex; align-items: center; justify-content: space-between; gap: 1rem; min-height: 2rem; }
pre {
  flex: 1;
  margin: 0.25rem 0 0;
  padding: 0.8rem 0.9rem;
  border: 1px solid var(--line);
  border-radius: 8px;
  background: var(--code);
  white-space: pre-wrap;
  overflow-wrap: anywhere;
}
code { font: 0.85rem/1.55 ui-monospace, 'SF Mono', Menlo, Consolas, 'DejaVu Sans Mono', monospace; }
button {
  padding: 0.25rem 0.7rem;
  border: 1px solid var(--line);
  border-radius: 6px;
  background: transparent;
  color: var(--accent);
  font: inherit;
  font-size: 0.8rem;
  cursor: pointer;
}
button:hover { background: var(--accent); color: var(--accent-ink); }
table { width: 100%; margin-top: 1rem; border-collapse: collapse; font-size: 0.9rem; }
th { padding: 0.3rem 1rem 0.3rem 0; text-align: left; color: var(--soft); font-size: 0.8rem; font-weight: 600; }
td { padding: 0.5rem 1rem 0.5rem 0; border-top: 1px solid var(--line); vertical-align: top; }
td code { white-space: nowrap; }
td .kind { color: var(--soft); }
.method { display: inline-block; min-width: 4.2rem; color: var(--accent); font-weight: 600; }
main { padding-bottom: 3rem; }
.unseen { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
@media (max-width: 42rem) {
  header { padding-top: 1.75rem; }
  section { padding: 1rem; }
  thead { position: absolute; clip-path: inset(50%); height: 1px; width: 1px; overflow: hidden; }
  table, tbody, tr, td { display: block; }
  tr { padding: 0.6rem 0; border-top: 1px solid var(--line); }
  td { padding: 0.1rem 0; border: 0; }
  td code { white-space: normal; overflow-wrap: anywhere; }
}
`;
