import { LitElement, html, css, nothing } from 'lit';
import { shared, icon, tell } from './shared.js';
import { sentences } from '../data/words.js';
import { Upload, uploads, cancelUpload, same } from '../data/uploads.js';

const words = { waiting: 'Waiting', sending: 'Uploading', retrying: 'Connecting again', opening: 'Opening', failed: 'Not watched' };
const LOOK_AGAIN_MS = 15_000;
const size = bytes => (bytes >= 1e9 ? `${(bytes / 1e9).toFixed(1)} GB` : `${Math.max(.1, bytes / 1e6).toFixed(1)} MB`);

/**
 * Films that this browser uploads, one after the other, and those of which a part is there since before the page was loaded. Files may be
 * dropped anywhere on the page. Tells `added` with the name of what is watched.
 */
class UploadBar extends LitElement {
  static properties = { enabled: { type: Boolean }, list: { state: true }, left: { state: true }, over: { state: true },
    limits: { state: true } };

  constructor() {
    super();
    this.list = [];
    this.left = [];
  }

  connectedCallback() {
    super.connectedCallback();
    this.listeners = new AbortController();
    const { signal } = this.listeners;
    for (const type of ['dragenter', 'dragover', 'dragleave', 'drop']) addEventListener(type, event => this[type](event), { signal });
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    clearTimeout(this.timer);
    this.listeners.abort();
  }

  updated(changed) {
    if (changed.has('enabled') && this.enabled) this.look();
  }

  async look() {
    try {
      const { uploads: there, ...limits } = await uploads();
      this.limits = limits;
      this.left = there.filter(each => each.state !== 'watched' && !this.list.some(mine => mine.id === each.id));
    } catch {
      this.limits = null;
    }
    clearTimeout(this.timer);
    // Until the service has it watched.
    if (this.isConnected && this.left.some(each => each.state === 'received')) this.timer = setTimeout(() => this.look(), LOOK_AGAIN_MS);
  }

  get possible() {
    return this.enabled && this.limits?.file_bytes > 0;
  }

  holdsFiles(event) {
    return this.possible && [...event.dataTransfer?.types ?? []].includes('Files');
  }

  dragenter(event) {
    if (this.holdsFiles(event)) this.over = true;
  }

  dragover(event) {
    if (!this.holdsFiles(event)) return;
    event.preventDefault();
    event.dataTransfer.dropEffect = 'copy';
  }

  dragleave(event) {
    if (!event.relatedTarget) this.over = false;
  }

  drop(event) {
    this.over = false;
    if (!this.holdsFiles(event)) return;
    event.preventDefault();
    this.add([...event.dataTransfer.files]);
  }

  /** @param name of the first file; the others, and without one, are called as their files */
  async add(files, name = '') {
    await this.look();
    files.forEach((file, index) => this.take(file, index === 0 && name ? name : nameOf(file)));
    this.next();
  }

  take(file, name) {
    if (this.list.some(each => !each.over && each.file.name === file.name && each.length === file.size)) return;
    const left = this.left.find(each => same(file, each));
    const upload = new Upload(file, name, left);
    this.left = this.left.filter(each => each !== left);
    this.list = [...this.list.filter(each => !(each.state === 'failed' && each.name === upload.name)), upload];
    upload.addEventListener('change', () => this.requestUpdate());
  }

  /** One at a time: two would only share the way. */
  async next() {
    if (this.list.some(each => each.running && !each.over)) return;
    const upload = this.list.find(each => each.state === 'waiting' && !each.running);
    if (!upload) return;
    upload.running = true;
    await upload.run();
    if (upload.state === 'watched') {
      this.list = this.list.filter(each => each !== upload);
      tell(this, 'added', upload.name);
    }
    this.next();
  }

  async cancel(upload) {
    this.list = this.list.filter(each => each !== upload);
    if (!upload.over) await upload.cancel();
    await this.look();
    this.next();
  }

  async discard(left) {
    this.left = this.left.filter(each => each !== left);
    await cancelUpload(left.id).catch(failure => tell(this, 'trouble', failure));
  }

