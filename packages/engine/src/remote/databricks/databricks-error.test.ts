import { expect, it } from '@jest/globals';
import { EngineError } from '../../errors.js';
import { databricksError } from './databricks-error.js';

/** As the driver throws it of a statement that failed. */
const failed = (sqlState: string | null, errorMessage: string) => Object.assign(new Error('The operation failed due to an error'), { response: { sqlState, errorMessage, displayMessage: null } });

const STACK = '\n\tat org.apache.spark.sql.Secret.run(Secret.scala:1)\nCaused by: java.lang.Exception';

it.each([
  ['42703', "[UNRESOLVED_COLUMN.WITH_SUGGESTION] org.apache.spark.sql.AnalysisException: [UNRESOLVED_COLUMN.WITH_SUGGESTION] A column with name `x` cannot be resolved. Did you mean `y`? SQLSTATE: 42703; line 1 pos 7;\n'Project ['x]", 'UNKNOWN_COLUMN', 'Databricks: A column with name `x` cannot be resolved. Did you mean `y`?'],
  ['42P01', '[TABLE_OR_VIEW_NOT_FOUND] org.apache.spark.sql.AnalysisException: [TABLE_OR_VIEW_NOT_FOUND] The table or view `a`.`b` cannot be found.\nVerify the spelling. SQLSTATE: 42P01', 'UNKNOWN_TABLE', 'Databricks: The table or view `a`.`b` cannot be found.'],
  ['42601', "[PARSE_SYNTAX_ERROR] org.apache.spark.sql.catalyst.parser.ParseException: \n[PARSE_SYNTAX_ERROR] Syntax error at or near 'DROP'. SQLSTATE: 42601 (line 1, pos 16)\n\n== SQL ==\nDESCRIBE QUERY (DROP", 'SQL_SYNTAX', "Databricks: Syntax error at or near 'DROP'."],
  ['22012', '[DIVIDE_BY_ZERO] org.apache.spark.SparkArithmeticException: [DIVIDE_BY_ZERO] Division by zero. SQLSTATE: 22012', 'SQL_FAILED', 'Databricks: Division by zero.'],
  ['42501', '[INSUFFICIENT_PERMISSIONS] com.x.Y: [INSUFFICIENT_PERMISSIONS] User does not have SELECT on Table. SQLSTATE: 42501', 'REMOTE_DENIED', 'Databricks: User does not have SELECT on Table.'],
  ['P0001', '[USER_RAISED_EXCEPTION] org.apache.spark.SparkRuntimeException: [USER_RAISED_EXCEPTION] sluice-misfit:x:12 SQLSTATE: P0001', 'SQL_FAILED', 'Databricks: sluice-misfit:x:12'],
  ['XXKDA', 'java.lang.IllegalStateException: secret', 'REMOTE_FAILED', 'Databricks could not run the statement (SQLSTATE XXKDA)'],
  [null, 'java.lang.OutOfMemoryError: secret', 'REMOTE_FAILED', 'Databricks could not run the statement'],
])('SQLSTATE %s is told by a code and one sentence', (state, text, code, message) => {
  expect(databricksError(failed(state, `org.apache.hive.service.cli.HiveSQLException: Error running query: ${text}${STACK}`))).toMatchObject({ code, message });
});

it.each([
  [401, 'REMOTE_DENIED'],
  [403, 'REMOTE_DENIED'],
  [404, 'REMOTE_UNAVAILABLE'],
  [503, 'REMOTE_UNAVAILABLE'],
])('HTTP status %d is %s', (statusCode, code) => {
  expect(databricksError(Object.assign(new Error('Received a response with a bad HTTP status code'), { statusCode }))).toMatchObject({ code, hint: expect.any(String) });
});

it('what is not understood is a connection that failed, and none of its words are passed on', () => {
  const error = databricksError(new Error('connect ECONNREFUSED dapi-secret'));
  expect(error).toMatchObject({ code: 'REMOTE_UNAVAILABLE' });
  expect(error.message + String(error.hint)).not.toContain('dapi-secret');
});

it('an error of ours stays what it is', () => {
  const error = new EngineError('CANCELLED', 'The question was cancelled');
  expect(databricksError(error)).toBe(error);
});
