import client.ApiClient;
import client.ApiException;
import client.api.BasketApi;
import client.api.OrderApi;
import client.api.ProductApi;
import client.model.*;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
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

    public static void main(String[] words) throws ApiException, JsonProcessingException {
        String name = words[1];
        ApiClient gateway = new ApiClient();
        gateway.updateBaseUri(words[0]);
        ObjectMapper mapper = gateway.getObjectMapper();
        ProductApi shop = new ProductApi(gateway);
        BasketApi baskets = new BasketApi(gateway);
        OrderApi orders = new OrderApi(gateway);
        String dear = name + "-dear";
        String cheap = name + "-cheap";
        String start = shop.productChanges(null, null, null).getCursor();

        shop.createProduct(new ProductInput().id(dear).title("Dear").category(name).price(999_999.99), null);
        shop.createProduct(new ProductInput().id(cheap).title("Cheap").category(name).price(19.99), null);
        Double kept = shop.product(dear, null, null, null).getPrice();
        System.out.printf("money: %.2f %s%n", kept, shop.product(cheap, null, null, null).getPrice());

        ProductFilter conditions = new ProductFilter()
            .category(new TextCondition().eq(name))
            .price(new MoneyCondition().gt(100.0));
        String filter = mapper.writeValueAsString(conditions);
        var filtered = ProductApi.APIProductsRequest.newBuilder().filter(filter).build();
        System.out.println("filter: " + ids(shop.products(filtered)));

        List<String> alone = new ArrayList<>();
        var titles = ProductApi.APIProductsRequest.newBuilder().category(name).fields("title").build();
        for (ProductSelection item : shop.products(titles).getItems()) {
            if (item.getPrice() == null && item.getCategory() == null) alone.add(item.getTitle() + " alone");
        }
        System.out.println("fields: " + String.join(", ", alone));

        List<String> pages = new ArrayList<>();
        String cursor = null;
        do {
            var one = ProductApi.APIProductsRequest.newBuilder().category(name).limit(1).cursor(cursor).build();
            ProductPage page = shop.products(one);
            pages.add(ids(page));
            cursor = page.getNextCursor();
        } while (cursor != null);
        System.out.println("pages: " + String.join(", ", pages));

        ProductPatch patch = new ProductPatch().price(20.49);
        shop.updateProduct(cheap, patch, "\"1\"", null);
        String again = refused(() -> shop.updateProduct(cheap, patch, "\"1\"", null));
        var stale = mapper.readValue(again, ProductPreconditionFailedProblem.class);
        Product current = stale.getCurrent();
        System.out.printf("stale version: %d precondition-failed, %s in %s%n",
            stale.getStatus(), current.getPrice(), current.getCategory());

        String wrong = refused(() -> shop.createProduct(new ProductInput().title("Wrong").price(-1.0), null));
        var failure = mapper.readValue(wrong, CreateProductFailure.class);
        if (failure.getActualInstance() instanceof ValidationProblem problem) {
            System.out.printf("wrong body: %d validation at %s%n",
                problem.getStatus(), problem.getErrors().get(0).getPointer());
        }

        baskets.putBasket(new BasketUpsert().userName(name)
            .addItemsItem(new BasketItemInput().productId(dear).quantity(1))
            .addItemsItem(new BasketItemInput().productId(cheap).quantity(2)), null, null, null);
        CheckoutReceipt bought = baskets.checkout(new CheckoutInput().userName(name)
            .firstName("Ada").lastName("Lovelace").email("ada@example.com").address("1 Main Street")
            .paymentMethod(1), null, null);
        System.out.printf("checkout: %s %.2f%n", bought.getStatus(), bought.getTotalPrice());

        OrderSelection order = orders.order(name, bought.getOrderId(), null, null, null, null);
        String prices = order.getItems().stream()
            .map(item -> String.format("%.2f", item.getPrice())).collect(Collectors.joining(" and "));
        System.out.printf("order: %.2f of %s%n", order.getTotalPrice(), prices);

        List<String> told = new ArrayList<>();
        for (ProductChange change : shop.productChanges(start, 5, null).getChanges()) {
            told.add(change.getChange() + " " + change.getKey().getId());
        }
        System.out.println("feed: " + String.join(", ", told));
    }
}
