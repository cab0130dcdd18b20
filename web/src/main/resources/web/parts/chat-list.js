import { LitElement, html, css, nothing } from 'lit';
import { shared, icon, tell } from './shared.js';
import { modal } from './modal.js';
import { titleOf } from '../data/chats.js';
import { asText, save } from '../data/export.js';

/** The chats of a place, in a dialog: open, name, export, delete. Tells `chat` with the one that is opened, and `forget`, `rename`. */
class ChatList extends LitElement {
  static properties = { chats: { attribute: false }, now: { attribute: false }, where: {}, sure: { state: true }, naming: { state: true } };

  show() {
    this.sure = this.naming = null;
    this.renderRoot.querySelector('dialog').showModal();
  }

  close() {
    this.renderRoot.querySelector('dialog').close();
  }

  open(chat) {
    this.close();
    tell(this, 'chat', chat);
  }

  name(event, chat) {
    event.preventDefault();
    tell(this, 'rename', { chat, name: new FormData(event.target).get('name') });
    this.naming = null;
  }

  async beginNaming(chat) {
    this.naming = chat;
    await this.updateComplete;
    this.renderRoot.querySelector('input').select();
  }

  delete(chat) {
    if (this.sure !== chat) {
      this.sure = chat;
      return;
    }
    this.sure = null;
    tell(this, 'forget', chat);
  }

  export(chat) {
    save(`${titleOf(chat)}.md`, asText(chat), 'text/markdown');
  }

  render() {
    const kept = (this.chats ?? []).filter(chat => chat.turns.length);
    return html`<dialog aria-labelledby="title"><div class="content">
      <h2 id="title">Chats about ${this.where}</h2>
      ${kept.length ? html`<ul>${kept.map(chat => html`<li aria-current=${chat === this.now ? 'true' : nothing}>
        ${this.naming === chat ? this.renderNaming(chat) : this.renderChat(chat)}</li>`)}</ul>` : html`<p>Nothing has been asked yet.</p>`}
      <p class="hint">Chats are kept in this browser only.</p>
      <div class="actions"><button class="button" @click=${this.close} autofocus>Close</button></div>
    </div></dialog>`;
  }

  renderChat(chat) {
    const title = titleOf(chat);
    const sure = this.sure === chat;
    return html`
      <button class="title" @click=${() => this.open(chat)}><b>${title}</b>
        <small>${new Date(chat.begun).toLocaleString([], { dateStyle: 'medium', timeStyle: 'short' })}, ${chat.turns.length}
          ${chat.turns.length === 1 ? 'question' : 'questions'}</small></button>
      <span class="does">
        <button class="small" @click=${() => this.beginNaming(chat)} aria-label="Rename ${title}">Rename</button>
        <button class="small" @click=${() => this.export(chat)} aria-label="Export ${title}">Export</button>
        <button class="small danger" @click=${() => this.delete(chat)}
          aria-label=${sure ? `Yes, delete ${title}` : `Delete ${title}`}>${sure ? 'Yes, delete' : 'Delete'}</button>
      </span>`;
  }

  renderNaming(chat) {
    return html`<form @submit=${event => this.name(event, chat)}>
      <label class="unseen" for="name">Name of the chat</label>
      <input id="name" name="name" maxlength="100" .value=${titleOf(chat)}>
      <button class="button">Save</button></form>`;
  }

  static styles = [shared, modal, css`
    ul { list-style: none; margin: 0; padding: 0; display: grid; gap: 8px; max-height: 55vh; overflow-y: auto; }
    li { border: 1px solid var(--line-strong); border-radius: 12px; padding: 8px 12px; display: grid; gap: 4px; }
    li[aria-current] { border-color: var(--past); background: var(--past-soft); }
    p { margin: 0; color: var(--soft); font-size: 14px; }
    .title { display: grid; text-align: left; overflow-wrap: anywhere; border-radius: 6px; }
    .title b { font-weight: 550; }
    .title small { color: var(--soft); }
    .does { display: flex; gap: 4px 14px; flex-wrap: wrap; }
    .small { font-size: 13px; color: var(--past); min-height: 26px; border-radius: 6px; text-decoration: underline; }
    .small.danger { color: var(--danger); }
    form { display: flex; gap: 8px; }
    input { flex: 1; min-width: 0; height: 38px; padding: 0 12px; border-radius: 10px; border: 1px solid var(--line-strong);
      background: var(--ground); }
  `];
}
customElements.define('chat-list', ChatList);
