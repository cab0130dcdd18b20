import { LitElement, html, nothing } from 'lit';
import { shared, icon } from './shared.js';
import { appStyles } from './app-styles.js';
import * as api from '../data/api.js';
import { Asking } from '../data/asking.js';
import { Cameras } from '../data/cameras.js';
import { Chats } from '../data/chats.js';
import { listenToKeys } from '../data/keys.js';
import { Address } from '../data/route.js';
import './camera-grid.js';
import './stream-tiles.js';
import './moment-viewer.js';
import './scene-timeline.js';
import './chat-panel.js';
import './add-stream.js';
import './empty-page.js';
import './sending-bar.js';
import './upload-bar.js';
import './stream-facts.js';
import './error-toasts.js';
import './theme-switch.js';

/** The whole page: which camera is looked at, or all, and which moment and chat. The address says so, too. */
class AfterimageApp extends LitElement {
  static properties = { route: { state: true }, marks: { state: true }, senders: { state: true } };

  cameras = new Cameras();
  chats = new Chats();
  asking = new Asking(this.chats);
  address = new Address();

  constructor() {
    super();
    this.route = this.address.route;
    this.marks = {};
    this.senders = [];
    this.cameras.addEventListener('change', () => this.arrived());
    this.cameras.addEventListener('failure', ({ detail }) => detail.status === 401 ? this.askWho() : this.trouble(detail));
    this.address.addEventListener('change', () => (this.route = this.address.route));
    this.addEventListener('trouble', event => this.trouble(event.detail));
    this.addEventListener('moment', event => this.show(event.detail));
    this.addEventListener('go-live', () => this.go({ moment: null }));
    this.addEventListener('chat', event => this.go({ chat: event.detail?.id ?? null }, !!this.route.chat));
    this.addEventListener('cited', event => (this.marks = { ...this.marks, [event.detail.stream]: event.detail.citations }));
  }

  connectedCallback() {
    super.connectedCallback();
    // As versions before this one printed it: exchanged for a cookie, and out of the address.
    if (new URLSearchParams(location.search).has('token')) this.askWho();
    else this.cameras.begin();
    const part = name => this.renderRoot.querySelector(name);
    this.unlisten = listenToKeys({ toggle: () => part('moment-viewer')?.toggle(), arrow: key => part('scene-timeline')?.key(key) });
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.cameras.close();
    this.address.close();
    this.unlisten();
  }

  askWho() {
    location.replace(`/login.html${location.search}${location.hash}`);
  }

  /** Where there is one camera, it is shown. */
  arrived() {
    const { streams } = this.cameras;
    if (!this.route.camera && streams.length === 1) this.go({ camera: streams[0].name }, false);
    this.requestUpdate();
  }

  /** @param anew whether one can go back from there */
  go(change, anew = true) {
    this.route = { ...this.route, ...change };
    this.address.show(this.route, anew);
  }

  select(name) {
    if (name !== this.route.camera) this.go({ camera: name, moment: null, chat: null });
  }

  /** A citation or a point on the timeline: {stream?, start, end, citation?}. The chat stays. Looking around in the past is one step. */
  show({ stream, ...moment }) {
    const other = stream && stream !== this.route.camera;
    this.go({ ...other ? { camera: stream } : {}, moment }, other || !this.route.moment || !!moment.citation);
  }

  trouble(failure) {
    this.renderRoot.querySelector('error-toasts').add(failure);
  }

  async added(name) {
    await this.cameras.refresh();
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
    this.go({ camera: null, moment: null, chat: null }, false);
    this.cameras.hide(name);
    await this.updateComplete;
    try {
      await this.cameras.delete(name);
    } catch (failure) {
      this.trouble(failure);
    }
    await this.cameras.refresh();
  }

  /** Somebody paused, renamed or changed a camera. */
  async changed({ before, stream }) {
    await this.cameras.refresh();
    if (this.route.camera === before && stream.name !== before) this.go({ camera: stream.name }, false);
  }

