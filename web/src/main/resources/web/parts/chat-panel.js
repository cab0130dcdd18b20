import { LitElement, html, nothing } from 'lit';
import { shared, icon, tell } from './shared.js';
import { chatStyles } from './chat-styles.js';
import { placeOf, titleOf } from '../data/chats.js';
import { clock, spoken } from '../data/clock.js';
import './camera-choice.js';
import './chat-answer.js';
import './chat-list.js';

/** Questions and answers about one camera, or where no camera is chosen about all. */
class ChatPanel extends LitElement {
  static properties = {
    /** The camera; null for all of them. */
    stream: { attribute: false }, moment: { attribute: false },
    /** Whether who looks may not ask. */
    silent: { attribute: false },
    /** How much of the chat before a question the service takes: {turns, characters}. */
    most: { attribute: false },
    /** Names of all cameras. */
    all: { attribute: false },
    chats: { attribute: false }, asking: { attribute: false },
    /** Which chat is shown, where it began elsewhere, too; of an unknown one the newest of this place. */
    wanted: { attribute: false },
    then: { state: true }, text: { state: true },
  };

  constructor() {
    super();
    this.text = '';
    this.onSlash = event => this.slash(event);
    this.onChange = () => this.scrollDown();
  }

  connectedCallback() {
    super.connectedCallback();
    document.addEventListener('keydown', this.onSlash);
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    document.removeEventListener('keydown', this.onSlash);
    this.chats?.removeEventListener('change', this.onChange);
  }

  willUpdate(changed) {
    if (changed.has('chats')) this.chats.addEventListener('change', this.onChange);
    if (changed.has('moment') && !this.moment) this.then = false;
  }

  updated(changed) {
    if (changed.has('wanted') || changed.has('stream') && changed.get('stream')?.name !== this.stream?.name) this.scrollDown();
  }

  /** "/" goes to the question, from anywhere nothing is typed into. */
  slash(event) {
    if (event.key !== '/' || event.composedPath().some(part => /^(INPUT|TEXTAREA|DIALOG)$/.test(part.tagName))) return;
    event.preventDefault();
    this.renderRoot.querySelector('textarea')?.focus();
  }

  get place() {
    return placeOf(this.stream);
  }

  get chat() {
    return this.chats.get(this.wanted) ?? this.chats.of(this.place)[0];
  }

  /** Whom a question goes to: names, or null for all. */
  get cameras() {
    const chosen = this.chosen?.place === this.place ? this.chosen.cameras : this.chat?.cameras ?? undefined;
    if (chosen === undefined || chosen === null) return chosen === null || !this.stream ? null : [this.stream.name];
    const there = chosen.filter(name => this.all.includes(name));
    return there.length ? there : [this.all[0]];
  }

  choose(cameras) {
    this.chosen = { place: this.place, cameras };
    this.requestUpdate();
  }

  get where() {
    return this.stream?.name ?? 'all cameras';
  }

  /** Of one camera one can ask as of a moment. */
  get mayAskThen() {
    return this.moment && this.stream && this.cameras?.length === 1 && this.cameras[0] === this.stream.name;
  }

  begin() {
    tell(this, 'chat', this.chats.begin(this.place));
    this.renderRoot.querySelector('textarea')?.focus();
  }

  forget(chat) {
    this.asking.stopper(chat)?.abort();
    this.chats.delete(chat);
    if (chat.id === this.wanted) tell(this, 'chat', null);
  }

  async ask(question) {
    const words = question.trim();
    const chat = this.chat ?? this.chats.begin(this.place);
    if (!words || this.asking.stopper(chat)) return;
    const { place, where, cameras } = this;
    this.text = '';
    if (this.wanted !== chat.id) tell(this, 'chat', chat);
    const turn = await this.asking.ask(chat, { words, cameras, at: this.then && this.mayAskThen ? this.moment.start : null }, this.most);
    for (const reply of turn.reply?.replies ?? (turn.reply ? [turn.reply] : [])) {
      tell(this, 'cited', { stream: reply.stream ?? cameras[0], citations: reply.citations });
    }
    if (place === this.place && where === this.where) this.renderRoot.querySelector('textarea')?.focus({ preventScroll: true });
  }

  async scrollDown() {
    this.requestUpdate();
    await this.updateComplete;
    const log = this.renderRoot.querySelector('.log');
    log.scrollTop = log.scrollHeight;
    const whole = getComputedStyle(log).overflowY === 'visible';
    if (whole && this.chat?.turns.length) log.lastElementChild?.scrollIntoView({ block: 'nearest' });
  }

  submit(event) {
    event.preventDefault();
    this.ask(this.text);
  }

