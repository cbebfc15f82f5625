// cspell:words Amina Farah Linh Yuki Okafor organi colou
// cspell:ignore ation
import type { Dice } from './dice';

// Plain words of English, so that rows can be told apart and read; a package of them would weigh more than the gateway.

const firstNames =
  'Ada Amina Anna Ben Carlos Clara David Elena Emil Farah Grace Hana Hugo Ines Ivan Jonas Julia Kofi Lena Leo Linh Maria Max Mei Nadia Noah Nora Omar Paul Rosa Ruth Sam Sara Tom Yuki Zoe'.split(
    ' ',
  );
const lastNames =
  'Adams Baker Berg Brown Carter Chen Costa Cruz Diaz Fischer Garcia Hall Hill Ito Jensen Khan Kim Lopez Marsh Meyer Moore Novak Okafor Olsen Patel Quinn Reed Rossi Sato Silva Singh Stone Walker Weber Wood Young'.split(
    ' ',
  );
const adjectives =
  'Amber Autumn Blue Bright Calm Clear Copper Early Fine Gentle Golden Green Hidden Lasting Light Little Long Northern Old Open Plain Quiet Quick Red Round Silver Slow Small Soft Solid Steady Summer Tall Warm White Winter'.split(
    ' ',
  );
const nouns =
  'Anchor Basket Bench Bottle Bridge Brush Candle Chair Clock Cup Desk Door Field Garden Harbour Hill Kettle Lamp Lantern Ladder Map Meadow Mirror Notebook Orchard Paper River Road Shelf Stone Table Thread Tower Tray Valley Window'.split(
    ' ',
  );
const groups =
  'Audio Books Camera Food Garden Home Kitchen Light Music Office Outdoor Paper Sport Tools Travel Workshop'.split(' ');
const cities =
  'Accra Athens Berlin Bogota Boston Cairo Chennai Dublin Geneva Hanoi Helsinki Kyoto Lagos Lima Lisbon London Madrid Milan Montreal Nairobi Oslo Porto Prague Rome Seoul Sydney Toronto Vienna Warsaw Zurich'.split(
    ' ',
  );
const countries: readonly (readonly [code: string, name: string])[] = [
  ['AU', 'Australia'],
  ['BR', 'Brazil'],
  ['CA', 'Canada'],
  ['CH', 'Switzerland'],
  ['DE', 'Germany'],
  ['EG', 'Egypt'],
  ['ES', 'Spain'],
  ['FR', 'France'],
  ['GB', 'United Kingdom'],
  ['GH', 'Ghana'],
  ['IN', 'India'],
  ['IT', 'Italy'],
  ['JP', 'Japan'],
  ['KE', 'Kenya'],
  ['NO', 'Norway'],
  ['PT', 'Portugal'],
  ['US', 'United States'],
];
const colors = 'Black Blue Brown Green Grey Orange Purple Red White Yellow'.split(' ');
const languages = 'de en es fr hi it ja pt sv zh'.split(' ');
const currencies = 'AUD CAD CHF EUR GBP INR JPY NOK SEK USD'.split(' ');
const makers = 'and Sons|Brothers|Company|Press|Studio|Supply|Trading|Works'.split('|');
const sentences = [
  'It lasts for years when it is kept dry.',
  'Made by hand in small numbers.',
  'The first of its kind in this place.',
  'Two people can carry it.',
  'Ask for it at the desk.',
  'It fits where others do not.',
  'Most people take two.',
  'It was checked last week, and nothing was missing.',
  'The second one costs half.',
  'Nobody has complained so far.',
  'Bring it back within a month if it does not suit you.',
  'It came with a note and a key.',
];

/** The domains that belong to nobody (RFC 2606, section 3). */
const mailDomains = ['example.com', 'example.net', 'example.org'];

const person = (dice: Dice): string => `${dice.one(firstNames)} ${dice.one(lastNames)}`;
const thing = (dice: Dice): string => `${dice.one(adjectives)} ${dice.one(nouns)}`;
const digits = (dice: Dice, count: number): string =>
  Array.from({ length: count }, () => String(dice.whole(0, 9))).join('');
