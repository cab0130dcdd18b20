import { LitElement, html, nothing } from 'lit';
import { styleMap } from 'lit/directives/style-map.js';
import { shared, tell } from './shared.js';
import { timelineStyles } from './timeline-styles.js';
import * as api from '../data/api.js';
import { span, spoken } from '../data/clock.js';
import { axis, gapWords, pixels, tileSeconds } from '../data/timeline.js';
import './timeline-head.js';
import './timeline-preview.js';

const SHORTEST = 30;
/** Pixels a picture takes at least; at most twice that. */
const TILE_WIDTH = 84;
/** Narrower gaps have no words on them, in pixels. */
const WORDY = 150;
/** Nothing is drawn narrower than this: what is shorter than a pixel is seen all the same. */
const LEAST_PIXELS = 3;
/** How often what is new is looked at: soon where it is seen to grow, else as often as a pixel passes. */
const RELOAD_MS = 4000;
const MOST_COLUMNS = 4000;
/** A replayed moment from a point of the timeline, seconds. */
const MOMENT = 8;

/** Everything a camera showed, as a strip of pictures: hover to look, click to go there. */
class SceneTimeline extends LitElement {
  static properties = {
    stream: { attribute: false }, connection: { attribute: false }, moment: { attribute: false }, marks: { attribute: false },
    strip: { state: true }, length: { state: true }, chosen: { state: true }, centre: { state: true },
    hover: { state: true }, playhead: { state: true }, width: { state: true }, filter: { state: true },
  };

  constructor() {
    super();
    this.chosen = 60;
    this.centre = null;
    this.width = 800;
    this.length = 0;
    this.filter = { label: '', text: '' };
    this.handlers = {
      frame: event => (this.length = Math.max(this.length, event.detail.seconds)),
      block: () => this.soon(),
      lagged: () => this.load(),
    };
    this.onPlayhead = event => (this.playhead = event.detail);
    this.sizes = new ResizeObserver(([entry]) => (this.width = Math.max(50, Math.round(entry.contentRect.width))));
  }

  connectedCallback() {
    super.connectedCallback();
    document.addEventListener('playhead', this.onPlayhead);
    this.timer = setInterval(() => this.due() && this.load(), RELOAD_MS);
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    document.removeEventListener('playhead', this.onPlayhead);
    clearInterval(this.timer);
    clearTimeout(this.later);
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
    const { wanted } = this;
    const inside = wanted && this.from >= wanted.from - 0.01 && this.to <= wanted.to && wanted.width === this.width
      && wanted.seconds === this.seconds && wanted.filter === this.filter;
    if (!inside) this.load();
  }

  updated() {
    this.paint();
  }

  listen(connection, how) {
    if (connection) for (const [type, handler] of Object.entries(this.handlers)) connection[how](type, handler);
  }

  reset() {
    this.strip = this.wanted = null;
    this.length = Math.max(0, this.stream.last_seconds);
    this.centre = null;
    this.filter = { label: '', text: '' };
  }

  soon() {
    if (this.seconds > 600) return;
    clearTimeout(this.later);
    this.later = setTimeout(() => this.load(), 300);
  }

  /** Whether a new pixel has come since it was looked at. */
  due() {
    return !document.hidden && this.wanted && performance.now() - this.wanted.when > Math.min(60000, this.seconds / this.width * 1000);
  }

  /** With as much before and behind, to be moved to without a wait. */
  async load() {
    const { name } = this.stream;
    const { seconds, width, filter } = this;
    const from = Math.max(0, this.from - seconds);
    const to = this.to + seconds;
    const wanted = this.wanted = { from, to, seconds, width, filter, when: performance.now() };
    const known = this.length;
    try {
      const columns = Math.min(MOST_COLUMNS, Math.max(1, Math.round((to - from) / seconds * width)));
      const strip = await api.timeline(name, { from, to, columns, tile: tileSeconds(seconds, width, TILE_WIDTH), ...filter });
      if (this.wanted === wanted) this.strip = { ...strip, known };
    } catch (failure) {
      if (failure.status !== 404 && failure.status !== 0) tell(this, 'trouble', failure);
    }
  }

  /** A moment outside the strip brings the strip to it; back to live, it runs on. */
  follow() {
    this.playhead = this.moment?.start ?? null;
    if (!this.moment) this.centre = null;
    else if (this.moment.start < this.from || this.moment.end > this.to) this.centre = (this.moment.start + this.moment.end) / 2;
  }

  get seconds() {
    // In steps, so that a strip that grows is not another one with every picture.
    const step = Math.max(10, 10 ** Math.floor(Math.log10(Math.max(1, this.length))) / 10);
    return Math.max(SHORTEST, Math.min(this.chosen, Math.ceil(this.length / step) * step));
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
    tell(this, 'moment', { start: seconds, end: seconds + MOMENT });
  }

  choose(seconds) {
    this.chosen = seconds;
    this.centre = this.moment ? this.moment.start : null;
  }

  pan(event) {
    const by = Math.abs(event.deltaX) > Math.abs(event.deltaY) ? event.deltaX : event.shiftKey ? event.deltaY : 0;
    if (!by || this.length <= this.seconds) return;
    event.preventDefault();
    const centre = this.from + this.seconds / 2 + by / this.width * this.seconds;
    this.centre = centre + this.seconds / 2 >= this.length ? null : centre;
  }

  /** A step is a second of a minute, and as much of what is shown. @returns whether the key meant something */
  key(key) {
    const step = { ArrowLeft: -1, ArrowRight: 1, PageUp: -10, PageDown: 10 }[key] * Math.max(1, Math.round(this.seconds / 60));
    const now = this.playhead ?? this.length;
    if (step) this.go(Math.max(0, Math.min(this.length, now + step)));
    else if (key === 'Home') this.go(0);
    else if (key === 'End' || key === 'Escape' && this.moment) tell(this, 'go-live');
    else return false;
    return true;
  }

