import { ServiceError } from './api.js';

/** Uploads of films, in pieces: one that broke off goes on where it ended (tus 1.0). */

const PIECE = 8 << 20;
/** What it is shows in its first bytes: a file that is not taken is told before much of it was sent. */
const FIRST_PIECE = 64 << 10;
const AGAIN_MS = [1000, 2000, 4000, 8000, 15000];
const TUS = { 'Tus-Resumable': '1.0.0' };

const encoded = text => btoa(String.fromCharCode(...new TextEncoder().encode(text)));
const failureOf = request => {
  try {
    return new ServiceError(request.status, JSON.parse(request.responseText).error);
  } catch {
    return new ServiceError(request.status, { code: `HTTP_${request.status}`, message: `the service answered ${request.status}`,
      remedy: 'try again' });
  }
};

/** A request whose progress is told. Rejects with a ServiceError; its status is 0 where the service was not reached. */
function send(method, path, { headers = {}, body = null, progress = () => {}, signal } = {}) {
  return new Promise((done, refused) => {
    const request = new XMLHttpRequest();
    request.open(method, path);
    Object.entries({ ...TUS, ...headers }).forEach(([name, value]) => request.setRequestHeader(name, value));
    request.upload.onprogress = event => progress(event.loaded);
    request.onload = () => (request.status < 300 ? done(request) : refused(failureOf(request)));
    request.onerror = () => refused(new ServiceError(0, { code: 'UNREACHABLE', message: 'Afterimage cannot be reached',
      remedy: 'check that it is still running; the upload goes on by itself' }));
    request.onabort = () => refused(new DOMException('stopped', 'AbortError'));
    signal?.addEventListener('abort', () => request.abort(), { once: true });
    request.send(body);
  });
}

/** {uploads, file_bytes, total_bytes, used_bytes}: those that are there, and how much there may be. */
export const uploads = async () => JSON.parse((await send('GET', '/api/uploads')).responseText);
export const cancelUpload = id => send('DELETE', `/api/uploads/${id}`);

/** Whether a file is the one of which a part was uploaded before. */
export const same = (file, upload) => file.size === upload.length && markOf(file) === upload.mark;
const markOf = file => `${file.lastModified}`;

/** One film on its way. Tells `change`; `state` is waiting, sending, retrying, opening, watched, stopped or failed. */
export class Upload extends EventTarget {
  state = 'waiting';
  sent = 0;
  failure = null;
  #stop = new AbortController();

  /** @param left what is there of it, from GET /api/uploads; null for a new one */
  constructor(file, name, left = null) {
    super();
    this.file = file;
    this.name = left?.name ?? name;
    this.length = file.size;
    this.id = left?.id ?? null;
    this.sent = left?.offset ?? 0;
  }

  get over() {
    return ['watched', 'stopped', 'failed'].includes(this.state);
  }

  #now(state, failure = null) {
    this.state = state;
    this.failure = failure;
    this.dispatchEvent(new Event('change'));
  }

  /** Done when the film is watched, or will not be. */
  async run() {
    try {
      this.#now('sending');
      this.id ??= await this.#begin();
      await this.#sendAll();
      this.#now('watched');
    } catch (failure) {
      if (this.state !== 'stopped') this.#now('failed', failure);
    }
  }

  async #begin() {
    const { name, file } = this;
    const metadata = Object.entries({ name, filename: file.name, filetype: file.type, mark: markOf(file) })
      .map(([key, value]) => `${key} ${encoded(value)}`).join(',');
    let again = false;
    return this.#retried(async () => {
      try {
        const begun = await send('POST', '/api/uploads', {
          headers: { 'Upload-Length': `${file.size}`, 'Upload-Metadata': metadata }, signal: this.#stop.signal });
        return begun.getResponseHeader('Location').split('/').pop();
      } catch (failure) {
        // It may have been begun by a request whose answer was lost.
        const mine = again && failure.code === 'USAGE_STREAM_EXISTS'
          && (await uploads()).uploads.find(each => each.name === name.normalize('NFC') && same(file, each));
        again = true;
        if (!mine) throw failure;
        this.sent = mine.offset;
        return mine.id;
      }
    });
  }

  async #sendAll() {
    let told = false;
    while (!told) {
      const response = await this.#retried(() => this.#sendPiece());
      this.sent = Number(response.getResponseHeader('Upload-Offset'));
      told = this.sent === this.length;
      this.#now('sending');
    }
  }

  #sendPiece() {
    const at = this.sent;
    const end = at < FIRST_PIECE ? Math.min(FIRST_PIECE, this.length) : Math.min(at + PIECE, this.length);
    return send('PATCH', `/api/uploads/${this.id}`, {
      headers: { 'Upload-Offset': `${at}`, 'Content-Type': 'application/offset+octet-stream' },
      body: this.file.slice(at, end), signal: this.#stop.signal,
      progress: loaded => {
        this.sent = at + loaded;
        this.#now(this.sent === this.length ? 'opening' : 'sending');
      },
    });
  }

  /** A connection that breaks off, a service that restarts and one that has too much to do are waited for. */
  async #retried(attempt) {
    for (let tries = 0; ; tries++) {
      try {
        return await attempt();
      } catch (failure) {
        const passes = failure.status === 0 || failure.status === 503 || failure.code === 'HTTP_UPLOAD_OFFSET';
        if (!passes) throw failure;
        this.#now('retrying', failure);
        await this.#wait(AGAIN_MS[Math.min(tries, AGAIN_MS.length - 1)]);
        await this.#askOffset();
      }
    }
  }

  #wait(ms) {
    return new Promise((done, refused) => {
      const timer = setTimeout(done, ms);
      this.#stop.signal.addEventListener('abort', () => {
        clearTimeout(timer);
        refused(new DOMException('stopped', 'AbortError'));
      }, { once: true });
    });
  }

  async #askOffset() {
    if (!this.id) return;
    try {
      const there = await send('HEAD', `/api/uploads/${this.id}`, { signal: this.#stop.signal });
      this.sent = Number(there.getResponseHeader('Upload-Offset'));
    } catch (failure) {
      if (failure.status !== 0 && failure.status !== 503) throw failure;
    }
  }

  /** Ends it, and what was sent of it is removed. */
  async cancel() {
    this.#now('stopped');
    this.#stop.abort();
    if (this.id) await cancelUpload(this.id).catch(() => {});
  }
}
