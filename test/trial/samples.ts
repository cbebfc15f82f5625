import type { Book } from './book';

/** A few books, so that the first query has something to find. */
export const samples: readonly Book[] = [
  { id: 'b-100', title: 'The Lighthouse', category: 'Travel', price: 24.5, stock: 12, tags: ['sea', 'storm'] },
  { id: 'b-101', title: 'Harbours', category: 'Travel', price: 89, stock: 4, rating: 4.8 },
  { id: 'b-110', title: 'Birds from the Window', category: 'Nature', price: 19.9, author: 'Ann Field' },
  { id: 'b-120', title: 'One Pot, One Flame', category: 'Cooking', price: 27.8, stock: 40 },
];
