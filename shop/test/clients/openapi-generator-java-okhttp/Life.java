import client.ApiClient;
import client.ApiException;
import client.JSON;
import client.api.BasketApi;
import client.api.OrderApi;
import client.api.ProductApi;
import client.model.*;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

class Life {
    static String ids(ProductPage page) {
        return page.getItems().stream().map(ProductSelection::getId).collect(Collectors.joining("+"));
    }

    interface Request {
        Object send() throws ApiException;
    }

    /** What a request was refused with; a success ends the program. */
    static String refused(Request request) {
        try {
            throw new AssertionError(request.send());
        } catch (ApiException refused) {
            return refused.getResponseBody();
        }
    }

    public static void main(String[] words) throws ApiException {
        String name = words[1];
        ApiClient gateway = new ApiClient().setBasePath(words[0]);
        ProductApi shop = new ProductApi(gateway);
        BasketApi baskets = new BasketApi(gateway);
        OrderApi orders = new OrderApi(gateway);
        String dear = name + "-dear";
        String cheap = name + "-cheap";
        String start = shop.productChanges().execute().getCursor();

        shop.createProduct(new ProductInput().id(dear).title("Dear").category(name).price(999_999.99)).execute();
        shop.createProduct(new ProductInput().id(cheap).title("Cheap").category(name).price(19.99)).execute();
        Double kept = shop.product(dear).execute().getPrice();
        System.out.printf("money: %.2f %s%n", kept, shop.product(cheap).execute().getPrice());

        ProductFilter conditions = new ProductFilter()
            .category(new TextCondition().eq(name))
            .price(new MoneyCondition().gt(100.0));
        String filter = JSON.serialize(conditions);
        System.out.println("filter: " + ids(shop.products().filter(filter).execute()));

        List<String> alone = new ArrayList<>();
        for (ProductSelection item : shop.products().category(name).fields("title").execute().getItems()) {
            if (item.getPrice() == null && item.getCategory() == null) alone.add(item.getTitle() + " alone");
        }
        System.out.println("fields: " + String.join(", ", alone));

        List<String> pages = new ArrayList<>();
        String cursor = null;
        do {
            ProductPage page = shop.products().category(name).limit(1).cursor(cursor).execute();
            pages.add(ids(page));
            cursor = page.getNextCursor();
        } while (cursor != null);
        System.out.println("pages: " + String.join(", ", pages));

        ProductPatch patch = new ProductPatch().price(20.49);
        shop.updateProduct(cheap, patch).ifMatch("\"1\"").execute();
        String again = refused(() -> shop.updateProduct(cheap, patch).ifMatch("\"1\"").execute());
        var stale = JSON.<ProductPreconditionFailedProblem>deserialize(again, ProductPreconditionFailedProblem.class);
        Product current = stale.getCurrent();
        System.out.printf("stale version: %d precondition-failed, %s in %s%n",
            stale.getStatus(), current.getPrice(), current.getCategory());

        String wrong = refused(() -> shop.createProduct(new ProductInput().title("Wrong").price(-1.0)).execute());
        var failure = JSON.<CreateProductFailure>deserialize(wrong, CreateProductFailure.class);
        if (failure.getActualInstance() instanceof ValidationProblem problem) {
            System.out.printf("wrong body: %d validation at %s%n",
                problem.getStatus(), problem.getErrors().get(0).getPointer());
        }

        baskets.putBasket(new BasketUpsert().userName(name)
            .addItemsItem(new BasketItemInput().productId(dear).quantity(1))
            .addItemsItem(new BasketItemInput().productId(cheap).quantity(2))).execute();
        CheckoutReceipt bought = baskets.checkout(new CheckoutInput().userName(name)
            .firstName("Ada").lastName("Lovelace").email("ada@example.com").address("1 Main Street")
            .paymentMethod(1)).execute();
        System.out.printf("checkout: %s %.2f%n", bought.getStatus(), bought.getTotalPrice());

        OrderSelection order = orders.order(name, bought.getOrderId()).execute();
        String prices = order.getItems().stream()
            .map(item -> String.format("%.2f", item.getPrice())).collect(Collectors.joining(" and "));
        System.out.printf("order: %.2f of %s%n", order.getTotalPrice(), prices);

        List<String> told = new ArrayList<>();
        for (ProductChange change : shop.productChanges().since(start).waitSeconds(5).execute().getChanges()) {
            told.add(change.getChange() + " " + change.getKey().getId());
        }
        System.out.println("feed: " + String.join(", ", told));
    }
}
