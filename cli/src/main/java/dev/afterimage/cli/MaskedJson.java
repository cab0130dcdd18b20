package dev.afterimage.cli;

import ch.qos.logback.classic.encoder.JsonEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.classic.spi.StackTraceElementProxy;
import java.util.Arrays;

/** Events as JSON, one a line, without passwords, also those in the texts of exceptions that libraries throw. */
final class MaskedJson extends JsonEncoder {

    MaskedJson() {
        setWithSequenceNumber(false);
        setWithNanoseconds(false);
        setWithContext(false);
        // The message as it is told; its parts could not be masked one by one.
        setWithFormattedMessage(true);
        setWithMessage(false);
        setWithArguments(false);
        setWithKVPList(false);
        setWithMDC(false);
        setWithMarkers(false);
    }

    @Override
    public byte[] encode(ILoggingEvent event) {
        return super.encode(masked(event));
    }

    private static ILoggingEvent masked(ILoggingEvent event) {
        LoggingEvent told = new MaskedEvent(event.getThrowableProxy());
        told.setInstant(event.getInstant());
        told.setLevel(event.getLevel());
        told.setLoggerName(event.getLoggerName());
        told.setThreadName(event.getThreadName());
        told.setMessage(MaskedText.of(String.valueOf(event.getFormattedMessage())));
        return told;
    }

    private static final class MaskedEvent extends LoggingEvent {

        private final IThrowableProxy thrown;

        MaskedEvent(IThrowableProxy thrown) {
            this.thrown = masked(thrown);
        }

        @Override
        public IThrowableProxy getThrowableProxy() {
            return thrown;
        }
    }

    private static IThrowableProxy masked(IThrowableProxy thrown) {
        return thrown == null ? null : new MaskedThrowable(thrown);
    }

    private record MaskedThrowable(IThrowableProxy thrown) implements IThrowableProxy {

        @Override
        public String getMessage() {
            return thrown.getMessage() == null ? null : MaskedText.of(thrown.getMessage());
        }

        @Override
        public String getClassName() {
            return thrown.getClassName();
        }

        @Override
        public StackTraceElementProxy[] getStackTraceElementProxyArray() {
            return thrown.getStackTraceElementProxyArray();
        }

        @Override
        public int getCommonFrames() {
            return thrown.getCommonFrames();
        }

        @Override
        public IThrowableProxy getCause() {
            return masked(thrown.getCause());
        }

        @Override
        public IThrowableProxy[] getSuppressed() {
            return Arrays.stream(thrown.getSuppressed()).map(MaskedJson::masked).toArray(IThrowableProxy[]::new);
        }

        @Override
        public boolean isCyclic() {
            return thrown.isCyclic();
        }
    }
}
