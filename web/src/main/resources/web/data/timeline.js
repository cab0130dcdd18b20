import { clock } from './clock.js';

/** What the timeline draws, computed from what the service tells of a stretch. */

const DAY = 86400;
const STEPS = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14400, 21600, 43200,
  DAY, 2 * DAY, 7 * DAY, 14 * DAY, 28 * DAY];
const PIXELS_A_LABEL = 86;

/** Round times between the two, as many as fit. @param offset seconds by which round times are later on the clock that is shown */
export function ticks(from, to, width, offset = 0) {
  const least = (to - from) / Math.max(1, width / PIXELS_A_LABEL);
  const step = STEPS.find(candidate => candidate >= least) ?? STEPS.at(-1);
  const found = [];
  for (let at = Math.ceil((from + offset) / step) * step - offset; at <= to; at += step) found.push(at);
  return found;
}

/** Times with the words below them: of a camera by the clock on the wall where more than an hour is shown, else from its start. */
export function axis(stream, from, to, width) {
  if (!stream.live || to - from <= 3600) return ticks(from, to, width).map(seconds => ({ seconds, words: clock(seconds) }));
  const begun = new Date(stream.started);
  const offset = begun.getTime() / 1000 - begun.getTimezoneOffset() * 60;
  return ticks(from, to, width, offset).map(seconds => ({ seconds, words: wallWords(new Date(begun.getTime() + seconds * 1000)) }));
}

function wallWords(date) {
  return date.getHours() || date.getMinutes() ? date.toLocaleTimeString([], { hour: '2-digit', minute: '2-digit' })
    : date.toLocaleDateString([], { month: 'short', day: 'numeric' });
}

/** A power of two of seconds that a picture of at least so many pixels stands for: so pictures stay where they are while time goes on. */
export const tileSeconds = (seconds, width, pixels) => 2 ** Math.ceil(Math.log2(pixels / width * seconds));

/**
 * For each pixel between two times how much of it was seen. No stretch is too short for a pixel: each takes the most of what it covers.
 *
 * @param strip  as the service tells it
 * @param known  until when it was known then; what was there then goes on until `length`
 */
export function pixels(strip, from, to, width, known, length) {
  const column = (strip.to - strip.from) / strip.seen.length;
  const at = seconds => (seconds - strip.from) / column;
  const last = strip.seen[Math.max(0, Math.ceil(at(known)) - 1)] ?? 0;
  return Array.from({ length: width }, (_, x) => {
    const left = from + x / width * (to - from);
    const right = left + (to - from) / width;
    const first = Math.floor(at(left) + 1e-6);
    let most = 0;
    for (let i = Math.max(0, first); i <= Math.max(first, Math.ceil(at(right) - 1e-6) - 1); i++) most = Math.max(most, strip.seen[i] ?? 0);
    return left < length && right > known ? Math.max(most, last) : most;
  });
}

/** Why nobody watched, in a sentence. */
export const gapWords = ({ reason, count }) => count > 1 ? `not watched ${count} times: ${reason}` : `not watched: ${reason}`;
