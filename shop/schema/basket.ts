import { any, owner, role } from '../../schema/access';
import { Integer, Money, NestedList, Reference, Text, Total } from '../../schema/decorators';
import { Domain } from '../../schema/domain';
import { Product } from './product';

/** Pieces of a product, as they are put into a basket. */
export class BasketAddition {
  @Integer({ min: 1, max: 1_000_000, doc: 'Pieces.', example: 2 })
  quantity!: number;

  @Text({ max: 40, optional: true, doc: 'The wanted variant.', example: 'Red' })
  color?: string;

  @Money({
    optional: true,
    doc: 'The price that the shopper saw; checkout refuses when the catalogue has another by then.',
    example: 249.5,
  })
  price?: number;

  @Text({ max: 1000, optional: true, doc: 'The title that the shopper saw.', example: 'Pocket Camera' })
  productName?: string;
}

/** One line of a basket. The same product may stand in two lines of different colors. */
export class BasketItem extends BasketAddition {
  @Reference(() => Product, { doc: 'What is bought.', example: 'p-100' })
  productId!: string;
}

/** How many pieces of a product a basket shall hold. */
export class BasketItemQuantity {
  @Integer({ min: 1, max: 1_000_000, doc: 'Pieces.', example: 3 })
  quantity!: number;

  @Text({ max: 40, optional: true, doc: 'Which line is meant, when the product is there in several colors.' })
  color?: string;
}

@Domain('basket', {
  access: {
    read: any(owner('userName'), role('admin')),
    write: any(owner('userName'), role('admin')),
    list: role('admin'),
  },
  doc: 'What a shopper is about to buy. A basket that nobody touches for a month is gone.',
  key: { partition: 'userName' },
  operations: ['get', 'list', 'replace', 'update', 'delete'],
  scan: true,
  expiresAfterDays: 30,
})
export class Basket {
  @Text({ max: 128, doc: 'Whose basket it is.', example: 'swn' })
  userName!: string;

  @NestedList(() => BasketItem, { max: 1000, doc: 'The lines in the order in which they were added.' })
  items!: BasketItem[];

  @Total({
    of: 'items',
    times: 'quantity',
    price: 'product.price',
    doc: 'What the basket costs by the catalogue of this moment; null when a product is no longer there.',
  })
  readonly totalPrice?: number;
}
