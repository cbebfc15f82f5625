import { listOf, recordOf } from '../schema/guards';
import type { Product } from '../schema/product';
import { answerOf } from './answer';
import { eventOf } from './event';
import { lambdaContext } from './lambda';
import type { Handler, Payload } from './lambda';

// cspell:words Aroma Brightwell Fellside Hearth Kodama Mossgate Nord Stovetop Tonwerk

/** A small invented shop, so that the first query has something to find. */
export const samples: readonly Product[] = [
  {
    id: 'p-100',
    title: 'Pocket Camera',
    description:
      'Fits into a coat pocket and starts in under a second. The screen folds up for pictures at arm’s length.',
    category: 'Camera',
    price: 249.5,
    stock: 12,
    brand: 'Lumen',
    sku: 'CAM-100',
    tags: ['travel', 'compact'],
    rating: 4.5,
  },
  {
    id: 'p-101',
    title: 'Field Camera',
    description: 'Sealed against rain and dust, with a grip that works in gloves.',
    category: 'Camera',
    price: 899,
    stock: 4,
    brand: 'Lumen',
    sku: 'CAM-101',
    tags: ['outdoor', 'weatherproof'],
    rating: 4.8,
  },
  {
    id: 'p-102',
    title: 'Instant Print Camera',
    description: 'Prints each picture as a sticker while you wait.',
    category: 'Camera',
    price: 119,
    stock: 30,
    brand: 'Kodama',
    sku: 'CAM-102',
    tags: ['party', 'children'],
    rating: 4.1,
  },
  {
    id: 'p-103',
    title: 'Tabletop Tripod',
    category: 'Camera',
    price: 24.9,
    stock: 85,
    brand: 'Kodama',
    sku: 'CAM-103',
    tags: ['compact', 'accessory'],
    rating: 4.3,
  },
  {
    id: 'p-110',
    title: 'Harbour Phone',
    description: 'A plain, sturdy phone with a battery for three days and no app that you did not ask for.',
    category: 'Phone',
    price: 329,
    stock: 25,
    brand: 'Brightwell',
    sku: 'PHO-110',
    tags: ['long battery', 'sturdy'],
    rating: 4.4,
  },
  {
    id: 'p-111',
    title: 'Harbour Phone Large',
    description: 'The same phone with a screen of 17 cm and twice the memory.',
    category: 'Phone',
    price: 429,
    stock: 18,
    brand: 'Brightwell',
    sku: 'PHO-111',
    tags: ['long battery', 'large screen'],
    rating: 4.2,
  },
  {
    id: 'p-112',
    title: 'Folding Phone',
    description: 'Closes to the size of a matchbox. Real keys, a real click.',
    category: 'Phone',
    price: 79.95,
    stock: 60,
    brand: 'Kodama',
    sku: 'PHO-112',
    tags: ['simple', 'compact'],
    rating: 3.9,
  },
  {
    id: 'p-113',
    title: 'Cork Phone Case',
    category: 'Phone',
    price: 18.5,
    stock: 140,
    sku: 'PHO-113',
    tags: ['accessory', 'natural'],
    rating: 4.6,
  },
  {
    id: 'p-120',
    title: 'Kitchen Radio',
    description: 'Four stations on four buttons, and a timer for the eggs.',
    category: 'Audio',
    price: 64,
    stock: 33,
    brand: 'Tonwerk',
    sku: 'AUD-120',
    tags: ['kitchen', 'gift'],
    rating: 4.7,
  },
  {
    id: 'p-121',
    title: 'Quiet Headphones',
    description: 'Take the train out of your ears and leave the announcements in.',
    category: 'Audio',
    price: 189.99,
    stock: 21,
    brand: 'Tonwerk',
    sku: 'AUD-121',
    tags: ['travel', 'wireless'],
    rating: 4.6,
  },
  {
    id: 'p-122',
    title: 'Bookshelf Speakers, Pair',
    description: 'Oak veneer, two ways each.\nSold as a pair; the stands are extra.',
    category: 'Audio',
    price: 378,
    stock: 7,
    brand: 'Tonwerk',
    sku: 'AUD-122',
    tags: ['living room'],
    rating: 4.9,
  },
  {
    id: 'p-123',
    title: 'Shower Speaker',
    category: 'Audio',
    price: 34.5,
    stock: 0,
    brand: 'Brightwell',
    sku: 'AUD-123',
    tags: ['waterproof', 'wireless'],
    rating: 3.6,
  },
  {
    id: 'p-130',
    title: 'Cast-Iron Pan',
    description: 'Arrives seasoned. Outlives its owner when it is kept dry.',
    category: 'Kitchen',
    price: 54,
    stock: 44,
    brand: 'Hearth & Hook',
    sku: 'KIT-130',
    tags: ['cooking', 'lasts for ever'],
    rating: 4.8,
  },
  {
    id: 'p-131',
    title: 'Bread Knife',
    description: 'A long saw-toothed blade with a handle of pear wood.',
    category: 'Kitchen',
    price: 39.9,
    stock: 52,
    brand: 'Hearth & Hook',
    sku: 'KIT-131',
    tags: ['cooking', 'gift'],
    rating: 4.7,
  },
  {
    id: 'p-132',
    title: 'Stovetop Coffee Maker',
    category: 'Kitchen',
    price: 29,
    stock: 71,
    brand: 'Aroma Nord',
    sku: 'KIT-132',
    tags: ['coffee', 'travel'],
    rating: 4.5,
  },
  {
    id: 'p-133',
    title: 'Hand Coffee Grinder',
    description: 'Conical steel burrs, thirty-two clicks from espresso to press.',
    category: 'Kitchen',
    price: 86.4,
    stock: 15,
    brand: 'Aroma Nord',
    sku: 'KIT-133',
    tags: ['coffee', 'gift'],
    rating: 4.4,
  },
  {
    id: 'p-140',
    title: 'Copper Watering Can',
    description: 'Holds two litres; the long neck finds the pot at the back.',
    category: 'Garden',
    price: 47,
    stock: 19,
    brand: 'Mossgate',
    sku: 'GAR-140',
    tags: ['indoor', 'gift'],
    rating: 4.6,
  },
  {
    id: 'p-141',
    title: 'Pruning Shears',
    category: 'Garden',
    price: 32.75,
    stock: 38,
    brand: 'Mossgate',
    sku: 'GAR-141',
    tags: ['tools'],
    rating: 4.3,
  },
  {
    id: 'p-142',
    title: 'Balcony Herb Kit',
    description: 'Basil, chives, thyme and parsley: seeds, soil and a box that fits on the railing.',
    category: 'Garden',
    price: 22,
    stock: 64,
    brand: 'Mossgate',
    sku: 'GAR-142',
    tags: ['balcony', 'children', 'gift'],
    rating: 4,
  },
  {
    id: 'p-150',
    title: 'The Lighthouse Cookbook',
    description: 'Eighty recipes for one pot and one flame.',
    category: 'Books',
    price: 27.8,
    stock: 40,
    brand: 'Quayside Press',
    sku: 'BOO-150',
    tags: ['cooking', 'gift'],
    rating: 4.5,
  },
  {
    id: 'p-151',
    title: 'Birds from the Kitchen Window',
    description: 'A field guide for people who do not go into the field.',
    category: 'Books',
    price: 19.9,
    stock: 57,
    brand: 'Quayside Press',
    sku: 'BOO-151',
    tags: ['nature'],
    rating: 4.7,
  },
  {
    id: 'p-152',
    title: 'A Short History of Buttons',
    category: 'Books',
    price: 14,
    stock: 9,
    brand: 'Quayside Press',
    sku: 'BOO-152',
    tags: ['history'],
    rating: 3.8,
  },
  {
    id: 'p-160',
    title: 'Wool Travel Blanket',
    description: 'Rolls up with a leather strap. Warm when wet.',
    category: 'Home',
    price: 95,
    stock: 16,
    brand: 'Fellside',
    sku: 'HOM-160',
    tags: ['travel', 'natural'],
    rating: 4.9,
  },
  {
    id: 'p-161',
    title: 'Gift Card',
    description: 'For those who would rather choose themselves.',
    category: 'Home',
    price: 25,
    tags: ['gift'],
  },
];

