import client.apis.BasketApi
import client.apis.OrderApi
import client.apis.ProductApi
import client.infrastructure.ClientError
import client.infrastructure.ClientException
import client.infrastructure.Serializer.moshi
import client.models.BasketItemInput
import client.models.BasketUpsert
import client.models.CheckoutInput
import client.models.MoneyCondition
import client.models.ProductFilter
import client.models.ProductInput
import client.models.ProductPage
import client.models.ProductPatch
import client.models.ProductPreconditionFailedProblem
import client.models.TextCondition
import client.models.ValidationProblem

fun ids(page: ProductPage) = page.items.joinToString("+") { it.id.orEmpty() }

/** What a request was refused with; a success ends the program. */
inline fun <reified Problem> refused(request: () -> Any): Problem {
    try {
        error(request())
    } catch (refused: ClientException) {
        val body = (refused.response as ClientError<*>).body as String
        return moshi.adapter(Problem::class.java).fromJson(body)!!
    }
}

fun main(words: Array<String>) {
    val (url, name) = words
    val shop = ProductApi(url)
    val baskets = BasketApi(url)
    val orders = OrderApi(url)
    val dear = "$name-dear"
    val cheap = "$name-cheap"
    val start = shop.productChanges().cursor

    shop.createProduct(ProductInput(id = dear, title = "Dear", category = name, price = 999_999.99))
    shop.createProduct(ProductInput(id = cheap, title = "Cheap", category = name, price = 19.99))
    println("money: %.2f %.2f".format(shop.product(dear).price, shop.product(cheap).price))

    val conditions = ProductFilter(category = TextCondition(eq = name), price = MoneyCondition(gt = 100.0))
    val filter = moshi.adapter(ProductFilter::class.java).toJson(conditions)
    println("filter: " + ids(shop.products(filter = filter)))

    val chosen = shop.products(category = name, fields = "title").items
    val alone = chosen.filter { it.price == null && it.category == null }
    println("fields: " + alone.joinToString { "${it.title} alone" })

    val pages = generateSequence(shop.products(category = name, limit = 1)) { page ->
        page.nextCursor?.let { shop.products(category = name, limit = 1, cursor = it) }
    }
    println("pages: " + pages.map(::ids).joinToString())

    val patch = ProductPatch(price = 20.49)
    shop.updateProduct(cheap, patch, ifMatch = "\"1\"")
    val stale = refused<ProductPreconditionFailedProblem> { shop.updateProduct(cheap, patch, ifMatch = "\"1\"") }
    val current = stale.current
    println("stale version: ${stale.status} precondition-failed, ${current?.price} in ${current?.category}")

    val wrong = refused<ValidationProblem> { shop.createProduct(ProductInput(title = "Wrong", price = -1.0)) }
    println("wrong body: ${wrong.status} validation at ${wrong.errors?.first()?.pointer}")

    val items = listOf(BasketItemInput(productId = dear, quantity = 1), BasketItemInput(productId = cheap, quantity = 2))
    baskets.putBasket(BasketUpsert(userName = name, items = items))
    val bought = baskets.checkout(
        CheckoutInput(
            userName = name,
            firstName = "Ada",
            lastName = "Lovelace",
            email = "ada@example.com",
            address = "1 Main Street",
            paymentMethod = 1,
        ),
    )
    println("checkout: ${bought.status.value} ${"%.2f".format(bought.totalPrice)}")

    val order = orders.order(name, bought.orderId)
    val prices = order.items.orEmpty().joinToString(" and ") { "%.2f".format(it?.price) }
    println("order: ${"%.2f".format(order.totalPrice)} of $prices")

    val changes = shop.productChanges(since = start, wait = 5).changes
    println("feed: " + changes.joinToString { "${it.change.value} ${it.key.id}" })
}
