import { LitElement, html, css, nothing } from 'lit';
import { shared, icon, tell } from './shared.js';
import * as api from '../data/api.js';
import { clock, span, wallClock } from '../data/clock.js';
import { late, missing } from '../data/load.js';
import { stateOf } from '../data/state.js';
import { sentences } from '../data/words.js';
import './live-picture.js';
import './live-video.js';
import './replay-player.js';

/** The picture: live, or a moment of the past. */
class MomentViewer extends LitElement {
  static properties = {
    stream: { attribute: false },
    connection: { attribute: false },
    moment: { attribute: false },
    frame: { state: true },
    linked: { state: true },
    /** {seconds, late} of the video that is shown, if one is. */
    video: { state: true },
    /** Whether the live picture is held. */
    held: { state: true },
  };

  constructor() {
    super();
    this.onFrame = event => (this.frame = event.detail);
    this.onLink = () => (this.linked = this.connection?.connected);
  }

  willUpdate(changed) {
    if (changed.has('stream') && changed.get('stream')?.name !== this.stream.name || changed.has('moment')) this.shows(null);
    if (changed.has('connection')) {
      this.listen(changed.get('connection'), 'removeEventListener');
      this.listen(this.connection, 'addEventListener');
      this.frame = this.connection?.frame;
      this.linked = this.connection?.connected;
    }
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.listen(this.connection, 'removeEventListener');
  }

  listen(connection, how) {
    connection?.[how]('frame', this.onFrame);
    connection?.[how]('link', this.onLink);
  }

  /** It ought to be watched and is not: the picture is an old one. */
  get lost() {
    return !this.live && api.underWay(this.stream) && !!this.stream.failure;
  }

  /** Space: plays or pauses what is shown. @returns whether there was anything to */
  toggle() {
    if (this.moment) return this.renderRoot.querySelector('replay-player').toggle();
    const held = this.renderRoot.querySelector('live-video')?.toggle();
    if (held !== undefined) this.held = held;
    return held !== undefined;
  }

  shows(video) {
    this.video = video;
    if (!video) this.held = false;
  }

  get live() {
    return this.stream.status === 'watching';
  }

  render() {
    return html`
      <div class="screen ${this.moment ? 'past' : ''}">
        ${this.renderPicture()}
        <div class="top">
          ${this.renderBadge()}
          <span class="grow"></span>
          <button class="icon-button glass" @click=${() => tell(this, 'facts')} aria-label="About ${this.stream.name}"
              title="About this camera">${icon('details')}</button>
        </div>
        ${this.moment ? nothing : this.renderCaption()}
      </div>
      <p class="unseen" role="status">${this.moment ? `Showing ${span(this.moment.start, this.moment.end)}` : ''}</p>`;
  }

  renderPicture() {
    const ended = !this.live && this.stream.last_seconds >= 0;
    return html`
      <div class="picture now" ?inert=${!!this.moment} role="img"
          aria-label="${this.live ? 'Live picture' : 'Last picture'} of ${this.stream.name}">
        ${this.connection ? html`<live-picture ambient .connection=${this.connection}></live-picture>` : nothing}
        ${this.live && !this.moment ? html`<live-video name=${this.stream.name}
          @live-video=${event => this.shows(event.detail)}></live-video>` : nothing}
        ${!this.connection && ended ? html`<img src=${api.thumbnail(this.stream.name, this.stream.last_seconds)} alt="">` : nothing}
        ${this.connection && !this.frame || !this.connection && !ended
            ? html`<p class="waiting">${sentences(this.stream.failure) || 'Waiting for the first picture…'}</p>` : nothing}
      </div>
      ${this.moment ? html`<replay-player .stream=${this.stream} .moment=${this.moment} .live=${this.live}></replay-player>` : nothing}`;
  }

  renderBadge() {
    if (this.moment) return html`<span class="badge replay">Replay<b>${span(this.moment.start, this.moment.end)}</b></span>`;
    if (!this.live) return html`<span class="badge ${this.lost ? 'lost' : ''}">${stateOf(this.stream).word}</span>`;
    if (this.connection && !this.linked && this.frame) return html`<span class="badge">Reconnecting…</span>`;
    if (this.held) return html`<span class="badge">Held<b>${clock(this.video.seconds)}</b></span>`;
    const seconds = this.video?.seconds ?? this.frame?.seconds;
    const behind = late(this.video?.late ?? this.stream.load?.lag_seconds);
    return html`<span class="badge live"><i></i>Live${seconds === undefined ? nothing : html`<b>${clock(seconds)}</b>`}${
      behind ? html`<em>${behind}</em>` : nothing}</span>`;
  }

