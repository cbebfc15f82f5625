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
import { domainOf } from '../schema/facts';
import { listOf } from '../schema/guards';
import { change, writeTouches } from '../services/change';
import type { Consumer } from '../services/consumer';
import { defineGateway, defineModule } from '../services/definition';
import { ServiceError } from '../services/errors';
import { operation } from '../services/operation';
import { itemPath } from '../services/paths';
import { tableTouches } from '../services/table-actions';
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

/** What a sweep looks for. */
export class Sweep {
  @Integer({ min: -5, max: 30, doc: 'The faintest that is looked for.' }) magnitude!: number;
  @Text({ max: 20, optional: true, doc: 'Who looks.' }) observer?: string;
}

/** What a sweep has found. */
export class SweepReport {
  @Text({ max: 40, doc: 'What is there now.' }) id!: string;
  @Integer({ doc: 'How often it was seen.' }) seen!: number;
}

/** One more name. */
export class Alias {
  @Text({ max: 20, doc: 'One more name of it.', example: 'Long-Tail' }) alias!: string;
}

const [comets, observatories] = [domainOf(Comet), domainOf(Observatory)];

/** A verb that is done to one item, with what it refuses by itself. */
const addAlias = operation({
  access: comets.access?.write,
  name: 'addAlias',
  kind: 'mutation',
  domain: comets,
  doc: 'Adds a name to those of a comet. A name is there once.',
  route: { method: 'POST', path: `${itemPath(comets)}/alias`, success: 200 },
  key: true,
  body: { of: 'item', type: Alias, mode: 'whole', flat: true },
  conditional: true,
  problems: ['conflict'],
  gives: { as: 'item', type: Comet },
  touches: [...tableTouches(comets).get, ...writeTouches(comets).update],
  perform: async ({ key, body, precondition }, context) =>
    change(comets, key, precondition, context, {
      existing: ({ aliases }) => {
        const known = listOf(aliases);
        if (known.includes(body.alias)) throw new ServiceError('conflict', 'The comet has this name already.');
        if (body.alias === 'Nameless') throw invalid('validation', [{ pointer: '/alias', detail: 'is no name' }]);
        return { update: { set: { aliases: [...known, body.alias] }, remove: [] } };
      },
    }),
});

/** A verb that is done to no item, and makes one of another noun than its own. */
const sweepSky = operation({
  access: observatories.access?.write,
  name: 'sweepSky',
  kind: 'mutation',
  domain: observatories,
  doc: 'Looks for comets from everywhere.',
  route: { method: 'POST', path: `/${observatories.name}/sweep`, success: 202, location: comets },
  body: { of: 'item', type: Sweep, mode: 'whole' },
  gives: { as: 'item', type: SweepReport },
  touches: [...tableTouches(comets).get, ...writeTouches(comets).create],
  perform: async ({ body }, context) => {
    const id = `swept-${String(body.magnitude)}`;
    const create = { id, name: 'Swept', family: 'Oort', period: 9, observatoryId: 'kitt' };
    const answer = { id, seen: 3 };
    return change(comets, { id }, {}, context, {
      existing: () => ({ answer }),
      missing: () => ({ create, answer }),
    });
  },
});

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
  modules: [
    defineModule({ name: 'sky', domains: [Observatory, Comet], operations: [addAlias, sweepSky], consumers: [press] }),
  ],
});
