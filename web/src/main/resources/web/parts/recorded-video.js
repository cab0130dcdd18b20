import { LitElement, html, css, nothing } from 'lit';
import { shared, icon, tell } from './shared.js';
import * as api from '../data/api.js';
import { clock, span } from '../data/clock.js';

/** Plays recorded video with its sound; `video` is {src, from, to}, times of the stream. */
class RecordedVideo extends LitElement {
  static properties = { video: { attribute: false }, stream: { attribute: false }, live: { type: Boolean }, damaged: { state: true } };

  get player() {
    return this.renderRoot.querySelector('video');
  }

  updated(changed) {
    if (!changed.has('video')) return;
    this.player.load();
    this.findDamage();
    if (!matchMedia('(prefers-reduced-motion: reduce)').matches) this.start();
  }

  /** What cannot be read any more stands still, which the picture does not tell. */
  async findDamage() {
    const { src } = this.video;
    this.damaged = [];
    const damaged = await api.damaged(src).catch(() => []);
    if (src === this.video.src) this.damaged = damaged;
  }

  /** With sound where the browser allows it without a click, else without. */
  async start() {
    const player = this.player;
    try {
      player.muted = false;
      await player.play();
    } catch (refused) {
      if (refused.name !== 'NotAllowedError') return;
      player.muted = true;
      player.play().catch(() => {});
    }
  }

  toggle() {
    if (this.player.paused) this.player.play().catch(() => {});
    else this.player.pause();
  }

  moved() {
    this.player.dataset.seconds = this.video.from + this.player.currentTime;
    tell(this, 'playhead', this.video.from + this.player.currentTime);
  }

  render() {
    const { from, to, src } = this.video;
    return html`
      <video controls playsinline src=${src} aria-label="Video of ${this.stream.name} from ${clock(from)} to ${clock(to)}"
        @timeupdate=${() => this.moved()} @error=${() => tell(this, 'unplayable')}></video>
      ${this.damaged?.length ? html`<p class="damaged" role="note">The recording of ${this.damaged.map(each => span(each.start, each.end))
        .join(', ')} is damaged: the picture stands still there.</p>` : nothing}
      <div class="tools">
        <a class="button" href="${src}&download=true" download title="Save this video">Save</a>
        <button class="button" @click=${() => tell(this, 'go-live')}>${this.live ? 'Back to live' : html`${icon('close')}Close`}</button>
      </div>`;
  }

  static styles = [shared, css`
    :host { position: absolute; inset: 0; display: block; background: #07090a; }
    video { display: block; width: 100%; height: 100%; object-fit: contain; }
    .damaged { position: absolute; left: 14px; top: 56px; z-index: 3; margin: 0; padding: 8px 14px; border-radius: 12px; max-width: 60%;
      background: #7a1d12; color: #fff; font-size: 14px; }
    .tools { position: absolute; top: 56px; right: 14px; display: flex; gap: 8px; z-index: 3; }
    .button { background: rgb(20 24 26 / .8); color: #fff; border-color: rgb(255 255 255 / .25); text-decoration: none; }
    .button:hover:not(:disabled) { background: rgb(50 56 60 / .9); }
  `];
}
customElements.define('recorded-video', RecordedVideo);
