import { anyone, role } from '../../schema/access';
import { Float, Id, Integer, ListOf, Money, Text } from '../../schema/decorators';
import { Domain } from '../../schema/domain';

/** Everybody reads it, its changes are announced, and it has an index: the noun that most tests use. */
@Domain('book', {
  access: { read: anyone, write: role('admin') },
  doc: 'What the library has.',
  indexes: { byCategory: { partition: 'category', sort: 'price' } },
  scan: true,
  events: true,
})
export class Book {
  @Id({ example: 'b-100' })
  id!: string;

  @Text({ max: 120, doc: 'As it stands on the cover.', example: 'The Lighthouse' })
  title!: string;

  @Text({ max: 5000, multiline: true, optional: true, doc: 'A few sentences for the page of the book.' })
  description?: string;

  @Text({ max: 60, default: 'Other', doc: 'The room in which it stands.', example: 'Travel' })
  category!: string;

  @Money({ doc: 'What it costs to replace it.', example: 24.5 })
  price!: number;

  @Integer({
    min: 0,
    max: 1_000_000,
    optional: true,
    doc: 'Copies on the shelf; left out when they are not counted.',
    example: 12,
  })
  stock?: number;

  @Text({ max: 60, optional: true, example: 'Ada Lovelace' })
  author?: string;

  @ListOf(
    'text',
    { max: 20, optional: true, doc: 'Words to find the book by.', example: ['sea', 'storm'] },
    { max: 40 },
  )
  tags?: string[];

  @Text({ max: 500, optional: true, doc: 'Name or address of a picture of the cover.' })
  imageFile?: string;

  @Float({ min: 0, max: 5, optional: true, doc: 'The mean of the readers’ stars.', example: 4.5 })
  rating?: number;
}
