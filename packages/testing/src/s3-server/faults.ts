/** What goes wrong with an answer. Several may hold at once. */
export interface Fault {
  /** Before the first byte of the answer. */
  readonly latencyMs?: number;
  /** Pace of the body on its connection. */
  readonly bytesPerSecond?: number;
  /** The connection is reset once so many bytes of the body have been sent; a shorter body is unharmed. */
  readonly resetAfterBytes?: number;
  /** `InternalError` or `SlowDown` instead of the answer. */
  readonly status?: 500 | 503;
  readonly shortBody?: ShortBody;
  /** The request is accepted and never answered. */
  readonly hang?: boolean;
  /** The object gets a new ETag after so many requests. Needs a target with a key. */
  readonly changeEtagAfterRequests?: number;
  /** The object gets a new ETag once so many bytes of it have been sent, be it in the middle of an answer. */
  readonly changeEtagAfterBytes?: number;
  /** Only the first so many requests suffer; for a change of ETag it has no meaning. @default Infinity */
  readonly requests?: number;
}

export interface ShortBody {
  readonly missingBytes: number;
  /** `full`: the header promises all bytes and the connection ends early; `short`: the header agrees with the body. */
  readonly contentLength: 'full' | 'short';
}

/** Which requests suffer: those that agree with all that is given. */
export interface FaultTarget {
  readonly bucket?: string;
  readonly key?: string;
  readonly method?: 'GET' | 'HEAD';
}

interface FaultedRequest {
  readonly method: string;
  readonly bucket: string;
  readonly key: string;
}

/** The faults of one request, put together; a later one overrules an earlier one. */
export interface ActiveFault extends Fault {
  /** To be told of each piece of the body as it is sent. */
  onSent(bytes: number): void;
}

interface Rule {
  readonly fault: Fault;
  readonly target: FaultTarget;
  requestsSeen: number;
  bytesSent: number;
  etagChanged: boolean;
}

/** Faults that tests add and clear while the server runs. */
export class Faults {
  readonly #rules: Rule[] = [];
  readonly #replaceObject: (bucket: string, key: string) => void;

  constructor(replaceObject: (bucket: string, key: string) => void) {
    this.#replaceObject = replaceObject;
  }

  /** Without a target every request suffers. */
  add(fault: Fault, target: FaultTarget = {}): void {
    const changesEtag = fault.changeEtagAfterRequests !== undefined || fault.changeEtagAfterBytes !== undefined;
    if (changesEtag && (target.bucket === undefined || target.key === undefined)) {
      throw new TypeError('A change of ETag needs a target with bucket and key');
    }
    this.#rules.push({ fault, target, requestsSeen: 0, bytesSent: 0, etagChanged: false });
  }

  clear(): void {
    this.#rules.length = 0;
  }

  /** Counts a request and says what it has to suffer. */
  begin(request: FaultedRequest): ActiveFault {
    const rules = this.#rules.filter((rule) => concerns(rule, request));
    const active = rules.filter(({ fault, requestsSeen }) => requestsSeen < (fault.requests ?? Infinity));
    for (const rule of rules) {
      if (rule.requestsSeen >= (rule.fault.changeEtagAfterRequests ?? Infinity)) this.#changeEtag(rule);
      rule.requestsSeen += 1;
    }
    return Object.assign({}, ...active.map(({ fault }) => fault), { onSent: (bytes: number) => this.#count(rules, bytes) }) as ActiveFault;
  }

  #count(rules: readonly Rule[], bytes: number): void {
    for (const rule of rules) {
      rule.bytesSent += bytes;
      if (rule.bytesSent >= (rule.fault.changeEtagAfterBytes ?? Infinity)) this.#changeEtag(rule);
    }
  }

  #changeEtag(rule: Rule): void {
    const { bucket, key } = rule.target;
    if (rule.etagChanged || bucket === undefined || key === undefined) return;
    rule.etagChanged = true;
    this.#replaceObject(bucket, key);
  }
}

function concerns({ fault, target }: Rule, { method, bucket, key }: FaultedRequest): boolean {
  // A HEAD has no body that could break; counting it would use up a fault that nobody saw.
  const needsBody = fault.resetAfterBytes !== undefined || fault.shortBody !== undefined;
  return (
    (target.bucket ?? bucket) === bucket &&
    (target.key ?? key) === key &&
    (target.method ?? method) === method &&
    !(needsBody && method === 'HEAD')
  );
}