  keys(event) {
    if (!event.altKey && !event.ctrlKey && !event.metaKey && this.key(event.key)) event.preventDefault();
  }

  /** The canvas beside: how much of each pixel's time something was in view. */
  paint() {
    const canvas = this.renderRoot.querySelector('canvas');
    canvas.width = this.width;
    const brush = canvas.getContext('2d');
    brush.fillStyle = getComputedStyle(canvas).color;
    if (!this.strip) return;
    pixels(this.strip, this.from, this.to, this.width, this.strip.known, this.length).forEach((share, x) => {
      if (!share) return;
      brush.globalAlpha = .45 + .55 * share;
      brush.fillRect(x, 0, 1, 6);
    });
  }

  render() {
    const looking = this.filter.label || this.filter.text;
    return html`
      <timeline-head .chosen=${this.chosen} .length=${this.length} .labels=${this.strip?.labels ?? []} .filter=${this.filter}
        @window=${event => this.choose(event.detail)} @filter=${event => (this.filter = event.detail)}></timeline-head>
      <div class="strip ${looking ? 'looking' : ''}" role="slider" tabindex="0"
        aria-label="Timeline of ${this.stream.name}" aria-valuemin="0" aria-valuemax=${Math.round(this.length)}
        aria-valuenow=${Math.round(this.playhead ?? this.length)} aria-valuetext=${this.playhead === null ? 'live' : spoken(this.playhead)}
        @pointermove=${event => (this.hover = event.pointerType === 'touch' ? null : this.timeAt(event))}
          @pointerleave=${() => (this.hover = null)}
        @click=${event => this.go(this.timeAt(event))} @wheel=${this.pan} @keydown=${this.keys}>
        <div class="film">${this.strip?.pictures.length ? this.renderPictures() :
          html`<p class="none">Pictures appear here as they are seen.</p>`}</div>
        <canvas class="presence" height="6"></canvas>
        ${this.renderGaps()}
        ${this.renderMarks()}
        ${this.renderHeads()}
      </div>
      <div class="axis" aria-hidden="true">${axis(this.stream, this.from, this.to, this.width).map(({ seconds, words }) => html`<span
          style=${styleMap({ left: `clamp(18px, ${this.share(seconds)}%, calc(100% - 18px))` })}>${words}</span>`)}</div>
      ${this.renderPreview()}`;
  }

  shown(start, end) {
    return end >= this.from && start <= this.to;
  }

  /** Pictures stand for stretches that begin at fixed times: so they slide along and are rarely fetched anew. */
  renderPictures() {
    const width = each => this.share(Math.min(each.end, this.length)) - this.share(each.start);
    return this.strip.pictures.filter(each => this.shown(each.start, each.end)).map(each => html`<span
        class=${each.seen ? 'picture' : 'picture idle'} style=${styleMap({ left: `${this.share(each.start)}%`, width: `${width(each)}%` })}>
      ${each.seconds === null ? nothing
        : html`<img src=${api.thumbnail(this.stream.name, each.seconds)} alt="" draggable="false">`}</span>`);
  }

  get gaps() {
    return (this.strip?.gaps ?? []).map(gap => ({ ...gap, end: gap.end ?? Math.max(this.length, gap.start) }));
  }

  /** What nobody saw, and why. */
  renderGaps() {
    return this.gaps.filter(gap => this.shown(gap.start, gap.end)).map(gap => html`
        <b class="gap" style=${styleMap(this.place(gap.start, gap.end))} title="${span(gap.start, gap.end)}: ${gapWords(gap)}"><span
            class=${(gap.end - gap.start) / this.seconds * this.width < WORDY ? 'unseen' : ''}>${gap.reason}</span></b>`);
  }

  place(start, end) {
    const left = Math.max(0, this.share(start));
    const least = LEAST_PIXELS / this.width * 100;
    const width = Math.max(least, Math.min(100, this.share(end)) - left);
    return { left: `${Math.min(left, 100 - width)}%`, width: `${width}%` };
  }

  renderMarks() {
    return this.marks.filter(mark => this.shown(mark.start, mark.end)).map((mark, i) => html`
      <b class="mark" style=${styleMap(this.place(mark.start, Math.max(mark.end, mark.start + this.seconds / 200)))}>
        <span>${i + 1}</span></b>`);
  }

  renderHeads() {
    const live = this.stream.status === 'watching' && this.to >= this.length - 1;
    return html`
      ${live ? html`<i class="now" style=${styleMap({ left: `${Math.min(100, this.share(this.length))}%` })}></i>` : nothing}
      ${this.playhead !== null && this.shown(this.playhead, this.playhead)
          ? html`<i class="head-line" style=${styleMap({ left: `${this.share(this.playhead)}%` })}></i>` : nothing}`;
  }

  renderPreview() {
    if (this.hover == null || !this.length) return nothing;
    const least = LEAST_PIXELS / this.width * this.seconds;
    const gap = this.gaps.find(each => each.start <= this.hover && Math.max(each.end, each.start + least) > this.hover);
    return html`<timeline-preview aria-hidden="true" .stream=${this.stream} .seconds=${this.hover} .gap=${gap ?? null}
      style=${styleMap({ left: `clamp(94px, ${this.share(this.hover)}%, calc(100% - 94px))` })}></timeline-preview>`;
  }

  static styles = [shared, timelineStyles];
}
customElements.define('scene-timeline', SceneTimeline);
