import { bytes, clock, spoken } from './clock.js';
import { missing, skipping } from './load.js';
import { stateOf } from './state.js';

/** What is known of a camera, in words. */

/** What is kept, as the API names it and in words. */
const KINDS = [['recording', 'recorded video'], ['kv', 'memory for answers'], ['thumbnails', 'pictures']];

const days = count => count < 2 ? `${Math.max(1, Math.round(count * 24))} hours` : `${Math.round(count)} days`;

const limitText = (limit, words = '') => [
  ...limit?.bytes ? [`${words}${bytes(limit.bytes)}`] : [],
  ...limit?.days ? [`${words}${limit.days} ${limit.days === 1 ? 'day' : 'days'}`] : []];

const limitsText = limits => [...limitText(limits), ...KINDS.flatMap(([name, words]) => limitText(limits[name], `${words} `))]
  .join(', ') || 'none';

/** "4.2 GB a day: lasts 9 days at this rate", or nothing where that is not known yet. */
export const lasting = ({ lasts_days: lasts, limited, bytes_a_day: rate }) => lasts === null ? ''
  : `${bytes(rate)} a day: ${limited ? `the last ${days(lasts)} are kept` : `the disk is full in ${days(lasts)}`} at this rate`;

/** Of several cameras what they keep together, each as the API tells it. */
export function together(all) {
  const sum = of => all.reduce((total, each) => total + of(each), 0);
  const rate = sum(each => each.bytes_a_day ?? 0);
  const free = all[0]?.disk_free ?? 0;
  const limited = all.every(each => each.limited);
  const known = all.map(each => each.lasts_days).filter(each => each !== null);
  return { bytes: sum(each => each.bytes), disk_free: free, bytes_a_day: rate, limited,
    lasts_days: !known.length ? null : limited ? Math.min(...known) : rate ? free / rate : null };
}

const often = times => times === 1 ? 'once' : `${times} times`;

/** Rows of words; `kept` is null until it is known. */
export function factsOf(stream, kept) {
  return [
    ['State', [stateOf(stream).word, stateOf(stream).detail].filter(Boolean).join('. ')],
    ['Source', stream.uri],
    ['Picture', stream.width ? `${stream.width} × ${stream.height}, looked at ${often(stream.fps)} a second` : '–'],
    ['Since', new Date(stream.started).toLocaleString()],
    ['Seen', stream.last_seconds >= 0 ? `${spoken(stream.last_seconds)}, ${stream.frames.toLocaleString()} pictures, ${
      stream.blocks.toLocaleString()} notes` : 'nothing yet'],
    ...loadOf(stream),
    ...missing(stream.signal).map(([words, since]) => ['Signal', `${words} Since ${clock(since)}.`]),
    ...stream.recording?.failure ? [['Recording', stream.recording.failure]] : [],
    ...kept ? spaceOf(kept) : [],
  ];
}

function spaceOf(kept) {
  const part = name => bytes(kept[name]?.bytes ?? 0);
  const lasts = lasting(kept);
  return [
    ['On the disk', `${bytes(kept.bytes)}: ${KINDS.map(([name, words]) => `${words} ${part(name)}`).join(', ')}, notes ${
      part('evidence')}`],
    ['Free', `${bytes(kept.disk_free)}${lasts ? `; ${lasts}` : ''}`],
    ['Limits', `${limitsText(kept.limits)}; of all cameras together: ${limitsText(kept.limits_of_all)}`],
  ];
}

/** How it keeps up with its source, while it is watched. */
function loadOf({ load }) {
  if (!load) return [];
  const lost = load.frames_dropped
    ? `${load.frames_dropped.toLocaleString()} of ${load.frames_sampled.toLocaleString()} pictures skipped` : 'no pictures skipped';
  return [
    ['Keeping up', [skipping(load), `${lost}, ${load.lag_seconds.toFixed(1)} s behind, ${load.queued} waiting`].filter(Boolean).join('; ')],
    ...load.reconnects ? [['Connected again', `${load.reconnects.toLocaleString()} ${load.reconnects === 1 ? 'time' : 'times'}`]] : [],
  ];
}
