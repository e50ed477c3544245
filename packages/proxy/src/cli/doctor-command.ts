import { readConfig, type ProxyFlags } from '../config.js';
import { connect } from '../connect.js';
import { formatFinding, runChecks } from '../doctor/check.js';
import { examine } from '../doctor/examine.js';
import { reportFailure } from './report-failure.js';

const UNWELL = 1;

/** Runs the checks and sets the exit code: 0 when all is well, 1 when something has to be done. */
export async function doctor(url: string, flags: ProxyFlags): Promise<void> {
  try {
    const config = await readConfig(url, flags);
    let found = config.endpoint.url;
    const connection = connect(config, (url) => (found = url));
    const isWell = await runChecks(examine(config, connection, () => found), (finding) => process.stdout.write(formatFinding(finding)));
    await connection.sender.close();
    process.exitCode = isWell ? 0 : UNWELL;
  } catch (error) {
    process.exitCode = reportFailure(error);
  }
}
