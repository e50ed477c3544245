import type { DBSQLClient } from '@databricks/sql';
import { EngineError, type ErrorCode } from '../../errors.js';
import { untilAborted } from '../../until-aborted.js';
import { VERSION } from '../../version.js';
import type { RemoteEngine, RemoteSession } from '../remote-engine.js';
import { databricksError } from './databricks-error.js';
import type { DatabricksCredentials, DatabricksSettings } from './databricks-settings.js';

/** Rows that one request asks for. */
const CHUNK_ROWS = 10_000;
/** Failures of the network are tried again within five seconds; what comes after them is an error. */
const ATTEMPTS = 5;
const RETRY_DELAY_MS = 300;
/** After which a retry would not be waited for any more in any question. */
const RETRIES_MS = 60_000;
/** To end a statement or a session properly; without that the server ends them in time. */
const GOODBYE_MS = 2_000;

/** A warehouse of Databricks, through its own driver, which is loaded for the first session. */
export const connectDatabricks = ({ credentials, certificate, ...address }: DatabricksSettings): RemoteEngine => ({
  place: { engine: 'databricks', host: address.host, warehouse: address.path },
  async openSession(signal) {
    const driver = await import('@databricks/sql');
    // Its own logger writes to the console.
    const client = new driver.DBSQLClient({ logger: { log: () => {} } });
    // The driver tells of requests that nobody waits for any more.
    client.on('error', () => {});
    const options = { ...address, ...signIn(credentials), ...(certificate === undefined ? {} : { customCaCert: certificate }), userAgentEntry: `sluice/${VERSION}`, telemetryEnabled: false, retryMaxAttempts: ATTEMPTS, retryDelayMin: RETRY_DELAY_MS, retriesTimeout: RETRIES_MS };
    return await orDatabricksError(signal, async () => {
      const connected = await client.connect(options);
      return sessionOf(client, await connected.openSession(), signal);
    });
  },
});

const signIn = (credentials: DatabricksCredentials) =>
  credentials.kind === 'token'
    ? ({ authType: 'access-token', token: credentials.token } as const)
    : ({ authType: 'databricks-oauth', oauthClientId: credentials.id, oauthClientSecret: credentials.secret } as const);

type Session = Awaited<ReturnType<DBSQLClient['openSession']>>;
type Operation = Awaited<ReturnType<Session['executeStatement']>>;

function sessionOf(client: DBSQLClient, session: Session, signal: AbortSignal): RemoteSession {
  // To who does not listen nothing is said: the driver would try for seconds.
  let isHeard = true;
  const goodbye = async (say: () => Promise<unknown>): Promise<void> => {
    if (isHeard) await inTime(say);
  };
  return {
    async run(statement, take) {
      let operation: Operation | undefined;
      try {
        const id = await orDatabricksError(signal, async () => {
          operation = await session.executeStatement(statement, { maxRows: CHUNK_ROWS });
          signal.throwIfAborted();
          await fetchRows(operation, take, signal);
          return operation.id;
        });
        await goodbye(async () => await operation?.close());
        return id;
      } catch (error) {
        isHeard = !(error instanceof EngineError && DEAF.has(error.code));
        await goodbye(async () => await operation?.cancel());
        throw error;
      }
    },
    async [Symbol.asyncDispose]() {
      await goodbye(() => session.close());
      // Which closes the sessions that it knows, too.
      await goodbye(() => client.close());
    },
  };
}

const DEAF: ReadonlySet<ErrorCode> = new Set(['REMOTE_UNAVAILABLE', 'REMOTE_DENIED']);

async function fetchRows(operation: Operation, take: Parameters<RemoteSession['run']>[1], signal: AbortSignal): Promise<void> {
  for (;;) {
    const rows = await operation.fetchChunk({ maxRows: CHUNK_ROWS, disableBuffering: true });
    signal.throwIfAborted();
    if (!take(rows as Record<string, unknown>[]) || !(await operation.hasMoreRows())) return;
  }
}

/** Waits for the driver, but no longer than the signal lets it: the driver itself knows none. */
async function orDatabricksError<T>(signal: AbortSignal, run: () => Promise<T>): Promise<T> {
  try {
    return await untilAborted(run, signal);
  } catch (error) {
    signal.throwIfAborted();
    throw databricksError(error);
  }
}

/** A goodbye that fails, or that nobody hears, changes no answer. */
async function inTime(run: () => Promise<unknown>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<void>((resolve) => (timer = setTimeout(resolve, GOODBYE_MS)));
  await Promise.race([run().catch(() => {}), late]);
  clearTimeout(timer);
}
