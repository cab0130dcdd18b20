import { behind, missing } from './load.js';
import { sentences } from './words.js';

/** A picture of a camera, in words: [word, how it looks]. */
const STATES = {
  watching: ['Live', 'live'], starting: ['Starting', 'wait'], reconnecting: ['Offline', 'lost'], disk_full: ['Disk full', 'lost'],
  paused: ['Paused', 'off'], ended: ['Ended', 'off'], failed: ['Failed', 'lost'], interrupted: ['Stopped', 'off'],
};

const PICTURES = { black: ['Black picture', 'lost'], frozen: ['Frozen picture', 'lost'] };

/**
 * How a camera is.
 *
 * @returns {{word, look, detail}} a word or two; `live`, `wait`, `lost` or `off`; and a sentence, or nothing
 */
export function stateOf(stream) {
  const [word, look] = stream.status === 'watching' && PICTURES[stream.signal?.picture] || STATES[stream.status] || [stream.status, 'off'];
  const [signal] = stream.status === 'watching' ? missing(stream.signal) : [];
  return { word, look, detail: signal?.[0] ?? (sentences(stream.failure) || behind(stream.load)) };
}

/** "2 live, 1 offline": of many cameras. */
export function summary(streams) {
  const counts = new Map();
  for (const stream of streams) {
    const { word } = stateOf(stream);
    counts.set(word, (counts.get(word) ?? 0) + 1);
  }
  return [...counts].map(([word, count]) => `${count} ${word.toLowerCase()}`).join(', ');
}