  render() {
    return html`
      ${this.over ? html`<div class="drop" aria-hidden="true"><p>Drop films here to watch them</p></div>` : nothing}
      ${this.list.filter(each => each.state !== 'stopped').map(each => this.renderUpload(each))}
      ${this.left.map(each => html`
        <div class="bar" role="status">${each.state === 'received' ? html`<span><b>${each.file}</b> was uploaded as ${each.name}, and
            waits to be watched. That is tried again each minute.</span>` : html`
          <span>The upload of <b>${each.file}</b> as ${each.name} broke off at ${size(each.offset)} of
            ${size(each.length)}. Choose the same file again to go on.</span>
          <label class="button">Go on<input class="unseen" type="file" accept="video/*,.mkv,.ts,.avi,.flv"
            @change=${event => this.resume(each, event)}></label>`}
          <button class="button" @click=${() => this.discard(each)}>Discard</button></div>`)}`;
  }

  resume(left, event) {
    const [file] = event.target.files;
    event.target.value = '';
    if (file && same(file, left)) this.add([file]);
    else if (file) {
      tell(this, 'trouble', Object.assign(new Error(`“${file.name}” is not the file that was begun`),
        { code: 'OTHER_FILE', remedy: `choose ${left.file}, or discard that upload` }));
    }
  }

  renderUpload(upload) {
    const share = upload.length ? Math.min(100, Math.floor(100 * upload.sent / upload.length)) : 0;
    return html`<div class="bar ${upload.state}" role=${upload.state === 'failed' ? 'alert' : 'group'}
      aria-label="Upload of ${upload.name}">
      <span>${words[upload.state]} <b>${upload.file.name}</b> as ${upload.name}
        ${upload.failure ? html`<em>${sentences(upload.failure.message)} ${sentences(upload.failure.remedy ?? '')}</em>` : nothing}</span>
      ${upload.over ? nothing : html`<progress max="100" value=${share} aria-label="Uploaded of ${upload.file.name}"></progress>
        <span class="share">${share} % of ${size(upload.length)}</span>`}
      <button class="button" @click=${() => this.cancel(upload)}>${icon('close')}${upload.over ? 'Dismiss' : 'Cancel upload'}</button>
    </div>`;
  }

  static styles = [shared, css`
    :host { display: grid; padding: 0 20px; }
    .bar { display: flex; flex-wrap: wrap; align-items: center; gap: 6px 12px; padding: 6px 8px 6px 16px; border-radius: 12px;
      background: var(--raised); font-size: 14px; margin-bottom: 8px; }
    .bar.failed { background: var(--danger-soft); }
    .bar > span:first-child { flex: 1; min-width: 12em; overflow-wrap: anywhere; }
    em { font-style: normal; }
    .share { flex: none; color: var(--soft); font-variant-numeric: tabular-nums; }
    progress { width: min(220px, 30vw); accent-color: var(--past); }
    label.button { position: relative; cursor: pointer; }
    label.button:focus-within { outline: 2px solid var(--past); outline-offset: 2px; }
    .drop { position: fixed; inset: 10px; z-index: 20; display: grid; place-items: center; border: 3px dashed var(--past);
      border-radius: 18px; background: var(--panel); opacity: .94; pointer-events: none; }
    .drop p { font: 600 26px/1.2 var(--display); }
    @media (max-width: 900px) { :host { padding: 0 14px; } }
  `];
}
customElements.define('upload-bar', UploadBar);

/** A name for the stream, from the file's. */
export function nameOf(file) {
  const name = file.name.normalize('NFC').replace(/\.[a-z0-9]{1,5}$/i, '').replace(/[^\p{L}\p{M}\p{N}._-]+/gu, '-')
    .replace(/^[^\p{L}\p{N}]+/u, '');
  const letters = [...name].slice(0, 64);
  while (new TextEncoder().encode(letters.join('')).length > 180) letters.pop();
  return letters.join('') || 'video';
}
