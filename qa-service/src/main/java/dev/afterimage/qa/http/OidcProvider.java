package dev.afterimage.qa.http;

import dev.afterimage.qa.access.OidcSettings;
import dev.afterimage.qa.access.RandomSecrets;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.auth.User;
import io.vertx.ext.auth.authentication.TokenCredentials;
import io.vertx.ext.auth.oauth2.OAuth2Auth;
import io.vertx.ext.auth.oauth2.OAuth2AuthorizationURL;
import io.vertx.ext.auth.oauth2.OAuth2FlowType;
import io.vertx.ext.auth.oauth2.OAuth2Options;
import io.vertx.ext.auth.oauth2.Oauth2Credentials;
import io.vertx.ext.auth.oauth2.providers.OpenIDConnectAuth;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import java.util.Set;

/**
 * The identity provider: authorization code flow with PKCE. It is discovered at the first login, so that the service starts without it, and
 * again after a failure.
 */
final class OidcProvider {

    /** Signatures by a key of the provider. Without {@code none}, and without those by a secret that both sides have. */
    private static final Set<String> SIGNED = Set.of("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512");

    private final Vertx vertx;
    private final OidcSettings settings;
    private Future<OAuth2Auth> discovered;

    OidcProvider(Vertx vertx, OidcSettings settings) {
        this.vertx = vertx;
        this.settings = settings;
    }

    /**
     * One login under way.
     *
     * @param nonce    comes back inside the ID token: which so belongs to this login
     * @param verifier whose digest went along at first: so the code is of use to this service alone
     */
    record Attempt(String nonce, String verifier, String redirectUri) {

        static Attempt begin(String redirectUri) {
            return new Attempt(RandomSecrets.random(), RandomSecrets.random(), redirectUri);
        }
    }

    /** @param logoutUrl where the browser logs out of the provider; empty where it has no such address */
    record Login(JsonObject claims, Optional<String> logoutUrl) { }

    Future<String> authorizationUrl(Attempt attempt, String state) {
        return provider().map(provider -> {
            OAuth2AuthorizationURL url = new OAuth2AuthorizationURL().setRedirectUri(attempt.redirectUri()).setState(state)
                    .addScope("openid")
                    .setCodeChallenge(RandomSecrets.base64(RandomSecrets.digest(attempt.verifier()))).setCodeChallengeMethod("S256")
                    .putAdditionalParameter("nonce", attempt.nonce());
            settings.scopes().forEach(url::addScope);
            return provider.authorizeURL(url);
        });
    }

    /** Exchanges the code; fails where the provider refuses it or its ID token does not hold. */
    Future<Login> logIn(Attempt attempt, String code, String afterLogout) {
        return provider().compose(provider -> provider.authenticate(new Oauth2Credentials().setFlow(OAuth2FlowType.AUTH_CODE).setCode(code)
                .setCodeVerifier(attempt.verifier()).setRedirectUri(attempt.redirectUri()))
                .compose(user -> claims(provider, user)
                        .map(claims -> new Login(checked(claims, attempt), logoutUrl(provider, user, afterLogout)))));
    }

    /** Those of an ID token whose signature the library has compared; it leaves none otherwise. */
    private static Future<JsonObject> claims(OAuth2Auth provider, User user) {
        String raw = String.valueOf(user.principal().getString("id_token"));
        require(SIGNED.contains(algorithm(raw)), "is not signed by a key of the provider");
        JsonObject claims = user.attributes().getJsonObject("idToken");
        // Perhaps by a key that the provider has begun to use since its keys were fetched.
        return claims != null ? Future.succeededFuture(claims) : provider.jWKSet()
                .compose(fetched -> provider.authenticate(new TokenCredentials(raw)))
                .map(again -> again.attributes().getJsonObject("accessToken"));
    }

    /** The library has compared audience, issuer and times too, in part; all of it must hold. */
    private JsonObject checked(JsonObject claims, Attempt attempt) {
        require(claims != null, "is not valid");
        require(settings.issuer().toString().equals(claims.getString("iss")), "is from another issuer");
        require(isFor(claims, settings.clientId()), "is for another client");
        require(claims.getValue("exp") instanceof Number end && end.doubleValue() > System.currentTimeMillis() / 1000.0, "has expired");
        require(RandomSecrets.same(attempt.nonce(), claims.getString("nonce", "")), "belongs to another login");
        require(!claims.getString("sub", "").isEmpty(), "says nothing about whom it is for");
        return claims;
    }

    private static boolean isFor(JsonObject claims, String client) {
        Object audience = claims.getValue("aud");
        boolean named = audience instanceof String one ? one.equals(client)
                : audience instanceof JsonArray many && many.contains(client);
        return named && claims.getString("azp", client).equals(client);
    }

    private static String algorithm(String token) {
        try {
            byte[] header = Base64.getUrlDecoder().decode(token.substring(0, Math.max(0, token.indexOf('.'))));
            return new JsonObject(new String(header, StandardCharsets.UTF_8)).getString("alg", "");
        } catch (RuntimeException unreadable) {
            return "";
        }
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new HttpFailure(403, "HTTP_LOGIN", "the identity provider's ID token " + otherwise,
                    "log in again; if that does not help, see the provider's settings");
        }
    }

    private static Optional<String> logoutUrl(OAuth2Auth provider, User user, String afterLogout) {
        return Optional.ofNullable(provider.endSessionURL(user, new JsonObject().put("post_logout_redirect_uri", afterLogout)));
    }

    private Future<OAuth2Auth> provider() {
        if (discovered == null || discovered.failed()) {
            OAuth2Options options = new OAuth2Options().setSite(settings.issuer().toString()).setClientId(settings.clientId())
                    .setClientSecret(settings.clientSecret().isEmpty() ? null : settings.clientSecret()).setValidateIssuer(true);
            discovered = OpenIDConnectAuth.discover(vertx, options);
        }
        return discovered;
    }
}
