import fc from 'fast-check';
import { openApi } from '../../documents/openapi';
import { exampleObject } from '../../../schema/examples';
import { isRecord, recordOf } from '../../../schema/guards';
import { ServiceError } from '../../../services/errors';
import { admit } from '../../../services/validation';
import { Comet, definition } from '../../../test/comets';
import { required } from '../../../schema/required';
import { gatewayFacts } from './facts';
import { edited, fromForm, inputFault, isSame, newForm, patchBetween, toForm } from './form-values';

const facts = gatewayFacts(JSON.parse(JSON.stringify(openApi(definition))));
const comets = required(
  facts.domains.find(({ typeName }) => typeName === 'Comet'),
  'the domain of comets',
);
const valid = recordOf(exampleObject(Comet));

/** What the gateway says of a field, when the rest is right. */
function gatewayWords(name: string, value: unknown): readonly string[] {
  const body: Record<string, unknown> = { ...valid, [name]: value };
  if (value === undefined) delete body[name];
  try {
    admit(Comet, body, 'whole');
    return [];
  } catch (error) {
    if (!(error instanceof ServiceError)) throw error;
    return (error.details.errors ?? []).filter(({ pointer }) => pointer === `/${name}`).map(({ detail }) => detail);
  }
}

describe('what a form says before it sends is what the gateway would say', () => {
  const inputs = comets.input.filter(({ holds }) => !['object', 'list', 'json'].includes(holds.as));

  test('there are inputs of every kind to ask', () => {
    expect(new Set(inputs.map(({ holds }) => holds.as))).toEqual(new Set(['text', 'choice', 'number', 'boolean']));
  });

  test.each(inputs.map((field) => [field.name, field] as const))('%s', (name, field) => {
    const texts = fc.oneof(
      fc.constantFrom('', ' ', '0', '-1', '1', '1.5', '1e9', '100001', '1P', 'P1', 'Oort', 'true', 'x'.repeat(41)),
      fc.constantFrom('2026-02-30', '2026-02-03', '12.345', 'NaN', '😀'.repeat(20), '😀'.repeat(41)),
      fc.string({ maxLength: 60 }),
    );
    fc.assert(
      fc.property(texts, (text) => {
        const fault = inputFault(field, text);
        const sent = fromForm([field], { [name]: text })[name];
        const words = gatewayWords(name, sent);
        // The gateway may know more; what the form says must be true, and in the same words.
        if (fault !== undefined) expect(words).toContain(fault);
        else if (words.length === 0) expect(fault).toBeUndefined();
      }),
      { numRuns: 300 },
    );
  });

  test('a number that is none, a choice that is none and a text with too many letters are seen by the form itself', () => {
    const faultAt = (name: string, text: string): string | undefined =>
      inputFault(
        required(
          inputs.find((field) => field.name === name),
          name,
        ),
        text,
      );
    expect(faultAt('period', 'long')).toBe('must be a whole number');
    expect(faultAt('period', '1.5')).toBe('must be a whole number');
    expect(faultAt('period', '0')).toBe('must be at least 1');
    expect(faultAt('cost', 'much')).toBe('must be a number');
    expect(faultAt('name', 'x'.repeat(41))).toBe('must have at most 40 characters');
    expect(faultAt('code', 'P1')).toBe('must be a number and the letter P');
    expect(faultAt('name', '')).toBe('is required');
    expect(faultAt('notes', '')).toBeUndefined();
  });
});

describe('a form and its item', () => {
  test('an item that nobody touches stays as it was, in every kind of field', () => {
    expect(fromForm(comets.fields, toForm(comets.fields, valid))).toEqual(valid);
    expect(edited(comets.patch, valid, toForm(comets.patch, valid))).toEqual(valid);
  });

  test('what a form cannot hold is left alone unless its field is touched', () => {
    const odd = { ...valid, period: null, aliases: ['a', null], later: { not: 'declared' } };
    const form = toForm(comets.patch, odd);
    expect(patchBetween(odd, edited(comets.patch, odd, { ...form, name: 'New' }))).toEqual({ name: 'New' });
    expect(patchBetween(odd, edited(comets.patch, odd, { ...form, period: '5' }))).toEqual({ period: 5 });
  });

  test('an optional field that is emptied is removed, and an optional object with all its members', () => {
    const form = toForm(comets.patch, { ...valid, orbit: { eccentricity: 0.5, inclination: 2 }, notes: 'x' });
    const before = { ...valid, orbit: { eccentricity: 0.5, inclination: 2 }, notes: 'x' };
    const emptied = edited(comets.patch, before, { ...form, notes: '', orbit: { eccentricity: '', inclination: '' } });
    expect(patchBetween(before, emptied)).toEqual({ notes: null, orbit: null });
    const less = edited(comets.patch, before, { ...form, orbit: { eccentricity: '0.5', inclination: '' } });
    expect(patchBetween(before, less)).toEqual({ orbit: { inclination: null } });
  });

  test('a new form has the declared defaults, and nothing else', () => {
    expect(fromForm(comets.input, newForm(comets.input))).toEqual({});
  });

  test('the service’s own fields and what include= adds are no fields of a form', () => {
    const names = [...comets.input, ...comets.patch].map(({ name }) => name);
    for (const name of ['version', 'createdAt', 'updatedAt', 'warnings', 'observatory'])
      expect(names).not.toContain(name);
    const sightings = comets.patch.find(({ name }) => name === 'sightings')?.holds;
    const inner = sightings?.as === 'list' && sightings.each.as === 'object' ? sightings.each.fields : [];
    expect(inner.map(({ name }) => name)).toEqual(['time', 'observatoryId', 'magnitude']);
  });
});

/** RFC 7396, section 2: the algorithm as it is written there. */
function mergePatch(target: unknown, patch: unknown): unknown {
  if (!isRecord(patch)) return patch;
  const result: Record<string, unknown> = isRecord(target) ? { ...target } : {};
  for (const [name, value] of Object.entries(patch)) {
    if (value === null) delete result[name];
    else result[name] = mergePatch(result[name], value);
  }
  return result;
}

test('the patch between two items makes one into the other, by the algorithm of RFC 7396', () => {
  const value = fc.letrec((tie) => ({
    node: fc.oneof(
      { depthSize: 'small' },
      fc.string(),
      fc.integer(),
      fc.boolean(),
      fc.array(fc.integer()),
      tie('item'),
    ),
    item: fc.dictionary(fc.constantFrom('a', 'b', 'c', 'd'), tie('node')),
  })).item;
  fc.assert(
    fc.property(value, value, (before, after) => {
      expect(isSame(mergePatch(before, patchBetween(before, after)), after)).toBe(true);
      if (isSame(before, after)) expect(patchBetween(before, after)).toEqual({});
    }),
  );
});
