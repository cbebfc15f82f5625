package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log"
	"net/http"
	"os"
	"strings"

	"example.com/life/client"
)

// done gives the answer of a success; any other ends the program.
func done[Data any](data *Data, _ *http.Response, err error) *Data {
	if err != nil {
		var refused *client.GenericOpenAPIError
		if errors.As(err, &refused) {
			log.Fatalf("%s: %s", refused.Error(), refused.Body())
		}
		log.Fatal(err)
	}
	return data
}

// refused gives the problem of a request; a success ends the program.
func refused[Data any](data *Data, _ *http.Response, err error) any {
	var refused *client.GenericOpenAPIError
	if !errors.As(err, &refused) {
		log.Fatal(data, err)
	}
	return refused.Model()
}

func main() {
	url, name := os.Args[1], os.Args[2]
	about := context.Background()
	configuration := client.NewConfiguration()
	configuration.Servers = client.ServerConfigurations{{URL: url}}
	gateway := client.NewAPIClient(configuration)
	shop := gateway.ProductAPI
	dear, cheap := name+"-dear", name+"-cheap"
	start := done(shop.ProductChanges(about).Execute()).Cursor

	create := func(id, title string, price float64) {
		product := client.NewProductInput(title, price)
		product.SetId(id)
		product.SetCategory(name)
		done(shop.CreateProduct(about).ProductInput(*product).Execute())
	}
	create(dear, "Dear", 999_999.99)
	create(cheap, "Cheap", 19.99)
	read := func(id string) string { return number(done(shop.Product(about, id).Execute()).GetPrice()) }
	fmt.Println("money:", read(dear), read(cheap))

	conditions, category, price := client.NewProductFilter(), client.NewTextCondition(), client.NewMoneyCondition()
	category.SetEq(name)
	price.SetGt(100)
	conditions.SetCategory(*category)
	conditions.SetPrice(*price)
	filter, err := json.Marshal(conditions)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println("filter:", ids(done(shop.Products(about).Filter(string(filter)).Execute())))

	var alone []string
	for _, item := range done(shop.Products(about).Category(name).Fields("title").Execute()).Items {
		if !item.HasPrice() && !item.HasCategory() {
			alone = append(alone, item.GetTitle()+" alone")
		}
	}
	fmt.Println("fields:", strings.Join(alone, ", "))

	var pages []string
	one := shop.Products(about).Category(name).Limit(1)
	for {
		page := done(one.Execute())
		pages = append(pages, ids(page))
		if !page.HasNextCursor() {
			break
		}
		one = one.Cursor(page.GetNextCursor())
	}
	fmt.Println("pages:", strings.Join(pages, ", "))

	patch := client.NewProductPatch()
	patch.SetPrice(20.49)
	change := shop.UpdateProduct(about, cheap).ProductPatch(*patch).IfMatch(`"1"`)
	done(change.Execute())
	stale, isOne := refused(change.Execute()).(client.ProductPreconditionFailedProblem)
	if isOne {
		fmt.Printf("stale version: %d precondition-failed, %s in %s\n",
			stale.Status, number(stale.Current.GetPrice()), stale.Current.GetCategory())
	}

	failure := refused(shop.CreateProduct(about).ProductInput(*client.NewProductInput("Wrong", -1)).Execute())
	union, isOne := failure.(client.CreateProductFailure)
	if isOne && union.ValidationProblem != nil {
		wrong := union.ValidationProblem
		fmt.Printf("wrong body: %d validation at %s\n", wrong.Status, wrong.Errors[0].Pointer)
	}

	items := []client.BasketItemInput{*client.NewBasketItemInput(1, dear), *client.NewBasketItemInput(2, cheap)}
	done(gateway.BasketAPI.PutBasket(about).BasketUpsert(*client.NewBasketUpsert(name, items)).Execute())
	buyer := client.NewCheckoutInput(name, "Ada", "Lovelace", "ada@example.com", "1 Main Street", 1)
	bought := done(gateway.BasketAPI.Checkout(about).CheckoutInput(*buyer).Execute())
	fmt.Println("checkout:", bought.Status, number(bought.TotalPrice))

	order := done(gateway.OrderAPI.Order(about, name, bought.OrderId).Execute())
	var prices []string
	for _, item := range order.Items {
		prices = append(prices, number(item.GetPrice()))
	}
	fmt.Printf("order: %s of %s\n", number(order.GetTotalPrice()), strings.Join(prices, " and "))

	var told []string
	for _, change := range done(shop.ProductChanges(about).Since(start).Wait(5).Execute()).Changes {
		told = append(told, fmt.Sprintf("%s %s", change.Change, change.Key.Id))
	}
	fmt.Println("feed:", strings.Join(told, ", "))
}

func number(value float64) string { return strings.TrimRight(fmt.Sprintf("%.6f", value), "0") }

func ids(page *client.ProductPage) string {
	var all []string
	for _, item := range page.Items {
		all = append(all, item.GetId())
	}
	return strings.Join(all, "+")
}
