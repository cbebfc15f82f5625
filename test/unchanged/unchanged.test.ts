import { artifacts, digestOf } from './artifacts';
import released from './released.json';

// The witness is the commit bf9829c, the last one before domains could declare tenants, unique values, counts, increments,
// transitions, history, a trash, several fields in an index, folded texts and deprecations: these files were copied into
// it, and the digests are of what it made. Whoever changes what all applications get makes them anew, and says so.
test('what declares nothing of what is new has the template, the documents and the SDK of before, byte for byte', async () => {
  const made = Object.fromEntries(Array.from(await artifacts(), ([name, text]) => [name, digestOf(text)]));
  expect(made).toEqual(released);
});
