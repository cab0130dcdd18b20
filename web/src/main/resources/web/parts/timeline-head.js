import { LitElement, html, css } from 'lit';
import { shared, tell } from './shared.js';

export const WINDOWS = [['1 min', 60], ['10 min', 600], ['1 h', 3600], ['1 day', 86400], ['1 week', 604800], ['1 month', 2592000],
  ['All', Infinity]];
const TYPED_MS = 350;

/** What the timeline shows: how much time, which things, which words. Tells `window` with seconds, and `filter` with {label, text}. */
class TimelineHead extends LitElement {
  static properties = { chosen: { attribute: false }, length: { attribute: false }, labels: { attribute: false },
    filter: { attribute: false } };

  /** Those that show more than the one before, of what there is. */
  get windows() {
    return WINDOWS.filter(([, seconds], i) => !i || seconds === Infinity || WINDOWS[i - 1][1] < this.length || seconds === this.chosen);
  }

  /** What is looked for stays to be chosen, even where there is none of it. */
  get options() {
    const labels = this.labels.map(each => each.label);
    return !this.filter.label || labels.includes(this.filter.label) ? labels : [this.filter.label, ...labels];
  }

  change(filter) {
    tell(this, 'filter', { ...this.filter, ...filter });
  }

  typed(text) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.change({ text: text.trim() }), TYPED_MS);
  }

  render() {
    return html`
      <h2>Timeline</h2>
      <div class="filters">
        <label class="unseen" for="label">Things shown</label>
        <select id="label" .value=${this.filter.label} @change=${event => this.change({ label: event.target.value })}>
          <option value="" ?selected=${!this.filter.label}>Anything</option>
          ${this.options.map(label => html`<option value=${label} ?selected=${label === this.filter.label}>${label}</option>`)}
        </select>
        <label class="unseen" for="text">Words written, said or noted</label>
        <input id="text" type="search" placeholder="Words written or said" autocomplete="off" .value=${this.filter.text}
          @input=${event => this.typed(event.target.value)}>
      </div>
      <div class="windows" role="group" aria-label="Time shown">${this.windows.map(([name, seconds]) => html`
        <button aria-pressed=${this.chosen === seconds} @click=${() => tell(this, 'window', seconds)}>${name}</button>`)}</div>`;
  }

  static styles = [shared, css`
    :host { display: flex; flex-wrap: wrap; gap: 8px 14px; align-items: center; margin-bottom: 10px; }
    h2 { margin: 0; font: 600 14px/1 var(--display); color: var(--soft); }
    .filters { flex: 1; display: flex; flex-wrap: wrap; gap: 8px; min-width: 0; }
    select, input { height: 30px; padding: 0 10px; border-radius: 999px; border: 1px solid var(--line-strong); background: var(--raised);
      font-size: 13px; min-width: 0; max-width: 12em; }
    input { flex: 1 1 9em; max-width: 16em; }
    input::placeholder { color: var(--faint); opacity: 1; }
    .windows { display: flex; flex-wrap: wrap; gap: 2px; }
    .windows button { padding: 4px 10px; border-radius: 999px; font-size: 13px; color: var(--soft); min-height: 28px; }
    .windows button:hover { color: var(--ink); }
    .windows button[aria-pressed="true"] { background: var(--hover); color: var(--ink); }
  `];
}
customElements.define('timeline-head', TimelineHead);
