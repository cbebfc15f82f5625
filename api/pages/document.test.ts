import { createHash } from 'node:crypto';
import { runInNewContext } from 'node:vm';
import { documentPolicy, escapeHtml, htmlDocument } from './document';

const empty = { title: '', description: '', styles: [], scripts: [], body: '' };
const hash = (text: string) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;

test('text cannot leave its element or its attribute', () => {
  expect(escapeHtml(`<b title="x" id='y'>&amp;`)).toBe('&#60;b title=&#34;x&#34; id=&#39;y&#39;&#62;&#38;amp;');
});

test('title and description are escaped', () => {
  const html = htmlDocument({ ...empty, title: '</title><b>', description: '"><b>' });
  expect(html).not.toContain('<b>');
});

test('a script that speaks of script elements stays whole and means the same', () => {
  const script = `globalThis.said = '</script><!-- </SCRIPT >' + /<!--/u.source + \`</script\``;
  const inside = /<script>([^]*)<\/script>/.exec(htmlDocument({ ...empty, scripts: [script] }))![1]!;
  expect(inside).not.toMatch(/<\/script|<!--/i);
  const run = (source: string) => runInNewContext(`${source}; said`) as string;
  expect(run(inside).replace('\\x3c', '<')).toBe(run(script)); // .source shows the spelling, the rest is equal
});

test('a style cannot end its element', () => {
  expect(htmlDocument({ ...empty, styles: ['a{content:"</style>"}'] })).toContain('a{content:"<\\/style>"}');
});

test('the policy admits what the page contains by the hash of the text as it is written', () => {
  const parts = { ...empty, styles: ['b{}'], scripts: ['"</script>"', 'two()'] };
  const policy = documentPolicy(parts);
  const written = [...htmlDocument(parts).matchAll(/<(?:script|style)>([^]*?)<\/(?:script|style)>/g)].map(
    ([, text]) => text!,
  );
  expect(written).toHaveLength(3);
  for (const text of written) expect(policy).toContain(hash(text));
  expect(policy).not.toContain('unsafe');
});

test('a page may connect only when it says so, and only to its own origin', () => {
  expect(documentPolicy(empty)).toContain(`connect-src 'none'`);
  expect(documentPolicy(empty, { connect: true })).toContain(`connect-src 'self'`);
  expect(documentPolicy(empty)).toContain(`default-src 'none'; script-src 'none'; style-src 'none'`);
});
