/** A picture this much later than its source's newest one is worth a word, seconds. */
const LATE_SECONDS = 2;

/** Says that frames go by unseen, or nothing. */
export const skipping = load => load && !load.keeps_up ? `skips ${Math.round(load.skipped * 100)} % of its frames` : '';

/** Says that a stream cannot keep up with its source, or nothing. */
export function behind(load) {
  const late = load?.lag_seconds > LATE_SECONDS ? `${Math.round(load.lag_seconds)} s behind` : '';
  return [skipping(load), late].filter(Boolean).join(', ');
}
