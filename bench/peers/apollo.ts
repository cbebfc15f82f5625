import 'reflect-metadata';
import { ApolloServer } from '@apollo/server';
import { handlers, startServerAndCreateLambdaHandler } from '@as-integrations/aws-lambda';
import { IsNumber, Length, Min } from 'class-validator';
import {
  Arg,
  buildSchemaSync,
  Field,
  FieldResolver,
  Float,
  ID,
  InputType,
  Int,
  Mutation,
  ObjectType,
  Query,
  Resolver,
  Root,
} from 'type-graphql';
import { createProduct, getBasket, getProduct, listProducts } from './shop';

// P1: Apollo Server with TypeGraphQL, as their READMEs put them together.

@ObjectType()
class Product {
  @Field(() => ID)
  id!: string;
  @Field(() => String)
  title!: string;
  @Field(() => String, { nullable: true })
  description?: string;
  @Field(() => String)
  category!: string;
  @Field(() => Float)
  price!: number;
  @Field(() => Int, { nullable: true })
  stock?: number;
  @Field(() => String, { nullable: true })
  brand?: string;
  @Field(() => String, { nullable: true })
  sku?: string;
  @Field(() => [String], { nullable: true })
  tags?: string[];
  @Field(() => Float, { nullable: true })
  rating?: number;
}

@InputType()
class ProductInput {
  @Field(() => String)
  @Length(1, 120)
  title!: string;
  @Field(() => String)
  @Length(1, 60)
  category!: string;
  @Field(() => Float)
  @IsNumber()
  @Min(0)
  price!: number;
  @Field(() => Int, { nullable: true })
  stock?: number;
  @Field(() => [String], { nullable: true })
  tags?: string[];
}

@ObjectType()
class BasketItem {
  productId!: string;
  @Field(() => Int)
  quantity!: number;
}

@ObjectType()
class Basket {
  @Field(() => ID)
  userName!: string;
  @Field(() => [BasketItem])
  items!: BasketItem[];
}

@Resolver(() => Product)
class ProductResolver {
  @Query(() => Product, { nullable: true })
  async product(@Arg('id', () => ID) id: string) {
    return getProduct(id);
  }

  @Query(() => [Product])
  async products(
    @Arg('category', () => String) category: string,
    @Arg('limit', () => Int, { defaultValue: 20 }) limit: number,
  ) {
    return listProducts(category, limit);
  }

  @Mutation(() => Product)
  async createProduct(@Arg('input', () => ProductInput) input: ProductInput) {
    return createProduct({ ...input });
  }
}

@Resolver(() => BasketItem)
class BasketItemResolver {
  @Query(() => Basket, { nullable: true })
  async basket(@Arg('userName', () => String) userName: string) {
    return getBasket(userName);
  }

  @FieldResolver(() => Product, { nullable: true })
  async product(@Root() item: BasketItem) {
    return getProduct(item.productId);
  }
}

const schema = buildSchemaSync({ resolvers: [ProductResolver, BasketItemResolver], validate: true });
const server = new ApolloServer({ schema });

export const handler = startServerAndCreateLambdaHandler(server, handlers.createAPIGatewayProxyEventRequestHandler());
