/** What a person can put right: the message says what is wrong, the hint what to do. */
export class InfraError extends Error {
  override readonly name = 'InfraError';

  constructor(
    message: string,
    readonly hint: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}
