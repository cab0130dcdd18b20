package dev.afterimage.qa.access;

import java.security.MessageDigest;
import java.util.List;
import java.util.Optional;

/** All tokens that are accepted. */
public final class AccessTokens {

    private final List<AccessToken> all;

    public AccessTokens(List<AccessToken> all) {
        this.all = List.copyOf(all);
    }

    public boolean isEmpty() {
        return all.isEmpty();
    }

    /** Whose token this is. Every token is looked at, whether or not one before it fits, so that the time taken says nothing. */
    public Optional<Caller> find(String given) {
        byte[] digest = RandomSecrets.digest(given);
        Caller found = null;
        for (AccessToken token : all) {
            if (MessageDigest.isEqual(token.sha256(), digest)) {
                found = token.caller();
            }
        }
        return Optional.ofNullable(found);
    }
}
