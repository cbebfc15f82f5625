import json
import sys
from typing import Any, TypeVar

from client import AuthenticatedClient
from client.api.basket import checkout, put_basket
from client.api.order import order
from client.api.product import create_product, product, product_changes, products, update_product
from client.models import (
    BasketItemInput,
    BasketUpsert,
    CheckoutInput,
    CheckoutReceipt,
    MoneyCondition,
    OrderSelection,
    Basket,
    Product,
    ProductChangeFeed,
    ProductFilter,
    ProductInput,
    ProductPage,
    ProductPatch,
    ProductPreconditionFailedProblem,
    ProductSelection,
    TextCondition,
    ValidationProblem,
)
from client.types import UNSET

url, name = sys.argv[1:]
shop = AuthenticatedClient(base_url=url, token="none")
dear, cheap = f"{name}-dear", f"{name}-cheap"

Expected = TypeVar("Expected")


def done(expected: type[Expected], answer: Any) -> Expected:
    """The answer of a success; any other ends the program."""
    if not isinstance(answer, expected):
        raise SystemExit(f"This is no {expected.__name__}: {answer}")
    return answer


def ids(page: ProductPage) -> str:
    return "+".join(str(item.id) for item in page.items)


start = done(ProductChangeFeed, product_changes.sync(client=shop))

for id_, title, price in [(dear, "Dear", 999_999.99), (cheap, "Cheap", 19.99)]:
    body = ProductInput(id=id_, title=title, category=name, price=price)
    done(Product, create_product.sync(client=shop, body=body))
kept = [done(ProductSelection, product.sync(id_, client=shop)).price for id_ in (dear, cheap)]
print("money:", *kept)

conditions = ProductFilter(category=TextCondition(eq=name), price=MoneyCondition(gt=100))
filtered = products.sync(client=shop, filter_=json.dumps(conditions.to_dict()))
print("filter:", ids(done(ProductPage, filtered)))

chosen = done(ProductPage, products.sync(client=shop, category=name, fields="title"))
alone = [item for item in chosen.items if item.price is UNSET and item.category is UNSET]
print("fields:", ", ".join(f"{item.title} alone" for item in alone))

pages = [done(ProductPage, products.sync(client=shop, category=name, limit=1))]
while pages[-1].next_cursor:
    pages.append(done(ProductPage, products.sync(client=shop, category=name, limit=1, cursor=pages[-1].next_cursor)))
print("pages:", ", ".join(map(ids, pages)))

patch = ProductPatch(price=20.49)
done(Product, update_product.sync(cheap, client=shop, body=patch, if_match='"1"'))
stale = done(ProductPreconditionFailedProblem, update_product.sync(cheap, client=shop, body=patch, if_match='"1"'))
current = done(Product, stale.current)
print(f"stale version: {stale.status} precondition-failed, {current.price} in {current.category}")

wrong = done(ValidationProblem, create_product.sync(client=shop, body=ProductInput(title="Wrong", price=-1)))
print(f"wrong body: {wrong.status} validation at {done(list, wrong.errors)[0].pointer}")

items = [BasketItemInput(product_id=dear, quantity=1), BasketItemInput(product_id=cheap, quantity=2)]
done(Basket, put_basket.sync(client=shop, body=BasketUpsert(user_name=name, items=items)))
buyer = CheckoutInput(
    user_name=name,
    first_name="Ada",
    last_name="Lovelace",
    email="ada@example.com",
    address="1 Main Street",
    payment_method=1,
)
bought = done(CheckoutReceipt, checkout.sync(client=shop, body=buyer))
print("checkout:", bought.status, bought.total_price)

known = done(OrderSelection, order.sync(name, bought.order_id, client=shop))
print("order:", known.total_price, "of", " and ".join(str(item.price) for item in done(list, known.items)))

feed = done(ProductChangeFeed, product_changes.sync(client=shop, since=start.cursor, wait=5))
print("feed:", ", ".join(f"{change.change} {change.key.id}" for change in feed.changes))
