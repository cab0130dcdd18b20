import { LitElement, html, css, nothing } from 'lit';
import { shared, tell } from './shared.js';
import * as api from '../data/api.js';
import { span, spoken } from '../data/clock.js';

/** A moment an answer rests on: its picture, its time, what was there. Opens it. */
class CitationChip extends LitElement {
  static properties = {
    stream: {}, citation: { attribute: false }, number: { attribute: false }, faint: { type: Boolean, reflect: true },
        shown: { type: Boolean, reflect: true },
  };

  open() {
    const { stream, citation } = this;
    tell(this, 'moment', { stream, start: citation.start, end: citation.end, citation });
  }

  render() {
    const { start, end, note } = this.citation;
    // The middle of the moment says more than the citation's own picture of its first instant.
    const picture = api.thumbnail(this.stream, (start + end) / 2);
    return html`<button @click=${this.open} aria-pressed=${this.shown}
        aria-label="Show ${spoken(start)} to ${spoken(end)}${note ? `: ${note}` : ''}">
      <span class="picture"><img src=${picture} alt="" loading="lazy">${this.number ? html`<b>${this.number}</b>` : nothing}</span>
      <span class="words"><time>${span(start, end)}</time>${note ? html`<span class="note">${note}</span>` : nothing}</span>
    </button>`;
  }

  static styles = [shared, css`
    :host { display: block; }
    button { display: flex; align-items: center; gap: 12px; width: 100%; padding: 5px 12px 5px 5px; text-align: left;
      border-radius: 13px; border: 1px solid var(--line); background: var(--raised);
      transition: border-color .15s, background .15s; }
    button:hover { border-color: var(--past-line); }
    :host([shown]) button { border-color: var(--past); background: var(--past-soft); }
    .picture { position: relative; flex: none; width: 82px; aspect-ratio: 16 / 9; border-radius: 9px; overflow: hidden;
      background: var(--screen); }
    img { display: block; width: 100%; height: 100%; object-fit: cover; }
    b { position: absolute; left: 4px; top: 4px; min-width: 18px; padding: 0 4px; border-radius: 9px;
      font: 700 11px/18px var(--text); text-align: center; background: var(--past); color: var(--on-past); }
    .words { min-width: 0; display: grid; }
    time { font: 550 13.5px/1.4 var(--mono); font-variant-numeric: tabular-nums; color: var(--past); }
    .note { font-size: 13px; color: var(--soft); white-space: nowrap; overflow: hidden; text-overflow: ellipsis; }
    :host([faint]) button { background: none; }
    :host([faint]) time { color: var(--soft); }
    :host([faint]) img { filter: saturate(.5); opacity: .8; }
  `];
}
customElements.define('citation-chip', CitationChip);
