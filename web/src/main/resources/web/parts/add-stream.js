import { LitElement, html, css, nothing } from 'lit';
import { shared, tell } from './shared.js';
import { modal } from './modal.js';
import { sentences } from '../data/words.js';
import * as api from '../data/api.js';
import { newKey } from './encoder-address.js';
import { nameOf } from './upload-bar.js';
import { Sender, mayRecord } from '../data/sender.js';

const WAYS = { address: 'Camera address', file: 'Video files', camera: 'This device’s camera', screen: 'This screen',
  encoder: 'OBS or phone' };
const OF_THE_BROWSER = ['camera', 'screen'];

/**
 * The dialog that begins to watch a camera, files, or what this browser sends. Tells `added`, `sending` with the sender, and `upload` with
 * the files.
 */
class AddStream extends LitElement {
  static properties = { busy: { state: true }, several: { state: true }, rtmp: { attribute: false },
    failure: { state: true }, way: { state: true } };

  constructor() {
    super();
    this.way = 'address';
  }

  open(way = 'address') {
    this.several = false;
    this.failure = null;
    this.way = way;
    this.renderRoot.querySelector('form').reset();
    delete this.renderRoot.querySelector('#name').dataset.typed;
    this.renderRoot.querySelector('dialog').showModal();
  }

  close() {
    this.renderRoot.querySelector('dialog').close();
  }

  async submit(event) {
    event.preventDefault();
    const form = new FormData(event.target);
    const name = form.get('name').trim();
    if (this.way === 'file') {
      tell(this, 'upload', { files: [...this.renderRoot.querySelector('#files').files], name });
      this.close();
      return;
    }
    this.busy = true;
    this.failure = null;
    try {
      const key = this.way === 'encoder' ? await this.awaitEncoder(name) : null;
      if (!key) await (this.way === 'address' ? this.watchAddress(name, form) : this.send(name, form));
      this.close();
      if (key) this.renderRoot.querySelector('encoder-address').open(key);
      tell(this, 'added', name);
    } catch (failure) {
      this.failure = failure;
    } finally {
      this.busy = false;
    }
  }

  watchAddress(name, form) {
    return api.addStream({ name, uri: form.get('uri').trim(), loop: form.has('loop') });
  }

  /** Gives the key with which an encoder may send from now on. */
  async awaitEncoder(name) {
    const key = newKey();
    await api.addStream({ name, uri: `publish://rtmp?key=${key}` });
    return key;
  }

  /** Done once the first picture was seen. */
  async send(name, form) {
    const sender = await Sender.open(name, { kind: this.way, sound: form.has('sound'), facing: form.get('facing') ?? 'environment' });
    tell(this, 'sending', sender);
    await new Promise((done, refused) => sender.addEventListener('change', () => {
      if (sender.state === 'sending') done();
      if (sender.state === 'over') refused(sender.failure ?? new Error('sending was stopped'));
    }));
  }

