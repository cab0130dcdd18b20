import { LitElement, html, css, nothing } from 'lit';
import { shared } from './shared.js';
import { bytes } from '../data/clock.js';
import { lasting, together } from '../data/facts.js';
import * as api from '../data/api.js';

const LOOKED_EVERY_MS = 60000;

/** How much all cameras keep on the disk, how much is free, and how long that lasts. */
class DiskLine extends LitElement {
  static properties = { names: { attribute: false }, kept: { state: true } };

  connectedCallback() {
    super.connectedCallback();
    this.timer = setInterval(() => document.hidden || this.look(), LOOKED_EVERY_MS);
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    clearInterval(this.timer);
  }

  willUpdate(changed) {
    if (changed.has('names') && changed.get('names')?.join('/') !== this.names.join('/')) this.look();
  }

  async look() {
    const kept = await Promise.all(this.names.map(name => api.kept(name).catch(() => null)));
    if (kept.some(Boolean)) this.kept = together(kept.filter(Boolean));
  }

  render() {
    if (!this.kept) return nothing;
    const lasts = lasting(this.kept);
    return html`<p>${bytes(this.kept.bytes)} on the disk, ${bytes(this.kept.disk_free)} free${lasts ? `; ${lasts}` : ''}.</p>`;
  }

  static styles = [shared, css`p { margin: 0; color: var(--soft); font-size: 14px; }`];
}
customElements.define('disk-line', DiskLine);
