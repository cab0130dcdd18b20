import { LitElement, html, css } from 'lit';
import { shared, ambient, icon, tell } from './shared.js';
import * as api from '../data/api.js';
import { clock, spoken } from '../data/clock.js';
import './recorded-video.js';

const BEFORE = 0.5;
const SHORTEST = 4;
const LONGEST = 60;
/** Of a moment's video, seconds. */
const LONGEST_VIDEO = 600;
/** Pause before a cited moment begins again. */
const REST_MS = 900;

/** Plays a past moment: its video where that was recorded, else its stored pictures, at their own pace, again and again. */
class ReplayPlayer extends LitElement {
  static properties = {
    stream: { attribute: false },
    moment: { attribute: false },
    live: { type: Boolean },
    times: { state: true },
    at: { state: true },
    playing: { state: true },
    notes: { state: true },
    video: { state: true },
  };

  constructor() {
    super();
    this.times = [];
    this.notes = [];
    this.at = 0;
    this.pictures = new Map();
  }

  willUpdate(changed) {
    if (changed.has('moment')) this.load();
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    clearTimeout(this.timer);
  }

  async load() {
    clearTimeout(this.timer);
    const { moment, stream } = this;
    const from = moment.start - BEFORE;
    const to = Math.min(Math.max(moment.end, moment.start + SHORTEST), moment.start + LONGEST) + BEFORE;
    this.times = [moment.start];
    this.at = 0;
    this.video = null;
    this.draw();
    try {
      if (await this.loadVideo(moment, from, Math.min(Math.max(moment.end, moment.start + SHORTEST), moment.start + LONGEST_VIDEO))) return;
      const [times, notes] = await Promise.all([api.frames(stream.name, from, to), api.blocks(stream.name, Math.max(0, from), to)]);
      if (moment !== this.moment) return;
      this.times = times.length ? times : [moment.start];
      this.notes = notes;
      this.at = Math.max(0, this.times.findIndex(seconds => seconds >= moment.start - 0.01));
      this.draw();
      this.play(!matchMedia('(prefers-reduced-motion: reduce)').matches);
    } catch (failure) {
      tell(this, 'trouble', failure);
    }
  }

  /** Whether its beginning is recorded. Video that cannot be had, or not be played here, leaves the pictures. */
  async loadVideo(moment, from, to) {
    const spans = await api.recorded(this.stream.name, from, to).catch(() => []);
    const span = spans.find(each => each.start <= moment.start + BEFORE && each.end > moment.start);
    if (moment !== this.moment || !span || this.unplayable) return moment !== this.moment;
    const begin = Math.max(0, from, span.start);
    this.playing = false;
    const end = Math.min(to + BEFORE, span.end);
    this.video = { from: begin, to: end, src: api.video(this.stream.name, begin, end) };
    return true;
  }

  noVideo() {
    this.unplayable = true;
    this.load();
  }

  play(on) {
    this.playing = on && this.times.length > 1;
    clearTimeout(this.timer);
    if (this.playing) this.schedule();
  }

  /** Plays or pauses. @returns that there was something to */
  toggle() {
    if (this.video) this.renderRoot.querySelector('recorded-video').toggle();
    else this.play(!this.playing);
    return true;
  }

  schedule() {
    const next = this.at + 1;
    const wait = next < this.times.length ? (this.times[next] - this.times[this.at]) * 1000 : REST_MS;
    this.picture(this.times[next % this.times.length]);
    this.timer = setTimeout(() => {
      this.go(next % this.times.length);
      if (this.playing) this.schedule();
    }, Math.max(40, Math.min(wait, 4000)));
  }

  go(index) {
    this.at = Math.max(0, Math.min(this.times.length - 1, index));
    this.draw();
    tell(this, 'playhead', this.times[this.at]);
  }

  step(by) {
    this.play(false);
    this.go(this.at + by);
  }

  picture(seconds) {
    if (!this.pictures.has(seconds)) {
      const image = new Image();
      image.src = api.thumbnail(this.stream.name, seconds);
      this.pictures.set(seconds, image.decode().then(() => image));
    }
    return this.pictures.get(seconds);
  }

