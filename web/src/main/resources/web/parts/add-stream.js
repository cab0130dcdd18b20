import { LitElement, html, css, nothing } from 'lit';
import { shared, tell } from './shared.js';
import { modal } from './modal.js';
import * as api from '../data/api.js';

/** The dialog that begins to watch a camera or a file. */
class AddStream extends LitElement {
  static properties = { busy: { state: true }, failure: { state: true } };

  open() {
    this.failure = null;
    this.renderRoot.querySelector('form').reset();
    this.renderRoot.querySelector('dialog').showModal();
  }

  close() {
    this.renderRoot.querySelector('dialog').close();
  }

  async submit(event) {
    event.preventDefault();
    const form = new FormData(event.target);
    const name = form.get('name').trim();
    this.busy = true;
    this.failure = null;
    try {
      await api.addStream({ name, uri: form.get('uri').trim(), loop: form.has('loop') });
      this.close();
      tell(this, 'added', name);
    } catch (failure) {
      this.failure = failure;
    } finally {
      this.busy = false;
    }
  }

  /** A name from the address, until one is typed. */
  suggestName(event) {
    const name = this.renderRoot.querySelector('#name');
    if (name.dataset.typed) return;
    const last = event.target.value.replace(/[?#].*$/, '').split(/[/\\@]/).filter(Boolean).pop() ?? '';
    name.value = last.replace(/\.[a-z0-9]+$/i, '').replace(/[^A-Za-z0-9._-]+/g, '-').replace(/^[^A-Za-z0-9]+/, '').slice(0, 64);
  }

  render() {
    return html`
      <dialog aria-labelledby="title">
        <form class="content" @submit=${this.submit}>
          <h2 id="title">Watch something</h2>
          <div class="field">
            <label for="uri">Camera address or video file</label>
            <input id="uri" name="uri" required autocomplete="off" spellcheck="false" placeholder="rtsp://192.168.1.20/stream" @input=${this.suggestName}>
            <small>RTSP or another URL, or a path on the machine that runs Afterimage.</small>
          </div>
          <div class="field">
            <label for="name">Name</label>
            <input id="name" name="name" required maxlength="64" pattern="[A-Za-z0-9][A-Za-z0-9._\\-]*" autocomplete="off" placeholder="front-door"
              @input=${event => (event.target.dataset.typed = 'yes')}>
            <small>Letters, digits, dots, dashes, underscores.</small>
          </div>
          <label class="check"><input type="checkbox" name="loop"><span>Play a file again and again, like a camera</span></label>
          ${this.failure ? html`<div class="failure" role="alert"><b>${this.failure.message}</b>${this.failure.remedy}<code>${this.failure.code}</code></div>` : nothing}
          <div class="actions">
            <button type="button" class="button" @click=${this.close}>Cancel</button>
            <button class="button primary" ?disabled=${this.busy}>${this.busy ? 'Opening…' : 'Start watching'}</button>
          </div>
        </form>
      </dialog>`;
  }

  static styles = [shared, modal, css`
    .field { display: grid; gap: 4px; }
    label { font-size: 14px; font-weight: 550; }
    input:not([type="checkbox"]) { height: 42px; padding: 0 12px; border-radius: 10px; border: 1px solid var(--line-strong); background: var(--ground); min-width: 0; }
    input::placeholder { color: var(--faint); }
    small { color: var(--faint); font-size: 12.5px; }
    .check { display: flex; gap: 10px; align-items: center; font-weight: 400; }
    .check input { accent-color: var(--past); width: 17px; height: 17px; }
    .failure { display: grid; gap: 2px; padding: 12px 14px; border-radius: 12px; background: var(--danger-soft); font-size: 14px; overflow-wrap: anywhere; }
    .failure b { color: var(--danger); font-weight: 600; }
    .failure code { font: 11px var(--mono); color: var(--faint); }
  `];
}
customElements.define('add-stream', AddStream);
