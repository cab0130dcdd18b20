import { liveAddress } from './api.js';

const FIRST_RETRY_MS = 800;
const LONGEST_RETRY_MS = 15000;

/**
 * One stream as it happens. Fires `frame` ({seconds, note, bitmap}), `block`, `scene`, `status`, `lagged`, `hello`, and
 * `link` when the connection comes or goes. Connects again by itself until closed.
 */
export class LiveStream extends EventTarget {
  /** The newest frame, for those who come late. */
  frame = null;
  /** What the newest block says; it holds until the next one, since a block is written where something changed. */
  note = '';
  connected = false;
  #socket = null;
  #retry = FIRST_RETRY_MS;
  #closed = false;
  #timer = 0;
  #expected = null;

  constructor(stream) {
    super();
    this.stream = stream;
    this.#connect();
  }

  close() {
    this.#closed = true;
    clearTimeout(this.#timer);
    this.#socket?.close();
  }

  #connect() {
    const socket = new WebSocket(liveAddress(this.stream));
    socket.binaryType = 'blob';
    socket.onopen = () => this.#linked(true);
    socket.onmessage = message => this.#receive(message.data);
    socket.onclose = () => this.#lost();
    this.#socket = socket;
  }

  #linked(connected) {
    if (connected) this.#retry = FIRST_RETRY_MS;
    this.connected = connected;
    this.#fire('link', { connected });
  }

  #lost() {
    if (this.#closed) return;
    if (this.connected) this.#linked(false);
    this.#timer = setTimeout(() => this.#connect(), this.#retry);
    this.#retry = Math.min(LONGEST_RETRY_MS, this.#retry * 2);
  }

  /** A `frame` message is followed by its picture. */
  #receive(data) {
    if (data instanceof Blob) {
      this.#show(this.#expected, data);
    } else {
      const event = JSON.parse(data);
      if (event.note) this.note = event.note;
      if (event.type === 'frame') this.#expected = event;
      else this.#fire(event.type, event);
    }
  }

  async #show(event, blob) {
    try {
      const bitmap = await createImageBitmap(blob);
      if (this.frame && this.frame.seconds > event.seconds) return;
      this.frame = { ...event, note: event.note || this.note, bitmap };
      this.#fire('frame', this.frame);
    } catch {
      this.#fire('frame', { ...event, bitmap: null });
    }
  }

  #fire(type, detail) {
    this.dispatchEvent(new CustomEvent(type, { detail }));
  }
}
