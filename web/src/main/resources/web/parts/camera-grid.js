import { LitElement, html, css, nothing } from 'lit';
import { shared, icon } from './shared.js';
import * as api from '../data/api.js';
import { format } from '../data/route.js';
import { stateOf, summary } from '../data/state.js';
import { behind } from '../data/load.js';
import './disk-line.js';
import './live-picture.js';

/** All cameras, each with its picture and how it is. A click goes to one; so do arrow keys and Enter. */
class CameraGrid extends LitElement {
  static properties = { streams: { attribute: false }, connections: { attribute: false } };

  move(event) {
    const links = [...this.renderRoot.querySelectorAll('a')];
    const at = links.indexOf(this.renderRoot.activeElement);
    const step = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: this.columns, ArrowUp: -this.columns }[event.key];
    if (!step || at < 0 || !links[at + step]) return;
    event.preventDefault();
    links[at + step].focus();
  }

  get columns() {
    return getComputedStyle(this.renderRoot.querySelector('ul')).gridTemplateColumns.split(' ').length;
  }

  render() {
    return html`
      <div class="head"><h2>All cameras</h2><p role="status">${summary(this.streams)}</p>
        <disk-line .names=${this.streams.map(stream => stream.name)}></disk-line></div>
      <ul @keydown=${this.move}>${this.streams.map(stream => html`<li>${this.renderCard(stream)}</li>`)}</ul>`;
  }

  renderCard(stream) {
    const { word, look, detail } = stateOf(stream);
    const late = behind(stream.load);
    const connection = look === 'lost' && !stream.load ? null : this.connections.get(stream.name);
    return html`
      <a href=${format({ camera: stream.name })} class=${look} data-name=${stream.name}>
        <span class="picture">
          ${connection ? html`<live-picture fit="cover" .connection=${connection}></live-picture>`
          : stream.last_seconds >= 0 ? html`<img src=${api.thumbnail(stream.name, stream.last_seconds)} alt="">`
          : html`<span class="none">${icon('camera')}</span>`}
        </span>
        <span class="words">
          <span class="name">${stream.name}</span>
          <span class="state"><i aria-hidden="true"></i>${word}</span>
          ${late && stream.status === 'watching' ? html`<span class="late">${late}</span>` : nothing}
          ${detail && detail !== late ? html`<span class="detail">${detail}</span>` : nothing}
        </span>
      </a>`;
  }

  static styles = [shared, css`
    :host { display: block; min-width: 0; min-height: 0; overflow-y: auto; padding: 3px; scrollbar-width: thin; }
    .head { display: flex; align-items: baseline; gap: 14px; flex-wrap: wrap; margin: 0 2px 12px; }
    h2 { margin: 0; font: 600 20px/1.25 var(--display); letter-spacing: -.01em; }
    p { margin: 0; color: var(--soft); font-size: 14px; }
    ul { list-style: none; margin: 0; padding: 0; display: grid; gap: 14px;
      grid-template-columns: repeat(auto-fill, minmax(min(260px, 100%), 1fr)); }
    li { display: grid; }
    a { display: flex; flex-direction: column; border-radius: var(--round); overflow: hidden; background: var(--panel);
      border: 1px solid var(--line-strong); color: inherit; text-decoration: none; transition: background .15s, border-color .15s; }
    a:hover { background: var(--raised); border-color: var(--past-line); }
    a.lost { border-color: var(--danger); }
    .picture { display: block; aspect-ratio: 16 / 9; background: var(--screen); overflow: hidden; }
    .picture > * { display: block; width: 100%; height: 100%; object-fit: cover; }
    .lost .picture > *, .off .picture > * { filter: grayscale(1) brightness(.6); }
    .picture .none { display: grid; place-items: center; color: #9a9d99; }
    .words { display: grid; grid-template-columns: minmax(0, 1fr) auto; gap: 2px 12px; padding: 10px 14px 12px; font-size: 14px; }
    .name { font-weight: 600; font-size: 15px; overflow-wrap: anywhere; }
    .state { display: inline-flex; align-items: center; gap: 7px; color: var(--soft); white-space: nowrap; align-self: start; }
    i { width: 8px; height: 8px; border-radius: 50%; background: var(--faint); }
    .live i { background: var(--live); }
    .lost i { background: none; border: 2px solid var(--danger); }
    .lost .state, .late { color: var(--danger); }
    .late, .detail { grid-column: 1 / -1; font-size: 13px; }
    .detail { color: var(--soft); overflow-wrap: anywhere; display: -webkit-box; -webkit-box-orient: vertical; -webkit-line-clamp: 3;
      overflow: hidden; }
    @media (max-width: 900px) { :host { overflow: visible; padding: 0 14px; }
      ul { grid-template-columns: repeat(auto-fill, minmax(min(200px, 100%), 1fr)); gap: 10px; } }
  `];
}
customElements.define('camera-grid', CameraGrid);
