/** One thing that is wrong with a declaration, and where: `Product.price`, or `Product` for the class itself. */
export interface Problem {
  readonly where: string;
  readonly message: string;
}
