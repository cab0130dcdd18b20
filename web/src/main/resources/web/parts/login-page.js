import { LitElement, html, css, nothing } from 'lit';
import { shared } from './shared.js';
import { sentences } from '../data/words.js';
import * as api from '../data/api.js';
import './theme-switch.js';

/** Why the identity provider's login came to nothing. */
const FAILED = {
  expired: 'That login took too long, or began in another browser. Try again.',
  denied: 'The login was not completed.',
  refused: 'The login could not be verified. Try again; if that does not help, ask whoever runs this service.',
  unknown: 'You are logged in, but you have no rights here. Ask whoever runs this service.',
  unreachable: 'The identity provider cannot be reached. Try again later.',
};

/** Exchanges a token for a cookie, or sends to the identity provider. */
class LoginPage extends LitElement {
  static properties = { ways: { state: true }, failure: { state: true }, busy: { state: true } };

  constructor() {
    super();
    const address = new URL(location.href);
    this.failure = FAILED[address.searchParams.get('failed')];
    const token = address.searchParams.get('token');
    address.search = '';
    history.replaceState(null, '', address);
    this.begin(token);
  }

  /** A token in the address, as versions before this one printed it, is still exchanged. */
  async begin(token) {
    if (token) await this.logIn(token);
    try {
      this.ways = await api.loginWays();
      if (!this.ways.needed) this.open();
    } catch (failure) {
      this.failure = [failure.message, failure.remedy].map(sentences).join(' ');
    }
  }

  async logIn(token) {
    this.busy = true;
    this.failure = null;
    try {
      await api.logIn(token);
      this.open();
    } catch (failure) {
      this.failure = [failure.message, failure.remedy].map(sentences).join(' ');
    }
    this.busy = false;
  }

  open() {
    location.replace(`/${location.hash}`);
  }

  submit(event) {
    event.preventDefault();
    this.logIn(new FormData(event.target).get('token'));
  }

  render() {
    return html`
      <header><h1><img src="/icon.svg" alt="" width="28" height="28"><span>Afterimage</span></h1><theme-switch></theme-switch></header>
      <main>
        ${this.failure ? html`<p class="failure" role="alert">${this.failure}</p>` : nothing}
        ${this.ways?.oidc ? html`<a class="button primary" href="/api/login/oidc">Log in with ${this.ways.oidc}</a>` : nothing}
        ${this.ways?.token ? this.renderToken() : nothing}
      </main>`;
  }

  renderToken() {
    return html`
      <form @submit=${this.submit}>
        <h2>This service asks for a token</h2>
        <p>Ask the person who runs it for one. You stay logged in on this browser for a while.</p>
        <label for="token">Token</label>
        <div><input id="token" name="token" type="password" autocomplete="current-password" required autofocus>
          <button class="button ${this.ways.oidc ? '' : 'primary'}" ?disabled=${this.busy}>Log in</button></div>
      </form>`;
  }

  static styles = [shared, css`
    :host { display: flex; flex-direction: column; min-height: 100dvh; }
    header { display: flex; align-items: center; justify-content: space-between; padding: 12px 20px; }
    h1 { display: flex; align-items: center; gap: 10px; margin: 0; font: 600 19px/1 var(--display); letter-spacing: -.01em; }
    main { flex: 1; display: grid; align-content: center; justify-items: center; gap: 26px; padding: 24px 24px 15vh; }
    main > * { width: min(420px, 100%); }
    h2 { font: 600 22px/1.25 var(--display); margin: 0; }
    form p { color: var(--soft); margin: 6px 0 18px; }
    label { font-size: 13px; color: var(--soft); }
    a { text-decoration: none; }
    div { display: flex; gap: 8px; margin-top: 4px; }
    input { flex: 1; min-width: 0; height: 40px; padding: 0 12px; border-radius: 10px; border: 1px solid var(--line-strong);
      background: var(--raised); }
    .failure { margin: 0; padding: 12px 14px; border-radius: 12px; background: var(--danger-soft); color: var(--danger);
      font-size: 14px; overflow-wrap: anywhere; }
  `];
}
customElements.define('login-page', LoginPage);
