import { LitElement, html, css, nothing } from 'lit';
import { shared, tell } from './shared.js';
import * as api from '../data/api.js';
import { behind } from '../data/load.js';
import { stateOf } from '../data/state.js';
import './live-picture.js';

/** Every camera as a small picture; arrow keys move between them. */
class StreamTiles extends LitElement {
  static properties = { streams: { attribute: false }, selected: {}, connections: { attribute: false } };

  move(event) {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!step) return;
    event.preventDefault();
    const at = this.streams.findIndex(stream => stream.name === this.selected);
    const next = this.streams[(Math.max(0, at) + step + this.streams.length) % this.streams.length];
    tell(this, 'select', next.name);
    [...this.renderRoot.querySelectorAll('[role=tab]')].find(tab => tab.dataset.name === next.name)?.focus();
  }

  render() {
    return html`<div class="tiles" role="tablist" aria-label="Cameras"
        @keydown=${this.move}>${this.streams.map(stream => this.renderTile(stream))}</div>`;
  }

  renderTile(stream) {
    const chosen = stream.name === this.selected;
    // Where none is chosen, one of them can be reached all the same.
    const first = stream === this.streams[0] && !this.streams.some(each => each.name === this.selected);
    const connection = this.connections.get(stream.name);
    const { word, look } = stateOf(stream);
    const late = behind(stream.load);
    return html`
      <button role="tab" class="tile" data-name=${stream.name} aria-selected=${chosen} tabindex=${chosen || first ? 0 : -1}
        aria-label="${stream.name}, ${word.toLowerCase()}${late ? `, ${late}` : ''}" @click=${() => tell(this, 'select', stream.name)}>
        <span class="picture">
          ${connection ? html`<live-picture fit="cover" .connection=${connection}></live-picture>`
          : stream.last_seconds >= 0 ? html`<img src=${api.thumbnail(stream.name, stream.last_seconds)} alt="">` : nothing}
        </span>
        <span class="text"><span class="name">${stream.name}</span>${late ? html`<span class="late">${late}</span>` : nothing}</span>
        <i class=${look} aria-hidden="true"></i>
      </button>`;
  }

  static styles = [shared, css`
    .tiles { display: flex; gap: 8px; overflow-x: auto; padding: 3px; scrollbar-width: none; }
    .tile {
      display: flex; align-items: center; gap: 9px; padding: 4px 14px 4px 4px; border-radius: 12px;
        border: 1px solid transparent; color: var(--soft);
      flex: none; max-width: 240px; transition: background .15s, color .15s;
    }
    .tile:hover { background: var(--hover); color: var(--ink); }
    .tile[aria-selected="true"] { background: var(--raised); border-color: var(--line-strong); color: var(--ink); }
    .picture { width: 58px; height: 34px; border-radius: 8px; overflow: hidden; background: var(--screen); flex: none; }
    .picture > * { display: block; width: 100%; height: 100%; object-fit: cover; }
    .text { display: flex; flex-direction: column; min-width: 0; text-align: left; }
    .late { font-size: 11.5px; color: var(--danger); white-space: nowrap; }
    .name { overflow: hidden; text-overflow: ellipsis; white-space: nowrap; font-weight: 550; font-size: 14px; }
    i { width: 7px; height: 7px; border-radius: 50%; background: var(--faint); flex: none; }
    i.live { background: var(--live); }
    i.lost { background: none; border: 1.5px solid var(--danger); }
  `];
}
customElements.define('stream-tiles', StreamTiles);
