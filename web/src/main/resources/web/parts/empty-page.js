import { LitElement, html, css, nothing } from 'lit';
import { shared, icon, tell } from './shared.js';

/** What stands where no camera can be shown: there is none, or not this one. Tells `add` with the way to add one. */
class EmptyPage extends LitElement {
  static properties = { info: { attribute: false }, missing: {} };

  render() {
    if (this.missing) {
      return html`<h2>There is no camera “${this.missing}”</h2>
        <p>It was deleted, or you may not see it.</p><a class="button" href="#">Show all cameras</a>`;
    }
    return html`
      <div class="rings" aria-hidden="true"><i></i><i></i><i></i></div>
      <h2>Nothing is being watched</h2>
      ${this.info?.can_add ? html`
        <p>Add a camera’s address or a video file, or send the camera of this device. You can ask about everything that it
          shows from its first second on.</p>
        <div class="first">
          <button class="button primary" @click=${() => tell(this, 'add')}>${icon('camera')}Add the first camera</button>
          <button class="button" @click=${() => tell(this, 'add', 'camera')}>Use this device’s camera</button>
        </div>`
      : html`<p>${this.info?.role === 'manage'
          ? this.info.gateway ? 'Add one to the file of the cluster’s sources; it appears here by itself.'
            : html`Start one with <code>afterimage watch URI --stream NAME</code>; it appears here by itself.`
        : 'There is no camera that you may see. Ask whoever runs this service.'}</p>`}${nothing}`;
  }

  static styles = [shared, css`
    :host { flex: 1; display: grid; place-content: center; justify-items: center; text-align: center; gap: 4px; padding: 24px; }
    h2 { font: 600 26px/1.2 var(--display); letter-spacing: -.015em; margin: 22px 0 0; overflow-wrap: anywhere; }
    p { color: var(--soft); max-width: 44ch; margin: 6px 0 18px; }
    .first { display: flex; flex-wrap: wrap; gap: 10px; justify-content: center; }
    a { text-decoration: none; color: inherit; }
    code { font: 13px var(--mono); background: var(--raised); padding: 3px 7px; border-radius: 6px; }
    .rings { position: relative; width: 150px; height: 90px; }
    .rings i { position: absolute; top: 0; left: 0; width: 90px; height: 90px; border-radius: 50%;
      border: 2px solid var(--past); animation: fade 5s var(--ease) infinite; }
    .rings i:nth-child(2) { left: 30px; opacity: .5; animation-delay: .35s; }
    .rings i:nth-child(3) { left: 60px; opacity: .2; animation-delay: .7s; }
    @keyframes fade { 0%, 100% { transform: none; } 50% { transform: translateX(6px); } }
  `];
}
customElements.define('empty-page', EmptyPage);
