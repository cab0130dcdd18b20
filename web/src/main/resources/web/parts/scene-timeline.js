import { LitElement, html, nothing } from 'lit';
import { styleMap } from 'lit/directives/style-map.js';
import { shared, tell } from './shared.js';
import { timelineStyles } from './timeline-styles.js';
import * as api from '../data/api.js';
import { clock, span, spoken, wallClock } from '../data/clock.js';
import { ticks, presence, strips, noteAt } from '../data/timeline.js';

const WINDOWS = [['1 min', 60], ['10 min', 600], ['1 h', 3600], ['All', Infinity]];
const SHORTEST = 30;
/** Pixels a picture takes at least; at most twice that. */
const TILE_WIDTH = 84;
/** Narrower scenes share a picture with their neighbours, in pixels. */
const NARROW = 24;
/** Narrower gaps have no words on them, in pixels. */
const WORDY = 150;
/** Live events keep the strip up to date between reloads. */
const RELOAD_MS = 15000;

/** Everything a stream showed, as a strip of scenes: hover to look, click to go there. */
class SceneTimeline extends LitElement {
  static properties = {
    stream: { attribute: false }, connection: { attribute: false }, moment: { attribute: false }, marks: { attribute: false },
    scenes: { state: true }, blocks: { state: true }, length: { state: true }, chosen: { state: true }, centre: { state: true },
    gaps: { state: true }, hover: { state: true }, playhead: { state: true }, width: { state: true },
  };

  constructor() {
    super();
    this.scenes = [];
    this.blocks = [];
    this.gaps = [];
    this.chosen = 60;
    this.centre = null;
    this.width = 800;
    this.handlers = {
      frame: event => (this.length = Math.max(this.length, event.detail.seconds)),
      scene: event => this.putScene(event.detail.scene),
      block: event => (this.blocks = [...this.blocks, event.detail]),
      lagged: () => this.load(),
    };
    this.onPlayhead = event => (this.playhead = event.detail);
    this.sizes = new ResizeObserver(([entry]) => (this.width = entry.contentRect.width));
  }

  connectedCallback() {
    super.connectedCallback();
    document.addEventListener('playhead', this.onPlayhead);
    this.timer = setInterval(() => document.hidden || this.load(), RELOAD_MS);
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    document.removeEventListener('playhead', this.onPlayhead);
    clearInterval(this.timer);
    this.listen(this.connection, 'removeEventListener');
    this.sizes.disconnect();
  }

  firstUpdated() {
    this.sizes.observe(this.renderRoot.querySelector('.strip'));
  }

  willUpdate(changed) {
    if (changed.has('connection')) {
      this.listen(changed.get('connection'), 'removeEventListener');
      this.listen(this.connection, 'addEventListener');
    }
    if (changed.has('stream')) {
      if (changed.get('stream')?.name !== this.stream.name) this.reset();
      this.length = Math.max(this.length, this.stream.last_seconds, 0);
    }
    if (changed.has('moment')) this.follow();
    if (this.loaded && (this.from < this.loaded.from - 0.01 || this.to > this.loaded.to)) this.load();
  }

  listen(connection, how) {
    if (connection) for (const [type, handler] of Object.entries(this.handlers)) connection[how](type, handler);
  }

  reset() {
    this.scenes = [];
    this.blocks = [];
    this.gaps = [];
    this.length = Math.max(0, this.stream.last_seconds);
    this.centre = null;
    this.load();
  }

  async load() {
    const { name } = this.stream;
    try {
      const { from, to } = this.loaded = { from: Math.max(0, this.from - this.seconds), to: this.to + this.seconds };
      const [scenes, blocks, gaps] = await Promise.all([api.scenes(name, from, to), api.blocks(name, from, to), api.gaps(name, from, to)]);
      if (name === this.stream.name) Object.assign(this, { scenes, blocks, gaps });
    } catch (failure) {
      if (failure.status !== 404 && failure.status !== 0) tell(this, 'trouble', failure);
    }
  }

  putScene(scene) {
    this.scenes = [...this.scenes.filter(other => other.number !== scene.number), scene].sort((a, b) => a.number - b.number);
  }

