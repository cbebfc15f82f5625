import sys
from typing import TypeVar

from client import (
    BasketInput,
    BasketItemInput,
    CheckoutCheckoutResultCheckoutReceipt,
    CheckoutInput,
    Client,
    DeleteProductDeleteProductResultProductPreconditionFailedProblem,
    GraphQLClientGraphQLMultiError,
    ProductInput,
)

url, name = sys.argv[1:]
shop = Client(url=f"{url}/graphql")
dear, cheap = f"{name}-dear", f"{name}-cheap"

Value = TypeVar("Value")
Expected = TypeVar("Expected")


def known(value: Value | None) -> Value:
    """What is there; nothing ends the program."""
    if value is None:
        raise SystemExit("There is nothing.")
    return value


def done(expected: type[Expected], answer: object) -> Expected:
    """The answer of a success; any other ends the program."""
    if not isinstance(answer, expected):
        raise SystemExit(f"This is no {expected.__name__}: {answer}")
    return answer


start = known(shop.product_changes().product_changes).cursor

for id_, title, price in [(dear, "Dear", 999_999.99), (cheap, "Cheap", 19.99)]:
    known(shop.create_product(ProductInput(id=id_, title=title, category=name, price=price)).create_product)
print("money:", *(known(shop.product_price(id_).product).price for id_ in (dear, cheap)))

filtered = known(shop.dear_products(category=name, above=100).products)
print("filter:", "+".join(known(edge.node).id for edge in filtered.edges))

titles = known(shop.product_titles(category=name).products)
alone = [edge.node for edge in titles.edges if edge.node and edge.node.model_dump().keys() == {"title"}]
print("fields:", ", ".join(f"{node.title} alone" for node in alone))

pages = [known(shop.product_page(category=name, first=1).products)]
while pages[-1].page_info.has_next_page:
    pages.append(known(shop.product_page(category=name, first=1, after=pages[-1].page_info.end_cursor).products))
print("pages:", ", ".join("+".join(known(edge.node).id for edge in page.edges) for page in pages))

known(shop.change_price(id=cheap, price=20.49, expected_version=1).update_product)
stale = done(
    DeleteProductDeleteProductResultProductPreconditionFailedProblem,
    shop.delete_product(id=cheap, expected_version=1).delete_product_result,
)
current = known(stale.current)
print(f"stale version: {stale.code.value}, {current.price} in {current.category}")

try:
    shop.create_product(ProductInput(title="Wrong", price=-1))
except GraphQLClientGraphQLMultiError as refused:
    extensions = known(refused.errors[0].extensions)
    print(f"wrong body: {extensions['code']} at {done(list, extensions['errors'])[0]['pointer']}")

items = [BasketItemInput(productId=dear, quantity=1), BasketItemInput(productId=cheap, quantity=2)]
known(shop.put_basket(BasketInput(userName=name, items=items)).put_basket)
buyer = CheckoutInput(
    userName=name,
    firstName="Ada",
    lastName="Lovelace",
    email="ada@example.com",
    address="1 Main Street",
    paymentMethod=1,
)
bought = done(CheckoutCheckoutResultCheckoutReceipt, shop.checkout(buyer).checkout_result)
print("checkout:", bought.status.value, bought.total_price)

order = known(shop.bought_order(user_name=name, order_id=bought.order_id).order)
print("order:", order.total_price, "of", " and ".join(str(known(item).price) for item in known(order.items)))

feed = known(shop.product_changes(since=start, wait=5).product_changes)
print("feed:", ", ".join(f"{change.change.value} {change.node_id}" for change in feed.changes))
