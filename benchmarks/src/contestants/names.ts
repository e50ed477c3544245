/** sluice with types from samples: what the figures are about. */
export const SLUICE = 'sluice';

/** sluice as it is by default. */
export const SLUICE_VERIFIED = 'sluice verified';

/** sluice at another checkout, in the same rounds. */
export const BASE = 'sluice base';

export const HTTPFS = 'httpfs';

/** Those that read CSV over S3 themselves. */
export const RIVALS = [HTTPFS, 'polars', 'chdb', 'pandas'] as const;
