package dev.afterimage.qa.access;

import dev.afterimage.core.error.AfterimageException;
import dev.afterimage.core.error.ErrorCode;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** What a caller may do. Each role may do what those before it may. */
public enum Role {

    /** Look: live pictures, scenes, notes, past moments. */
    VIEW,
    /** Ask questions. */
    ASK,
    /** Add and delete streams. */
    MANAGE;

    public boolean includes(Role other) {
        return compareTo(other) >= 0;
    }

    /** As configurations and documents write it. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** @throws AfterimageException {@code USAGE_CONFIG} for another word */
    public static Role of(String label) {
        return Arrays.stream(values()).filter(role -> role.label().equals(label)).findFirst().orElseThrow(() -> new AfterimageException(
                ErrorCode.USAGE_CONFIG, "there is no role '" + label + "'",
                "write one of " + Arrays.stream(values()).map(Role::label).collect(Collectors.joining(", "))));
    }
}
