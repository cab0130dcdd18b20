package dev.afterimage.qa.access;

import com.fasterxml.jackson.databind.JsonNode;
import dev.afterimage.core.stream.StreamId;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.StreamSupport;

/**
 * An identity provider that speaks OpenID Connect.
 *
 * @param issuer       its address; its settings are discovered there
 * @param clientSecret empty for a public client, which PKCE alone protects
 * @param name         on the login page's button
 * @param claim        of the ID token, that the rules look at: {@code groups}, {@code email}
 * @param scopes       asked for besides {@code openid}
 * @param rules        the first that fits decides; whom none fits is refused
 */
public record OidcSettings(URI issuer, String clientId, String clientSecret, String name, String claim, List<String> scopes,
        List<Rule> rules) {

    /**
     * @param value   what the claim must be, or hold; {@code *} for anything
     * @param streams empty for all
     */
    public record Rule(String value, Role role, Optional<Set<StreamId>> streams) { }

    public OidcSettings {
        scopes = List.copyOf(scopes);
        rules = List.copyOf(rules);
    }

    /**
     * What somebody with these claims may do; empty for nothing. An e-mail address is nobody's unless its provider says
     * that it has verified it: some let anybody write any address into their profile, and say nothing.
     */
    public Optional<Caller> callerOf(JsonNode claims) {
        if (claim.equals("email") && !claims.path("email_verified").asBoolean()) {
            return Optional.empty();
        }
        return rules.stream().filter(rule -> fits(rule, claims.path(claim))).findFirst()
                .map(rule -> new Caller(nameOf(claims), rule.role(), rule.streams()));
    }

    private static boolean fits(Rule rule, JsonNode value) {
        if (value.isArray()) {
            return StreamSupport.stream(value.spliterator(), false).anyMatch(one -> fits(rule, one));
        }
        return value.isTextual() && (rule.value().equals("*") || rule.value().equals(value.textValue()));
    }

    private static String nameOf(JsonNode claims) {
        return claims.path("email").asText(claims.path("preferred_username").asText(claims.path("sub").asText()));
    }
}
