package dev.afterimage.qa.access;

import java.net.URI;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Who may use the service.
 *
 * @param tokens      what programs present, and what people log in with
 * @param oidc        where people log in by an identity provider
 * @param publicUrl   how browsers reach the service, where that is not its own address: behind a proxy that ends TLS, for one
 * @param sessionLife how long a login of a browser lasts
 * @param localToken what other processes of this user present, which find it in the data directory; empty for none. Too long to be guessed,
 *                    so that wrong guesses of others never hold it up
 * @param proxies     whose word is taken for whom a request comes from
 * @param origins     pages of other sites that may use the service with a token, e.g. {@code https://app.example.org}
 */
public record AccessSettings(List<AccessToken> tokens, Optional<OidcSettings> oidc, Optional<URI> publicUrl, Duration sessionLife,
        String localToken, TrustedProxies proxies, Set<String> origins) {

    public static final Duration DEFAULT_SESSION_LIFE = Duration.ofHours(12);
    /** Everything for everybody who reaches the service. */
    public static final AccessSettings OPEN = new AccessSettings(List.of(), Optional.empty(), Optional.empty(), DEFAULT_SESSION_LIFE, "");

    public AccessSettings {
        tokens = List.copyOf(tokens);
        origins = Set.copyOf(origins);
    }

    /** Of a service behind no proxy. */
    public AccessSettings(List<AccessToken> tokens, Optional<OidcSettings> oidc, Optional<URI> publicUrl, Duration sessionLife,
            String localToken) {
        this(tokens, oidc, publicUrl, sessionLife, localToken, TrustedProxies.NONE, Set.of());
    }

    /** One token that may do everything. */
    public static AccessSettings ofToken(String token) {
        return token.isEmpty() ? OPEN : new AccessSettings(List.of(AccessToken.of(token, Caller.OWNER)), Optional.empty(), Optional.empty(),
                DEFAULT_SESSION_LIFE, "");
    }

    /** Whether a caller must say who they are. */
    public boolean guarded() {
        return !tokens.isEmpty() || oidc.isPresent() || !localToken.isEmpty();
    }

    public AccessSettings withLocalToken(String token) {
        return new AccessSettings(tokens, oidc, publicUrl, sessionLife, token, proxies, origins);
    }

    public AccessSettings behind(TrustedProxies trusted) {
        return new AccessSettings(tokens, oidc, publicUrl, sessionLife, localToken, trusted, origins);
    }

    /** @param pages origins, scheme and name and port as browsers send them */
    public AccessSettings openTo(Collection<String> pages) {
        return new AccessSettings(tokens, oidc, publicUrl, sessionLife, localToken, proxies, Set.copyOf(pages));
    }
}
