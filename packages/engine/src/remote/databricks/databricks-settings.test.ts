import { expect, it } from '@jest/globals';
import { databricksSettings } from './databricks-settings.js';

const FULL = { DATABRICKS_HOST: 'dbc-1.cloud.databricks.com', DATABRICKS_HTTP_PATH: '/sql/1.0/warehouses/abc', DATABRICKS_TOKEN: 'dapi1' };

it.each([
  [FULL, { host: 'dbc-1.cloud.databricks.com', path: '/sql/1.0/warehouses/abc', credentials: { kind: 'token', token: 'dapi1' } }],
  [{ ...FULL, DATABRICKS_HOST: 'https://dbc-1.cloud.databricks.com/', DATABRICKS_HTTP_PATH: 'sql/x' }, { host: 'dbc-1.cloud.databricks.com', path: '/sql/x', credentials: { kind: 'token', token: 'dapi1' } }],
  [{ ...FULL, DATABRICKS_HOST: '127.0.0.1:8443' }, { host: '127.0.0.1', port: 8443, path: '/sql/1.0/warehouses/abc', credentials: { kind: 'token', token: 'dapi1' } }],
  [{ ...FULL, DATABRICKS_TOKEN: '', DATABRICKS_CLIENT_ID: 'id', DATABRICKS_CLIENT_SECRET: 's' }, { host: 'dbc-1.cloud.databricks.com', path: '/sql/1.0/warehouses/abc', credentials: { kind: 'client', id: 'id', secret: 's' } }],
])('%j names a warehouse', (env, settings) => {
  expect(databricksSettings(env)).toEqual(settings);
});

it.each([{}, { DATABRICKS_HOST: 'h', DATABRICKS_TOKEN: 't' }, { DATABRICKS_HTTP_PATH: '' }])('%j names none', (env) => {
  expect(databricksSettings(env)).toBeUndefined();
});

it.each([
  [{ ...FULL, DATABRICKS_HOST: undefined }, 'DATABRICKS_HOST'],
  [{ ...FULL, DATABRICKS_TOKEN: undefined }, 'DATABRICKS_TOKEN'],
  [{ ...FULL, DATABRICKS_TOKEN: undefined, DATABRICKS_CLIENT_ID: 'id' }, 'DATABRICKS_CLIENT_SECRET'],
  [{ ...FULL, DATABRICKS_HOST: 'http://plain' }, 'which is no host'],
])('%j is incomplete: %s', (env, missing) => {
  expect(() => databricksSettings(env)).toThrow(expect.objectContaining({ code: 'USAGE', message: expect.stringContaining(missing) }));
});
