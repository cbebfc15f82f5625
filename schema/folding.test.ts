// cspell:disable: texts of many languages
import fc from 'fast-check';
import { folded, unaccented } from './folding';

// The rows of https://www.unicode.org/Public/UCD/latest/ucd/CaseFolding.txt with the status F: a letter becomes several.
// The policy of Unicode keeps them as they are: https://www.unicode.org/policies/stability_policy.html#Case_Folding
const fullRows = `
  00DF:0073+0073 0130:0069+0307 0149:02BC+006E 01F0:006A+030C 0390:03B9+0308+0301 03B0:03C5+0308+0301
  0587:0565+0582 1E96:0068+0331 1E97:0074+0308 1E98:0077+030A 1E99:0079+030A 1E9A:0061+02BE 1E9E:0073+0073
  1F50:03C5+0313 1F52:03C5+0313+0300 1F54:03C5+0313+0301 1F56:03C5+0313+0342 1F80:1F00+03B9 1F81:1F01+03B9
  1F82:1F02+03B9 1F83:1F03+03B9 1F84:1F04+03B9 1F85:1F05+03B9 1F86:1F06+03B9 1F87:1F07+03B9 1F88:1F00+03B9
  1F89:1F01+03B9 1F8A:1F02+03B9 1F8B:1F03+03B9 1F8C:1F04+03B9 1F8D:1F05+03B9 1F8E:1F06+03B9 1F8F:1F07+03B9
  1F90:1F20+03B9 1F91:1F21+03B9 1F92:1F22+03B9 1F93:1F23+03B9 1F94:1F24+03B9 1F95:1F25+03B9 1F96:1F26+03B9
  1F97:1F27+03B9 1F98:1F20+03B9 1F99:1F21+03B9 1F9A:1F22+03B9 1F9B:1F23+03B9 1F9C:1F24+03B9 1F9D:1F25+03B9
  1F9E:1F26+03B9 1F9F:1F27+03B9 1FA0:1F60+03B9 1FA1:1F61+03B9 1FA2:1F62+03B9 1FA3:1F63+03B9 1FA4:1F64+03B9
  1FA5:1F65+03B9 1FA6:1F66+03B9 1FA7:1F67+03B9 1FA8:1F60+03B9 1FA9:1F61+03B9 1FAA:1F62+03B9 1FAB:1F63+03B9
  1FAC:1F64+03B9 1FAD:1F65+03B9 1FAE:1F66+03B9 1FAF:1F67+03B9 1FB2:1F70+03B9 1FB3:03B1+03B9 1FB4:03AC+03B9
  1FB6:03B1+0342 1FB7:03B1+0342+03B9 1FBC:03B1+03B9 1FC2:1F74+03B9 1FC3:03B7+03B9 1FC4:03AE+03B9 1FC6:03B7+0342
  1FC7:03B7+0342+03B9 1FCC:03B7+03B9 1FD2:03B9+0308+0300 1FD3:03B9+0308+0301 1FD6:03B9+0342 1FD7:03B9+0308+0342
  1FE2:03C5+0308+0300 1FE3:03C5+0308+0301 1FE4:03C1+0313 1FE6:03C5+0342 1FE7:03C5+0308+0342 1FF2:1F7C+03B9
  1FF3:03C9+03B9 1FF4:03CE+03B9 1FF6:03C9+0342 1FF7:03C9+0342+03B9 1FFC:03C9+03B9 FB00:0066+0066 FB01:0066+0069
  FB02:0066+006C FB03:0066+0066+0069 FB04:0066+0066+006C FB05:0073+0074 FB06:0073+0074 FB13:0574+0576
  FB14:0574+0565 FB15:0574+056B FB16:057E+0576 FB17:0574+056D
`;

const textOf = (codes: string): string =>
  String.fromCodePoint(...codes.split('+').map((code) => Number.parseInt(code, 16)));

/** Every code point that is a letter by itself. */
function* codePoints(): Generator<string> {
  for (let code = 0; code <= 0x10ffff; code++) if (code < 0xd800 || code > 0xdfff) yield String.fromCodePoint(code);
}

test('a letter that becomes several is as CaseFolding.txt has it', () => {
  const rows = fullRows.trim().split(/\s+/);
  expect(rows).toHaveLength(104);
  for (const [letter, several] of rows.map((row) => row.split(':').map(textOf))) {
    expect(folded(letter!)).toBe(several!.normalize('NFC'));
    expect(folded(several!)).toBe(folded(letter!));
  }
});

// The witness is the tables that V8 has of Unicode: the property of a letter that folding changes it, and the flags `iu`,
// which ECMA-262 defines by the rows of CaseFolding.txt with one letter on each side.
test('every other letter is as JavaScript itself folds it', () => {
  const changed = /^\p{Changes_When_Casefolded}$/u;
  // Of these CaseFolding.txt takes the capital, so that it is the small letter that changes.
  const cherokee = /\p{Script=Cherokee}/u;
  const wrong: string[] = [];
  for (const letter of codePoints()) {
    const one = folded(letter);
    if (!cherokee.test(letter) && changed.test(letter) !== (one !== letter.normalize('NFC'))) wrong.push(letter);
    const isSingle = [...one].length === 1 && letter.normalize('NFD') === letter && one !== letter;
    if (isSingle && !new RegExp(`^\\u{${letter.codePointAt(0)!.toString(16)}}$`, 'iu').test(one)) wrong.push(letter);
  }
  expect(wrong).toEqual([]);
  expect([folded('\uab70'), folded('\u13a0')]).toEqual([folded('\u13a0'), folded('\uab70')]);
});

test('what is folded stays so, and equal texts of Unicode are folded alike', () => {
  const letters = fc.string({ unit: 'grapheme' });
  fc.assert(
    fc.property(letters, (text) => {
      for (const fold of [folded, unaccented]) {
        expect(fold(fold(text))).toBe(fold(text));
        expect(fold(text.normalize('NFD'))).toBe(fold(text));
        expect(fold(text.toUpperCase())).toBe(fold(text.replace(/ı/g, 'i')));
      }
    }),
    { numRuns: 2000, seed: 3 },
  );
});

test.each([
  ['Straße', 'STRASSE', 'strasse', 'strasse'],
  ['ΜΆΪΟΣ', 'μάϊος', 'μάϊοσ', 'μαιοσ'],
  ['Éclair', 'E\u0301CLAIR', 'éclair', 'eclair'],
  ['ﬁsh', 'FISH', 'fish', 'fish'],
  ['Łódź', 'ŁÓDŹ', 'łódź', 'łodz'],
  ['한글', '한글', '한글', '한글'],
])('%s', (one, other, text, plain) => {
  expect([folded(one), folded(other)]).toEqual([text, text]);
  expect([unaccented(one), unaccented(other)]).toEqual([plain, plain]);
});

test('the four letters i of Turkish: two that match, and one of its own', () => {
  expect(['I', 'i', 'İ', 'ı'].map(folded)).toEqual(['i', 'i', 'i\u0307', 'ı']);
  expect(unaccented('İ')).toBe('i');
});

test('a text of accents alone is not lost with them', () => {
  expect(unaccented('\u0301')).toBe('\u0301');
});
