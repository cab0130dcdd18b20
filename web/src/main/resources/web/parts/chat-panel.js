import { LitElement, html, css, nothing } from 'lit';
import { shared, icon, tell } from './shared.js';
import * as api from '../data/api.js';
import { clock, spoken } from '../data/clock.js';
import { keepTalk, talkOf } from '../data/talks.js';
import './chat-answer.js';

const MOST_TURNS = 6;

/** Questions and answers about one stream; each stream keeps its own talk. */
class ChatPanel extends LitElement {
  static properties = {
    stream: { attribute: false }, moment: { attribute: false },
    /** Whether who looks may not ask. */
    silent: { attribute: false },
    /** How much of the talk before a question the service takes: {turns, characters}. */
    most: { attribute: false },
    /** Names of all streams. */
    all: { attribute: false },
    then: { state: true }, text: { state: true }, every: { state: true },
  };

  /** Turns by stream: {question, text, reply, failure, at}. */
  talks = new Map();
  /** What ends the question under way, by stream. */
  pending = new Map();

  constructor() {
    super();
    this.text = '';
    this.onSlash = event => this.slash(event);
  }

  connectedCallback() {
    super.connectedCallback();
    document.addEventListener('keydown', this.onSlash);
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    document.removeEventListener('keydown', this.onSlash);
  }

  /** "/" goes to the question, from anywhere nothing is typed into. */
  slash(event) {
    if (event.key !== '/' || event.composedPath().some(part => /^(INPUT|TEXTAREA|DIALOG)$/.test(part.tagName))) return;
    event.preventDefault();
    this.renderRoot.querySelector('textarea')?.focus();
  }

  get talk() {
    if (!this.talks.has(this.stream.name)) this.talks.set(this.stream.name, talkOf(this.stream));
    return this.talks.get(this.stream.name);
  }

  /** A question about another camera does not wait for this one's. */
  get busy() {
    return this.pending.get(this.stream.name);
  }

  clear() {
    this.talks.set(this.stream.name, []);
    keepTalk(this.stream, []);
    this.requestUpdate();
  }

  willUpdate(changed) {
    if (changed.has('moment') && !this.moment) this.then = false;
  }

  async ask(question) {
    const words = question.trim();
    if (!words || this.busy) return;
    const asked = this.stream;
    const stream = asked.name;
    const { talk } = this;
    const ending = new AbortController();
    const every = this.every && this.all.length > 1;
    const turn = { question: words, text: '', reply: null, failure: null, every, at: this.then && !every ? this.moment.start : null };
    const history = this.history();
    talk.push(turn);
    this.text = '';
    this.pending.set(stream, ending);
    this.scrollDown();
    try {
      turn.reply = await api.ask({ ...(every ? { streams: 'all' } : { stream }), question: words,
        ...(turn.at !== null && { at: turn.at }), history }, piece => { turn.text += piece; this.scrollDown(); }, ending.signal);
      for (const reply of turn.reply.replies ?? [turn.reply]) {
        tell(this, 'cited', { stream: reply.stream ?? stream, citations: reply.citations });
      }
    } catch (failure) {
      turn.failure = failure.name === 'AbortError' ? { message: 'Stopped', remedy: '' } : failure;
    }
    this.pending.delete(stream);
    keepTalk(asked, talk);
    this.scrollDown();
    if (stream === this.stream.name) this.renderRoot.querySelector('textarea')?.focus({ preventScroll: true });
  }

  history() {
    const kept = [];
    let characters = 0;
    for (const turn of this.talk.filter(turn => turn.reply?.outcome === 'answered').slice(-MOST_TURNS).reverse()) {
      characters += turn.question.length + turn.reply.answer.length;
      if (2 * (kept.length + 1) > this.most.turns || characters > this.most.characters) break;
      kept.unshift(turn);
    }
    return kept.flatMap(turn => [{ role: 'user', content: turn.question }, { role: 'assistant', content: turn.reply.answer }]);
  }

