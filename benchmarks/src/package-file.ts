import { fileURLToPath } from 'node:url';

/** Path of a file of this package that is not compiled. Sources and compiled files lie one folder below the package alike. */
export const packageFile = (path: string): string => fileURLToPath(new URL(`../${path}`, import.meta.url));
