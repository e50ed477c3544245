import { sparkText } from '../spark-text.js';
import { orFail } from '../term.js';

/** Letters whose other case is not the same in both engines: what several letters become, sigma at the end of a word, new ones. */
const UNEQUAL = {
  upper:
    'ßŉƛǰɤΐΰևᲊẖ-ẚὐὒὔὖᾀ-ᾯᾲ-ᾴᾶᾷᾼῂ-ῄῆῇῌῒΐῖῗῢ-ῤῦῧῲ-ῴῶῷῼ\\uA7CD\\uA7DB\\uFB00-\\uFB06\\uFB13-\\uFB17\\x{10D70}-\\x{10D85}',
  lower: 'İΣ\\u1C89\\uA7CB\\uA7CC\\uA7DA\\uA7DC\\x{10D50}-\\x{10D65}',
};

/** A text in upper or lower case; fails where it has letters that the engines do not agree on. */
export const inCase = (name: 'upper' | 'lower', x: string): string =>
  orFail(`(${x} IS NULL OR NOT ${x} RLIKE ${sparkText(`[${UNEQUAL[name]}]`)})`, `${name}(${x})`, `a text has letters whose ${name} case the engines do not agree on`);
