/** This machine's clock, corrected by what servers said when they refused a signature for its date. */
export class Clock {
  #offsetMs = 0;

  now(): Date {
    return new Date(Date.now() + this.#offsetMs);
  }

  /** How far this machine's own clock is behind the server's; negative when it is ahead. */
  get offsetMs(): number {
    return this.#offsetMs;
  }

  /** @returns whether the time that requests are signed with moved by enough to matter */
  correct(serverDate: Date): boolean {
    const moved = Math.abs(serverDate.getTime() - this.now().getTime());
    if (!(moved > WORTH_CORRECTING_MS)) return false;
    this.#offsetMs = serverDate.getTime() - Date.now();
    return true;
  }
}

/** AWS refuses signatures that are more than five minutes off; the server's Date has whole seconds. */
const WORTH_CORRECTING_MS = 60_000;
