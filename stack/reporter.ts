/** Output of the launcher. One line per fact; the progress of a long step rewrites its line on a terminal. */
export interface Reporter {
  say(line: string): void;
  /** Shows the progress of a long step; `done` ends it. */
  progress(line: string): void;
  done(): void;
}

const QUIET_STEP_MS = 5_000;

/** Reports to a stream. If the stream is no terminal, progress lines come every few seconds instead of
 *  constantly. */
export function reporterOn(stream: NodeJS.WriteStream): Reporter {
  let open = false;
  let lastAt = 0;
  const endLine = () => {
    if (open) stream.write('\n');
    open = false;
  };
  return {
    say(line) {
      endLine();
      stream.write(`${line}\n`);
    },
    progress(line) {
      if (stream.isTTY) {
        stream.write(`\r\x1b[2K${line}`);
        open = true;
      } else if (Date.now() - lastAt > QUIET_STEP_MS) {
        lastAt = Date.now();
        stream.write(`${line}\n`);
      }
    },
    done: endLine,
  };
}

/** A silent reporter, for tests. */
export const silentReporter: Reporter = { say: () => {}, progress: () => {}, done: () => {} };

const formatMegabytes = (bytes: number): string =>
  `${(bytes / 1_000_000).toFixed(bytes < 10_000_000 ? 1 : 0)} MB`;

/** Formats size, speed and time left of a transfer, as one line. */
export function transferLine(
  title: string,
  done: number,
  total: number | undefined,
  bytesPerSecond: number,
): string {
  const speed = `${formatMegabytes(bytesPerSecond)}/s`;
  if (!total) return `${title}: ${formatMegabytes(done)}, ${speed}`;
  const left = bytesPerSecond > 0 ? `${Math.ceil((total - done) / bytesPerSecond)} s left` : 'waiting';
  return `${title}: ${formatMegabytes(done)} of ${formatMegabytes(total)} (${Math.floor((done / total) * 100)} %), ${speed}, ${left}`;
}
