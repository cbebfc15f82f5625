import { Basket, BasketAddition, BasketItem, BasketItemQuantity } from '../schema/basket';
import { domainOf, fieldOfKind, keyFields } from '../../schema/facts';
import { numberOf } from '../../schema/guards';
import { required } from '../../schema/required';
import { change, writeTouches } from '../../services/change';
import type { Context, Item } from '../../services/context';
import { replacement } from '../../services/crud';
import { operation } from '../../services/operation';
import type { Operation } from '../../services/operation';
import { itemPath } from '../../services/paths';
import { missing } from '../../services/precondition';
import type { Precondition } from '../../services/precondition';
import { tableTouches } from '../../services/table-actions';
import { invalid } from '../../services/validation';

const domain = domainOf(Basket);
const gives = { as: 'item', type: Basket } as const;
const touches = writeTouches(domain);
const changeTouches = [...tableTouches(domain).get, ...touches.update];
const productId = fieldOfKind(BasketItem, 'productId', 'text');
const maxQuantity = fieldOfKind(BasketItem, 'quantity', 'integer').max;
const maxLines = fieldOfKind(Basket, 'items', 'objects').max;
const path = `${itemPath(domain)}/items/{productId}`;
const key = [...keyFields(domain), productId];

/** A line of a basket. */
interface Line {
  readonly productId: string;
  readonly quantity: number;
  readonly color?: string;
  readonly price?: number;
  readonly productName?: string;
}

/** What only baskets can do. */
export const basketOperations: readonly Operation[] = [
  operation({
    access: domain.access?.write,
    name: 'putBasket',
    kind: 'mutation',
    domain,
    doc: 'Writes a whole basket in place of the one that the user may have.',
    route: { method: 'POST', path: `/${domain.name}`, success: 201, location: domain },
    repeatable: true,
    body: { of: 'item', type: Basket, mode: 'whole' },
    conditional: true,
    createOnly: true,
    gives,
    touches: [...touches.put, ...touches.create, ...touches.update],
    perform: async ({ body, precondition }, context) => {
      const basketKey = { userName: body.userName };
      if (precondition.ifNoneMatch) return change(domain, basketKey, precondition, context, { create: body });
      const isFree = precondition.ifMatch === undefined && precondition.unchanged === undefined;
      if (isFree) return change(domain, basketKey, {}, context, { put: body });
      return change(domain, basketKey, precondition, context, { update: replacement(domain, body) });
    },
  }),
  operation({
    access: domain.access?.write,
    name: 'addBasketItem',
    kind: 'mutation',
    domain,
    doc: 'Adds pieces of a product to a basket, to the line that already has it in this color; makes the basket when there is none.',
    route: { method: 'POST', path, success: 201, location: domain },
    key,
    body: { of: 'item', type: BasketAddition, mode: 'whole', flat: true },
    conditional: true,
    gives,
    touches: [...changeTouches, ...touches.create],
    perform: async ({ key: { userName, productId }, body, precondition }, context) =>
      changeLines(
        String(userName),
        precondition,
        context,
        (lines) => added(lines, { ...body, productId: String(productId), quantity: quantityOf(body) }),
        { create: true },
      ),
  }),
  operation({
    access: domain.access?.write,
    name: 'setBasketItemQuantity',
    kind: 'mutation',
    domain,
    doc: 'Sets how many pieces of a product are in a basket.',
    route: { method: 'PATCH', path, success: 200 },
    repeatable: true,
    key,
    body: { of: 'item', type: BasketItemQuantity, mode: 'whole', flat: true },
    conditional: true,
    gives,
    touches: changeTouches,
    perform: async ({ key: { userName, productId }, body, precondition }, context) =>
      changeLines(String(userName), precondition, context, (lines) => {
        const { color } = body;
        const quantity = quantityOf(body);
        const matchingLines = lines.filter(
          (line) => line.productId === productId && (color === undefined || line.color === color),
        );
        if (matchingLines.length > 1) {
          throw invalid('validation', [
            { pointer: '/color', detail: 'is required: the product is in the basket in more than one color' },
          ]);
        }
        return matchingLines[0] && lines.map((line) => (line === matchingLines[0] ? { ...line, quantity } : line));
      }),
  }),
  operation({
    access: domain.access?.write,
    name: 'removeBasketItem',
    kind: 'mutation',
    domain,
    doc: 'Takes a product out of a basket, in all of its colors.',
    route: { method: 'DELETE', path, success: 204 },
    key,
    conditional: true,
    gives,
    touches: changeTouches,
    perform: async ({ key: { userName, productId }, precondition }, context) =>
      changeLines(String(userName), precondition, context, (lines) => {
        const remainingLines = lines.filter((line) => line.productId !== productId);
        return remainingLines.length < lines.length ? remainingLines : undefined;
      }),
  }),
];

/** The quantity of a body that the door has let in. */
const quantityOf = ({ quantity }: Item): number => required(numberOf(quantity), 'the quantity');

function added(lines: readonly Line[], line: Line): readonly Line[] {
  const index = lines.findIndex(({ productId: id, color }) => id === line.productId && color === line.color);
  const present = lines[index];
  if (!present) {
    if (lines.length < maxLines) return [...lines, line];
    throw invalid('validation', [{ pointer: '', detail: `a basket has at most ${maxLines} lines` }]);
  }
  const quantity = present.quantity + line.quantity;
  if (quantity > maxQuantity) {
    throw invalid('validation', [
      {
        pointer: '/quantity',
        detail: `must be at most ${maxQuantity - present.quantity}: the rest is in the basket`,
      },
    ]);
  }
  return lines.with(index, { ...present, ...line, quantity });
}

/** Changes the lines of a basket as they are at that moment, however many others change it at once. */
async function changeLines(
  userName: string,
  precondition: Precondition,
  context: Context,
  edit: (lines: readonly Line[]) => readonly Line[] | undefined,
  { create = false }: { readonly create?: boolean } = {},
): Promise<Item> {
  const linesFrom = (lines: readonly Line[]): readonly Line[] => {
    const items = edit(lines);
    if (!items) throw missing();
    return items;
  };
  return change(domain, { userName }, precondition, context, {
    existing: ({ items }) => ({ update: { set: { items: linesFrom((items ?? []) as Line[]) }, remove: [] } }),
    ...(create && { missing: () => ({ create: { userName, items: linesFrom([]) } }) }),
  });
}