  /** A name from the address, until one is typed. */
  suggestName(event) {
    const last = event.target.value.replace(/[?#].*$/, '').split(/[/\\@]/).filter(Boolean).pop() ?? '';
    this.suggest(last.replace(/\.[a-z0-9]+$/i, ''));
  }

  suggest(text) {
    const name = this.renderRoot.querySelector('#name');
    if (!name.dataset.typed) name.value = text.replace(/[^A-Za-z0-9._-]+/g, '-').replace(/^[^A-Za-z0-9]+/, '').slice(0, 64);
  }

  /** One file may be called otherwise; several are called as they are. */
  chosen(event) {
    const [file, ...more] = event.target.files;
    this.several = more.length > 0;
    if (file) this.suggest(nameOf(file));
  }

  choose(way) {
    this.way = way;
    this.failure = null;
    this.several = false;
    this.suggest(OF_THE_BROWSER.includes(way) ? `my-${way}` : '');
  }

  render() {
    const possible = !OF_THE_BROWSER.includes(this.way) || mayRecord();
    const ways = Object.entries(WAYS).filter(([way]) => way !== 'encoder' || this.rtmp);
    return html`
      <dialog aria-labelledby="title">
        <form class="content" @submit=${this.submit}>
          <h2 id="title">Add a camera</h2>
          <fieldset class="ways"><legend class="unseen">What is watched</legend>
            ${ways.map(([way, label]) => html`<button type="button" class="way" aria-pressed=${this.way === way}
              @click=${() => this.choose(way)}>${label}</button>`)}
          </fieldset>
          ${possible ? this.renderWay() : this.renderImpossible()}
          <div class="field" ?hidden=${!possible || this.several}>
            <label for="name">Name</label>
            <input id="name" name="name" ?required=${!this.several} maxlength="64" autocomplete="off"
                placeholder="front-door"
              @input=${event => (event.target.dataset.typed = 'yes')}>
            <small>Any name of up to 64 characters, without / and \\.</small>
          </div>
          ${this.failure
            ? html`<div class="failure" role="alert"><b>${sentences(this.failure.message)}</b>
              ${sentences(this.failure.remedy)}<code>${this.failure.code}</code></div>` : nothing}
          <div class="actions">
            <button type="button" class="button" @click=${this.close}>Cancel</button>
            <button class="button primary" ?disabled=${this.busy || !possible}>${this.busy ? 'Opening…' : 'Start watching'}</button>
          </div>
        </form>
      </dialog>
      <encoder-address .rtmp=${this.rtmp}></encoder-address>`;
  }

  renderWay() {
    if (this.way === 'file') return this.renderFiles();
    if (this.way === 'encoder') {
      return html`<p>OBS, a phone’s app or another encoder sends to this service by RTMP. You get its address and a key next.</p>`;
    }
    return this.way === 'address' ? html`
      <div class="field">
        <label for="uri">Camera address or video file</label>
        <input id="uri" name="uri" required autocomplete="off" spellcheck="false" placeholder="rtsp://192.168.1.20/stream"
            @input=${this.suggestName}>
        <small>RTSP or another URL, or a path on the machine that runs Afterimage.</small>
      </div>
      <label class="check"><input type="checkbox" name="loop"><span>Play a file again and again, like a camera</span></label>` : html`
      <p>The browser asks for the ${this.way} first. What it shows is sent to Afterimage as long as this page is open.</p>
      ${this.way === 'camera' && matchMedia('(pointer: coarse)').matches ? html`
        <label class="check">Which one <select name="facing">
          <option value="environment">Back camera</option><option value="user">Front camera</option></select></label>` : nothing}
      <label class="check"><input type="checkbox" name="sound" checked><span>With sound, so that speech is written down</span></label>`;
  }

  renderFiles() {
    return html`
      <div class="field">
        <label for="files">Video files of this device</label>
        <input id="files" type="file" multiple required accept="video/*,.mkv,.ts,.avi,.flv" @change=${this.chosen}>
        <small>They are uploaded and watched one after the other. You can also drop them anywhere on the page.</small>
      </div>`;
  }

  /** Why the browser has no camera for this page. */
  renderImpossible() {
    return html`<div class="failure" role="note"><b>The browser gives no camera to this page.</b>
      Browsers do so only over HTTPS, or for a page of the machine itself. Open it as http://localhost:${location.port || 80} on the machine
      that runs Afterimage, or have it serve HTTPS: start it with <code>--tls-certificate</code> and <code>--tls-key</code>, and open this
      page with https://.</div>`;
  }

  static styles = [shared, modal, css`
    .field { display: grid; gap: 4px; }
    label { font-size: 14px; font-weight: 550; }
    .field input { height: 42px; padding: 0 12px; border-radius: 10px; border: 1px solid var(--line-strong);
      background: var(--ground); min-width: 0; }
    .field input[type="file"] { padding: 8px; height: auto; }
    .field input::placeholder { color: var(--faint); }
    small { color: var(--faint); font-size: 12.5px; }
    p { margin: 0; font-size: 14px; color: var(--soft); }
    .ways { display: flex; flex-wrap: wrap; gap: 6px; border: 0; margin: 0; padding: 0; min-width: 0; }
    .way { padding: 7px 13px; border-radius: 999px; border: 1px solid var(--line-strong); font-size: 14px; font-weight: 500; }
    .way[aria-pressed="true"] { background: var(--past); color: var(--on-past); border-color: transparent; }
    select { height: 38px; border-radius: 10px; border: 1px solid var(--line-strong); background: var(--ground); padding: 0 8px; }
    .check { display: flex; gap: 10px; align-items: center; font-weight: 400; }
    .check input { accent-color: var(--past); width: 17px; height: 17px; }
    .failure { display: grid; gap: 2px; padding: 12px 14px; border-radius: 12px; background: var(--danger-soft);
      font-size: 14px; overflow-wrap: anywhere; }
    .failure b { color: var(--danger); font-weight: 600; }
    .failure code { font: 11px var(--mono); color: var(--faint); }
  `];
}
customElements.define('add-stream', AddStream);
