import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { anyone } from '../../schema/access';
import { Id, Text } from '../../schema/decorators';
import { Domain } from '../../schema/domain';
import { domainOf, nounOf } from '../../schema/facts';
import type { DeclaredClass } from '../../schema/facts';
import { openGateway } from '../harness';

// Texts for people have the words of a class, as a person would write them. The check of spelling, which reads what is
// generated too, refused the two in one, in the text about a class that somebody had just declared.

@Domain('audit-entry', { events: true, scan: true, plural: 'auditEntries', access: { read: anyone, write: anyone } })
class AuditEntry {
  @Id() id!: string;
  @Text({ max: 60 }) label!: string;
}

@Domain('delivery-note', { events: true, key: { partition: 'owner', sort: 'id' } })
class DeliveryNote {
  @Text({ max: 60 }) owner!: string;
  @Id({ max: 100 }) id!: string;
}

const domains: readonly (DeclaredClass & { readonly name: string })[] = [AuditEntry, DeliveryNote];

test('what is told of a class of two words has both of them, and passes the check of spelling', async () => {
  const gateway = await openGateway('v1', { domains });
  const tools = await gateway.send('POST', '/mcp', { body: { jsonrpc: '2.0', id: 1, method: 'tools/list' } });
  const documents = await Promise.all(
    ['/openapi.json', '/asyncapi.json', '/schema.graphql', '/'].map(async (path) => gateway.send('GET', path)),
  );
  const texts = [...documents, tools].map(({ text }) => text);
  for (const text of texts) {
    for (const { name } of domains) expect(text).not.toContain(name.toLowerCase());
  }
  for (const text of texts.slice(0, 3)) expect(text).toMatch(/[Oo]ne audit entry\b/);
  const sentences = texts.flatMap((text) => text.match(/[^"\n<>]*\b(audit|delivery|entry|note)\b[^"\n<>]*/gi) ?? []);
  expect(sentences.length).toBeGreaterThan(40);
  const root = join(__dirname, '../..');
  execFileSync('npx', ['cspell', '--no-progress', '--no-summary', 'stdin'], { cwd: root, input: sentences.join('\n') });
});

test.each([
  ['Product', 'product'],
  ['AuditEntry', 'audit entry'],
  ['HTTPRoute', 'http route'],
  ['Route53Zone', 'route53 zone'],
  ['Line_Item', 'line item'],
])('an item of %s is called %s', (typeName, noun) => {
  expect(nounOf(typeName)).toBe(noun);
});

test('who forgot @Domain is told a name that can be one', () => {
  class StockTaking {
    readonly id = '';
  }
  expect(() => domainOf(StockTaking)).toThrow("write @Domain('stock-taking') above the class");
});
