package main

import (
	"context"
	"encoding/json"
	"fmt"
	"log"
	"os"
	"strings"

	"example.com/life/client"
)

// The shop is open: the client sends a token because its operations take one.
type token struct{}

func (token) Bearer(context.Context, client.OperationName) (client.Bearer, error) {
	return client.Bearer{Token: "none"}, nil
}

func (token) ApiKey(context.Context, client.OperationName) (client.ApiKey, error) {
	return client.ApiKey{APIKey: "none"}, nil
}

// done gives the answer of a success; any other ends the program.
func done[Success any](answer any, err error) *Success {
	if err != nil {
		log.Fatal(err)
	}
	success, isOne := answer.(*Success)
	if !isOne {
		log.Fatalf("%#v", answer)
	}
	return success
}

func main() {
	url, name := os.Args[1], os.Args[2]
	about := context.Background()
	shop, err := client.NewClient(url, token{})
	if err != nil {
		log.Fatal(err)
	}
	dear, cheap := name+"-dear", name+"-cheap"
	category := client.NewOptString(name)
	changes := func(params client.ProductChangesParams) client.ProductChangeFeed {
		answer, err := shop.ProductChanges(about, params)
		return done[client.ProductChangeFeedHeaders](answer, err).Response
	}
	start := changes(client.ProductChangesParams{})

	create := func(id, title string, price float64) {
		product := client.ProductInput{ID: client.NewOptString(id), Title: title, Category: category, Price: price}
		answer, err := shop.CreateProduct(about, &product, client.CreateProductParams{})
		done[client.ProductHeaders](answer, err)
	}
	create(dear, "Dear", 999_999.99)
	create(cheap, "Cheap", 19.99)
	read := func(id string) float64 {
		answer, err := shop.Product(about, client.ProductParams{ID: id})
		return done[client.ProductSelectionHeaders](answer, err).Response.Price.Value
	}
	fmt.Printf("money: %s %s\n", number(read(dear)), number(read(cheap)))

	list := func(params client.ProductsParams) client.ProductPage {
		answer, err := shop.Products(about, params)
		return done[client.ProductPageHeaders](answer, err).Response
	}
	// ogen makes no type of what a text holds.
	filter, err := json.Marshal(map[string]any{
		"category": map[string]any{"eq": name},
		"price":    map[string]any{"gt": 100},
	})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println("filter:", ids(list(client.ProductsParams{Filter: client.NewOptString(string(filter))})))

	var alone []string
	for _, item := range list(client.ProductsParams{Category: category, Fields: client.NewOptString("title")}).Items {
		if !item.Price.Set && !item.Category.Set {
			alone = append(alone, item.Title.Value+" alone")
		}
	}
	fmt.Println("fields:", strings.Join(alone, ", "))

	var pages []string
	one := client.ProductsParams{Category: category, Limit: client.NewOptInt32(1)}
	for {
		page := list(one)
		pages = append(pages, ids(page))
		if !page.NextCursor.Set {
			break
		}
		one.Cursor = page.NextCursor
	}
	fmt.Println("pages:", strings.Join(pages, ", "))

	change := func() (client.UpdateProductRes, error) {
		condition := client.UpdateProductParams{ID: cheap, IfMatch: client.NewOptString(`"1"`)}
		return shop.UpdateProduct(about, &client.UpdateProductApplicationMergePatchJSON{Price: client.NewOptFloat64(20.49)}, condition)
	}
	changed, err := change()
	done[client.ReplaceProductOKHeaders](changed, err)
	again, err := change()
	stale := done[client.ProductPreconditionFailedProblemHeaders](again, err).Response
	current := stale.Current.Value
	fmt.Printf("stale version: %d precondition-failed, %s in %s\n", stale.Status, number(current.Price.Value), current.Category.Value)

	refused, err := shop.CreateProduct(about, &client.ProductInput{Title: "Wrong", Price: -1}, client.CreateProductParams{})
	failure := done[client.CreateProductUnprocessableEntity](refused, err).Response
	if wrong, isOne := failure.GetValidationProblem(); isOne {
		fmt.Printf("wrong body: %d validation at %s\n", wrong.Status, wrong.Errors[0].Pointer)
	}

	items := []client.BasketItemInput{{ProductId: dear, Quantity: 1}, {ProductId: cheap, Quantity: 2}}
	basket, err := shop.PutBasket(about, &client.BasketUpsert{UserName: name, Items: items}, client.PutBasketParams{})
	done[client.PutBasketCreatedHeaders](basket, err)
	checkout, err := shop.Checkout(about, &client.CheckoutInput{
		UserName: name, FirstName: "Ada", LastName: "Lovelace", Email: "ada@example.com", Address: "1 Main Street",
		PaymentMethod: 1,
	}, client.CheckoutParams{})
	bought := done[client.CheckoutReceiptHeaders](checkout, err).Response
	fmt.Println("checkout:", bought.Status, number(bought.TotalPrice))

	kept, err := shop.Order(about, client.OrderParams{UserName: name, OrderId: bought.OrderId})
	order := done[client.OrderSelectionHeaders](kept, err).Response
	var prices []string
	for _, item := range order.Items.Value {
		prices = append(prices, number(item.Value.Price.Value))
	}
	fmt.Printf("order: %s of %s\n", number(order.TotalPrice.Value), strings.Join(prices, " and "))

	var told []string
	since := client.ProductChangesParams{Since: client.NewOptString(start.Cursor), Wait: client.NewOptInt32(5)}
	for _, change := range changes(since).Changes {
		told = append(told, fmt.Sprintf("%s %s", change.Change, change.Key.ID))
	}
	fmt.Println("feed:", strings.Join(told, ", "))
}

func number(value float64) string { return strings.TrimRight(fmt.Sprintf("%.6f", value), "0") }

func ids(page client.ProductPage) string {
	var all []string
	for _, item := range page.Items {
		all = append(all, item.ID.Value)
	}
	return strings.Join(all, "+")
}
