import { LitElement, html, css, nothing } from 'lit';
import { shared, tell } from './shared.js';
import { modal } from './modal.js';
import { factsOf } from '../data/facts.js';
import * as api from '../data/api.js';
import './camera-controls.js';

/** What is known of a camera, and what can be done with it; forgets it on request, after asking twice. */
class StreamFacts extends LitElement {
  static properties = { stream: { attribute: false }, sure: { state: true }, may: { state: true }, kept: { state: true } };

  /** @param may what the service lets one do: {can_add, can_change, can_rename, can_limit} */
  async open(stream, may) {
    this.stream = stream;
    this.may = may;
    this.sure = false;
    this.kept = null;
    this.look(() => api.kept(stream.name));
    await this.updateComplete;
    this.renderRoot.querySelector('dialog').showModal();
  }

  async look(at) {
    const { name } = this.stream;
    try {
      const kept = await at();
      if (this.stream.name === name) this.kept = kept;
    } catch (failure) {
      tell(this, 'trouble', failure);
    }
  }

  /** An empty field lifts the limit. */
  limit(event) {
    event.preventDefault();
    const { days, size } = event.target.elements;
    this.look(() => api.limit(this.stream.name, { days: days.value ? Number(days.value) : null,
      bytes: size.value ? Math.round(Number(size.value) * 1e9) : null }));
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

  renderLimits({ limits }) {
    return html`<form class="limits" @submit=${this.limit}>
      <label>Keep at most <input name="days" type="number" min="0.01" step="any" .value=${limits.days ?? ''}> days</label>
      <label>and <input name="size" type="number" min="0.07" step="any" .value=${limits.bytes ? limits.bytes / 1e9 : ''}> GB</label>
      <button class="button">Set</button></form>`;
  }

  render() {
    const { stream } = this;
    return html`<dialog aria-labelledby="title">${stream ? html`
      <div class="content">
        <h2 id="title">${stream.name}</h2>
        <dl>${factsOf(stream, this.kept).map(([name, value]) => html`<dt>${name}</dt><dd>${value}</dd>`)}</dl>
        ${this.may.can_change || this.may.can_rename ? html`<camera-controls .stream=${stream} .may=${this.may}
          @changed=${event => (this.stream = event.detail.stream)}></camera-controls>` : nothing}
        ${this.may.can_limit && this.kept ? this.renderLimits(this.kept) : nothing}
        ${this.sure ? html`<p class="sure" role="alert">This stops watching and deletes everything that was stored.</p>` : nothing}
        <div class="actions">
          ${this.may.can_add ? html`<button class="button danger"
              @click=${this.remove}>${this.sure ? 'Yes, delete it' : 'Delete this camera'}</button>` : nothing}
          <span class="grow"></span>
          <button class="button" @click=${this.close} autofocus>Close</button>
        </div>
      </div>` : nothing}</dialog>`;
  }

  static styles = [shared, modal, css`
    dl { display: grid; grid-template-columns: auto 1fr; gap: 8px 20px; margin: 0; font-size: 14px; }
    dt { color: var(--soft); }
    dd { margin: 0; overflow-wrap: anywhere; font-variant-numeric: tabular-nums; }
    .limits { display: flex; flex-wrap: wrap; align-items: center; gap: 10px; font-size: 14px; }
    .limits input { width: 6em; min-height: 34px; padding: 0 8px; border-radius: 8px; border: 1px solid var(--line-strong);
      background: var(--raised); }
    .sure { margin: 0; padding: 10px 14px; border-radius: 12px; background: var(--danger-soft); color: var(--danger); font-size: 14px; }
  `];
}
customElements.define('stream-facts', StreamFacts);