  async draw() {
    const seconds = this.times[this.at];
    try {
      const image = await this.picture(seconds);
      await this.updateComplete;
      if (seconds !== this.times[this.at]) return;
      const canvas = this.renderRoot.querySelector('.sharp');
      canvas.width = image.naturalWidth;
      canvas.height = image.naturalHeight;
      canvas.getContext('2d').drawImage(image, 0, 0);
      this.renderRoot.querySelector('.ambient').getContext('2d').drawImage(image, 0, 0, 8, 5);
      canvas.dataset.seconds = seconds;
    } catch {
      this.pictures.delete(seconds);
    }
  }

  get note() {
    return this.notes.findLast(block => block.seconds <= this.times[this.at] + 0.01)?.note ?? '';
  }

  render() {
    if (this.video) {
      return html`<recorded-video .video=${this.video} .stream=${this.stream} .live=${this.live}
          @unplayable=${() => this.noVideo()}></recorded-video>`;
    }
    const seconds = this.times[this.at];
    return html`
      <canvas class="ambient" width="8" height="5" aria-hidden="true"></canvas>
      <canvas class="sharp" width="16" height="9" role="img" aria-label="${this.stream.name} at ${spoken(seconds)}: ${this.note}"></canvas>
      <div class="bar">
        <p class="note">${this.note === 'nothing' ? 'Nothing in view' : this.note || `Frame at ${clock(seconds)}`}</p>
        <div class="controls">
          <button class="icon-button" @click=${() => this.play(!this.playing)}
              aria-label=${this.playing ? 'Pause' : 'Play'}>${icon(this.playing ? 'pause' : 'play')}</button>
          <button class="icon-button step" @click=${() => this.step(-1)} aria-label="Previous picture">${icon('back')}</button>
          <button class="icon-button step" @click=${() => this.step(1)} aria-label="Next picture">${icon('forward')}</button>
          <time>${clock(seconds)}</time>
          <input type="range" min="0" max=${this.times.length - 1} .value=${String(this.at)} aria-label="Position in the moment"
            aria-valuetext=${clock(seconds)} @input=${event => { this.play(false); this.go(Number(event.target.value)); }}>
          <button class="button live"
              @click=${() => tell(this, 'go-live')}>${this.live ? html`<i></i>Back to live` : html`${icon('close')}Close`}</button>
        </div>
      </div>`;
  }

  static styles = [shared, ambient, css`
    :host { position: absolute; inset: 0; display: block; z-index: 1; background: #07090a; overflow: hidden; }
    .sharp { position: relative; display: block; width: 100%; height: 100%; object-fit: contain; }
    .bar { position: absolute; inset: auto 0 0; padding: 64px 16px 12px; background: linear-gradient(transparent, rgb(5 6 7 / .85)); }
    .note { margin: 0 4px 6px; font-weight: 500; text-wrap: balance; min-height: 1.5em; }
    .note::first-letter { text-transform: uppercase; }
    .controls { display: flex; align-items: center; gap: 4px; }
    .icon-button { color: #f3f0ea; }
    .icon-button:hover { background: rgb(255 255 255 / .15); color: #fff; }
    time { font: 500 13px var(--mono); font-variant-numeric: tabular-nums; margin: 0 8px; color: #ffd9a3; }
    input { flex: 1; min-width: 40px; accent-color: #ffb454; height: 24px; }
    .live { margin-left: 10px; background: rgb(20 24 26 / .8); color: #fff; border-color: rgb(255 255 255 / .25); white-space: nowrap; }
    .live:hover:not(:disabled) { background: rgb(50 56 60 / .9); }
    .live i { width: 8px; height: 8px; border-radius: 50%; background: #ff6b57; }
    @media (max-width: 900px) { .step { display: none; } .bar { padding: 30px 8px 6px; } .note { font-size: 14px;
      margin-bottom: 0; } .live { margin-left: 6px; } }
  `];
}
customElements.define('replay-player', ReplayPlayer);
