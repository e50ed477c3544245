import { describe, expect, it } from '@jest/globals';
import { replaceBetweenMarkers } from './readme.js';

const README = '# a\n\n<!-- benchmark:start -->\n\nold\n\n<!-- benchmark:end -->\n\n## b\n';

describe('replaceBetweenMarkers', () => {
  it('changes nothing but what lies between the markers', () => {
    expect(replaceBetweenMarkers(README, 'new\n')).toBe(README.replace('old', 'new'));
  });

  it('gives the same when it is done again', () => {
    const once = replaceBetweenMarkers(README, 'new');
    expect(replaceBetweenMarkers(once, 'new')).toBe(once);
  });

  it.each(['# a', '<!-- benchmark:end --> <!-- benchmark:start -->', '<!-- benchmark:start -->'])('refuses %j', (text) => {
    expect(() => replaceBetweenMarkers(text, 'new')).toThrow('README.md needs <!-- benchmark:start -->');
  });
});
