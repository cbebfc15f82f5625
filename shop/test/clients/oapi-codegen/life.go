package main

import (
	"context"
	"encoding/json"
	"fmt"
	"log"
	"net/http"
	"os"
	"strings"

	"example.com/life/client"
)

func to[Value any](value Value) *Value { return &value }

// done gives what an answer has for a success; any other ends the program.
func done[Data any](data *Data, response *http.Response, body []byte, err error) Data {
	if err != nil {
		log.Fatal(err)
	}
	if data == nil {
		log.Fatalf("%s: %s", response.Status, body)
	}
	return *data
}

func main() {
	url, name := os.Args[1], os.Args[2]
	about := context.Background()
	shop, err := client.NewClientWithResponses(url)
	if err != nil {
		log.Fatal(err)
	}
	dear, cheap := name+"-dear", name+"-cheap"
	changes := func(params client.ProductChangesParams) client.ProductChangeFeed {
		answer, err := shop.ProductChangesWithResponse(about, &params)
		return done(answer.JSON200, answer.HTTPResponse, answer.Body, err)
	}
	start := changes(client.ProductChangesParams{})

	create := func(id, title string, price float64) {
		product := client.ProductInput{Id: &id, Title: title, Category: &name, Price: price}
		answer, err := shop.CreateProductWithResponse(about, &client.CreateProductParams{}, product)
		done(answer.JSON201, answer.HTTPResponse, answer.Body, err)
	}
	create(dear, "Dear", 999_999.99)
	create(cheap, "Cheap", 19.99)
	read := func(id string) float64 {
		answer, err := shop.ProductWithResponse(about, id, &client.ProductParams{})
		return *done(answer.JSON200, answer.HTTPResponse, answer.Body, err).Price
	}
	fmt.Printf("money: %s %s\n", number(read(dear)), number(read(cheap)))

	list := func(params client.ProductsParams) client.ProductPage {
		answer, err := shop.ProductsWithResponse(about, &params)
		return done(answer.JSON200, answer.HTTPResponse, answer.Body, err)
	}
	filter, err := json.Marshal(client.ProductFilter{
		Category: &client.TextCondition{Eq: &name},
		Price:    &client.MoneyCondition{Gt: to(100.0)},
	})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println("filter:", ids(list(client.ProductsParams{Filter: to(string(filter))})))

	var alone []string
	for _, item := range list(client.ProductsParams{Category: &name, Fields: to("title")}).Items {
		if item.Price == nil {
			alone = append(alone, *item.Title+" alone")
		}
	}
	fmt.Println("fields:", strings.Join(alone, ", "))

	var pages []string
	for page := list(client.ProductsParams{Category: &name, Limit: to(int32(1))}); ; {
		pages = append(pages, ids(page))
		if page.NextCursor == nil {
			break
		}
		page = list(client.ProductsParams{Category: &name, Limit: to(int32(1)), Cursor: page.NextCursor})
	}
	fmt.Println("pages:", strings.Join(pages, ", "))

	change := func() *client.UpdateProductResponse {
		condition := client.UpdateProductParams{IfMatch: to(`"1"`)}
		answer, err := shop.UpdateProductWithResponse(about, cheap, &condition, client.ProductPatch{Price: to(20.49)})
		if err != nil {
			log.Fatal(err)
		}
		return answer
	}
	changed := change()
	done(changed.JSON200, changed.HTTPResponse, changed.Body, nil)
	stale := change().ApplicationproblemJSON412
	fmt.Printf("stale version: %d precondition-failed, %s in %s\n", stale.Status, number(*stale.Current.Price), *stale.Current.Category)

	refused, err := shop.CreateProductWithResponse(about, nil, client.ProductInput{Title: "Wrong", Price: -1})
	if err != nil {
		log.Fatal(err)
	}
	problem, err := refused.ApplicationproblemJSON422.ValueByDiscriminator()
	if err != nil {
		log.Fatal(err)
	}
	if wrong, isOne := problem.(client.ValidationProblem); isOne {
		fmt.Printf("wrong body: %d validation at %s\n", wrong.Status, (*wrong.Errors)[0].Pointer)
	}

	items := []client.BasketItemInput{{ProductId: dear, Quantity: 1}, {ProductId: cheap, Quantity: 2}}
	basket, err := shop.PutBasketWithResponse(about, nil, client.BasketUpsert{UserName: name, Items: items})
	done(basket.JSON201, basket.HTTPResponse, basket.Body, err)
	checkout, err := shop.CheckoutWithResponse(about, nil, client.CheckoutInput{
		UserName: name, FirstName: "Ada", LastName: "Lovelace", Email: "ada@example.com", Address: "1 Main Street",
		PaymentMethod: 1,
	})
	bought := done(checkout.JSON202, checkout.HTTPResponse, checkout.Body, err)
	fmt.Println("checkout:", bought.Status, number(bought.TotalPrice))

	kept, err := shop.OrderWithResponse(about, name, bought.OrderId, nil)
	order := done(kept.JSON200, kept.HTTPResponse, kept.Body, err)
	var prices []string
	for _, item := range *order.Items {
		prices = append(prices, number(*item.Price))
	}
	fmt.Printf("order: %s of %s\n", number(*order.TotalPrice), strings.Join(prices, " and "))

	var told []string
	for _, change := range changes(client.ProductChangesParams{Since: &start.Cursor, Wait: to(int32(5))}).Changes {
		told = append(told, fmt.Sprintf("%s %s", change.Change, change.Key.Id))
	}
	fmt.Println("feed:", strings.Join(told, ", "))
}

func number(value float64) string { return strings.TrimRight(fmt.Sprintf("%.6f", value), "0") }

func ids(page client.ProductPage) string {
	var all []string
	for _, item := range page.Items {
		all = append(all, *item.Id)
	}
	return strings.Join(all, "+")
}