  /** A moment outside the strip brings the strip to it; back to live, it runs on. */
  follow() {
    this.playhead = this.moment?.start ?? null;
    if (!this.moment) this.centre = null;
    else if (this.moment.start < this.from || this.moment.end > this.to) this.centre = (this.moment.start + this.moment.end) / 2;
  }

  get seconds() {
    return Math.max(SHORTEST, Math.min(this.chosen, this.length));
  }

  get from() {
    const latest = Math.max(0, this.length - this.seconds);
    return this.centre === null ? latest : Math.max(0, Math.min(latest, this.centre - this.seconds / 2));
  }

  get to() {
    return this.from + this.seconds;
  }

  share(seconds) {
    return (seconds - this.from) / this.seconds * 100;
  }

  timeAt(event) {
    const box = this.renderRoot.querySelector('.strip').getBoundingClientRect();
    return Math.max(0, Math.min(this.length, this.from + (event.clientX - box.left) / box.width * this.seconds));
  }

  go(seconds) {
    tell(this, 'moment', { start: seconds, end: seconds + 8 });
  }

  pan(event) {
    const by = Math.abs(event.deltaX) > Math.abs(event.deltaY) ? event.deltaX : event.shiftKey ? event.deltaY : 0;
    if (!by || this.length <= this.seconds) return;
    event.preventDefault();
    const centre = this.from + this.seconds / 2 + by / this.width * this.seconds;
    this.centre = centre + this.seconds / 2 >= this.length ? null : centre;
  }

  keys(event) {
    const step = { ArrowLeft: -1, ArrowRight: 1, PageUp: -10, PageDown: 10 }[event.key];
    const now = this.playhead ?? this.length;
    if (step) this.go(Math.max(0, Math.min(this.length, now + step)));
    else if (event.key === 'Home') this.go(0);
    else if (event.key === 'End' || event.key === 'Escape') tell(this, 'go-live');
    else return;
    event.preventDefault();
  }

  render() {
    return html`
      <div class="head">
        <h2>Timeline</h2>
        <span class="key"><i></i>something in view</span>
        <div class="windows" role="group" aria-label="Time shown">${WINDOWS.map(([name, seconds]) => html`
          <button aria-pressed=${this.chosen === seconds}
              @click=${() => { this.chosen = seconds; this.centre = this.moment ? this.moment.start : null; }}>${name}</button>`)}</div>
      </div>
      <div class="strip" role="slider" tabindex="0" aria-label="Timeline of ${this.stream.name}" aria-valuemin="0"
          aria-valuemax=${Math.round(this.length)}
        aria-valuenow=${Math.round(this.playhead ?? this.length)} aria-valuetext=${this.playhead === null ? 'live' : spoken(this.playhead)}
        @pointermove=${event => (this.hover = event.pointerType === 'touch' ? null : this.timeAt(event))}
          @pointerleave=${() => (this.hover = null)}
        @click=${event => this.go(this.timeAt(event))} @wheel=${this.pan} @keydown=${this.keys}>
        <div class="film">${this.scenes.length ? this.renderScenes() :
          html`<p class="none">Scenes appear here as they are seen.</p>`}</div>
        <div class="presence">${presence(this.blocks, this.length, this.gaps).filter(part => part.end > this.from && part.start < this.to)
            .map(part => html`
          <i style=${styleMap(this.place(part.start, part.end))}></i>`)}</div>
        ${this.renderGaps()}
        ${this.renderMarks()}
        ${this.renderHeads()}
      </div>
      <div class="axis" aria-hidden="true">${ticks(this.from, this.to, this.width).map(seconds => html`<span
          style=${styleMap({ left: `clamp(18px, ${this.share(seconds)}%, calc(100% - 18px))` })}>${clock(seconds)}</span>`)}</div>
      ${this.renderPreview()}`;
  }

  renderScenes() {
    const scenes = this.scenes.map(scene => ({ start: scene.start, end: this.endOf(scene), closed: scene.closed }));
    return strips(scenes, NARROW / this.width * this.seconds).filter(strip => strip.end >= this.from && strip.start <= this.to)
      .map(strip => this.renderScene(strip));
  }