  async scrollDown() {
    this.requestUpdate();
    await this.updateComplete;
    const log = this.renderRoot.querySelector('.log');
    log.scrollTop = log.scrollHeight;
    if (getComputedStyle(log).overflowY === 'visible') log.lastElementChild?.scrollIntoView({ block: 'nearest' });
  }

  submit(event) {
    event.preventDefault();
    this.ask(this.text);
  }

  keys(event) {
    if (event.key === 'Enter' && !event.shiftKey && !event.isComposing) this.submit(event);
  }

  render() {
    return html`
      <section aria-label="Ask about ${this.stream.name}">
        <div class="log" role="log" aria-live="polite" aria-busy=${!!this.busy}>
          ${this.talk.length ? this.talk.map(turn => this.renderTurn(turn)) : this.renderInvitation()}
        </div>
        ${this.talk.length && !this.busy ? html`<div class="more">${this.renderSuggestions()}
          <button class="suggestion" @click=${this.clear}>Clear this talk</button></div>` : nothing}
        ${this.renderComposer()}
      </section>`;
  }

  renderInvitation() {
    return html`<div class="invitation">
      <h2>${this.silent ? 'This is' : 'Ask about'} <em>${this.stream.name}</em></h2>
      ${this.silent ? nothing : html`<p>What is there now, or anything it has
          shown${this.stream.last_seconds > 0 ? html` in the past ${spoken(this.stream.last_seconds)}` : ''}. Every answer shows the
          moments it rests on.</p>`}
      <div class="suggestions">${this.renderSuggestions()}</div>
    </div>`;
  }

  renderSuggestions() {
    if (this.silent) return nothing;
    const asked = new Set(this.talk.map(turn => turn.question));
    return (this.stream.suggestions ?? []).filter(words => !asked.has(words))
      .map(words => html`<button class="suggestion" @click=${() => this.ask(words)}>${words}</button>`);
  }

  renderTurn(turn) {
    return html`
      <div class="question"><p>${turn.question}</p>${turn.at !== null ? html`<small>as of ${clock(turn.at)}</small>` : nothing}
        ${turn.every ? html`<small>asked of all cameras</small>` : nothing}</div>
      ${turn.reply?.replies ? turn.reply.replies.map(reply => html`<h3 class="of">${reply.stream}</h3>${this.renderAnswer(reply.stream,
        { reply })}`) : this.renderAnswer(this.stream.name, turn)}`;
  }

  renderAnswer(stream, { text = '', reply, failure = null }) {
    return html`<chat-answer .stream=${stream} .words=${text} .reply=${reply} .failure=${failure}
          .moment=${this.moment}></chat-answer>`;
  }

  renderComposer() {
    if (this.silent) return html`<p class="silent">You can watch, but not ask questions.</p>`;
    return html`
      <form @submit=${this.submit}>
        ${this.all?.length > 1 ? html`<button type="button" class="then" aria-pressed=${!!this.every}
          @click=${() => (this.every = !this.every)}>${this.every ? 'Asking all cameras' : 'Ask all cameras'}</button>` : nothing}
        ${this.moment && !this.every ? html`<button type="button" class="then" aria-pressed=${!!this.then}
          @click=${() => (this.then = !this.then)}>
          ${this.then ? `Asking as of ${clock(this.moment.start)}` : `Ask as of ${clock(this.moment.start)}`}</button>` : nothing}
        <div class="composer">
          <label class="unseen" for="question">Question</label>
          <textarea id="question" rows="1" maxlength="4000" .value=${this.text}
            placeholder="Ask about ${this.every ? 'all cameras' : this.stream.name}…"
            @input=${event => (this.text = event.target.value)} @keydown=${this.keys}></textarea>
          ${this.busy
            ? html`<button type="button" class="send" aria-label="Stop" @click=${() => this.busy.abort()}>${icon('stop')}</button>`
            : html`<button class="send" aria-label="Ask" ?disabled=${!this.text.trim()}>${icon('send')}</button>`}
        </div>
      </form>`;
  }

