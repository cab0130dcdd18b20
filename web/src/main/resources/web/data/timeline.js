/** What the timeline draws, computed from scenes and blocks. */

const STEPS = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14400, 43200, 86400];
const PIXELS_A_LABEL = 86;

/** Round times between the two, as many as fit. */
export function ticks(from, to, width) {
  const least = (to - from) / Math.max(1, width / PIXELS_A_LABEL);
  const step = STEPS.find(candidate => candidate >= least) ?? STEPS.at(-1);
  const found = [];
  for (let at = Math.ceil(from / step) * step; at <= to; at += step) found.push(at);
  return found;
}

/** When something was in view: a block's note holds until the next block, or until nobody watched any more. */
export function presence(blocks, length, gaps = []) {
  const parts = [];
  blocks.forEach((block, i) => {
    if (!block.note || block.note === 'nothing') return;
    const next = blocks[i + 1]?.seconds ?? length;
    const end = gaps.reduce((until, gap) => gap.start >= block.seconds && gap.start < until ? gap.start : until, next);
    const last = parts.at(-1);
    if (last && block.seconds - last.end < 0.01) last.end = end;
    else parts.push({ start: block.seconds, end });
  });
  return parts;
}

/**
 * Scenes as they are drawn: neighbours that are each too narrow for a picture share one, so that there are pictures at every zoom.
 * `least` is the shortest stretch that is drawn by itself, seconds.
 */
export function strips(scenes, least) {
  const found = [];
  for (const { start, end, closed } of scenes) {
    const last = found.at(-1);
    if (last && last.end - last.start < least) Object.assign(last, { end, closed });
    else found.push({ start, end, closed });
  }
  // The last one may be narrow: its neighbour has room.
  const last = found.at(-1);
  const before = found.at(-2);
  if (before && last.end - last.start < least) Object.assign(before, { end: last.end, closed: last.closed }) && found.pop();
  return found;
}

export function noteAt(blocks, seconds) {
  return blocks.findLast(block => block.seconds <= seconds)?.note ?? '';
}