  /** What nobody saw, and why. */
  renderGaps() {
    return this.gaps.map(gap => ({ ...gap, end: gap.end ?? Math.max(this.length, gap.start) }))
      .filter(gap => gap.end >= this.from && gap.start <= this.to).map(gap => html`
        <b class="gap" style=${styleMap(this.place(gap.start, gap.end))}
          title="${span(gap.start, gap.end)}: not watched, ${gap.reason}"><span
            class=${(gap.end - gap.start) / this.seconds * this.width < WORDY ? 'unseen' : ''}>${gap.reason}</span></b>`);
  }

  endOf(scene) {
    const next = this.scenes[this.scenes.indexOf(scene) + 1];
    return next ? next.start : scene.closed ? scene.end : Math.max(scene.end, this.length);
  }

  place(start, end) {
    const left = Math.max(0, this.share(start));
    return { left: `${left}%`, width: `${Math.max(.25, Math.min(100, this.share(end)) - left)}%` };
  }

  /** Pictures stand at fixed times of the scene and a power of two apart, so that they slide along and are rarely fetched anew. */
  renderScene(scene) {
    const { end } = scene;
    const step = 2 ** Math.ceil(Math.log2(TILE_WIDTH / this.width * this.seconds));
    const first = Math.max(0, Math.floor((this.from - scene.start) / step));
    const last = Math.min(Math.ceil((end - scene.start) / step), Math.ceil((this.to - scene.start) / step));
    const tiles = Array.from({ length: Math.max(1, last - first) }, (_, i) => scene.start + (first + i) * step);
    return html`<div class="scene ${scene.closed ? '' : 'open'}"
        style=${styleMap({ left: `${this.share(scene.start)}%`, width: `${(end - scene.start) / this.seconds * 100}%` })}>
      ${tiles.map(seconds => html`<img src=${api.thumbnail(this.stream.name, this.middle(seconds, Math.min(seconds + step, end)))}
          alt="" loading="lazy" draggable="false"
        style=${styleMap({ left: `${(seconds - scene.start) / this.seconds * this.width}px`,
          width: `${step / this.seconds * this.width}px` })}>`)}
    </div>`;
  }

  /** What a stretch is about shows in its middle, not as it begins; while it still grows, its beginning must do. */
  middle(start, end) {
    return Math.round((end < this.length ? (start + end) / 2 : start) * 10) / 10;
  }

  renderMarks() {
    return this.marks.filter(mark => mark.end >= this.from && mark.start <= this.to).map((mark, i) => html`
      <b class="mark" style=${styleMap(this.place(mark.start, Math.max(mark.end, mark.start + this.seconds / 200)))}>
        <span>${i + 1}</span></b>`);
  }

  renderHeads() {
    const live = this.stream.status === 'watching' && this.to >= this.length - 1;
    return html`
      ${live ? html`<i class="now" style=${styleMap({ left: `${Math.min(100, this.share(this.length))}%` })}></i>` : nothing}
      ${this.playhead !== null && this.playhead >= this.from && this.playhead <= this.to
          ? html`<i class="head-line" style=${styleMap({ left: `${this.share(this.playhead)}%` })}></i>` : nothing}`;
  }

  renderPreview() {
    if (this.hover == null || !this.length) return nothing;
    const scene = this.scenes.findLast(other => other.start <= this.hover);
    const note = noteAt(this.blocks, this.hover);
    return html`<div class="preview" aria-hidden="true"
        style=${styleMap({ left: `clamp(94px, ${this.share(this.hover)}%, calc(100% - 94px))` })}>
      <img src=${api.thumbnail(this.stream.name, Math.round(this.hover * 2) / 2)} alt="">
      <p><b>${clock(this.hover)}</b>${this.stream.live ? html`<time>${wallClock(this.stream.started, this.hover)}</time>` : scene
          ? html`<time>scene ${span(scene.start, this.endOf(scene))}</time>` : nothing}</p>
      ${note ? html`<p class="note">${note === 'nothing' ? 'Nothing in view' : note}</p>` : nothing}
    </div>`;
  }

  static styles = [shared, timelineStyles];
}
customElements.define('scene-timeline', SceneTimeline);
