import json
import sys
from typing import Any, TypeVar

from client import ApiClient, BasketApi, Configuration, OrderApi, ProductApi
from client.exceptions import ApiException, UnprocessableEntityException
from client.models.basket_item_input import BasketItemInput
from client.models.basket_upsert import BasketUpsert
from client.models.checkout_input import CheckoutInput
from client.models.create_product_failure import CreateProductFailure
from client.models.money_condition import MoneyCondition
from client.models.product_filter import ProductFilter
from client.models.product_input import ProductInput
from client.models.product_page import ProductPage
from client.models.product_patch import ProductPatch
from client.models.product_precondition_failed_problem import ProductPreconditionFailedProblem
from client.models.text_condition import TextCondition
from client.models.validation_problem import ValidationProblem

url, name = sys.argv[1:]
api = ApiClient(Configuration(host=url))
shop, baskets, orders = ProductApi(api), BasketApi(api), OrderApi(api)
dear, cheap = f"{name}-dear", f"{name}-cheap"

Expected = TypeVar("Expected")


def done(expected: type[Expected], answer: Any) -> Expected:
    """What is expected; anything else ends the program."""
    if not isinstance(answer, expected):
        raise SystemExit(f"This is no {expected.__name__}: {answer}")
    return answer


def ids(page: ProductPage) -> str:
    return "+".join(str(item.id) for item in page.items)


start = shop.product_changes()

for id_, title, price in [(dear, "Dear", 999_999.99), (cheap, "Cheap", 19.99)]:
    shop.create_product(ProductInput(id=id_, title=title, category=name, price=price))
print("money:", *(shop.product(id_).price for id_ in (dear, cheap)))

conditions = ProductFilter(category=TextCondition(eq=name), price=MoneyCondition(gt=100))
print("filter:", ids(shop.products(filter=json.dumps(conditions.to_dict()))))

chosen = shop.products(category=name, fields="title")
alone = [item for item in chosen.items if item.price is None and item.category is None]
print("fields:", ", ".join(f"{item.title} alone" for item in alone))

pages = [shop.products(category=name, limit=1)]
while pages[-1].next_cursor:
    pages.append(shop.products(category=name, limit=1, cursor=pages[-1].next_cursor))
print("pages:", ", ".join(map(ids, pages)))

patch = ProductPatch(price=20.49)
shop.update_product(cheap, patch, if_match='"1"')
try:
    shop.update_product(cheap, patch, if_match='"1"')
except ApiException as refused:
    stale = done(ProductPreconditionFailedProblem, refused.data)
    if stale.current:
        current = stale.current
        print(f"stale version: {stale.status} precondition-failed, {current.price} in {current.category}")

try:
    shop.create_product(ProductInput.model_construct(title="Wrong", price=-1))
except UnprocessableEntityException as refused:
    wrong = done(ValidationProblem, done(CreateProductFailure, refused.data).actual_instance)
    print(f"wrong body: {wrong.status} validation at {done(list, wrong.errors)[0].pointer}")

items = [BasketItemInput(productId=dear, quantity=1), BasketItemInput(productId=cheap, quantity=2)]
baskets.put_basket(BasketUpsert(userName=name, items=items))
buyer = CheckoutInput(
    userName=name,
    firstName="Ada",
    lastName="Lovelace",
    email="ada@example.com",
    address="1 Main Street",
    paymentMethod=1,
)
bought = baskets.checkout(buyer)
print("checkout:", bought.status.value, bought.total_price)

known = orders.order(name, bought.order_id)
print("order:", known.total_price, "of", " and ".join(str(item.price) for item in done(list, known.items)))

feed = shop.product_changes(since=start.cursor, wait=5)
print("feed:", ", ".join(f"{change.change.value} {change.key.id}" for change in feed.changes))
