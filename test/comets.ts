import { anyone, role } from '../schema/access';
import {
  Date as CalendarDate,
  DateTime,
  Email,
  Enumeration,
  Flag,
  Float,
  Id,
  Integer,
  Json,
  ListOf,
  Many,
  Money,
  Nested,
  NestedList,
  Reference,
  Text,
  Url,
} from '../schema/decorators';
import { Domain } from '../schema/domain';
import type { Consumer } from '../services/consumer';
import { defineGateway, defineModule } from '../services/definition';
import { invalid } from '../services/validation';

// Two nouns that no program of the gateway has ever heard of, with a field of every kind.

@Domain('observatory', {
  doc: 'Where one looks at the sky.',
  access: { read: anyone, write: role('admin') },
  scan: true,
})
export class Observatory {
  @Id({ example: 'kitt-peak' }) id!: string;
  @Text({ max: 60, doc: 'As it is called.', example: 'Kitt Peak' }) name!: string;
  @Email({ optional: true, doc: 'Who answers.' }) contact?: string;
  @Url({ optional: true }) page?: string;
  @Many(() => Comet, { by: 'observatoryId', doc: 'What was found there.' }) comets!: Comet[];
}

export class Orbit {
  @Float({ min: 0, max: 1, doc: '0 is a circle.', example: 0.967 }) eccentricity!: number;
  @Float({ optional: true, doc: 'Degrees.' }) inclination?: number;
}

export class Sighting {
  @DateTime({ doc: 'When.' }) time!: string;
  @Reference(() => Observatory, { doc: 'From where.' }) observatoryId!: string;
  @Integer({ min: -5, max: 30, doc: 'The smaller, the brighter.' }) magnitude!: number;
}

@Domain('comet', {
  doc: 'What comes and goes.',
  access: { read: anyone, write: role('admin') },
  indexes: {
    byFamily: { partition: 'family', sort: 'period' },
    byObservatory: { partition: 'observatoryId', sort: 'name' },
  },
  scan: true,
  events: true,
})
export class Comet {
  @Id({ example: 'halley' }) id!: string;
  @Text({ max: 40, doc: 'As it is called.', example: 'Halley' }) name!: string;
  @Enumeration('CometFamily', ['Halley', 'Jupiter', 'Oort'], { doc: 'Whose orbit it shares.' }) family!: string;
  @Integer({ min: 1, max: 100_000, doc: 'Years.', example: 76 }) period!: number;
  @Reference(() => Observatory, { doc: 'Where it was found.' }) observatoryId!: string;
  @Text({ max: 8, pattern: /^\d+P$/, mustBe: 'a number and the letter P', optional: true, example: '1P' })
  code?: string;
  @Text({ max: 500, multiline: true, optional: true, doc: 'What is worth knowing.' }) notes?: string;
  @Flag({ optional: true, doc: 'Seen without a telescope.' }) bright?: boolean;
  @CalendarDate({ optional: true, doc: 'The day of the discovery.' }) found?: string;
  @Money({ optional: true, doc: 'What the search has cost.' }) cost?: number;
  @ListOf('text', { max: 5, optional: true, doc: 'Other names.' }, { max: 20 }) aliases?: string[];
  @Nested(() => Orbit, { optional: true }) orbit?: Orbit;
  @NestedList(() => Sighting, { max: 10, optional: true }) sightings?: Sighting[];
  @Json({ optional: true, doc: 'Whatever else there is.' }) extra?: unknown;
}

/** Takes no comet with a long name, so that there are dead letters. */
const press: Consumer = {
  name: 'press',
  doc: 'Tells the newspapers of each new comet.',
  event: { source: 'tandem.comet', detailType: 'CometCreated' },
  operation: 'tellPress',
  touches: [],
  take: async (detail) => {
    const { new: comet } = detail as { readonly new?: { readonly name?: string } };
    if (comet?.name?.startsWith('Unspeakable')) {
      throw invalid('validation', [{ pointer: '/new/name', detail: 'cannot be printed' }]);
    }
    return 'told';
  },
};

export const definition = defineGateway({
  name: 'sky',
  modules: [defineModule({ name: 'sky', domains: [Observatory, Comet], consumers: [press] })],
});
