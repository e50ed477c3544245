import { findPython } from '@sluice/testing';
import { packageFile } from '../package-file.js';

/** The interpreter with the pinned contestants, or with what else a benchmark compares itself to. */
export const benchPython = (list = 'python/requirements.txt'): Promise<string> => findPython('bench/python', packageFile(list));
