import { legacyForm } from '../../api/legacy/form';
import { Product } from '../schema/product';

/** The old systems whose clients still call: the e-commerce API "awsrun", and the product handler of an article. */
export const legacyForms = [
  legacyForm({
    name: 'awsrun',
    covers: () => true,
    load: async () => (await import('./awsrun')).awsrun,
  }),
  legacyForm({
    name: 'article',
    covers: ({ type }) => type === Product,
    load: async () => (await import('./article')).article,
  }),
];
