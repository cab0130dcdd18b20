import { LitElement, html, css } from 'lit';

/** A stream's newest frame, painted as it arrives, without a render of the page around it. */
class LivePicture extends LitElement {
  static properties = { connection: { attribute: false }, fit: {} };

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
    const canvas = this.renderRoot?.querySelector('canvas');
    if (!bitmap || !canvas) return;
    if (canvas.width !== bitmap.width || canvas.height !== bitmap.height) {
      canvas.width = bitmap.width;
      canvas.height = bitmap.height;
    }
    canvas.getContext('2d').drawImage(bitmap, 0, 0);
    canvas.dataset.seconds = this.connection.frame.seconds;
  }

  render() {
    return html`<canvas width="16" height="9" aria-hidden="true"></canvas>`;
  }

  static styles = css`
    :host { display: block; }
    canvas { display: block; width: 100%; height: 100%; object-fit: contain; }
    :host([fit="cover"]) canvas { object-fit: cover; }
  `;
}
customElements.define('live-picture', LivePicture);
