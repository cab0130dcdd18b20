import { LitElement, html, css, nothing } from 'lit';
import { shared, tell } from './shared.js';
import { modal } from './modal.js';
import { bytes, clock } from '../data/clock.js';
import { missing, skipping } from '../data/load.js';
import * as api from '../data/api.js';

/** What is kept, as the API names it and in words. */
const KINDS = [['recording', 'recorded video'], ['kv', 'KV cache'], ['thumbnails', 'pictures']];

const limitText = (limit, words = '') => [
  ...limit?.bytes ? [`${words}${bytes(limit.bytes)}`] : [],
  ...limit?.days ? [`${words}${limit.days} ${limit.days === 1 ? 'day' : 'days'}`] : []];

const limitsText = limits => [...limitText(limits), ...KINDS.flatMap(([name, words]) => limitText(limits[name], `${words} `))]
  .join(', ') || 'none';

/** What is known of a stream; forgets it on request, after asking twice. */
class StreamFacts extends LitElement {
  static properties = { stream: { state: true }, sure: { state: true }, changeable: { state: true }, kept: { state: true } };

  async open(stream, changeable) {
    this.stream = stream;
    this.changeable = changeable;
    this.sure = false;
    this.kept = null;
    this.look(() => api.kept(stream.name));
    await this.updateComplete;
    this.renderRoot.querySelector('dialog').showModal();
  }

  async look(at) {
    const { name } = this.stream;
    try {
      const kept = await at();
      if (this.stream.name === name) this.kept = kept;
    } catch (failure) {
      tell(this, 'trouble', failure);
    }
  }

  /** An empty field lifts the limit. */
  limit(event) {
    event.preventDefault();
    const { days, size } = event.target.elements;
    this.look(() => api.limit(this.stream.name, { days: days.value ? Number(days.value) : null,
      bytes: size.value ? Math.round(Number(size.value) * 1e9) : null }));
  }

  close() {
    this.renderRoot.querySelector('dialog').close();
  }

  remove() {
    if (!this.sure) {
      this.sure = true;
      return;
    }
    this.close();
    tell(this, 'remove', this.stream.name);
  }

  facts(stream) {
    return [
      ['Source', stream.uri],
      ['Picture', stream.width ? `${stream.width} × ${stream.height}, ${stream.fps} a second sampled` : '–'],
      ['Since', new Date(stream.started).toLocaleString()],
      ['Seen', stream.last_seconds >= 0 ? `${clock(stream.last_seconds)} in ${stream.frames.toLocaleString()} frames` : 'nothing yet'],
      ...this.load(stream),
      ...missing(stream.signal).map(([words, since]) => ['Signal', `${words} Since ${clock(since)}.`]),
      ['Kept', `${stream.blocks.toLocaleString()} blocks, ${stream.tokens.toLocaleString()} tokens`],
      ['KV cache', bytes(stream.kv_bytes)],
      ...this.space(this.kept),
      ['State', stream.status.replace('_', ' ') + (stream.failure ? `: ${stream.failure}` : '')],
    ];
  }

  space(kept) {
    if (!kept) return [];
    const part = name => bytes(kept[name]?.bytes ?? 0);
    const lasts = kept.lasts_days === null ? '' : `; ${bytes(kept.bytes_a_day)} a day: ${
      kept.limited ? 'lasts' : 'the disk is full in'} ${
      kept.lasts_days < 2 ? `${Math.round(kept.lasts_days * 24)} hours` : `${Math.round(kept.lasts_days)} days`} at this rate`;
    return [
      ['On the disk', `${bytes(kept.bytes)}: ${KINDS.map(([name, words]) => `${words} ${part(name)}`).join(', ')}, evidence ${
        part('evidence')}`],
      ['Free', `${bytes(kept.disk_free)}${lasts}`],
      ['Limits', `${limitsText(kept.limits)}; of all streams together: ${limitsText(kept.limits_of_all)}`],
    ];
  }

  renderLimits({ limits }) {
    return html`<form class="limits" @submit=${this.limit}>
      <label>Keep at most <input name="days" type="number" min="0.01" step="any" .value=${limits.days ?? ''}> days</label>
      <label>and <input name="size" type="number" min="0.07" step="any" .value=${limits.bytes ? limits.bytes / 1e9 : ''}> GB</label>
      <button class="button">Set</button></form>`;
  }

  /** How it keeps up with its source, while it is watched. */
  load({ load }) {
    if (!load) return [];
    const lost = load.frames_dropped
        ? `${load.frames_dropped.toLocaleString()} of ${load.frames_sampled.toLocaleString()} frames skipped` : 'no frames skipped';
    return [
      ['Keeping up', [skipping(load), `${lost}, ${load.lag_seconds.toFixed(1)} s behind, ${load.queued} queued`]
        .filter(Boolean).join('; ')],
      ...load.reconnects ? [['Connected again', `${load.reconnects.toLocaleString()} ${load.reconnects === 1 ? 'time' : 'times'}`]] : [],
    ];
  }

  render() {
    const { stream } = this;
    return html`<dialog aria-labelledby="title">${stream ? html`
      <div class="content">
        <h2 id="title">${stream.name}</h2>
        <dl>${this.facts(stream).map(([name, value]) => html`<dt>${name}</dt><dd>${value}</dd>`)}</dl>
        ${this.changeable && this.kept ? this.renderLimits(this.kept) : nothing}
        ${this.sure ? html`<p class="sure" role="alert">This stops watching and deletes everything that was stored.</p>` : nothing}
        <div class="actions">
          ${this.changeable ? html`<button class="button danger"
              @click=${this.remove}>${this.sure ? 'Yes, delete it' : 'Delete this camera'}</button>` : nothing}
          <span class="grow"></span>
          <button class="button" @click=${this.close} autofocus>Close</button>
        </div>
      </div>` : nothing}</dialog>`;
  }

  static styles = [shared, modal, css`
    dl { display: grid; grid-template-columns: auto 1fr; gap: 8px 20px; margin: 0; font-size: 14px; }
    dt { color: var(--faint); }
    dd { margin: 0; overflow-wrap: anywhere; font-variant-numeric: tabular-nums; }
    .limits { display: flex; flex-wrap: wrap; align-items: center; gap: 10px; font-size: 14px; }
    .limits input { width: 6em; min-height: 34px; padding: 0 8px; border-radius: 8px; border: 1px solid var(--line-strong);
      background: var(--raised); }
    .sure { margin: 0; padding: 10px 14px; border-radius: 12px; background: var(--danger-soft); color: var(--danger); font-size: 14px; }
  `];
}
customElements.define('stream-facts', StreamFacts);
