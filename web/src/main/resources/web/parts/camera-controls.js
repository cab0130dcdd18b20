import { LitElement, html, css, nothing } from 'lit';
import { shared, tell } from './shared.js';
import { sentences } from '../data/words.js';
import * as api from '../data/api.js';

const SWITCHES = [['detect_objects', 'Look for things'], ['read_text', 'Read writing'], ['hear_speech', 'Write down speech'],
  ['record', 'Record the video']];

/**
 * What can be done with a camera, as far as the service lets one: pause, resume, try again, rename, change. Tells `changed` with the camera
 * as it is then.
 */
class CameraControls extends LitElement {
  static properties = { stream: { attribute: false }, may: { attribute: false }, open: { state: true }, source: { state: true },
    busy: { state: true }, failure: { state: true } };

  willUpdate(changed) {
    if (changed.has('stream') && changed.get('stream')?.id !== this.stream.id) this.open = this.failure = null;
  }

  /** Runs a change; the buttons wait for it. @returns whether it was made */
  async change(work) {
    this.busy = true;
    this.failure = null;
    try {
      tell(this, 'changed', { before: this.stream.name, stream: await work() });
      this.open = null;
      return true;
    } catch (failure) {
      this.failure = failure;
      return false;
    } finally {
      this.busy = false;
    }
  }

  act(what) {
    return this.change(() => api.lifetime(this.stream.name, what));
  }

  async edit() {
    if (this.open === 'edit') {
      this.open = null;
      return;
    }
    this.failure = null;
    try {
      this.source = await api.source(this.stream.name);
      this.open = 'edit';
    } catch (failure) {
      this.failure = failure;
    }
  }

  rename(event) {
    event.preventDefault();
    this.change(() => api.lifetime(this.stream.name, 'name', { name: new FormData(event.target).get('name').trim() }));
  }

  save(event) {
    event.preventDefault();
    const form = new FormData(event.target);
    this.change(() => api.lifetime(this.stream.name, 'source', { uri: form.get('uri').trim(), fps: Number(form.get('fps')),
      ...Object.fromEntries(SWITCHES.map(([name]) => [name, form.has(name)])) }));
  }

  get retriable() {
    return ['reconnecting', 'failed', 'interrupted', 'disk_full'].includes(this.stream.status);
  }

  render() {
    const { status } = this.stream;
    const { can_change: change, can_rename: rename } = this.may;
    const button = (words, does, more = {}) => html`<button class="button" ?disabled=${this.busy} aria-expanded=${more.expanded ?? nothing}
      @click=${does}>${words}</button>`;
    return html`
      <div class="row">
        ${!change || status === 'ended' ? nothing : status === 'paused' ? button('Resume', () => this.act('resume'))
          : button('Pause', () => this.act('pause'))}
        ${change && this.retriable ? button('Try again now', () => this.act('retry')) : nothing}
        ${rename ? button('Rename', () => (this.open = this.open === 'name' ? null : 'name'), { expanded: this.open === 'name' }) : nothing}
        ${change ? button('Change', () => this.edit(), { expanded: this.open === 'edit' }) : nothing}
      </div>
      ${this.open === 'name' ? this.renderName() : this.open === 'edit' ? this.renderSource() : nothing}
      ${this.failure ? html`<div class="failure" role="alert"><b>${sentences(this.failure.message)}</b>
        ${sentences(this.failure.remedy)}</div>` : nothing}`;
  }

  renderName() {
    return html`<form @submit=${this.rename}>
      <label for="name">New name</label>
      <div class="row"><input id="name" name="name" required maxlength="64" .value=${this.stream.name} autocomplete="off">
        <button class="button primary" ?disabled=${this.busy}>Save</button></div>
    </form>`;
  }

  renderSource() {
    const { source } = this;
    return html`<form @submit=${this.save}>
      <label for="uri">Camera address</label>
      <input id="uri" name="uri" required autocomplete="off" spellcheck="false" .value=${source.uri}>
      <label for="fps">Pictures looked at a second</label>
      <input id="fps" name="fps" type="number" min="0.01" max="30" step="any" required .value=${String(source.fps)}>
      ${SWITCHES.map(([name, words]) => html`<label class="check"><input type="checkbox" name=${name} ?checked=${source[name]}>
        <span>${words}</span></label>`)}
      <div class="row"><button class="button primary" ?disabled=${this.busy}>Save</button></div>
    </form>`;
  }

  static styles = [shared, css`
    :host { display: grid; gap: 12px; }
    .row { display: flex; flex-wrap: wrap; gap: 8px; }
    form { display: grid; gap: 6px; padding: 12px 14px; border-radius: 12px; border: 1px solid var(--line-strong); }
    label { font-size: 14px; font-weight: 550; }
    input:not([type=checkbox]) { flex: 1; min-width: 0; height: 38px; padding: 0 12px; border-radius: 10px;
      border: 1px solid var(--line-strong); background: var(--ground); }
    .check { display: flex; gap: 10px; align-items: center; font-weight: 400; min-height: 28px; }
    .check input { accent-color: var(--past); width: 17px; height: 17px; margin: 0; }
    .failure { padding: 12px 14px; border-radius: 12px; background: var(--danger-soft); font-size: 14px; overflow-wrap: anywhere; }
    .failure b { color: var(--danger); font-weight: 600; }
  `];
}
customElements.define('camera-controls', CameraControls);
