/** Reads out of the header of an MP4 file what browsers want to be told of it: `video/mp4; codecs="avc1.64001f, mp4a.40.2"`. */

const hex = (...bytes) => bytes.map(byte => byte.toString(16).padStart(2, '0')).join('');
const two = number => String(number).padStart(2, '0');

/** How a box is named that holds what is in question, and what follows from its content. */
const BOXES = {
  avcC: ([, profile, constraints, level]) => `avc1.${hex(profile, constraints, level)}`,
  hvcC: hevc,
  vpcC: ([, , , , profile, level, depth]) => `vp09.${two(profile)}.${two(level)}.${two(depth >> 4)}`,
  av1C: ([, profile, more]) => `av01.${profile >> 5}.${two(profile & 31)}${more & 128 ? 'H' : 'M'}.${more & 64 ? '10' : '08'}`,
  esds: sound,
  dOps: () => 'opus',
  dfLa: () => 'flac',
};

function hevc([, profile, c1, c2, c3, c4, ...more]) {
  const flags = [c1, c2, c3, c4].reduce((all, byte) => all * 256 + byte, 0) >>> 0;
  let turned = 0;
  for (let bit = 0; bit < 32; bit++) if (flags & 2 ** bit) turned += 2 ** (31 - bit);
  const constraints = more.slice(0, 6);
  while (constraints.length && !constraints.at(-1)) constraints.pop();
  return ['hvc1', `${['', 'A', 'B', 'C'][profile >> 6]}${profile & 31}`, turned.toString(16), `${profile & 32 ? 'H' : 'L'}${more[6]}`,
    ...constraints.map(byte => byte.toString(16))].join('.');
}

/** Descriptors in each other: of AAC the one of tag 5 says which. */
function sound(bytes) {
  const at = descriptor(bytes, 4, 4);
  const kind = bytes[at];
  if (kind !== 0x40) return `mp4a.${hex(kind)}`;
  const own = descriptor(bytes, at + 13, 5);
  return `mp4a.40.${own ? bytes[own] >> 3 : 2}`;
}

/** Where the content of the next descriptor with a tag begins: behind its length, of which each byte but the last has its first bit set. */
function descriptor(bytes, from, tag) {
  for (let at = from; at < bytes.length; at++) {
    if (bytes[at] !== tag) continue;
    let length = at + 1;
    while (bytes[length] & 128) length++;
    return length + 1;
  }
  return 0;
}

/** @param head the first bytes of a file, with its `moov` box; null where nothing is known of it */
export function mimeOf(head) {
  const found = [];
  for (let at = 4; at + 4 < head.length; at++) {
    const read = BOXES[String.fromCharCode(head[at], head[at + 1], head[at + 2], head[at + 3])];
    if (!read) {
      // What comes behind are pictures.
      if (head[at] === 0x6d && head[at + 1] === 0x6f && head[at + 2] === 0x6f && head[at + 3] === 0x66) break;
      continue;
    }
    const size = new DataView(head.buffer, head.byteOffset + at - 4, 4).getUint32(0);
    found.push(read(head.subarray(at + 4, at - 4 + size)));
  }
  return found.length ? `video/mp4; codecs="${found.join(', ')}"` : null;
}
