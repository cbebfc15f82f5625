/** The media type by which one request asks for old answers; `;profile=<name>` says whose, the first when left out. */
export const legacyMediaType = 'application/vnd.tandem.legacy+json';

/**
 * The profile that an Accept header asks for. Who names the old media type means it, unless plain JSON is wanted more
 * (RFC 9110, section 12.5.1); a profile that there is not is no wish for any.
 */
export function legacyProfileIn(accept: string | undefined, profiles: readonly string[]): string | undefined {
  // Hardly a request names it, and each is asked.
  if (!accept?.toLowerCase().includes(legacyMediaType)) return undefined;
  const ranges = accept.split(',').map((text) => readRange(text, profiles));
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
  readonly profile?: string;
}

function readRange(text: string, profiles: readonly string[]): Range {
  const [name = '', ...parameters] = text.split(';').map((part) => part.trim().toLowerCase());
  const parameter = (parameterName: string): string | undefined =>
    parameters
      .find((candidate) => candidate.startsWith(`${parameterName}=`))
      ?.slice(parameterName.length + 1)
      .replaceAll('"', '');
  const profileName = parameter('profile') ?? profiles[0];
  return {
    name,
    quality: Number(parameter('q') ?? 1) || 0,
    profile: profiles.find((profile) => profile === profileName),
  };
}
