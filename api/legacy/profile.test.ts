import { legacyProfileFrom, legacyProfileIn } from './profile';

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
  expect(legacyProfileIn(accept)).toBe(profile);
});

test('LEGACY names a profile, or nothing', () => {
  expect([undefined, '', 'awsrun', 'article'].map(legacyProfileFrom)).toEqual([
    undefined,
    undefined,
    'awsrun',
    'article',
  ]);
  expect(() => legacyProfileFrom('Awsrun')).toThrow('LEGACY is "Awsrun": write awsrun or article, or leave it out.');
});
