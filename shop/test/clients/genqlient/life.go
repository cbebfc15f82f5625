package main

import (
	"context"
	"errors"
	"fmt"
	"log"
	"net/http"
	"os"
	"strings"

	"example.com/life/client"
	"github.com/Khan/genqlient/graphql"
	"github.com/vektah/gqlparser/v2/gqlerror"
)

func to[Value any](value Value) *Value { return &value }

// done gives what was asked for; a problem ends the program.
func done[Data any](data *Data, err error) *Data {
	if err != nil {
		log.Fatal(err)
	}
	return data
}

func main() {
	url, name := os.Args[1], os.Args[2]
	about := context.Background()
	shop := graphql.NewClient(url+"/graphql", http.DefaultClient)
	dear, cheap := name+"-dear", name+"-cheap"
	start := done(client.ProductChanges(about, shop, nil, nil)).ProductChanges.Cursor

	create := func(id, title string, price float64) {
		product := client.ProductInput{Id: &id, Title: title, Category: &name, Price: price}
		done(client.CreateProduct(about, shop, product))
	}
	create(dear, "Dear", 999_999.99)
	create(cheap, "Cheap", 19.99)
	read := func(id string) string { return number(*done(client.ProductPrice(about, shop, id)).Product.Price) }
	fmt.Println("money:", read(dear), read(cheap))

	var filtered []string
	for _, edge := range done(client.DearProducts(about, shop, name, 100)).Products.Edges {
		filtered = append(filtered, edge.Node.Id)
	}
	fmt.Println("filter:", strings.Join(filtered, "+"))

	// The type of the answer has nothing but the title.
	var alone []string
	for _, edge := range done(client.ProductTitles(about, shop, name)).Products.Edges {
		alone = append(alone, *edge.Node.Title+" alone")
	}
	fmt.Println("fields:", strings.Join(alone, ", "))

	var pages []string
	var after *string
	for {
		page := done(client.ProductPage(about, shop, name, 1, after)).Products
		var ids []string
		for _, edge := range page.Edges {
			ids = append(ids, edge.Node.Id)
		}
		pages = append(pages, strings.Join(ids, "+"))
		if !page.PageInfo.HasNextPage {
			break
		}
		after = page.PageInfo.EndCursor
	}
	fmt.Println("pages:", strings.Join(pages, ", "))

	done(client.ChangePrice(about, shop, cheap, 20.49, 1))
	switch stale := (*done(client.DeleteProduct(about, shop, cheap, 1)).DeleteProductResult).(type) {
	case *client.DeleteProductDeleteProductResultProductPreconditionFailedProblem:
		fmt.Printf("stale version: %s, %s in %s\n", stale.Code, number(*stale.Current.Price), *stale.Current.Category)
	default:
		log.Fatalf("%#v", stale)
	}

	_, err := client.CreateProduct(about, shop, client.ProductInput{Id: to("wrong"), Title: "Wrong", Category: &name, Price: -1})
	var refused *gqlerror.Error
	if !errors.As(err, &refused) {
		log.Fatal(err)
	}
	wrong := refused.Extensions["errors"].([]any)[0].(map[string]any)
	fmt.Printf("wrong body: %s at %s\n", refused.Extensions["code"], wrong["pointer"])

	items := []client.BasketItemInput{{ProductId: dear, Quantity: 1}, {ProductId: cheap, Quantity: 2}}
	done(client.PutBasket(about, shop, client.BasketInput{UserName: name, Items: items}))
	checkout := done(client.Checkout(about, shop, client.CheckoutInput{
		UserName: name, FirstName: "Ada", LastName: "Lovelace", Email: "ada@example.com", Address: "1 Main Street",
		PaymentMethod: 1,
	})).CheckoutResult
	bought, isOne := (*checkout).(*client.CheckoutCheckoutResultCheckoutReceipt)
	if !isOne {
		log.Fatalf("%#v", *checkout)
	}
	fmt.Println("checkout:", bought.Status, number(bought.TotalPrice))

	order := done(client.BoughtOrder(about, shop, name, bought.OrderId)).Order
	var prices []string
	for _, item := range order.Items {
		prices = append(prices, number(*item.Price))
	}
	fmt.Printf("order: %s of %s\n", number(*order.TotalPrice), strings.Join(prices, " and "))

	var told []string
	for _, change := range done(client.ProductChanges(about, shop, &start, to(5))).ProductChanges.Changes {
		told = append(told, fmt.Sprintf("%s %s", change.Change, *change.NodeId))
	}
	fmt.Println("feed:", strings.Join(told, ", "))
}

func number(value float64) string { return strings.TrimRight(fmt.Sprintf("%.6f", value), "0") }
