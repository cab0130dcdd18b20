package dev.afterimage.qa.http;

import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.math.BigInteger;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.Signature;
import java.security.interfaces.RSAPublicKey;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/** A small OpenID Connect provider: discovery, keys, codes with PKCE, and ID tokens signed with RS256 that a test can spoil. */
final class IdentityProvider {

    static final String CLIENT = "afterimage";
    private static final int KEY_BITS = 2048;

    private final HttpServer http;
    private KeyPair keys = newKeys();
    private String keyId = "key-1";
    /** Changes the claims before they are signed. */
    Consumer<JsonObject> claims = all -> { };
    /** Changes the token after that. */
    UnaryOperator<String> token = whole -> whole;
    private final Map<String, MultiMap> codes = new HashMap<>();
    int exchanged;

    IdentityProvider(Vertx vertx) {
        http = ServiceTest.await(vertx.createHttpServer().requestHandler(this::answer).listen(0, "127.0.0.1"));
    }

    String issuer() {
        return "http://127.0.0.1:" + http.actualPort();
    }

    /** The user has logged in: gives the address that the browser is sent back to. */
    String approve(String authorizationUrl) {
        MultiMap asked = MultiMap.caseInsensitiveMultiMap();
        for (String pair : URI.create(authorizationUrl).getQuery().split("&")) {
            asked.add(pair.substring(0, pair.indexOf('=')), pair.substring(pair.indexOf('=') + 1));
        }
        String code = UUID.randomUUID().toString();
        codes.put(code, asked);
        return asked.get("redirect_uri") + "?code=" + code + "&state=" + asked.get("state");
    }

    void changeKeys() {
        keys = newKeys();
        keyId = "key-2";
    }

    private void answer(HttpServerRequest request) {
        switch (request.path()) {
            case "/.well-known/openid-configuration" -> json(request, new JsonObject().put("issuer", issuer())
                    .put("authorization_endpoint", issuer() + "/authorize").put("token_endpoint", issuer() + "/token")
                            .put("jwks_uri", issuer() + "/keys")
                    .put("end_session_endpoint", issuer() + "/logout")
                            .put("id_token_signing_alg_values_supported", new JsonArray().add("RS256")));
            case "/keys" -> json(request, new JsonObject().put("keys", new JsonArray().add(publicKey())));
            case "/token" -> request.setExpectMultipart(true).end().onSuccess(read -> exchange(request));
            default -> request.response().setStatusCode(404).end();
        }
    }

    private void exchange(HttpServerRequest request) {
        MultiMap asked = codes.remove(request.getFormAttribute("code"));
        String verifier = request.getFormAttribute("code_verifier");
        if (asked == null || verifier == null || !base64(sha256(verifier)).equals(asked.get("code_challenge"))) {
            request.response().setStatusCode(400).putHeader("Content-Type", "application/json").end("{\"error\": \"invalid_grant\"}");
            return;
        }
        exchanged++;
        long now = System.currentTimeMillis() / 1000;
        JsonObject all = new JsonObject().put("iss", issuer()).put("aud", CLIENT).put("sub", "u-1").put("email", "ann@example.org")
                .put("groups", new JsonArray().add("everyone").add("guards")).put("iat", now).put("exp", now + 300)
                        .put("nonce", asked.get("nonce"));
        claims.accept(all);
        json(request, new JsonObject().put("access_token", "opaque").put("token_type", "Bearer").put("expires_in", 300)
                .put("id_token", token.apply(signed(all))));
    }

    private String signed(JsonObject payload) {
        try {
            String content = base64(new JsonObject().put("alg", "RS256").put("typ", "JWT").put("kid", keyId).toBuffer().getBytes()) + "."
                    + base64(payload.toBuffer().getBytes());
            Signature signature = Signature.getInstance("SHA256withRSA");
            signature.initSign(keys.getPrivate());
            signature.update(content.getBytes(StandardCharsets.US_ASCII));
            return content + "." + base64(signature.sign());
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** The same claims, unsigned. */
    static String unsigned(String token) {
        return base64("{\"alg\":\"none\"}".getBytes(StandardCharsets.US_ASCII)) + "." + token.split("\\.")[1] + ".";
    }

    private JsonObject publicKey() {
        RSAPublicKey key = (RSAPublicKey) keys.getPublic();
        return new JsonObject().put("kty", "RSA").put("use", "sig").put("alg", "RS256").put("kid", keyId)
                .put("n", base64(unsignedBytes(key.getModulus()))).put("e", base64(unsignedBytes(key.getPublicExponent())));
    }

    private static byte[] unsignedBytes(BigInteger number) {
        byte[] bytes = number.toByteArray();
        return bytes[0] == 0 ? Arrays.copyOfRange(bytes, 1, bytes.length) : bytes;
    }

    private static KeyPair newKeys() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(KEY_BITS);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.US_ASCII));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    static String base64(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private static void json(HttpServerRequest request, JsonObject body) {
        request.response().putHeader("Content-Type", "application/json").end(body.encode());
    }
}
