import { LitElement, html, css } from 'lit';
import { shared } from './shared.js';
import { keepToken } from '../data/api.js';

/** Asks for the token when the service listens beyond this machine. */
class TokenGate extends LitElement {
  submit(event) {
    event.preventDefault();
    keepToken(new FormData(event.target).get('token'));
  }

  render() {
    return html`
      <form @submit=${this.submit}>
        <h2>This service asks for a token</h2>
        <p>Whoever started it chose one, or finds it in the address it printed.</p>
        <label for="token">Token</label>
        <div><input id="token" name="token" type="password" autocomplete="current-password" required autofocus><button class="button primary">Open</button></div>
      </form>`;
  }

  static styles = [shared, css`
    :host { flex: 1; display: grid; place-items: center; padding: 24px; }
    form { width: min(420px, 100%); }
    h2 { font: 600 22px/1.25 var(--display); margin: 0; }
    p { color: var(--soft); margin: 6px 0 18px; }
    label { font-size: 13px; color: var(--soft); }
    div { display: flex; gap: 8px; margin-top: 4px; }
    input { flex: 1; min-width: 0; height: 40px; padding: 0 12px; border-radius: 10px; border: 1px solid var(--line-strong); background: var(--raised); }
  `];
}
customElements.define('token-gate', TokenGate);
