package dev.afterimage.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.afterimage.core.error.AfterimageException;
import dev.afterimage.core.error.ErrorCode;
import dev.afterimage.core.stream.StreamId;
import dev.afterimage.qa.access.AccessSettings;
import dev.afterimage.qa.access.Caller;
import dev.afterimage.qa.access.Role;
import dev.afterimage.qa.access.AccessTokens;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AccessConfigTest {

    @TempDir
    private Path directory;

    private ServeConfig config(String yaml) throws Exception {
        return ServeConfig.read(Files.writeString(directory.resolve("serve.yaml"), yaml));
    }

    @Test
    void tokensStandThereThemselvesOrInAFileOrAsTheirDigest() throws Exception {
        Path file = Files.writeString(directory.resolve("token"), "from a file\n");
        AccessSettings access = config("""
                token: everything
                session_hours: 1.5
                tokens:
                  - {token: looker, role: view, streams: [door]}
                  - {token_file: %s, role: ask, name: display}
                  - {sha256: 0f67021edbdacd37a1a8a1a4e0b8a5b1b9a9d1bb6a32c1d5ea9dc9e5e6a1b1f0, role: manage}
                """.formatted(file)).access();
        AccessTokens tokens = new AccessTokens(access.tokens());
        assertThat(tokens.find("everything")).contains(Caller.OWNER);
        assertThat(tokens.find("looker")).contains(new Caller("", Role.VIEW, Optional.of(Set.of(new StreamId("door")))));
        assertThat(tokens.find("from a file")).contains(new Caller("display", Role.ASK, Optional.empty()));
        assertThat(tokens.find("another")).isEmpty();
        assertThat(access.sessionLife()).isEqualTo(Duration.ofMinutes(90));
    }

    @Test
    void aDigestFitsTheTokenItWasMadeFrom() throws Exception {
        // printf %s sesame | sha256sum
        AccessSettings access = config("tokens: [{sha256: d0c04f4b1951e4aeaaec8223ed2039e542f3aae805a6fa7f6d794e5afff5d272, role: ask}]")
                .access();
        assertThat(new AccessTokens(access.tokens()).find("sesame")).isPresent();
    }

    @Test
    void proxiesAreTrustedByAddressOrRange() throws Exception {
        AccessSettings access = config("trusted_proxies: [127.0.0.1, '10.0.0.0/8']").access();
        assertThat(access.proxies().client("10.1.2.3", List.of("203.0.113.9"))).isEqualTo("203.0.113.9");
        assertThat(access.proxies().client("192.0.2.1", List.of("203.0.113.9"))).isEqualTo("192.0.2.1");
        assertThatThrownBy(() -> config("trusted_proxies: [proxy.example.org]").access())
                .isInstanceOfSatisfying(AfterimageException.class, refused -> assertThat(refused.line())
                        .contains("USAGE_CONFIG", "proxy.example.org", "10.0.0.0/8"));
    }

    @Test
    void anIdentityProviderIsDescribedWithItsRules() throws Exception {
        AccessSettings access = config("""
                public_url: https://cameras.example.org
                oidc:
                  issuer: https://login.example.org/realms/home
                  client_id: afterimage
                  client_secret: hush
                  rules: [{value: admins, role: manage}, {value: guards, role: ask, streams: [door, yard]}]
                """).access();
        assertThat(access.oidc()).hasValueSatisfying(oidc -> {
            assertThat(oidc.claim()).isEqualTo("groups");
            assertThat(oidc.name()).isEqualTo("login.example.org");
            assertThat(oidc.rules()).hasSize(2);
        });
        assertThat(access.guarded()).isTrue();
    }

    @Test
    void whatCannotBeIsRefusedInASentence() throws Exception {
        refused("tokens: [{token: a, sha256: b, role: view}]", "exactly one of");
        refused("tokens: [{token: a}]", "role");
        refused("tokens: [{token: a, role: god}]", "no role 'god'");
        refused("tokens: [{sha256: abc, role: view}]", "sha256");
        refused("tokens: [{token_file: /no/such/file, role: view}]", "/no/such/file");
        refused("session_hours: 0", "session_hours");
        refused("public_url: http://cameras.example.org", "public_url");
        refused("oidc: {issuer: http://login.example.org, client_id: a, rules: [{value: x, role: view}]}", "oidc.issuer");
        refused("oidc: {issuer: https://login.example.org, client_id: a, rules: []}", "rules");
    }

    private void refused(String yaml, String because) {
        assertThatThrownBy(() -> config(yaml).access()).as(yaml).isInstanceOfSatisfying(AfterimageException.class, said -> {
            assertThat(said.code()).isEqualTo(ErrorCode.USAGE_CONFIG);
            assertThat(said.getMessage()).contains(because);
        });
    }
}
