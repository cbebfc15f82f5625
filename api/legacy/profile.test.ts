import { legacyProfileIn } from './profile';

const old = 'application/vnd.tandem.legacy+json';

test.each([
  [undefined, undefined],
  ['*/*', undefined],
  ['application/*', undefined],
  ['application/json, text/plain, */*', undefined],
  [old, 'awsrun'],
  [old.toUpperCase(), 'awsrun'],
  [`${old}; profile=awsrun`, 'awsrun'],
  [`${old};profile=article`, 'article'],
  [`${old} ; Profile="article" ; q=0.5`, 'article'],
  [`${old};profile=other`, undefined],
  [`${old};profile=`, undefined],
  [`${old};q=0`, undefined],
  [`${old};q=nonsense`, undefined],
  [`application/json, ${old}`, 'awsrun'],
  [`application/json, ${old};q=0.9`, undefined],
  [`application/json;q=0.8, ${old};q=0.9`, 'awsrun'],
  [`${old};q=0.5, ${old};profile=article`, 'article'],
])('Accept: %s asks for %s', (accept, profile) => {
  expect(legacyProfileIn(accept, ['awsrun', 'article'])).toBe(profile);
});

test('without old forms nobody can ask for one', () => {
  expect(legacyProfileIn(old, [])).toBeUndefined();
  expect(legacyProfileIn(`${old};profile=article`, [])).toBeUndefined();
});