  renderCaption() {
    const [words, since] = missing({ ...this.stream.signal, sound: 'fine' })[0] ?? [];
    if (words) return html`<div class="caption failed">${words} <time>since ${clock(since)}</time></div>`;
    const note = this.lost ? null : this.frame?.note;
    if (!note) return this.stream.failure ? html`<div class="caption failed">${sentences(this.stream.failure)}</div>` : nothing;
    return html`<div class="caption"><span
        class=${note === 'nothing' ? 'quiet' : ''}>${note === 'nothing' ? 'Nothing in view' : note}</span>
      ${this.stream.live && this.frame ? html`<time>${wallClock(this.stream.started, this.frame.seconds)}</time>` : nothing}</div>`;
  }

  static styles = [shared, css`
    :host { display: flex; min-width: 0; }
    .screen { position: relative; flex: 1; min-width: 0; border-radius: var(--round); overflow: hidden;
      background: var(--screen); color: #f3f0ea; isolation: isolate; }
    .screen::after { content: ''; position: absolute; inset: 0; border-radius: inherit; pointer-events: none;
      box-shadow: inset 0 0 0 1px var(--line); transition: box-shadow .4s var(--ease); z-index: 4; }
    .screen.past::after { box-shadow: inset 0 0 0 2px #ffb454; }
    .picture { position: absolute; inset: 0; }
    .picture > * { width: 100%; height: 100%; object-fit: contain; }
    /* The name of the thing: what was on screen stays for a moment and fades. */
    .past .now { opacity: 0; animation: afterimage .9s var(--ease) forwards; z-index: 2; pointer-events: none; }
    @keyframes afterimage { from { opacity: .9; filter: none; } to { opacity: 0; filter: blur(6px) sepia(.8) brightness(1.4); } }
    .waiting { display: grid; place-items: center; margin: 0; color: #9a9d99; padding: 2rem; text-align: center; }
    .top { position: absolute; inset: 14px 14px auto; display: flex; align-items: center; z-index: 3; }
    .grow { flex: 1; }
    .badge { display: inline-flex; align-items: center; gap: 8px; height: 30px; padding: 0 12px; border-radius: 999px;
      background: rgb(10 12 13 / .68); font-weight: 600; font-size: 13px; }
    .badge b { font: 500 12.5px var(--mono); font-variant-numeric: tabular-nums; opacity: .85; }
    .badge em { font-style: normal; color: #ffb4a8; }
    .badge i { width: 8px; height: 8px; border-radius: 50%; background: #ff6b57; animation: breathe 2.4s ease-in-out infinite; }
    .badge.lost { background: #7a1d12; }
    .badge.replay { background: #ffb454; color: #241604; }
    @keyframes breathe { 50% { opacity: .35; } }
    .glass { background: rgb(10 12 13 / .5); color: #f3f0ea; }
    .glass:hover { background: rgb(10 12 13 / .8); color: #fff; }
    .caption { position: absolute; inset: auto 0 0; z-index: 1; display: flex; justify-content: space-between; gap: 1rem;
      align-items: end; padding: 56px 20px 16px; background: linear-gradient(transparent, rgb(5 6 7 / .78));
      font-size: 15px; font-weight: 500; text-wrap: balance; }
    .caption span::first-letter { text-transform: uppercase; }
    .caption .quiet { opacity: .65; font-weight: 400; }
    .caption time { font: 12.5px var(--mono); opacity: .75; flex: none; }
    .caption.failed { color: #ffb4a8; }
    @media (max-width: 900px) {
      .screen { border-radius: 0; aspect-ratio: 16 / 9; max-height: 88dvh; }
      .top { inset: 10px 10px auto; }
      .caption { padding: 40px 14px 10px; font-size: 14px; }
    }
  `];
}
customElements.define('moment-viewer', MomentViewer);
