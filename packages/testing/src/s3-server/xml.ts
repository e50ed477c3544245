import Builder from 'fast-xml-builder';

const NAMESPACE = 'http://s3.amazonaws.com/doc/2006-03-01/';
const DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>\n';

const builder = new Builder({ ignoreAttributes: false, attributeNamePrefix: '@' });

type XmlValue = string | number | boolean | readonly XmlFields[];
export type XmlFields = Readonly<Record<string, XmlValue>>;

/** An S3 answer: its root element carries S3's namespace. */
export const answerXml = (root: string, content: XmlFields | string): string =>
  DECLARATION +
  builder.build({ [root]: { '@xmlns': NAMESPACE, ...(typeof content === 'string' ? { '#text': content } : content) } });

/** An S3 error: S3 gives it no namespace. */
export const errorXml = (content: XmlFields): string => DECLARATION + builder.build({ Error: content });
