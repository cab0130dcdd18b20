import { LitElement, html, css, nothing } from 'lit';
import { ambient } from './shared.js';

/**
 * A stream's newest frame, painted as it arrives, without a render of the page around it. With `ambient` its own colours,
 * blurred, fill what it leaves free.
 */
class LivePicture extends LitElement {
  static properties = { connection: { attribute: false }, fit: {}, ambient: { type: Boolean } };

  constructor() {
    super();
    this.paint = () => this.draw();
  }

  updated(changed) {
    if (!changed.has('connection')) return;
    changed.get('connection')?.removeEventListener('frame', this.paint);
    this.connection?.addEventListener('frame', this.paint);
    this.draw();
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.connection?.removeEventListener('frame', this.paint);
  }

  connectedCallback() {
    super.connectedCallback();
    this.connection?.addEventListener('frame', this.paint);
  }

  draw() {
    const bitmap = this.connection?.frame?.bitmap;
    const canvas = this.renderRoot?.querySelector('.sharp');
    if (!bitmap || !canvas) return;
    if (canvas.width !== bitmap.width || canvas.height !== bitmap.height) {
      canvas.width = bitmap.width;
      canvas.height = bitmap.height;
    }
    canvas.getContext('2d').drawImage(bitmap, 0, 0);
    canvas.dataset.seconds = this.connection.frame.seconds;
    this.renderRoot.querySelector('.ambient')?.getContext('2d').drawImage(bitmap, 0, 0, 8, 5);
  }

  render() {
    return html`
      ${this.ambient ? html`<canvas class="ambient" width="8" height="5" aria-hidden="true"></canvas>` : nothing}
      <canvas class="sharp" width="16" height="9" aria-hidden="true"></canvas>`;
  }

  static styles = [ambient, css`
    :host { display: block; position: relative; overflow: hidden; }
    .sharp { position: relative; display: block; width: 100%; height: 100%; object-fit: contain; }
    :host([fit="cover"]) .sharp { object-fit: cover; }
  `];
}
customElements.define('live-picture', LivePicture);
