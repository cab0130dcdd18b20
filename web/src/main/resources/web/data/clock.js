/** Times of a stream in words. Seconds count from its start and are rounded, as answers do. */

const two = value => String(value).padStart(2, '0');

/** 75 -> "01:15", 3675 -> "1:01:15". */
export function clock(seconds) {
  const whole = Math.max(0, Math.round(seconds));
  const minutes = two(Math.floor(whole / 60) % 60);
  const hours = Math.floor(whole / 3600);
  return hours ? `${hours}:${minutes}:${two(whole % 60)}` : `${minutes}:${two(whole % 60)}`;
}

export function span(start, end) {
  return clock(start) === clock(end) ? clock(start) : `${clock(start)}–${clock(end)}`;
}

/** The same for ears: "1 min 15 s", "3 days 4 h". */
export function spoken(seconds) {
  const whole = Math.max(0, Math.round(seconds));
  const parts = [[Math.floor(whole / 86400), whole < 172800 ? 'day' : 'days'], [Math.floor(whole / 3600) % 24, 'h'],
    [Math.floor(whole / 60) % 60, 'min'], [whole % 60, 's']];
  const first = Math.max(0, parts.findIndex(([count]) => count));
  return whole ? parts.slice(first, first + 2).map(([count, unit]) => `${count} ${unit}`).join(' ') : '0 s';
}

/** Wall clock of a moment, for live streams. */
export function wallClock(started, seconds) {
  return new Date(Date.parse(started) + seconds * 1000).toLocaleTimeString([], { hour: '2-digit', minute: '2-digit', second: '2-digit' });
}

export function bytes(count) {
  const units = ['B', 'KB', 'MB', 'GB', 'TB'];
  const power = Math.min(units.length - 1, count > 0 ? Math.floor(Math.log(count) / Math.log(1000)) : 0);
  return `${(count / 1000 ** power).toFixed(power > 1 ? 1 : 0)} ${units[power]}`;
}
