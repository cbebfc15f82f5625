// Written from the declarations of the gateway. Do not edit.

/** Which items the list holds; all conditions must hold. */
export type BasketFilter = {
  /** All of these hold. */
  readonly and?: readonly BasketFilter[] | null;
  readonly createdAt?: DateTimeCondition | null;
  readonly items?: ExistsCondition | null;
  /** This does not hold. */
  readonly not?: BasketFilter | null;
  /** At least one of these holds. */
  readonly or?: readonly BasketFilter[] | null;
  readonly updatedAt?: DateTimeCondition | null;
  readonly userName?: TextCondition | null;
  readonly version?: IntegerCondition | null;
};

/** A condition on a value of the kind dateTime. */
export type DateTimeCondition = {
  readonly between?: readonly string[] | null;
  readonly eq?: string | null;
  readonly exists?: boolean | null;
  readonly ge?: string | null;
  readonly gt?: string | null;
  readonly in?: readonly string[] | null;
  readonly le?: string | null;
  readonly lt?: string | null;
  readonly ne?: string | null;
  /** The negation of in, and so true for items without the field. */
  readonly notIn?: readonly string[] | null;
};

/** A condition on a value of the kind objects. */
export type ExistsCondition = {
  readonly exists?: boolean | null;
};

/** A condition on a value of the kind text. */
export type TextCondition = {
  readonly beginsWith?: string | null;
  readonly between?: readonly string[] | null;
  readonly contains?: string | null;
  /** Checked by the gateway on each item that was read, because DynamoDB has nothing like it. */
  readonly endsWith?: string | null;
  readonly eq?: string | null;
  readonly exists?: boolean | null;
  readonly ge?: string | null;
  readonly gt?: string | null;
  readonly in?: readonly string[] | null;
  readonly le?: string | null;
  readonly lt?: string | null;
  readonly ne?: string | null;
  /** The negation of in, and so true for items without the field. */
  readonly notIn?: readonly string[] | null;
};

/** A condition on a value of the kind integer. */
export type IntegerCondition = {
  readonly between?: readonly number[] | null;
  readonly eq?: number | null;
  readonly exists?: boolean | null;
  readonly ge?: number | null;
  readonly gt?: number | null;
  readonly in?: readonly number[] | null;
  readonly le?: number | null;
  readonly lt?: number | null;
  readonly ne?: number | null;
  /** The negation of in, and so true for items without the field. */
  readonly notIn?: readonly number[] | null;
};

/** Which items the list holds; all conditions must hold. */
export type LambdaApigatewayFilter = {
  /** All of these hold. */
  readonly and?: readonly LambdaApigatewayFilter[] | null;
  readonly createdAt?: DateTimeCondition | null;
  readonly data?: ExistsCondition | null;
  readonly id?: IdCondition | null;
  /** This does not hold. */
  readonly not?: LambdaApigatewayFilter | null;
  /** At least one of these holds. */
  readonly or?: readonly LambdaApigatewayFilter[] | null;
  readonly updatedAt?: DateTimeCondition | null;
  readonly version?: IntegerCondition | null;
};

/** A condition on a value of the kind id. */
export type IdCondition = {
  readonly beginsWith?: string | null;
  readonly between?: readonly string[] | null;
  readonly contains?: string | null;
  /** Checked by the gateway on each item that was read, because DynamoDB has nothing like it. */
  readonly endsWith?: string | null;
  readonly eq?: string | null;
  readonly exists?: boolean | null;
  readonly ge?: string | null;
  readonly gt?: string | null;
  readonly in?: readonly string[] | null;
  readonly le?: string | null;
  readonly lt?: string | null;
  readonly ne?: string | null;
  /** The negation of in, and so true for items without the field. */
  readonly notIn?: readonly string[] | null;
};

