import { info, sendAddress, ServiceError } from './api.js';

const CHUNK_MS = 250;
/** The service takes messages of 64 KB. */
const PIECE_BYTES = 48 * 1024;
/** What may wait in the browser before it begins anew: the service has not read for long then. */
const MOST_WAITING_BYTES = 8 << 20;
const FIRST_RETRY_MS = 1000;
const LONGEST_RETRY_MS = 10000;
/** Why the service closed a connection: to no avail to come again, or not before another sender has gone. */
const REFUSED = 4001;
const TAKEN = 4002;
const TYPES = ['video/webm;codecs=vp8,opus', 'video/webm', 'video/mp4'];

/** Browsers give a page the camera over HTTPS, or where it comes from the machine itself. */
export const mayRecord = () => window.isSecureContext && !!navigator.mediaDevices && typeof MediaRecorder === 'function';

const refusedBecause = {
  NotAllowedError: 'the browser did not allow it',
  NotFoundError: 'there is no camera here',
  NotReadableError: 'the camera is used by something else',
};

/** Asks the user; sound is left out where it is not allowed. */
async function openMedia(kind, sound, facing) {
  const video = { width: { ideal: 1280 }, height: { ideal: 720 }, frameRate: { ideal: 15 } };
  const ask = audio => kind === 'screen'
    ? navigator.mediaDevices.getDisplayMedia({ video: { frameRate: { ideal: 10 } }, audio })
    : navigator.mediaDevices.getUserMedia({ video: { ...video, facingMode: { ideal: facing } }, audio });
  try {
    return await ask(sound);
  } catch (failure) {
    if (!sound || kind === 'screen') throw failure;
    return ask(false);
  }
}

/**
 * Sends this browser's camera or screen to a stream until `stop()`, or until the service refuses it. Connects again by itself, each time
 * from a header on. Fires `change` whenever `state` (connecting, sending, waiting, over) or `failure` changes.
 */
export class Sender extends EventTarget {
  state = 'connecting';
  failure = null;
  /** Whether it was watched at any time. */
  begun = false;
  #socket = null;
  #recorder = null;
  #retry = FIRST_RETRY_MS;
  #timer = 0;

  constructor(name, kind, media) {
    super();
    this.name = name;
    this.kind = kind;
    this.media = media;
    // Sharing of a screen is ended in the browser's own bar.
    media.getVideoTracks()[0].addEventListener('ended', () => this.stop());
    addEventListener('pagehide', this.leave = () => this.stop());
    this.#connect();
  }

  static async open(name, { kind, sound, facing }) {
    try {
      return new Sender(name, kind, await openMedia(kind, sound, facing));
    } catch (failure) {
      throw new ServiceError(0, { code: 'CAMERA', message: `the ${kind} cannot be used: ${refusedBecause[failure.name] ?? failure.message}`,
        remedy: 'allow it in the browser, beside the address, and try again' });
    }
  }

  #connect() {
    const socket = new WebSocket(sendAddress(this.name, this.kind));
    this.#socket = socket;
    let opened = false;
    socket.onopen = () => {
      opened = true;
      this.#record(socket);
    };
    socket.onmessage = message => this.#told(JSON.parse(message.data));
    socket.onclose = event => this.#closed(socket, event.code, opened);
  }

  #record(socket) {
    const mimeType = TYPES.find(type => MediaRecorder.isTypeSupported(type));
    const recorder = new MediaRecorder(this.media, { mimeType, videoBitsPerSecond: 1_500_000 });
    this.#recorder = recorder;
    // One after the other: the pieces of a recording are worth nothing out of order.
    let before = Promise.resolve();
    recorder.ondataavailable = event => (before = before.then(() => this.#send(socket, event.data)));
    recorder.start(CHUNK_MS);
  }

  async #send(socket, blob) {
    for (let at = 0; at < blob.size; at += PIECE_BYTES) {
      const piece = await blob.slice(at, at + PIECE_BYTES).arrayBuffer();
      // It may have closed while the piece was read.
      if (socket.readyState !== WebSocket.OPEN) return;
      socket.send(piece);
    }
    if (socket.bufferedAmount > MOST_WAITING_BYTES) socket.close();
  }

  #told({ type, error }) {
    if (type === 'error') this.failure = new ServiceError(0, error);
    if (type === 'watching') {
      this.failure = null;
      this.begun = true;
      this.#retry = FIRST_RETRY_MS;
      this.#now('sending');
    }
  }

  async #closed(socket, code, opened) {
    if (socket !== this.#socket || this.state === 'over') return;
    this.#stopRecording();
    // Whoever sends to a stream that was ours may be this page, over a connection that broke off unnoticed.
    let final = code === REFUSED || code === TAKEN && !this.begun;
    if (!opened) final = await this.#notAdmitted();
    if (socket !== this.#socket || this.state === 'over') return;
    if (final) {
      this.stop();
      return;
    }
    this.#now('waiting');
    this.#timer = setTimeout(() => this.#connect(), this.#retry);
    this.#retry = Math.min(LONGEST_RETRY_MS, this.#retry * 2);
  }

  /** A browser does not tell why a handshake was refused. */
  async #notAdmitted() {
    try {
      const { can_add: may } = await info();
      if (may) return false;
      this.failure = new ServiceError(403, { code: 'HTTP_ROLE', message: 'you may not send here', remedy: 'log in as somebody who may' });
      return true;
    } catch (failure) {
      if (failure.status) this.failure = failure;
      return failure.status === 401 || failure.status === 403;
    }
  }

  #stopRecording() {
    if (this.#recorder && this.#recorder.state !== 'inactive') this.#recorder.stop();
    this.#recorder = null;
  }

  stop() {
    if (this.state === 'over') return;
    clearTimeout(this.#timer);
    removeEventListener('pagehide', this.leave);
    this.#stopRecording();
    this.media.getTracks().forEach(track => track.stop());
    if (this.#socket.readyState === WebSocket.OPEN) this.#socket.send(JSON.stringify({ type: 'end' }));
    else this.#socket.close();
    this.#now('over');
  }

  #now(state) {
    this.state = state;
    this.dispatchEvent(new CustomEvent('change'));
  }
}