  keys(event) {
    if (event.key === 'Enter' && !event.shiftKey && !event.isComposing) this.submit(event);
  }

  render() {
    const { chat } = this;
    const turns = chat?.turns ?? [];
    const busy = this.asking.stopper(chat);
    const kept = this.chats.of(this.place).filter(each => each.turns.length);
    return html`
      <section aria-label="Ask about ${this.where}">
        ${kept.length ? this.renderBar(chat, kept) : nothing}
        <div class="log" role="log" aria-live="polite" aria-busy=${!!busy} tabindex="0" aria-label="The chat so far">
          ${turns.length ? turns.map(turn => this.renderTurn(turn)) : this.renderInvitation()}
        </div>
        ${turns.length && !busy ? html`<div class="more">${this.renderSuggestions(turns)}</div>` : nothing}
        ${this.renderComposer(busy)}
      </section>
      <chat-list .chats=${kept} .now=${chat} .where=${this.where} @forget=${event => this.forget(event.detail)}
        @rename=${event => this.chats.rename(event.detail.chat, event.detail.name)}></chat-list>`;
  }

  renderBar(chat, kept) {
    return html`<div class="bar">
      <b>${chat?.turns.length ? titleOf(chat) : 'New chat'}</b>
      ${chat?.turns.length ? html`<button @click=${this.begin}>New chat</button>` : nothing}
      <button @click=${() => this.renderRoot.querySelector('chat-list').show()}>Chats (${kept.length})</button></div>`;
  }

  renderInvitation() {
    const seen = this.stream?.last_seconds > 0 ? html` in the past ${spoken(this.stream.last_seconds)}` : nothing;
    return html`<div class="invitation">
      <h2>${this.silent ? 'This is' : 'Ask about'} <em>${this.where}</em></h2>
      ${this.silent ? nothing : html`<p>What is there now, or anything ${this.stream ? 'it has' : 'they have'} shown${seen}. Every answer
        shows the moments it rests on.</p>`}
      <div class="suggestions">${this.renderSuggestions([])}</div>
    </div>`;
  }

  renderSuggestions(turns) {
    if (this.silent) return nothing;
    const asked = new Set(turns.map(turn => turn.question));
    return (this.stream?.suggestions ?? []).filter(words => !asked.has(words))
      .map(words => html`<button class="suggestion" @click=${() => this.ask(words)}>${words}</button>`);
  }

  renderTurn(turn) {
    const elsewhere = turn.cameras?.length !== 1 || turn.cameras[0] !== this.stream?.name;
    const at = turn.at ?? null;
    return html`
      <div class="question"><p>${turn.question}</p>${at !== null ? html`<small>as of ${clock(at)}</small>` : nothing}
        ${elsewhere ? html`<small>asked of ${turn.cameras?.join(', ') ?? 'all cameras'}</small>` : nothing}</div>
      ${turn.reply?.replies ? turn.reply.replies.map(reply => html`<h3 class="of">${reply.stream}</h3>${this.renderAnswer(reply.stream,
        { reply })}`) : this.renderAnswer(turn.cameras?.[0] ?? this.stream?.name, turn)}`;
  }

  renderAnswer(stream, { text = '', reply, failure = null }) {
    return html`<chat-answer .stream=${stream} .words=${text} .reply=${reply} .failure=${failure}
          .moment=${this.moment}></chat-answer>`;
  }

  renderComposer(busy) {
    if (this.silent) return html`<p class="silent">You can watch, but not ask questions.</p>`;
    return html`
      <form @submit=${this.submit}>
        ${this.all.length > 1 ? html`<camera-choice .all=${this.all} .cameras=${this.cameras}
          @cameras=${event => this.choose(event.detail)}></camera-choice>` : nothing}
        ${this.mayAskThen ? html`<button type="button" class="then" aria-pressed=${!!this.then}
          @click=${() => (this.then = !this.then)}>
          ${this.then ? `Asking as of ${clock(this.moment.start)}` : `Ask as of ${clock(this.moment.start)}`}</button>` : nothing}
        <div class="composer">
          <label class="unseen" for="question">Question</label>
          <textarea id="question" rows="1" maxlength="4000" .value=${this.text} placeholder="Ask a question…"
            @input=${event => (this.text = event.target.value)} @keydown=${this.keys}></textarea>
          ${busy ? html`<button type="button" class="send" aria-label="Stop" @click=${() => busy.abort()}>${icon('stop')}</button>`
            : html`<button class="send" aria-label="Ask" ?disabled=${!this.text.trim()}>${icon('send')}</button>`}
        </div>
      </form>`;
  }

  static styles = [shared, chatStyles];
}
customElements.define('chat-panel', ChatPanel);