/**
 * Puts the sample products into an empty store, through the gateway's own handler, and says how many.
 * @throws Error when the gateway refuses them
 */
export async function loadSamples(handler: Handler, payload: Payload): Promise<number> {
  const ask = requester(handler, payload);
  const firstPage = await ask('GET', '/product?limit=1');
  if (listOf(recordOf(firstPage).items).length > 0) return 0;
  const outcome = await ask('POST', '/product/batch', { items: samples });
  const results = listOf(recordOf(outcome).results).map(recordOf);
  const refused = results.filter(({ status }) => Number(status) >= 400);
  if (refused.length > 0) {
    throw new Error(`The gateway refused ${refused.length} of the sample products: ${JSON.stringify(refused[0])}`);
  }
  return samples.length;
}

/** Sends requests to the handler as API Gateway would, without a socket. */
function requester(handler: Handler, payload: Payload) {
  return async (method: string, target: string, body?: unknown): Promise<unknown> => {
    const event = eventOf(
      {
        method,
        target,
        headers: [
          ['Host', 'localhost'],
          ['Accept', 'application/json'],
          ...(body === undefined ? [] : ([['Content-Type', 'application/json']] as const)),
        ],
        body: Buffer.from(body === undefined ? '' : JSON.stringify(body)),
        httpVersion: '1.1',
        sourceIp: '127.0.0.1',
        port: 80,
      },
      payload,
    );
    const answer = answerOf(await handler(event, lambdaContext()), payload);
    const text = answer.body.toString();
    if (answer.status >= 400) {
      throw new Error(
        `The sample products could not be loaded: ${method} ${target} was answered ${answer.status}: ${text}`,
      );
    }
    return JSON.parse(text);
  };
}
