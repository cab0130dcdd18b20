package dev.afterimage.cli;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.afterimage.core.error.AfterimageException;
import dev.afterimage.core.error.ErrorCode;
import dev.afterimage.core.stream.StreamId;
import dev.afterimage.qa.access.AccessToken;
import dev.afterimage.qa.access.Caller;
import dev.afterimage.qa.access.OidcSettings;
import dev.afterimage.qa.access.Role;
import dev.afterimage.qa.http.TlsFiles;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The entries of the configuration that say who may use the service, and by what certificate it is known. */
final class AccessConfig {

    private AccessConfig() { }

    /**
     * One token: exactly one of the first three.
     *
     * @param token     itself
     * @param tokenFile a file that holds it
     * @param sha256    its digest, hexadecimal
     * @param role      {@code view}, {@code ask} or {@code manage}
     * @param streams   those that it may see; all unless given
     */
    record Token(String token, @JsonProperty("token_file") String tokenFile, String sha256, String name, String role,
            List<String> streams) {

        AccessToken accessToken() {
            if (Stream.of(token, tokenFile, sha256).filter(given -> given != null && !given.isBlank()).count() != 1 || role == null) {
                throw wrong("an entry of 'tokens' does not have a role and exactly one of token, token_file and sha256",
                        "write, for example, {token_file: /etc/afterimage/token, role: ask}");
            }
            Caller caller = new Caller(name == null ? "" : name, Role.of(role), streamsOf(streams));
            return sha256 == null ? AccessToken.of(token == null ? read(tokenFile) : token, caller) : AccessToken.ofDigest(sha256, caller);
        }

        private static String read(String file) {
            try {
                String token = Files.readString(Path.of(file)).strip();
                if (token.isEmpty()) {
                    throw wrong("the token file " + file + " is empty", "write a token into it, for example with: openssl rand -base64 32");
                }
                return token;
            } catch (IOException | InvalidPathException unreadable) {
                throw new AfterimageException(ErrorCode.USAGE_CONFIG, "cannot read the token file " + file,
                        "check its path and permissions", unreadable);
            }
        }
    }

    /** Both are PEM files. */
    record Tls(String certificate, String key) {

        TlsFiles files() {
            if (certificate == null || key == null) {
                throw wrong("'tls' does not have both a certificate and a key", "write {certificate: chain.pem, key: key.pem}");
            }
            return new TlsFiles(Path.of(certificate), Path.of(key));
        }
    }

    /**
     * An identity provider.
     *
     * @param name  on the login page's button
     * @param claim what the rules look at, {@code groups} unless given
     */
    record Oidc(String issuer, @JsonProperty("client_id") String clientId, @JsonProperty("client_secret") String clientSecret,
                @JsonProperty("client_secret_file") String clientSecretFile, String name, String claim, List<String> scopes,
                        List<Rule> rules) {

        /** @param value what the claim is or holds; {@code *} for anything */
        record Rule(String value, String role, List<String> streams) {

            OidcSettings.Rule parsed() {
                if (value == null || role == null) {
                    throw wrong("a rule of 'oidc' has no value or no role", "write, for example, {value: guards, role: ask}");
                }
                return new OidcSettings.Rule(value, Role.of(role), streamsOf(streams));
            }
        }

        OidcSettings settings() {
            if (issuer == null || clientId == null || rules == null || rules.isEmpty()) {
                throw wrong("'oidc' has no issuer, no client_id or no rules", "write all three, see docs/configuration.md");
            }
            String secret = clientSecretFile != null ? Token.read(clientSecretFile) : clientSecret == null ? "" : clientSecret;
            return new OidcSettings(url("oidc.issuer", issuer), clientId, secret, name == null ? url("oidc.issuer", issuer)
                    .getHost() : name,
                    claim == null ? "groups" : claim, scopes == null ? List.of("profile", "email") : scopes, rules.stream()
                            .map(Rule::parsed).toList());
        }
    }

    private static Optional<Set<StreamId>> streamsOf(List<String> names) {
        return Optional.ofNullable(names).map(all -> all.stream().map(StreamId::new).collect(Collectors.toSet()));
    }

    /** Must be https, since tokens and logins travel by it; on this machine http will do. */
    static URI url(String key, String written) {
        try {
            URI url = URI.create(written);
            boolean local = Set.of("localhost", "127.0.0.1", "[::1]").contains(String.valueOf(url.getHost()));
            if (url.getHost() != null && ("https".equals(url.getScheme()) || "http".equals(url.getScheme()) && local)) {
                return url;
            }
        } catch (IllegalArgumentException unreadable) {
            throw wrong("'" + key + "' is '" + written + "'", "write an address that begins with https://");
        }
        throw wrong("'" + key + "' is '" + written + "'", "write an address that begins with https://");
    }

    private static AfterimageException wrong(String what, String remedy) {
        return new AfterimageException(ErrorCode.USAGE_CONFIG, what, remedy);
    }
}
