import { describe, expect, it } from '@jest/globals';
import { readSample } from './read-sample.js';
import { SiblingDialects } from './sibling-dialects.js';

const sample = (head: string) => ({ head, pieces: [], complete: true });
const afterSibling = (sibling: string, head: string) => {
  const siblings = new SiblingDialects(2);
  readSample(sample(sibling), {}, siblings);
  return { found: siblings.find(sample(head)), ...readSample(sample(head), {}, siblings), alone: readSample(sample(head)) };
};

describe('SiblingDialects', () => {
  it('hands a dialect on to a file with the same first line', () => {
    const { found, reading, alone } = afterSibling('id;v\n1;a\n2;b\n', 'id;v\n3;c\n4;d\n');
    expect(found?.dialect.delimiter).toBe(';');
    expect(reading).toEqual(alone.reading);
  });

  it('finds the line end of each file', () => {
    const { found, reading, alone } = afterSibling('id,v\n1,a\n2,b\n', 'id,v\r\n3,c\r\n4,d\r\n');
    expect(found?.dialect.newline).toBe('\r\n');
    expect(reading).toEqual(alone.reading);
  });

  it.each([
    ['another first line', 'id,v\n1,a\n2,b\n', 'id;v\n3;c\n4;d\n'],
    ['rows that the dialect splits unevenly', 'id,v\n1,a\n2,b\n', 'id,v\n3;c\n4;d\n'],
    ['backslashes, which may escape quotes', 'id,v\n1,"a"\n2,b\n', 'id,v\n3,"c\\"d"\n4,e\n'],
    ['a sibling without a header', '1,2\n3,4\n5,6\n', '1,2\n3,4\n'],
    ['a sibling with ragged rows', 'id,v\n1,a\n2\n3,b\n', 'id,v\n3,c\n4,d\n'],
  ])('looks anew at a file with %s', (_, sibling, head) => {
    const { found, reading, alone } = afterSibling(sibling, head);
    expect(found).toBeUndefined();
    expect(reading).toEqual(alone.reading);
  });
});
