/** Gathers the values of an option that may be given again and again. */
export const collect = (value: string, all: readonly string[] = []): string[] => [...all, value];