/** Which items the list holds; all conditions must hold. */
export type OrderFilter = {
  readonly address?: TextCondition | null;
  /** All of these hold. */
  readonly and?: readonly OrderFilter[] | null;
  readonly cardLast4?: TextCondition | null;
  readonly createdAt?: DateTimeCondition | null;
  readonly email?: TextCondition | null;
  readonly firstName?: TextCondition | null;
  readonly items?: ExistsCondition | null;
  readonly lastName?: TextCondition | null;
  /** This does not hold. */
  readonly not?: OrderFilter | null;
  /** At least one of these holds. */
  readonly or?: readonly OrderFilter[] | null;
  readonly orderDate?: DateTimeCondition | null;
  readonly orderId?: TextCondition | null;
  readonly paymentMethod?: IntegerCondition | null;
  readonly status?: OrderStatusCondition | null;
  readonly totalPrice?: MoneyCondition | null;
  readonly updatedAt?: DateTimeCondition | null;
  readonly userName?: TextCondition | null;
  readonly version?: IntegerCondition | null;
};

/** A condition on a value of the kind enumeration. */
export type OrderStatusCondition = {
  readonly eq?: "CANCELLED" | "DELIVERED" | "PAID" | "PENDING" | "PLACED" | "SHIPPED" | null;
  readonly exists?: boolean | null;
  readonly in?: readonly ("CANCELLED" | "DELIVERED" | "PAID" | "PENDING" | "PLACED" | "SHIPPED")[] | null;
  readonly ne?: "CANCELLED" | "DELIVERED" | "PAID" | "PENDING" | "PLACED" | "SHIPPED" | null;
  /** The negation of in, and so true for items without the field. */
  readonly notIn?: readonly ("CANCELLED" | "DELIVERED" | "PAID" | "PENDING" | "PLACED" | "SHIPPED")[] | null;
};

/** A condition on a value of the kind money. */
export type MoneyCondition = {
  readonly between?: readonly number[] | null;
  readonly eq?: number | null;
  readonly exists?: boolean | null;
  readonly ge?: number | null;
  readonly gt?: number | null;
  readonly in?: readonly number[] | null;
  readonly le?: number | null;
  readonly lt?: number | null;
  readonly ne?: number | null;
  /** The negation of in, and so true for items without the field. */
  readonly notIn?: readonly number[] | null;
};

/** Which items the list holds; all conditions must hold. */
export type ProductFilter = {
  /** All of these hold. */
  readonly and?: readonly ProductFilter[] | null;
  readonly brand?: TextCondition | null;
  readonly category?: TextCondition | null;
  readonly createdAt?: DateTimeCondition | null;
  readonly description?: TextCondition | null;
  readonly id?: IdCondition | null;
  readonly imageFile?: TextCondition | null;
  /** This does not hold. */
  readonly not?: ProductFilter | null;
  /** At least one of these holds. */
  readonly or?: readonly ProductFilter[] | null;
  readonly price?: MoneyCondition | null;
  readonly rating?: FloatCondition | null;
  readonly sku?: TextCondition | null;
  readonly stock?: IntegerCondition | null;
  readonly tags?: TextListCondition | null;
  readonly thumbnail?: TextCondition | null;
  readonly title?: TextCondition | null;
  readonly updatedAt?: DateTimeCondition | null;
  readonly version?: IntegerCondition | null;
};

/** A condition on a value of the kind float. */
export type FloatCondition = {
  readonly between?: readonly number[] | null;
  readonly eq?: number | null;
  readonly exists?: boolean | null;
  readonly ge?: number | null;
  readonly gt?: number | null;
  readonly in?: readonly number[] | null;
  readonly le?: number | null;
  readonly lt?: number | null;
  readonly ne?: number | null;
  /** The negation of in, and so true for items without the field. */
  readonly notIn?: readonly number[] | null;
};

/** A condition on a value of the kind list. */
export type TextListCondition = {
  readonly contains?: string | null;
  readonly exists?: boolean | null;
};
