import { LitElement, html, css, nothing } from 'lit';
import { shared, tell } from './shared.js';
import { modal } from './modal.js';
import { bytes, clock } from '../data/clock.js';

/** What is known of a stream; forgets it on request, after asking twice. */
class StreamFacts extends LitElement {
  static properties = { stream: { state: true }, sure: { state: true }, changeable: { state: true } };

  async open(stream, changeable) {
    this.stream = stream;
    this.changeable = changeable;
    this.sure = false;
    await this.updateComplete;
    this.renderRoot.querySelector('dialog').showModal();
  }

  close() {
    this.renderRoot.querySelector('dialog').close();
  }

  remove() {
    if (!this.sure) {
      this.sure = true;
      return;
    }
    this.close();
    tell(this, 'remove', this.stream.name);
  }

  facts(stream) {
    return [
      ['Source', stream.uri],
      ['Picture', stream.width ? `${stream.width} × ${stream.height}, ${stream.fps} a second sampled` : '–'],
      ['Since', new Date(stream.started).toLocaleString()],
      ['Seen', stream.last_seconds >= 0 ? `${clock(stream.last_seconds)} in ${stream.frames.toLocaleString()} frames` : 'nothing yet'],
      ['Kept', `${stream.blocks.toLocaleString()} blocks, ${stream.tokens.toLocaleString()} tokens`],
      ['KV cache', bytes(stream.kv_bytes)],
      ['State', stream.failure ? `${stream.status}: ${stream.failure}` : stream.status],
    ];
  }

  render() {
    const { stream } = this;
    return html`<dialog aria-labelledby="title">${stream ? html`
      <div class="content">
        <h2 id="title">${stream.name}</h2>
        <dl>${this.facts(stream).map(([name, value]) => html`<dt>${name}</dt><dd>${value}</dd>`)}</dl>
        ${this.sure ? html`<p class="sure" role="alert">This stops watching and forgets everything it showed.</p>` : nothing}
        <div class="actions">
          ${this.changeable ? html`<button class="button danger" @click=${this.remove}>${this.sure ? 'Yes, forget it' : 'Forget this stream'}</button>` : nothing}
          <span class="grow"></span>
          <button class="button" @click=${this.close} autofocus>Close</button>
        </div>
      </div>` : nothing}</dialog>`;
  }

  static styles = [shared, modal, css`
    dl { display: grid; grid-template-columns: auto 1fr; gap: 8px 20px; margin: 0; font-size: 14px; }
    dt { color: var(--faint); }
    dd { margin: 0; overflow-wrap: anywhere; font-variant-numeric: tabular-nums; }
    .sure { margin: 0; padding: 10px 14px; border-radius: 12px; background: var(--danger-soft); color: var(--danger); font-size: 14px; }
  `];
}
customElements.define('stream-facts', StreamFacts);