  static styles = [shared, css`
    :host { display: block; min-height: 0; min-width: 0; }
    section { display: flex; flex-direction: column; height: 100%; background: var(--panel); border: 1px solid var(--line);
      border-radius: var(--round); overflow: hidden; }
    .log { flex: 1; min-height: 0; overflow-y: auto; padding: 20px 18px 8px; display: flex; flex-direction: column;
      gap: 10px; scrollbar-width: thin; scrollbar-color: var(--line-strong) transparent; }
    .invitation { margin: auto 0; padding: 12px 6px; }
    h2 { margin: 0; font: 600 24px/1.2 var(--display); letter-spacing: -.015em; }
    h2 em { font-style: normal; color: var(--past); }
    .invitation p { color: var(--soft); margin: 8px 0 20px; max-width: 40ch; }
    .suggestions { display: grid; gap: 8px; justify-items: start; }
    .suggestion { text-align: left; padding: 9px 15px; border-radius: 16px; border: 1px solid var(--line-strong);
      font-size: 14px; transition: background .15s, border-color .15s; }
    .suggestion:hover { background: var(--past-soft); border-color: var(--past-line); }
    .more { display: flex; gap: 8px; overflow-x: auto; padding: 4px 18px 2px; scrollbar-width: none; }
    .more .suggestion { flex: none; padding: 6px 12px; font-size: 13px; color: var(--soft); }
    .question { align-self: flex-end; max-width: 86%; margin-top: 10px; }
    .question p { margin: 0; padding: 9px 15px; border-radius: 17px 17px 5px 17px; background: var(--hover);
      overflow-wrap: anywhere; white-space: pre-wrap; }
    .of { margin: 12px 4px 0; font: 600 13px/1.3 var(--text); color: var(--past); overflow-wrap: anywhere; }
    .question small { display: block; text-align: right; color: var(--past); font-size: 12px; margin: 3px 6px 0; }
    form { padding: 8px 14px 14px; }
    .silent { margin: 0; padding: 14px 20px 18px; color: var(--faint); font-size: 14px; }
    .then { margin: 0 0 8px 4px; padding: 4px 12px; border-radius: 999px; font-size: 12.5px;
      border: 1px dashed var(--past-line); color: var(--past); }
    .then[aria-pressed="true"] { background: var(--past-soft); border-style: solid; }
    .composer { display: flex; align-items: flex-end; gap: 6px; padding: 5px 5px 5px 16px; border-radius: 22px;
      border: 1px solid var(--line-strong); background: var(--raised); transition: border-color .15s; }
    .composer:focus-within { border-color: var(--past); }
    textarea { flex: 1; resize: none; border: 0; background: none; padding: 7px 0; line-height: 1.4; max-height: 140px;
      field-sizing: content; min-width: 0; }
    textarea:focus-visible { outline: none; }
    textarea::placeholder { color: var(--faint); }
    .send { width: 36px; height: 36px; border-radius: 50%; display: grid; place-items: center; background: var(--past);
      color: var(--on-past); flex: none; transition: background .15s; }
    .send:disabled { background: var(--hover); color: var(--faint); opacity: 1; }
    @media (max-width: 900px) {
      :host { display: flex; flex-direction: column; }
      section { flex: 1; height: auto; border: 0; border-radius: 0; background: none; overflow: visible; }
      .log { overflow: visible; padding: 12px 14px 8px; }
      .log > * { scroll-margin: 270px 0 130px; }
      .invitation { margin: 0; padding: 8px 2px; }
      .invitation p { margin-bottom: 14px; }
      h2 { font-size: 21px; }
      .more { padding: 4px 14px; }
      form { position: sticky; bottom: 0; padding: 8px 12px calc(12px + env(safe-area-inset-bottom));
        background: var(--ground); z-index: 3; }
      form::before { content: ''; position: absolute; inset: -18px 0 100%;
        background: linear-gradient(transparent, var(--ground)); pointer-events: none; }
      textarea { font-size: 16px; }
    }
  `];
}
customElements.define('chat-panel', ChatPanel);
