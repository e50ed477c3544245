/** Ends by itself when told to end, so that what is started here is ended too: a killed process cannot. */
export function exitOnSignal(): void {
  process.once('SIGINT', () => process.exit(130));
  process.once('SIGTERM', () => process.exit(143));
}