const letters = (dice: Dice, count: number): string =>
  Array.from({ length: count }, () => String.fromCharCode(dice.whole(65, 90))).join('');
const lowerCase = (text: string, joint: string): string => text.toLowerCase().replaceAll(' ', joint);

/** A few sentences. */
export function prose(dice: Dice): string {
  return [...new Set(Array.from({ length: dice.whole(1, 3) }, () => dice.one(sentences)))].join(' ');
}

/** An e-mail address of somebody who does not exist. */
export function emailAddress(dice: Dice): string {
  return `${lowerCase(person(dice), '.')}${dice.whole(1, 999)}@${dice.one(mailDomains)}`;
}

/** An address on the web that belongs to nobody. */
export function webAddress(dice: Dice): string {
  return `https://example.com/${lowerCase(thing(dice), '-')}`;
}

/** What the names of fields promise, in the order in which it is looked for: the words of a name are told apart by spaces. */
const promises: readonly (readonly [name: RegExp, make: (dice: Dice, max: number) => string])[] = [
  [/\be ?mail\b/, emailAddress],
  [/\b(first|given) name\b/, (dice) => dice.one(firstNames)],
  [/\b(last|family) name\b|\bsurname\b/, (dice) => dice.one(lastNames)],
  [/\b(user|user name|login|handle|nick ?name)\b/, (dice) => lowerCase(person(dice), '.')],
  [
    /\b(brand|company|maker|manufacturer|organi[sz]ation|publisher|supplier|vendor)\b/,
    (dice) => `${dice.one(lastNames)} ${dice.one(makers)}`,
  ],
  [/\b(full name|author|owner|assignee|contact|customer|guest|member|person|recipient|reader|reporter)\b/, person],
  [/\bslug\b/, (dice) => lowerCase(`${thing(dice)} ${dice.whole(1, 999)}`, '-')],
  [/\b(city|town)\b/, (dice) => dice.one(cities)],
  [/\bcountry\b/, (dice, max) => dice.one(countries)[max < 4 ? 0 : 1]],
  [/\b(address|street)\b/, (dice) => `${dice.whole(1, 199)} ${dice.one(nouns)} Street`],
  [/\b(zip|post ?code|postal code)\b/, (dice) => digits(dice, 5)],
  // Numbers that are kept for drama (Ofcom, "Telephone numbers for use in TV and radio drama programmes").
  [/\b(phone|telephone|mobile|fax)\b/, (dice) => `+44 20 7946 0${digits(dice, 3)}`],
  [/\b(colou?r)\b/, (dice) => dice.one(colors)],
  [/\b(language|locale)\b/, (dice) => dice.one(languages)],
  [/\bcurrency\b/, (dice) => dice.one(currencies)],
  [/\b(image|picture|photo|thumbnail|avatar|logo)\b/, (dice) => `${lowerCase(thing(dice), '-')}.jpg`],
  [/\bfile\b/, (dice) => `${lowerCase(thing(dice), '-')}.txt`],
  [/\b(url|link|website|homepage|href)\b/, webAddress],
  [/\b(sku|code|number|reference|serial)\b/, (dice) => `${letters(dice, 3)}-${digits(dice, 4)}`],
  [/\b(category|genre|group|department|section|shelf|topic|tags?)\b/, (dice) => dice.one(groups)],
  [/\b(description|summary|notes?|comment|message|text|body|details?|about|bio|content|instructions?)\b/, prose],
  [/\b(title|name|subject|label|heading|headline)\b/, thing],
];

/**
 * A text as the name of its field promises it.
 * @param words the name in words, such as `first name`
 */
export function textFor(
  words: string,
  { max, multiline = false }: { max: number; multiline?: boolean },
  dice: Dice,
): string {
  const [, make] = promises.find(([name]) => name.test(words)) ?? [];
  if (make) return make(dice, max);
  return multiline || max >= 2000 ? prose(dice) : thing(dice);
}
