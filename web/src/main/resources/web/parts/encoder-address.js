import { LitElement, html, css, nothing } from 'lit';
import { shared } from './shared.js';
import { modal } from './modal.js';

/** A new key: what cannot be guessed. */
export function newKey() {
  return [...crypto.getRandomValues(new Uint8Array(16))].map(byte => byte.toString(16).padStart(2, '0')).join('');
}

/** The dialog that says what to enter in OBS or a phone's app so that it sends to a stream. */
class EncoderAddress extends LitElement {
  static properties = { rtmp: { attribute: false }, key: { state: true }, copied: { state: true } };

  open(key) {
    this.key = key;
    this.copied = null;
    this.renderRoot.querySelector('dialog').showModal();
  }

  get server() {
    return `${this.rtmp?.tls ? 'rtmps' : 'rtmp'}://${location.hostname}:${this.rtmp?.port}/live`;
  }

  async copy(field, what) {
    this.renderRoot.querySelector(`#${field}`).select();
    await navigator.clipboard?.writeText(field === 'server' ? this.server : this.key);
    this.copied = what;
  }

  render() {
    return html`
      <dialog aria-labelledby="title">
        <form class="content" method="dialog">
          <h2 id="title">The stream waits for its sender</h2>
          <p>Enter this in OBS (Settings, Stream, Custom) or in your phone’s app, and begin to stream. Note the key: it is not shown
            again.</p>
          ${this.renderField('server', 'Server', this.server)}${this.renderField('key', 'Stream key', this.key ?? '')}
          <p role="status" class="unseen">${this.copied ? `${this.copied} copied` : nothing}</p>
          <div class="actions"><button class="button primary">Done</button></div>
        </form>
      </dialog>`;
  }

  renderField(id, label, text) {
    return html`<div class="field"><label for=${id}>${label}</label><span><input id=${id} readonly .value=${text}>
      <button type="button" class="button" aria-label="Copy: ${label}" @click=${() => this.copy(id, label)}>Copy</button></span></div>`;
  }

  static styles = [shared, modal, css`
    p { margin: 0; font-size: 14px; color: var(--soft); }
    .field { display: grid; gap: 4px; }
    span { display: flex; gap: 8px; }
    label { font-size: 14px; font-weight: 550; }
    input { flex: 1; min-width: 0; height: 42px; padding: 0 12px; border-radius: 10px; border: 1px solid var(--line-strong);
      background: var(--ground); font: 13px var(--mono); }
  `];
}
customElements.define('encoder-address', EncoderAddress);
