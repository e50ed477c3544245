import { existsSync } from 'node:fs';
import { mkdir, readFile, rmdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

export interface Share {
  /** Of one processor's time. */
  readonly cpus: number;
  readonly memoryBytes: number;
}

/** How much of the machine a command gets. */
export interface ControlGroup extends AsyncDisposable {
  /** Goes before the command. */
  readonly launcher: readonly string[];
  /** What holds it, for the report. */
  readonly description: string;
  /** Most memory that all its processes together took; `undefined` where nothing counts it. */
  peakBytes(): Promise<number | undefined>;
}

const ROOT = '/sys/fs/cgroup';
/** Lambda's scheduler deals out time in slices of a fiftieth of a second. */
const PERIOD_US = 20_000;

/** A group of the kernel's where this machine lets one be made; else a single processor. */
export async function openControlGroup(name: string, share: Share): Promise<ControlGroup> {
  const files = existsSync(join(ROOT, 'cgroup.controllers')) ? unified(name, share) : separate(name, share);
  const folders = [...new Set(files.map(({ folder }) => folder))];
  try {
    for (const folder of folders) await mkdir(folder, { recursive: true });
    for (const { folder, file, value } of files) await writeFile(join(folder, file), value);
  } catch {
    await removeAll(folders);
    return { launcher: ['taskset', '-c', '0'], description: 'one whole processor, since this machine allows no control group', peakBytes: () => Promise.resolve(undefined), [Symbol.asyncDispose]: () => Promise.resolve() };
  }
  const enter = folders.map((folder) => `echo $$ > ${join(folder, 'cgroup.procs')}`).join(' && ');
  return {
    launcher: ['sh', '-c', `${enter} && exec "$@"`, 'sh'],
    description: `a control group of ${share.cpus} CPU and ${Math.round(share.memoryBytes / 2 ** 20)} MB`,
    peakBytes: () => readPeak(folders),
    [Symbol.asyncDispose]: () => removeAll(folders),
  };
}

interface Setting {
  readonly folder: string;
  readonly file: string;
  readonly value: string;
}

const quota = (cpus: number): string => String(Math.round(cpus * PERIOD_US));

const unified = (name: string, { cpus, memoryBytes }: Share): Setting[] => {
  const folder = join(ROOT, name);
  return [
    { folder, file: 'cpu.max', value: `${quota(cpus)} ${PERIOD_US}` },
    { folder, file: 'memory.max', value: String(memoryBytes) },
  ];
};

const separate = (name: string, { cpus, memoryBytes }: Share): Setting[] => [
  { folder: join(ROOT, 'cpu', name), file: 'cpu.cfs_period_us', value: String(PERIOD_US) },
  { folder: join(ROOT, 'cpu', name), file: 'cpu.cfs_quota_us', value: quota(cpus) },
  { folder: join(ROOT, 'memory', name), file: 'memory.limit_in_bytes', value: String(memoryBytes) },
];

async function readPeak(folders: readonly string[]): Promise<number | undefined> {
  for (const path of folders.flatMap((folder) => ['memory.peak', 'memory.max_usage_in_bytes'].map((file) => join(folder, file)))) {
    const text = await readFile(path, 'utf8').catch(() => undefined);
    if (text !== undefined) return Number(text);
  }
  return undefined;
}

/** A group whose last process has just ended cannot be removed at once. */
async function removeAll(folders: readonly string[]): Promise<void> {
  for (const folder of folders) {
    for (let tries = 0; tries < 50 && existsSync(folder); tries += 1) await rmdir(folder).catch(() => sleep(20));
  }
}
