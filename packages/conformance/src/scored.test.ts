import { describe, expect, it } from '@jest/globals';
import { scored } from './scored.js';

const PRINTED = `Running
=== SUMMARY ===
✓ tools-list: 4 passed, 0 failed
✗ prompts-list: 1 passed, 1 failed
✗ tasks-lifecycle: 1 passed, 8 failed

Total: 6 passed, 9 failed

Not scored for 2026-07-28: 1 scenario(s) run, 1 failing. These do not affect conformance.
  ✗ tasks-lifecycle (extension)
`;

describe('scored', () => {
  it('takes the scenarios of the summary that count', () => {
    expect(scored(PRINTED)).toEqual([{ name: 'tools-list', passed: true }, { name: 'prompts-list', passed: false }]);
  });

  it('finds none where the suite did not come to its summary', () => {
    expect(scored('npm error 404')).toEqual([]);
  });
});
