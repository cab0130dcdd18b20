package dev.afterimage.cli;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.pattern.CompositeConverter;
import dev.afterimage.core.error.AfterimageException;

/** {@code %masked(...)} in the log's patterns: without passwords, also those in the texts of exceptions that libraries throw. */
public final class MaskedText extends CompositeConverter<ILoggingEvent> {

    @Override
    protected String transform(ILoggingEvent event, String text) {
        return of(text);
    }

    static String of(String text) {
        return AfterimageException.maskPasswords(text);
    }
}
