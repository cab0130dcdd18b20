import { LitElement, html, css, nothing } from 'lit';
import { shared, icon, tell } from './shared.js';
import { LiveVideo, canPlayLive } from '../data/live-video.js';

/**
 * A camera's own video, live, once it is recorded and as far as the browser can play it; until then, and otherwise, what lies below is
 * seen. Tells `live-video` with {seconds, late} of the picture, and with null where there is none.
 */
class LiveVideoPlayer extends LitElement {
  static properties = { stream: { attribute: false }, name: {}, shown: { state: true }, sound: { state: true }, held: { type: Boolean } };

  updated(changed) {
    if (changed.has('name')) this.begin();
  }

  connectedCallback() {
    super.connectedCallback();
    if (this.hasUpdated) this.begin();
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.end();
  }

  get element() {
    return this.renderRoot.querySelector('video');
  }

  begin() {
    this.end();
    if (!canPlayLive()) return;
    const video = this.video = new LiveVideo(this.name, this.element);
    const mine = handler => event => this.video === video && handler(event);
    video.addEventListener('playing', mine(() => (this.shown = true)));
    video.addEventListener('late', mine(({ detail }) => this.late(detail)));
    video.addEventListener('unplayable', mine(() => this.end()));
  }

  end() {
    this.video?.close();
    this.video = null;
    this.shown = false;
    tell(this, 'live-video', null);
  }

  late(detail) {
    this.element.dataset.seconds = detail.seconds;
    this.sound = this.element.webkitAudioDecodedByteCount > 0 || this.element.mozHasAudio;
    tell(this, 'live-video', detail);
  }

  /** Holds the picture, or goes on where the camera is. @returns whether it is held now; nothing where there is no video */
  toggle() {
    if (!this.shown) return undefined;
    if (this.element.paused) this.video.catchUp();
    else this.element.pause();
    return this.element.paused;
  }

  hear() {
    this.element.muted = !this.element.muted;
    this.requestUpdate();
  }

  render() {
    const muted = this.element?.muted ?? true;
    return html`
      <video muted playsinline class=${this.shown ? 'shown' : ''} .muted=${muted} aria-hidden="true"></video>
      ${this.shown && this.sound ? html`<button class="icon-button" @click=${this.hear} aria-pressed=${!muted}
        aria-label="Sound">${icon(muted ? 'mute' : 'sound')}</button>` : nothing}`;
  }

  static styles = [shared, css`
    :host { position: absolute; inset: 0; display: block; }
    video { width: 100%; height: 100%; object-fit: contain; visibility: hidden; }
    video.shown { visibility: visible; }
    button { position: absolute; right: 14px; top: 60px; z-index: 4; background: rgb(10 12 13 / .68); color: #f3f0ea; }
  `];
}
customElements.define('live-video', LiveVideoPlayer);
