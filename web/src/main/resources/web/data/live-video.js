import { liveVideoAddress } from './api.js';
import { mimeOf } from './codecs.js';

/** How far behind the camera the picture is held: a fragment is about a second long. Seconds. */
const BEHIND = 1.5;
/** From here on it runs faster until it has caught up, or else begins anew where the camera is. */
const LATE = 2;
const LOST = 6;
const FASTER = 1.1;
const KEPT = 20;
const LOOKED_EVERY_MS = 250;
const FIRST_RETRY_MS = 1000;
const LONGEST_RETRY_MS = 15000;
/** A source that is read faster than it runs is a file, of which the newest picture is shown instead. */
const MOST_RATE = 1.5;
const RATED_AFTER_MS = 4000;

const Source = globalThis.MediaSource ?? globalThis.ManagedMediaSource;
export const canPlayLive = () => !!Source;

/**
 * Plays a stream's video in an element while it is recorded, at its own rate. Times of the element are seconds of the stream. Fires
 * `playing`, `late` with how many seconds the picture is behind the camera, and `unplayable` with a word: then pictures are shown instead.
 */
export class LiveVideo extends EventTarget {
  #queue = [];
  #buffer = null;
  #type = null;
  #offset = 0;
  #fresh = false;
  #retry = FIRST_RETRY_MS;
  #closed = false;
  #begun = null;

  constructor(stream, element) {
    super();
    this.stream = stream;
    this.element = element;
    this.source = new Source();
    this.source.addEventListener('sourceopen', () => this.#connect(), { once: true });
    element.disableRemotePlayback = true;
    this.url = element.src = URL.createObjectURL(this.source);
    this.timer = setInterval(() => this.#follow(), LOOKED_EVERY_MS);
  }

  close() {
    this.#closed = true;
    clearInterval(this.timer);
    clearTimeout(this.again);
    this.socket?.close();
    this.element.removeAttribute('src');
    this.element.load();
    URL.revokeObjectURL(this.url);
  }

  #connect() {
    if (this.#closed) return;
    const socket = this.socket = new WebSocket(liveVideoAddress(this.stream));
    socket.binaryType = 'arraybuffer';
    socket.onopen = () => (this.#retry = FIRST_RETRY_MS);
    socket.onmessage = ({ data }) => typeof data === 'string' ? this.#told(JSON.parse(data)) : this.#take(new Uint8Array(data));
    socket.onclose = () => {
      if (this.#closed) return;
      this.again = setTimeout(() => this.#connect(), this.#retry);
      this.#retry = Math.min(LONGEST_RETRY_MS, this.#retry * 2);
    };
  }

  #told({ type, start, end }) {
    if (type === 'piece') {
      this.#offset = start;
      this.#fresh = true;
    }
    if (type !== 'video') return;
    const now = performance.now();
    this.newest = { end, now };
    this.#begun ??= this.newest;
    const passed = now - this.#begun.now;
    if (passed > RATED_AFTER_MS && (end - this.#begun.end) * 1000 > MOST_RATE * passed + RATED_AFTER_MS) this.#giveUp('not live');
  }

  #take(bytes) {
    const fresh = this.#fresh;
    this.#fresh = false;
    if (fresh) {
      const type = mimeOf(bytes);
      if (!type || !Source.isTypeSupported(type)) return this.#giveUp(type ?? 'unknown');
      this.#queue.push({ type, offset: this.#offset });
    }
    this.#queue.push({ bytes });
    this.#append();
  }

  #append() {
    if (this.#buffer?.updating || this.source.readyState !== 'open') return;
    const next = this.#queue.shift();
    if (!next) return;
    try {
      if (next.type) this.#begin(next);
      else this.#buffer?.appendBuffer(next.bytes);
    } catch (failure) {
      // There is room again once old pictures are removed.
      if (failure.name !== 'QuotaExceededError') return this.#giveUp(failure.message);
      this.#queue.unshift(next);
      this.#trim(1);
      return;
    }
    if (next.type) this.#append();
  }

  #begin({ type, offset }) {
    if (!this.#buffer) {
      this.#buffer = this.source.addSourceBuffer(type);
      this.#buffer.addEventListener('updateend', () => this.#append());
      this.#buffer.addEventListener('error', () => this.#giveUp('damaged'));
    } else if (type !== this.#type) {
      this.#buffer.changeType(type);
    }
    this.#type = type;
    this.#buffer.timestampOffset = offset;
  }

  get #ranges() {
    const { buffered } = this.element;
    return Array.from({ length: buffered.length }, (_, i) => ({ start: buffered.start(i), end: buffered.end(i) }));
  }

  /** Keeps the picture as far behind the camera as it has to be, and no further. */
  #follow() {
    const { element } = this;
    const last = this.#ranges.at(-1);
    if (!last || !this.newest) return;
    if (!this.started) return this.#start(last);
    if (element.paused) return;
    const late = this.newest.end + (performance.now() - this.newest.now) / 1000 - element.currentTime;
    // A gap between two files is jumped over; so is what a slow connection left out.
    const stuck = element.readyState < 3 && element.currentTime < last.start;
    if (stuck || last.end - element.currentTime > LOST) element.currentTime = Math.max(last.start, last.end - BEHIND);
    element.playbackRate = late > LATE && last.end - element.currentTime > .5 ? FASTER : 1;
    this.dispatchEvent(new CustomEvent('late', { detail: { late, seconds: element.currentTime } }));
    this.#trim(KEPT);
  }

  #start(last) {
    if (last.end - last.start < .3) return;
    this.started = true;
    this.element.currentTime = Math.max(last.start, last.end - BEHIND);
    this.element.play().then(() => this.dispatchEvent(new CustomEvent('playing')), () => {});
  }

  /** Goes on where the camera is. */
  catchUp() {
    const last = this.#ranges.at(-1);
    if (last) this.element.currentTime = Math.max(last.start, last.end - BEHIND);
    this.element.play().catch(() => {});
  }

  #trim(kept) {
    const first = this.#ranges[0];
    const until = this.element.currentTime - kept;
    if (first && this.#buffer && !this.#buffer.updating && until > first.start + KEPT) this.#buffer.remove(first.start, until);
  }

  #giveUp(why) {
    this.close();
    this.dispatchEvent(new CustomEvent('unplayable', { detail: why }));
  }
}
