import { LitElement, html, css, nothing } from 'lit';
import { shared, icon } from './shared.js';
import * as api from '../data/api.js';
import { LiveStream } from '../data/live.js';
import { forgetTalks } from '../data/talks.js';
import './stream-tiles.js';
import './moment-viewer.js';
import './scene-timeline.js';
import './chat-panel.js';
import './add-stream.js';
import './sending-bar.js';
import './stream-facts.js';
import './error-toasts.js';
import './theme-switch.js';

const REFRESH_MS = 4000;

/** The whole page: which stream is looked at, and which of its moments. */
class AfterimageApp extends LitElement {
  static properties = {
    info: { state: true },
    streams: { state: true },
    selected: { state: true },
    moment: { state: true },
    marks: { state: true },
    senders: { state: true },
  };

  /** Live connections by stream; open while a stream is watched. */
  connections = new Map();

  constructor() {
    super();
    this.streams = null;
    this.marks = {};
    this.senders = [];
    this.addEventListener('trouble', event => this.trouble(event.detail));
    this.addEventListener('moment', event => this.show(event.detail));
    this.addEventListener('go-live', () => this.live());
    this.addEventListener('cited', event => (this.marks = { ...this.marks, [event.detail.stream]: event.detail.citations }));
  }

  connectedCallback() {
    super.connectedCallback();
    this.begin();
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    clearInterval(this.timer);
    this.connections.forEach(connection => connection.close());
  }

  askWho() {
    location.replace(`/login.html${location.search}${location.hash}`);
  }

  async begin() {
    // As versions before this one printed it: exchanged for a cookie, and out of the address.
    if (new URLSearchParams(location.search).has('token')) {
      this.askWho();
      return;
    }
    await this.refresh();
    this.timer = setInterval(() => document.hidden || this.refresh(), REFRESH_MS);
  }

  async refresh() {
    try {
      this.info ??= await api.info();
      this.streams = await api.streams();
      this.unreachable = false;
      this.connect();
      if (!this.streams.some(stream => stream.name === this.selected)) this.select(this.wanted());
    } catch (failure) {
      if (failure.status === 401) this.askWho();
      else if (!this.unreachable) this.trouble(failure);
      this.unreachable = true;
    }
  }

  /** `#street` is a camera, `#street/15-18` a moment of it. */
  get address() {
    const [name, times] = decodeURIComponent(location.hash.slice(1)).split('/');
    const [start, end] = (times ?? '').split('-').map(Number);
    return { name, moment: times && start >= 0 && end >= start ? { start, end } : null };
  }

  note() {
    const { moment } = this;
    const times = moment ? `/${Math.round(moment.start * 10) / 10}-${Math.round(moment.end * 10) / 10}` : '';
    if (this.selected) history.replaceState(null, '', `#${encodeURIComponent(this.selected)}${times}`);
  }

  live() {
    this.moment = null;
    this.note();
  }

  wanted() {
    const named = this.selected ?? this.address.name;
    return (this.streams.find(stream => stream.name === named) ?? this.streams[0])?.name ?? null;
  }

  connect() {
    const watched = new Set(this.streams.filter(api.underWay).map(stream => stream.name));
    for (const name of watched) if (!this.connections.has(name)) this.connections.set(name, new LiveStream(name));
    for (const [name, connection] of this.connections) {
      if (!watched.has(name)) {
        connection.close();
        this.connections.delete(name);
      }
    }
  }

  select(name) {
    if (name === this.selected) return;
    const { address } = this;
    const first = !this.selected;
    this.selected = name;
    this.moment = first && address.name === name ? address.moment : null;
    this.note();
  }

  /** A citation or a point on the timeline: {stream?, start, end, from?}. */
  show(moment) {
    if (moment.stream) this.select(moment.stream);
    this.moment = moment;
    this.note();
  }

  trouble(failure) {
    this.renderRoot.querySelector('error-toasts').add(failure);
  }

  async added(name) {
    await this.refresh();
    this.select(name);
  }

  /** This browser sends its camera or screen. */
  sending(sender) {
    this.senders = [...this.senders, sender];
    sender.addEventListener('change', () => {
      this.senders = this.senders.filter(each => each.state !== 'over');
      // Of one that never began the dialog tells.
      if (sender.state === 'over' && sender.begun && sender.failure) this.trouble(sender.failure);
    });
  }

  async remove(name) {
    this.senders.filter(sender => sender.name === name).forEach(sender => sender.stop());
    // Out of sight first: the pictures it shows cannot be fetched any more.
    this.streams = this.streams.filter(stream => stream.name !== name);
    this.select(this.wanted());
    await this.updateComplete;
    try {
      await api.deleteStream(name);
      this.connections.get(name)?.close();
      this.connections.delete(name);
    } catch (failure) {
      this.trouble(failure);
    }
    await this.refresh();
  }

  get stream() {
    return this.streams?.find(stream => stream.name === this.selected);
  }

