import { expect, it } from '@jest/globals';
import { isMissingMarker } from '../../inspect/missing-marker.js';
import { MISSING_MARKERS } from './measure-sql.js';

it.each(MISSING_MARKERS)('%s is what the inspection of a file takes for missing too', (marker) => {
  expect(isMissingMarker(marker)).toBe(true);
});
