import { LitElement, html, css, nothing } from 'lit';
import { shared } from './shared.js';
import * as api from '../data/api.js';
import { clock, span, wallClock } from '../data/clock.js';
import { gapWords } from '../data/timeline.js';

/** The pointer rests this long before it is asked what was noted then. */
const REST_MS = 120;

/** What was there at a point of the timeline, above it. */
class TimelinePreview extends LitElement {
  static properties = { stream: { attribute: false }, seconds: { attribute: false }, gap: { attribute: false }, note: { state: true } };

  willUpdate(changed) {
    if (!changed.has('seconds')) return;
    this.note = '';
    clearTimeout(this.timer);
    if (!this.gap) this.timer = setTimeout(() => this.look(this.seconds), REST_MS);
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    clearTimeout(this.timer);
  }

  async look(seconds) {
    try {
      const note = await api.noteAt(this.stream.name, Math.round(seconds * 1000) / 1000);
      if (seconds === this.seconds) this.note = note;
    } catch {
      // The picture alone tells, too.
    }
  }

  render() {
    const { stream, seconds, gap, note } = this;
    return html`
      ${gap ? html`<p class="gap">${span(gap.start, gap.end)}: ${gapWords(gap)}</p>`
        : html`<img src=${api.thumbnail(stream.name, Math.round(seconds * 2) / 2)} alt="">`}
      <p><b>${clock(seconds)}</b>${stream.live ? html`<time>${wallClock(stream.started, seconds)}</time>` : nothing}</p>
      ${note ? html`<p class="note">${note === 'nothing' ? 'Nothing in view' : note}</p>` : nothing}`;
  }

  static styles = [shared, css`
    :host { position: absolute; bottom: calc(100% - 40px); width: 188px; transform: translateX(-50%); padding: 6px; border-radius: 12px;
      background: var(--raised); border: 1px solid var(--line-strong); box-shadow: var(--shadow); pointer-events: none; z-index: 6; }
    img { display: block; width: 100%; aspect-ratio: 16 / 9; object-fit: cover; border-radius: 7px; background: var(--screen); }
    p { display: flex; justify-content: space-between; margin: 6px 4px 0; font-size: 13px; }
    .gap { display: block; }
    b, time { font-family: var(--mono); font-variant-numeric: tabular-nums; font-weight: 500; }
    time { color: var(--soft); }
    .note { color: var(--soft); margin-top: 2px; }
  `];
}
customElements.define('timeline-preview', TimelinePreview);