  render() {
    return html`
      <header>
        <h1><img src="/icon.svg" alt="" width="28" height="28"><span>Afterimage</span></h1>
        ${this.streams?.length ? html`
          <stream-tiles .streams=${this.streams} .selected=${this.selected} .connections=${this.connections}
            @select=${event => this.select(event.detail)}></stream-tiles>` : html`<span class="grow"></span>`}
        <div class="tools">
          ${this.info?.can_add
            ? html`<button class="button" @click=${() => this.openDialog()}>${icon('plus')}<span class="wide">Add a stream</span
              ><span class="unseen narrow">Add a stream</span></button>` : nothing}
          ${this.info?.login ? html`<button class="icon-button"
              title=${this.info.caller ? `Log out ${this.info.caller}` : 'Log out'} aria-label="Log out"
              @click=${this.logOut}>${icon('leave')}</button>` : nothing}
          <theme-switch></theme-switch>
        </div>
      </header>
      ${this.senders.length ? html`<sending-bar .senders=${this.senders}></sending-bar>` : nothing}
      ${this.renderMain()}
      <add-stream @sending=${event => this.sending(event.detail)} @added=${event => this.added(event.detail)}></add-stream>
      <stream-facts @remove=${event => this.remove(event.detail)}></stream-facts>
      <error-toasts></error-toasts>`;
  }

  renderMain() {
    if (!this.streams) return html`<main class="empty" aria-busy="true"></main>`;
    return this.stream ? this.renderStream(this.stream) : this.renderEmpty();
  }

  renderStream(stream) {
    const connection = this.connections.get(stream.name);
    return html`
      <main>
        <section class="see" aria-label="Picture and timeline">
          <moment-viewer .stream=${stream} .connection=${connection} .moment=${this.moment}
            @facts=${() => this.renderRoot.querySelector('stream-facts').open(stream, this.info.can_add)}></moment-viewer>
          <scene-timeline .stream=${stream} .connection=${connection} .moment=${this.moment}
              .marks=${this.marks[stream.name] ?? []}></scene-timeline>
        </section>
        <chat-panel .stream=${stream} .moment=${this.moment} .silent=${!this.info.can_ask} .most=${this.info.history}
          .all=${this.streams.map(each => each.name)}></chat-panel>
      </main>`;
  }

  renderEmpty() {
    return html`
      <main class="empty">
        <div class="rings" aria-hidden="true"><i></i><i></i><i></i></div>
        <h2>Nothing is being watched</h2>
        ${this.info?.can_add ? html`
          <p>Add a camera’s address or a video file, or send the camera of this device. You can ask about everything that it
            shows from its first second on.</p>
          <div class="first">
            <button class="button primary" @click=${() => this.openDialog()}>${icon('camera')}Add the first stream</button>
            <button class="button" @click=${() => this.openDialog('camera')}>Use this device’s camera</button>
          </div>`
        : html`<p>${this.info?.role === 'manage'
            ? html`Start one with <code>afterimage watch URI --stream NAME</code>; it appears here by itself.`
          : 'There is no stream that you may see. Ask whoever runs this service.'}</p>`}
      </main>`;
  }

  async logOut() {
    forgetTalks();
    try {
      const { continue_at } = await api.logOut();
      location.assign(continue_at ?? '/login.html');
    } catch (failure) {
      this.trouble(failure);
    }
  }

  openDialog(way) {
    this.renderRoot.querySelector('add-stream').open(way);
  }

  static styles = [shared, css`
    :host { display: flex; flex-direction: column; height: 100dvh; }
    header { display: flex; align-items: center; gap: 20px; padding: 12px 20px; min-width: 0; }
    h1 { display: flex; align-items: center; gap: 10px; margin: 0; font: 600 19px/1 var(--display); letter-spacing: -.01em; }
    stream-tiles, .grow { flex: 1; min-width: 0; }
    .tools { display: flex; align-items: center; gap: 6px; }
    main { flex: 1; min-height: 0; display: grid; grid-template-columns: minmax(0, 1fr) clamp(340px, 29vw, 460px);
      gap: 20px; padding: 4px 20px 20px; }
    .see { display: flex; flex-direction: column; gap: 14px; min-width: 0; min-height: 0; }
    moment-viewer { flex: 1; min-height: 0; }
    main.empty { display: grid; grid-template-columns: auto; place-content: center; justify-items: center;
      text-align: center; gap: 4px; padding: 24px; }
    .empty h2 { font: 600 26px/1.2 var(--display); letter-spacing: -.015em; margin: 22px 0 0; }
    .empty p { color: var(--soft); max-width: 44ch; margin: 6px 0 18px; }
    .first { display: flex; flex-wrap: wrap; gap: 10px; justify-content: center; }
    code { font: 13px var(--mono); background: var(--raised); padding: 3px 7px; border-radius: 6px; }
    .rings { position: relative; width: 150px; height: 90px; }
    .rings i { position: absolute; top: 0; left: 0; width: 90px; height: 90px; border-radius: 50%;
      border: 2px solid var(--past); animation: fade 5s var(--ease) infinite; }
    .rings i:nth-child(2) { left: 30px; opacity: .5; animation-delay: .35s; }
    .rings i:nth-child(3) { left: 60px; opacity: .2; animation-delay: .7s; }
    @keyframes fade { 0%, 100% { transform: none; } 50% { transform: translateX(6px); } }
    .narrow { display: none; }
    @media (max-width: 900px) {
      :host { height: auto; min-height: 100dvh; }
      header { display: grid; grid-template-columns: 1fr auto; gap: 10px 12px; padding: 10px 14px; }
      stream-tiles { grid-row: 2; grid-column: 1 / -1; }
      main { display: flex; flex-direction: column; gap: 12px; padding: 0 0 0; }
      .see { display: contents; }
      /* The picture stays in sight while the talk is scrolled. */
      moment-viewer { flex: none; position: sticky; top: 0; z-index: 4; }
      scene-timeline { margin: 0 14px; }
      chat-panel { flex: 1; }
      .tools .wide { display: none; }
      .narrow { display: inline; }
      .tools .button { padding: 0; width: 38px; }
    }
  `];
}
customElements.define('afterimage-app', AfterimageApp);
