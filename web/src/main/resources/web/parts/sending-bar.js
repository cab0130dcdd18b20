import { LitElement, html, css, nothing } from 'lit';
import { shared, icon } from './shared.js';
import { sentences } from '../data/words.js';

const words = { connecting: 'Connecting', sending: 'Sending', waiting: 'Connecting again: sending' };

/** What this browser sends, as long as it does. */
class SendingBar extends LitElement {
  static properties = { senders: { attribute: false } };

  render() {
    return html`${this.senders.map(sender => html`
      <div role="status">
        <i class=${sender.state} aria-hidden="true"></i>
        <span>${words[sender.state]} this ${sender.kind === 'screen' ? 'screen' : 'device’s camera'} as <b>${sender.name}</b
          >. Keep this page open.
          ${sender.state === 'waiting' && sender.failure ? html`<em>${sentences(sender.failure.message)}</em>` : nothing}</span>
        <button class="button" @click=${() => sender.stop()}>${icon('stop')}Stop sending</button>
      </div>`)}${nothing}`;
  }

  static styles = [shared, css`
    :host { display: grid; gap: 6px; padding: 0 20px; }
    div { display: flex; align-items: center; gap: 10px; padding: 6px 8px 6px 16px; border-radius: 12px; background: var(--raised);
      font-size: 14px; margin-bottom: 8px; }
    span { flex: 1; min-width: 0; }
    i { width: 9px; height: 9px; border-radius: 50%; background: var(--faint); flex: none; }
    i.sending { background: var(--live); }
    @media (max-width: 900px) { :host { padding: 0 14px; } }
  `];
}
customElements.define('sending-bar', SendingBar);
