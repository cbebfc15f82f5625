import { anyone, role } from '../../schema/access';
import { Float, Id, Integer, ListOf, Money, Text } from '../../schema/decorators';
import { Domain } from '../../schema/domain';

@Domain('product', {
  access: { read: anyone, write: role('admin') },
  doc: 'What the shop sells.',
  indexes: { byCategory: { partition: 'category', sort: 'price' } },
  scan: true,
  // Its changes reach the pages that follow them.
  events: { source: 'com.swn.product' },
})
export class Product {
  @Id({ example: 'p-100' })
  id!: string;

  @Text({ max: 120, doc: 'Shown in lists and on the product page.', example: 'Pocket Camera' })
  title!: string;

  @Text({ max: 5000, multiline: true, optional: true, doc: 'A few sentences for the product page.' })
  description?: string;

  // The first body that a reader of the usual tutorial sends has no category: it is taken, and stands on a shelf too.
  @Text({ max: 60, default: 'Other', doc: 'The shelf on which the product stands.', example: 'Camera' })
  category!: string;

  @Money({ doc: 'The price of one piece.', example: 249.5 })
  price!: number;

  @Integer({
    min: 0,
    max: 1_000_000,
    optional: true,
    doc: 'Pieces in store; left out when stock is not tracked.',
    example: 12,
  })
  stock?: number;

  @Text({ max: 60, optional: true, example: 'Lumen' })
  brand?: string;

  @Text({ max: 40, optional: true, doc: 'The number on the shelf label.', example: 'CAM-100' })
  sku?: string;

  @ListOf(
    'text',
    { max: 20, optional: true, doc: 'Words to find the product by.', example: ['travel', 'compact'] },
    { max: 40 },
  )
  tags?: string[];

  @Text({ max: 500, optional: true, doc: 'Name or address of the large picture.' })
  imageFile?: string;

  @Text({ max: 500, optional: true, doc: 'Name or address of the small picture.' })
  thumbnail?: string;

  @Float({ min: 0, max: 5, optional: true, doc: 'The mean of the customers’ stars.', example: 4.5 })
  rating?: number;
}
