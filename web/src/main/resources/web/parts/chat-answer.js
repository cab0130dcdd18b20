import { LitElement, html, css, nothing } from 'lit';
import { shared, icon } from './shared.js';
import { sentences } from '../data/words.js';
import './citation-chip.js';

/** One answer: found, not seen, cannot tell, not watched, or failed; while it arrives, what is there of it. */
class ChatAnswer extends LitElement {
  static properties = {
    stream: {}, words: {}, reply: { attribute: false }, failure: { attribute: false }, moment: { attribute: false },
  };

  render() {
    if (this.failure) return this.renderFailure(this.failure.message, this.failure.remedy, this.failure.code);
    if (!this.reply) {
      return html`<div class="answer arriving"><p>${this.words || nothing}${this.words ? html`<i class="caret"></i>`
        : html`<span class="looking">Looking back<i></i><i></i><i></i></span>`}</p></div>`;
    }
    if (this.reply.outcome === 'failed') return this.renderFailure(this.reply.answer, '', this.reply.error.code);
    if (this.reply.outcome === 'not_watched') return this.renderUnknown('Not watched');
    if (this.reply.outcome === 'cannot_tell') return this.renderUnknown('Cannot tell');
    return this.reply.outcome === 'not_seen' ? this.renderNotSeen() : this.renderAnswered();
  }

  renderAnswered() {
    const { answer, citations } = this.reply;
    return html`<div class="answer answered"><p>${answer}</p>${this.renderChips(citations)}${this.renderMore()}${this.renderCost()}</div>`;
  }

  renderNotSeen() {
    const closest = this.reply.closest ?? [];
    return html`<div class="answer not-seen">
      <p class="outcome">${icon('unseen')}Not seen</p>
      <p class="why">${this.reply.answer}</p>
      ${closest.length ? html`<p class="closest">What came closest</p>${this.renderChips(closest, true)}` : nothing}
      ${this.renderCost()}
    </div>`;
  }

  renderMore() {
    const more = this.reply.more_citations;
    return more ? html`<p class="cost">and ${more} more moment${more === 1 ? '' : 's'}</p>` : nothing;
  }

  renderUnknown(outcome) {
    return html`<div class="answer not-seen">
      <p class="outcome">${icon('unseen')}${outcome}</p>
      <p class="why">${this.reply.answer}</p>
      ${this.renderCost()}
    </div>`;
  }

  renderFailure(message, remedy, code) {
    return html`<div class="answer failed">
      <p class="outcome">${icon('warning')}<span>${sentences(message)}</span></p>
      ${remedy ? html`<p class="why">${sentences(remedy)}</p>` : nothing}${code ? html`<code>${code}</code>` : nothing}
    </div>`;
  }

  renderChips(citations, faint = false) {
    return citations.length ? html`<ol class="chips"
        aria-label=${faint ? 'Closest moments' : 'Moments this rests on'}>${citations.map((citation, i) => html`
      <li><citation-chip .stream=${this.stream} .citation=${citation} .number=${faint ? null : i + 1} ?faint=${faint}
        ?shown=${this.moment?.citation === citation}></citation-chip></li>`)}</ol>` : nothing;
  }

  renderCost() {
    const { usage, timings_ms: timings, method, model } = this.reply;
    const words = [method === 'computed' ? 'From what was noted' : method === 'read' ? `Read by the model ${model}` : model,
      usage.retrieved_blocks ? `${usage.retrieved_blocks} moment${usage.retrieved_blocks === 1 ? '' : 's'} looked at` : '',
      `${timings.total < 995 ? `${Math.round(timings.total)} ms` : `${(timings.total / 1000).toFixed(1)} s`}`].filter(Boolean);
    const understood = this.reply.understood?.text;
    return html`<p class="cost">${words.join(' · ')}</p>${understood ? html`<p class="cost">Understood: ${understood}</p>` : nothing}`;
  }

  static styles = [shared, css`
    :host { display: block; }
    .answer { padding: 4px 4px 2px; animation: arrive .3s var(--ease); }
    @keyframes arrive { from { opacity: 0; transform: translateY(6px); } }
    p { margin: 0; overflow-wrap: anywhere; white-space: pre-wrap; }
    .answered > p:first-child, .arriving > p { font-size: 17px; line-height: 1.45; }
    .caret { display: inline-block; width: 8px; height: 1em; margin-left: 3px; vertical-align: -2px; border-radius: 2px;
      background: var(--past); animation: blink 1s steps(2) infinite; }
    @keyframes blink { 50% { opacity: 0; } }
    .looking { color: var(--faint); font-size: 15px; }
    .looking i { display: inline-block; width: 5px; height: 5px; margin-left: 4px; border-radius: 50%;
      background: var(--past); animation: pulse 1.2s ease-in-out infinite; }
    .looking i:nth-child(2) { animation-delay: .15s; } .looking i:nth-child(3) { animation-delay: .3s; }
    @keyframes pulse { 0%, 100% { opacity: .2; } 40% { opacity: 1; } }
    .chips { list-style: none; margin: 12px 0 0; padding: 0; display: grid; gap: 6px; }
    .outcome { display: flex; align-items: center; gap: 9px; font-weight: 600; }
    .not-seen { border: 1px dashed var(--line-strong); border-radius: 14px; padding: 13px 15px 10px; }
    .not-seen .outcome { color: var(--soft); }
    .why { color: var(--soft); margin-top: 4px; font-size: 14px; }
    .closest { color: var(--faint); font-size: 12.5px; margin-top: 12px; }
    .closest + .chips { margin-top: 6px; }
    .failed { border-radius: 14px; padding: 13px 15px; background: var(--danger-soft); }
    .failed .outcome { color: var(--danger); font-size: 14px; align-items: flex-start; }
    .failed code { font: 11px var(--mono); color: var(--faint); }
    .cost { color: var(--faint); font-size: 12px; margin-top: 9px; }
  `];
}
customElements.define('chat-answer', ChatAnswer);