  async logOut() {
    this.chats.forgetAll();
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

  render() {
    const { info } = this.cameras;
    return html`
      <header>
        <h1><a href="#"><img src="/icon.svg" alt="" width="28" height="28"><span>Afterimage</span></a></h1>
        ${this.renderNavigation()}
        <div class="tools">
          ${info?.can_add
            ? html`<button class="button" @click=${() => this.openDialog()}>${icon('plus')}<span class="wide">Add a camera</span
              ><span class="unseen narrow">Add a camera</span></button>` : nothing}
          ${info?.login ? html`<button class="icon-button"
              title=${info.caller ? `Log out ${info.caller}` : 'Log out'} aria-label="Log out"
              @click=${this.logOut}>${icon('leave')}</button>` : nothing}
          <theme-switch></theme-switch>
        </div>
      </header>
      ${this.senders.length ? html`<sending-bar .senders=${this.senders}></sending-bar>` : nothing}
      <upload-bar .enabled=${!!info?.can_add} @added=${event => this.added(event.detail)}></upload-bar>
      ${this.renderMain()}
      <add-stream .rtmp=${info?.rtmp} @upload=${({ detail }) => this.renderRoot.querySelector('upload-bar').add(detail.files, detail.name)}
        @sending=${event => this.sending(event.detail)} @added=${event => this.added(event.detail)}></add-stream>
      <stream-facts @remove=${event => this.remove(event.detail)} @changed=${event => this.changed(event.detail)}></stream-facts>
      <error-toasts></error-toasts>`;
  }

  renderNavigation() {
    const { streams, connections } = this.cameras;
    if (!streams?.length || !this.route.camera) return html`<span class="grow"></span>`;
    return html`<nav aria-label="Cameras">
      ${streams.length > 1 ? html`<a class="button all" href="#">${icon('grid')}All cameras</a>` : nothing}
      <stream-tiles .streams=${streams} .selected=${this.route.camera} .connections=${connections}
        @select=${event => this.select(event.detail)}></stream-tiles></nav>`;
  }

  renderMain() {
    const { streams, info } = this.cameras;
    if (!streams) return html`<main class="empty" aria-busy="true"></main>`;
    const stream = this.cameras.get(this.route.camera);
    if (streams.length && (stream || !this.route.camera)) return this.renderCameras(stream);
    return html`<main class="empty"><empty-page .info=${info} .missing=${streams.length ? this.route.camera : ''}
      @add=${event => this.openDialog(event.detail ?? undefined)}></empty-page></main>`;
  }

  renderCameras(stream) {
    const { streams, info } = this.cameras;
    return html`
      <main>
        <section class="see" aria-label=${stream ? 'Picture and timeline' : 'Cameras'}>
          ${stream ? this.renderCamera(stream)
            : html`<camera-grid .streams=${streams} .connections=${this.cameras.connections}></camera-grid>`}
        </section>
        <chat-panel .stream=${stream ?? null} .moment=${this.route.moment} .silent=${!info.can_ask} .most=${info.history}
          .all=${streams.map(each => each.name)} .chats=${this.chats} .asking=${this.asking} .wanted=${this.route.chat}></chat-panel>
      </main>`;
  }

  renderCamera(stream) {
    const connection = this.cameras.connections.get(stream.name);
    return html`
      <moment-viewer .stream=${stream} .connection=${connection} .moment=${this.route.moment}
        @facts=${() => this.renderRoot.querySelector('stream-facts').open(stream, this.cameras.info)}></moment-viewer>
      <scene-timeline .stream=${stream} .connection=${connection} .moment=${this.route.moment}
        .marks=${this.marks[stream.name] ?? []}></scene-timeline>`;
  }

  static styles = [shared, appStyles];
}
customElements.define('afterimage-app', AfterimageApp);
