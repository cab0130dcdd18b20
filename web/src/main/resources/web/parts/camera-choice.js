import { LitElement, html, css, nothing } from 'lit';
import { shared, tell } from './shared.js';

/** Which cameras a question goes to: one, several or all. Tells `cameras`: names, or null for all. */
class CameraChoice extends LitElement {
  static properties = { all: { attribute: false }, cameras: { attribute: false }, open: { state: true } };

  get chosen() {
    return new Set(this.cameras ?? this.all);
  }

  choose(cameras) {
    const names = this.all.filter(name => cameras.has(name));
    tell(this, 'cameras', names.length === this.all.length ? null : names);
  }

  toggle(name, on) {
    const cameras = this.chosen;
    on ? cameras.add(name) : cameras.delete(name);
    // A question goes to somebody.
    if (cameras.size) this.choose(cameras);
    else this.requestUpdate();
  }

  keys(event) {
    if (event.key !== 'Escape' || !this.open) return;
    event.stopPropagation();
    this.open = false;
    this.renderRoot.querySelector('button').focus();
  }

  get words() {
    return this.cameras === null ? 'all cameras' : this.cameras.length === 1 ? this.cameras[0] : `${this.cameras.length} cameras`;
  }

  render() {
    const { chosen } = this;
    return html`<div @keydown=${this.keys}>
      <button type="button" aria-expanded=${!!this.open} aria-controls="cameras"
        @click=${() => (this.open = !this.open)}>Asking ${this.words}</button>
      ${this.open ? html`<fieldset id="cameras">
        <legend>Ask about</legend>
        <label><input type="checkbox" .checked=${this.cameras === null}
          @change=${event => this.choose(new Set(event.target.checked ? this.all : this.all.slice(0, 1)))}><b>All cameras</b></label>
        ${this.all.map(name => html`<label><input type="checkbox" .checked=${chosen.has(name)}
          @change=${event => this.toggle(name, event.target.checked)}><span>${name}</span></label>`)}
      </fieldset>` : nothing}</div>`;
  }

  static styles = [shared, css`
    :host { display: block; }
    button { margin: 0 0 8px 4px; padding: 4px 12px; border-radius: 999px; font-size: 13px; max-width: 100%; overflow-wrap: anywhere;
      border: 1px dashed var(--past-line); color: var(--past); text-align: left; }
    button[aria-expanded="true"] { background: var(--past-soft); border-style: solid; }
    fieldset { display: flex; flex-wrap: wrap; gap: 4px 16px; margin: 0 4px 8px; padding: 4px 12px 10px; border-radius: 12px;
      border: 1px solid var(--line-strong); max-height: 30vh; overflow-y: auto; min-width: 0; }
    legend { padding: 0 6px; font-size: 13px; color: var(--soft); }
    label { display: flex; gap: 8px; align-items: center; font-size: 14px; min-height: 28px; overflow-wrap: anywhere; }
    input { accent-color: var(--past); width: 17px; height: 17px; flex: none; margin: 0; }
  `];
}
customElements.define('camera-choice', CameraChoice);
