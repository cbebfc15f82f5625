/** The old systems whose answers can be had: the e-commerce API "awsrun", and the product handler of an article. */
export const legacyProfiles = ['awsrun', 'article'] as const;

/** An old system whose answers can be had. */
export type LegacyProfile = (typeof legacyProfiles)[number];

/** The media type by which one request asks for the old answers; `;profile=article` names the other system. */
export const legacyMediaType = 'application/vnd.tandem.legacy+json';

/** Reads the variable LEGACY; nothing means the answers of today. */
export function legacyProfileFrom(text: string | undefined): LegacyProfile | undefined {
  if (text === undefined || text === '') return undefined;
  const profile = legacyProfiles.find((name) => name === text);
  if (!profile) throw new Error(`LEGACY is "${text}": write ${legacyProfiles.join(' or ')}, or leave it out.`);
  return profile;
}

/**
 * The profile that an Accept header asks for. Who names the old media type means it, unless plain JSON is wanted more
 * (RFC 9110, section 12.5.1); a profile that there is not is no wish for any.
 */
export function legacyProfileIn(accept: string | undefined): LegacyProfile | undefined {
  const ranges = (accept ?? '').split(',').map(readRange);
  const jsonQuality = Math.max(
    0,
    ...ranges.filter(({ name }) => name === 'application/json').map(({ quality }) => quality),
  );
  const legacyRanges = ranges
    .filter(
      ({ name, quality, profile }) => name === legacyMediaType && profile && quality > 0 && quality >= jsonQuality,
    )
    .toSorted((left, right) => right.quality - left.quality);
  return legacyRanges[0]?.profile;
}

interface Range {
  readonly name: string;
  readonly quality: number;
  readonly profile?: LegacyProfile;
}

function readRange(text: string): Range {
  const [name = '', ...parameters] = text.split(';').map((part) => part.trim().toLowerCase());
  const parameter = (parameterName: string): string | undefined =>
    parameters
      .find((candidate) => candidate.startsWith(`${parameterName}=`))
      ?.slice(parameterName.length + 1)
      .replaceAll('"', '');
  const profileName = parameter('profile') ?? 'awsrun';
  return {
    name,
    quality: Number(parameter('q') ?? 1) || 0,
    profile: legacyProfiles.find((profile) => profile === profileName),
  };
}
